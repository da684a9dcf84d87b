"""A cut between two steps loses no letter, form or proof: what is recorded as made is there to be used."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from toolkit.model import CaseState, DocumentKind, InterviewKind
from toolkit.services.forms import FOLDER as FORMS
from toolkit.services.forms import make_forms
from toolkit.services.handover import hand_over
from toolkit.services.happenings import Told, refuse
from toolkit.services.holding import held_outside, held_without_case
from toolkit.services.office import Office
from toolkit.services.printing import FOLDER as LETTERS
from toolkit.services.returned_forms import read_forms
from toolkit.services.summoning import summon

from .conftest import ARNOLD, FONTAINE, LAMBERT, case_of, everything, pieces, returned_form


def _blocked(office: Office, name: str) -> Path:
    """Make ``name`` a place where nothing can be written, as a full disk or a cut would."""
    place = office.folder / name
    place.write_text("", encoding="utf-8")
    return place


def test_a_summons_is_not_recorded_while_its_letter_cannot_be_laid_to_be_printed(planned: Office) -> None:
    case, before = case_of(planned, FONTAINE), everything(planned)
    place = _blocked(planned, LETTERS)
    with pytest.raises(OSError):  # noqa: PT011 - which one depends on the system
        summon(planned, case.id)
    assert everything(planned) == before
    place.unlink()
    assert summon(planned, case.id).to_print
    assert list(place.rglob("*_convocation.pdf"))


def test_a_form_is_not_recorded_while_it_cannot_be_laid(planned: Office) -> None:
    case, before = case_of(planned, LAMBERT), everything(planned)
    place = planned.folder / FORMS
    place.mkdir()
    target = place / f"{case.id}_Lambert-Ines_formulaire.docx"
    target.mkdir()
    with pytest.raises(OSError):  # noqa: PT011
        make_forms(planned, [case.id])
    assert everything(planned) == before
    target.rmdir()
    assert make_forms(planned, [case.id]).made == (target,)
    assert target.is_file()


def test_a_refusal_is_not_recorded_while_its_record_cannot_be_laid(after: Office) -> None:
    before = everything(after)
    (after.folder / LETTERS).rename(after.folder / "ailleurs")
    place = _blocked(after, LETTERS)
    with pytest.raises(OSError):  # noqa: PT011
        refuse(after, case_of(after, LAMBERT).id, Told())
    assert everything(after) == before
    place.unlink()
    refuse(after, case_of(after, LAMBERT).id, Told())
    assert list(place.rglob("*_constat-refus.pdf"))


def test_a_copy_is_not_handed_over_while_its_receipt_cannot_be_laid(signed: Office) -> None:
    case = case_of(signed, LAMBERT)
    (signed.folder / LETTERS).rename(signed.folder / "ailleurs")
    place = _blocked(signed, LETTERS)
    with pytest.raises(OSError):  # noqa: PT011
        hand_over(signed, case.id, by_hand=True)
    assert case_of(signed, LAMBERT).state is CaseState.SIGNED
    place.unlink()
    assert hand_over(signed, case.id, by_hand=True).new


def test_the_proof_of_a_meeting_recorded_before_is_filed_when_it_comes(after: Office, tmp_path: Path) -> None:
    proof = tmp_path / "compte-rendu.pdf"
    proof.write_bytes(b"%PDF-1.7 scan")
    case = case_of(after, LAMBERT)
    held_outside(after, case.id, date(2026, 10, 20))
    assert held_outside(after, case.id, date(2026, 10, 20), proof).filed
    assert pieces(after, case, DocumentKind.OUTSIDE_PROOF) == [b"%PDF-1.7 scan"]
    before = everything(after)
    again = held_outside(after, case.id, date(2026, 10, 20), proof)
    assert (again.new, again.filed) == (False, False)
    assert everything(after) == before


def test_so_is_that_of_a_meeting_that_no_case_handled(after: Office, tmp_path: Path) -> None:
    proof = tmp_path / "compte-rendu.pdf"
    proof.write_bytes(b"%PDF-1.7 scan")
    on = date(2026, 10, 20)
    held_without_case(after, ARNOLD, InterviewKind.FIRST, on)
    done = held_without_case(after, ARNOLD, InterviewKind.FIRST, on, proof)
    assert (done.new, done.filed) == (False, True)
    assert pieces(after, done.case, DocumentKind.OUTSIDE_PROOF) == [b"%PDF-1.7 scan"]


def test_a_form_that_tells_another_day_than_the_one_recorded_is_refused_with_both(
    after: Office, tmp_path: Path
) -> None:
    form = returned_form(after, LAMBERT, tmp_path)
    held_outside(after, case_of(after, LAMBERT).id, date(2026, 10, 21))
    before = everything(after)
    (told,) = read_forms(after, [form])
    assert "20/10/2026" in told.refused
    assert "21/10/2026" in told.refused
    assert "entretiens correct" in told.refused
    assert everything(after) == before
