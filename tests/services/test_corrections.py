"""A mistaken entry is taken back by a further event: nothing is erased, and the entry may be made anew."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from toolkit.errors import UsageError
from toolkit.model import CaseState, Channel, DocumentKind
from toolkit.services.corrections import correct, withdraw_interview
from toolkit.services.handover import hand_over
from toolkit.services.happenings import Told, absent, refuse
from toolkit.services.holding import held_outside
from toolkit.services.office import Office
from toolkit.services.posting import posted
from toolkit.services.returned_forms import read_forms
from toolkit.services.slots import move

from .conftest import COMPANY, FONTAINE, LAMBERT, case_of, everything, pieces, returned_form, text_of

AGAIN = datetime(2026, 11, 10, 10, 0)  # noqa: DTZ001 - a moment of the site's own zone


def test_an_absence_taken_back_restores_the_case_and_keeps_the_line(after: Office) -> None:
    case = case_of(after, LAMBERT)
    absent(after, case.id, Told())
    with after.reading() as unit:
        lines = unit.journal.lines(LAMBERT)
    done = correct(after, case.id, reason="Confusion de personnes.")
    assert done.case.state is CaseState.SUMMONED
    with after.reading() as unit:
        assert unit.journal.lines(LAMBERT)[: len(lines)] == lines
        assert unit.journal.verify(LAMBERT) is None


def test_an_absence_taken_back_is_not_recalled_by_the_next_record(after: Office) -> None:
    case = case_of(after, LAMBERT)
    absent(after, case.id, Told())
    correct(after, case.id, reason="Confusion de personnes.")
    refuse(after, case.id, Told())
    assert "absence sans motif" not in text_of(pieces(after, case, DocumentKind.REFUSAL_RECORD)[0])


def test_an_entry_taken_back_may_be_made_anew(after: Office) -> None:
    case = case_of(after, LAMBERT)
    absent(after, case.id, Told())
    correct(after, case.id, reason="Confusion de personnes.")
    assert absent(after, case.id, Told()).new
    assert case_of(after, LAMBERT).state is CaseState.ABSENT


def test_a_meeting_taken_back_leaves_the_history(after: Office) -> None:
    case = case_of(after, LAMBERT)
    held_outside(after, case.id, date(2026, 10, 20))
    correct(after, case.id, reason="Elle était en formation.")
    restored = case_of(after, LAMBERT)
    assert (restored.state, restored.held_on) == (CaseState.SUMMONED, None)
    with after.reading() as unit:
        assert unit.histories.of(LAMBERT) == COMPANY.histories[LAMBERT]


def test_a_meeting_taken_back_may_be_recorded_on_the_same_day(after: Office) -> None:
    case = case_of(after, LAMBERT)
    held_outside(after, case.id, date(2026, 10, 20))
    correct(after, case.id, reason="Elle était en formation.")
    assert held_outside(after, case.id, date(2026, 10, 20)).new
    with after.reading() as unit:
        assert [i.on for i in unit.histories.of(LAMBERT).interviews][-1] == date(2026, 10, 20)


def test_a_form_may_be_read_again_after_its_meeting_was_taken_back(after: Office, tmp_path: Path) -> None:
    form = returned_form(after, LAMBERT, tmp_path)
    read_forms(after, [form])
    correct(after, case_of(after, LAMBERT).id, reason="Mauvais dossier.")
    (again,) = read_forms(after, [form])
    assert again.new
    assert case_of(after, LAMBERT).state is CaseState.HELD


def test_a_letter_not_posted_after_all_is_taken_back(after: Office) -> None:
    case = case_of(after, FONTAINE)
    posted(after, case.id, Channel.POST, date(2026, 10, 6), "1A 000 000 001")
    assert correct(after, case.id, reason="Restée au bureau.").what == "envoyer par courrier"


@pytest.mark.parametrize("stage", ["summoned", "moved", "handed_over"])
def test_what_was_sent_or_signed_is_not_taken_back(stage: str, request: pytest.FixtureRequest) -> None:
    office: Office = request.getfixturevalue("signed" if stage == "handed_over" else "summoned")
    case = case_of(office, LAMBERT)
    if stage == "moved":
        move(office, case.id, AGAIN)
    if stage == "handed_over":
        hand_over(office, case.id)
    before = everything(office)
    with pytest.raises(UsageError, match="ne peut pas être reprise"):
        correct(office, case.id, reason="Par erreur.")
    assert everything(office) == before


def test_a_correction_says_why(after: Office) -> None:
    case = case_of(after, LAMBERT)
    absent(after, case.id, Told())
    with pytest.raises(UsageError, match="se motive"):
        correct(after, case.id, reason="  ")


def test_an_interview_that_the_roster_brought_by_mistake_is_withdrawn(imported: Office) -> None:
    withdraw_interview(imported, LAMBERT, date(2023, 10, 24), reason="Entretien d’une homonyme.")
    with imported.reading() as unit:
        assert unit.histories.of(LAMBERT).interviews == ()
