"""Absence and refusal: recorded once, recalled by the next letter, told as what they were."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from toolkit.errors import MissingValueError, TransitionRefusedError, UsageError
from toolkit.model import Case, CaseState, DocumentKind
from toolkit.services.corrections import correct
from toolkit.services.happenings import Told, absent, refuse
from toolkit.services.office import Office
from toolkit.services.slots import cancel, move
from toolkit.services.summons_history import earlier_summonses

from .conftest import AFTER, COMPANY, LAMBERT, NGUYEN, START, Copies, case_of, everything, pieces, text_of

AGAIN = datetime(2026, 11, 10, 10, 0)  # noqa: DTZ001 - a moment of the site's own zone
WITNESS = Told(how="oralement", witness="Anne Meyer", statement="Je n’irai pas.", refuses_to_sign=True)


def outcomes(office: Office, case: Case) -> list[str]:
    with office.reading() as unit:
        return [summons.outcome for summons in earlier_summonses(unit, case)]


def test_after_an_absence_the_second_summons_recalls_the_first(after: Office) -> None:
    case = case_of(after, LAMBERT)
    done = absent(after, case.id, Told(), again_at=AGAIN)
    assert done.again
    assert done.case.state is CaseState.SUMMONED
    assert done.case.summons == 2
    assert (done.case.uid, done.case.sequence) == (case.uid, 1)
    (letter,) = pieces(after, case, DocumentKind.SECOND_CONVOCATION)
    said = text_of(letter)
    assert "mardi 20 octobre 2026 à 9 h" in said
    assert "mardi 10 novembre 2026" in said
    assert outcomes(after, done.case) == ["absence sans motif donné", ""]


def test_the_meeting_recalled_is_the_one_that_was_missed_after_a_move(
    copies: Copies, summoned_stage: Path
) -> None:
    with copies.at(summoned_stage, START + timedelta(days=7)) as office:
        move(office, case_of(office, LAMBERT).id, datetime(2026, 10, 22, 14, 0))  # noqa: DTZ001 - local
    with copies.again(AFTER) as office:
        case = case_of(office, LAMBERT)
        absent(office, case.id, Told(), again_at=AGAIN)
        (letter,) = pieces(office, case, DocumentKind.SECOND_CONVOCATION)
    assert "jeudi 22 octobre 2026 à 14 h" in text_of(letter)
    assert "20 octobre" not in text_of(letter)


def test_a_cancelled_meeting_is_recalled_as_cancelled_in_the_time_of_the_site(after: Office) -> None:
    case = case_of(after, LAMBERT)
    absent(after, case.id, Told(), again_at=AGAIN)
    with after.writing() as unit:
        unit.sites.put_all([replace(COMPANY.sites[0], time_zone="Indian/Reunion")])
    cancel(after, case.id)
    assert outcomes(after, case_of(after, LAMBERT)) == ["absence sans motif donné", "annulée par l’employeur"]
    with after.reading() as unit:
        told = earlier_summonses(unit, case_of(after, LAMBERT))
    assert {summons.slot.time_zone for summons in told} == {"Indian/Reunion"}


def test_an_absence_is_not_recorded_before_the_meeting(summoned: Office) -> None:
    before = everything(summoned)
    with pytest.raises(UsageError, match="pas encore eu lieu"):
        absent(summoned, case_of(summoned, LAMBERT).id, Told())
    assert everything(summoned) == before


def test_an_absence_told_twice_changes_nothing(after: Office) -> None:
    case = case_of(after, LAMBERT)
    absent(after, case.id, Told(reason="Train supprimé."), again_at=AGAIN)
    before = everything(after)
    again = absent(after, case.id, Told(reason="Train supprimé."), again_at=AGAIN)
    assert not again.new
    assert everything(after) == before


def test_a_first_refusal_is_ordinary_and_its_record_is_sealed(after: Office) -> None:
    case = case_of(after, LAMBERT)
    done = refuse(after, case.id, Told(reason="Pas cette année.", how="par courriel"))
    assert (done.kind, done.case.state) == ("ordinary", CaseState.REFUSED)
    (record,) = pieces(after, case, DocumentKind.REFUSAL_RECORD)
    said = text_of(record)
    assert "Pas cette année." in said
    assert "réitéré" not in said
    assert "sans suite connue" not in said
    assert b"/ByteRange" in record


def test_the_same_refusal_twice_changes_nothing(after: Office) -> None:
    case = case_of(after, LAMBERT)
    refuse(after, case.id, Told(reason="Pas cette année."))
    before = everything(after)
    again = refuse(after, case.id, Told(reason="Pas cette année."))
    assert not again.new
    assert everything(after) == before


def test_a_refusal_of_the_next_summons_is_a_repeated_one(after: Office) -> None:
    case = case_of(after, LAMBERT)
    assert refuse(after, case.id, Told(), again_at=AGAIN).again
    done = refuse(after, case.id, WITNESS)
    assert done.kind == "repeated"
    record = text_of(pieces(after, case, DocumentKind.REFUSAL_RECORD)[-1])
    assert "Refus réitéré" in record
    assert "Anne Meyer" in record
    assert "refus sans motif donné" in record


def test_a_refusal_taken_back_makes_the_next_one_no_repeated_one(after: Office) -> None:
    case = case_of(after, LAMBERT)
    refuse(after, case.id, Told())
    correct(after, case.id, reason="Erreur de dossier.")
    assert refuse(after, case.id, Told()).kind == "ordinary"


def test_after_a_leave_the_proposal_and_the_answer_are_what_is_kept(after: Office) -> None:
    case = case_of(after, NGUYEN)
    done = refuse(after, case.id, Told(how="par courriel"))
    assert done.kind == "after_leave"
    record = text_of(pieces(after, case, DocumentKind.REFUSAL_RECORD)[0])
    assert "au retour d’une absence" in record
    assert "maternité" in record


def test_who_refuses_to_sign_needs_a_witness_and_nothing_is_kept_without(after: Office) -> None:
    before = everything(after)
    with pytest.raises(MissingValueError):
        refuse(after, case_of(after, LAMBERT).id, Told(refuses_to_sign=True))
    assert everything(after) == before


def test_nothing_is_refused_before_it_was_proposed(planned: Office) -> None:
    with pytest.raises(TransitionRefusedError):
        refuse(planned, case_of(planned, LAMBERT).id, Told())
