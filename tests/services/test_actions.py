"""Actions are data: listed with the overdue first, closed once, asked for again at the next interview."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from toolkit.documents import DocumentProperties, fill_form, read_form, render_docx
from toolkit.documents.package import DOCUMENT_PART, read_package
from toolkit.errors import NotFoundError, UsageError
from toolkit.model import Action, ActionKind, Case, CaseId, CaseState, DocumentKind, ObligationKind
from toolkit.resources import template_path
from toolkit.services.actions import (
    PlannedAction,
    Sought,
    Standing,
    actions,
    actions_workbook,
    decided,
    record_outcome,
)
from toolkit.services.forms import make_forms
from toolkit.services.office import Office
from toolkit.services.people import people_of
from toolkit.services.recaps import recap_letter
from toolkit.services.returned_forms import read_forms

from .conftest import ACTION, ANSWERS, LAMBERT, NGUYEN, RAMASSAMY, case_of, everything, returned_form

LATE = Action(1, ActionKind.MOBILITY, "Stage d’observation", "Mme Kessler", date(2026, 10, 1))
SOON = Action(2, ActionKind.TUTORING, "Tuteur\nd’une apprentie", "Équipe RH", date(2026, 11, 2))
UNDATED = Action(3, ActionKind.VAE, "Livret 1", "l’intéressée")
OVER = Action(
    4, ActionKind.TRAINING, "Anglais", outcome="Suivie", done=date(2026, 10, 2), due=date(2026, 9, 1)
)


@pytest.fixture
def planned(after: Office) -> Office:
    """The office on 26 October 2026, with a plan for two people."""
    with after.writing() as unit:
        unit.actions.replace(case_of(after, LAMBERT).id, [UNDATED, OVER, SOON])
        unit.actions.replace(case_of(after, NGUYEN).id, [LATE])
    return after


def found(office: Office, sought: Sought | None = None) -> list[Action]:
    return [line.action for line in actions(office, sought)]


def test_the_overdue_come_first_then_by_the_day_due_the_done_last(planned: Office) -> None:
    lines = actions(planned)
    assert [line.action for line in lines] == [LATE, SOON, UNDATED, OVER]
    assert [line.standing for line in lines] == [
        Standing.OVERDUE,
        Standing.OPEN,
        Standing.OPEN,
        Standing.DONE,
    ]
    assert lines[0].employee.matricule == NGUYEN


@pytest.mark.parametrize(
    ("sought", "expected"),
    [
        (Sought(late=True), [LATE]),
        (Sought(owner="equipe"), [SOON]),
        (Sought(owner="kessler"), [LATE]),
        (Sought(employee=LAMBERT), [SOON, UNDATED, OVER]),
        (Sought(until=date(2026, 11, 1)), [LATE]),
        (Sought(until=date(2026, 11, 2)), [LATE, SOON]),
        (Sought(late=True, employee=LAMBERT), []),
    ],
)
def test_each_filter_keeps_what_it_says(planned: Office, sought: Sought, expected: list[Action]) -> None:
    assert found(planned, sought) == expected


def test_nothing_is_overdue_for_somebody_who_left(planned: Office) -> None:
    with planned.writing() as unit:
        person = unit.employees.get(NGUYEN)
        unit.employees.put(replace(person, left_on=date(2026, 10, 15)))
    assert [line.standing for line in actions(planned, Sought(employee=NGUYEN))] == [Standing.LEFT]
    assert found(planned, Sought(late=True)) == []


def test_an_outcome_is_recorded_once_and_its_words_stay_out_of_the_journal(planned: Office) -> None:
    case = case_of(planned, NGUYEN)
    first = record_outcome(planned, case.id, 1, outcome="Stage fait à Kehl ", on=date(2026, 10, 20))
    assert (first.new, first.action.outcome, first.action.done) == (
        True,
        "Stage fait à Kehl",
        date(2026, 10, 20),
    )
    assert found(planned, Sought(late=True)) == []
    before = everything(planned)
    assert not record_outcome(planned, case.id, 1, outcome="Stage fait à Kehl", on=date(2026, 10, 20)).new
    assert everything(planned) == before
    with planned.reading() as unit:
        lines = [str(line) for line in unit.journal.lines(NGUYEN)]
    assert "action_done" in lines[-1]
    assert "2026-10-20" in lines[-1]
    assert "Kehl" not in "".join(lines)


def test_an_outcome_needs_words_a_day_of_the_past_and_an_action(planned: Office) -> None:
    case = case_of(planned, NGUYEN)
    before = everything(planned)
    with pytest.raises(UsageError, match="vide"):
        record_outcome(planned, case.id, 1, outcome="  ", on=date(2026, 10, 20))
    with pytest.raises(UsageError, match="à venir"):
        record_outcome(planned, case.id, 1, outcome="Fait", on=date(2026, 10, 27))
    with pytest.raises(NotFoundError, match="numéro 7"):
        record_outcome(planned, case.id, 7, outcome="Fait", on=date(2026, 10, 20))
    assert everything(planned) == before


def test_the_workbook_has_one_line_per_action(planned: Office, tmp_path: Path) -> None:
    path = tmp_path / "actions.xlsx"
    actions_workbook(path, actions(planned))
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows] == ["Situation", "en retard", "à faire", "à faire", "achevée"]
    assert rows[1][1] == date(2026, 10, 1)


def next_case(office: Office, former: Case) -> Case:
    """Open the next interview of the same person, once the first was held."""
    following = replace(former, id=CaseId("C0090"), state=CaseState.SUMMONED, held_on=None, uid="suivant")
    with office.writing() as unit:
        unit.cases.add(following)
    return following


def blank_of(office: Office, case: Case, suffix: str = "docx") -> bytes:
    with office.reading() as unit:
        document = unit.documents.find(case.id, DocumentKind.FORM_BLANK, suffix=suffix)
    assert document is not None
    return office.store.files.get(document.sha256)


def test_a_plan_is_asked_for_at_the_next_interview_and_what_it_says_is_kept(
    after: Office, tmp_path: Path
) -> None:
    read_forms(after, [returned_form(after, LAMBERT, tmp_path)])
    former = case_of(after, LAMBERT)
    following = next_case(after, former)
    make_forms(after, [following.id], pdf=True)
    blank = blank_of(after, following)
    tag = f"previous.{former.id}.1"
    assert read_form(blank).topics == read_form(blank_of(after, following, "pdf")).topics
    assert any(ACTION.label in q.text for q in read_form(blank).topics[1].questions)
    path = tmp_path / "suivant.docx"
    answers = {**ANSWERS, "meeting.held_on": date(2026, 10, 24)}
    path.write_bytes(fill_form(blank, {**answers, f"{tag}.outcome": "Faite en interne", f"{tag}.done": True}))
    (read,) = read_forms(after, [path])
    assert (read.problems, read.refused) == ((), "")
    with after.reading() as unit:
        (kept,) = unit.actions.of(former.id)
        assert unit.actions.of(following.id) == []
    assert (kept.outcome, kept.done) == ("Faite en interne", date(2026, 10, 24))
    assert kept == replace(ACTION, outcome="Faite en interne", done=date(2026, 10, 24))


def test_a_form_read_again_keeps_what_was_recorded_of_its_actions(after: Office, tmp_path: Path) -> None:
    read_forms(after, [returned_form(after, RAMASSAMY, tmp_path)])
    case = case_of(after, RAMASSAMY)
    record_outcome(after, case.id, 1, outcome="Faite", on=date(2026, 10, 22))
    again = returned_form(after, RAMASSAMY, tmp_path, wishes__mobility="Corrigé.")
    read_forms(after, [again])
    (line,) = actions(after, Sought(employee=RAMASSAMY))
    assert isinstance(line, PlannedAction)
    assert (line.action.outcome, line.action.done) == ("Faite", date(2026, 10, 22))


def test_a_recap_shows_what_earlier_interviews_decided_and_what_came_of_it(planned: Office) -> None:
    former = case_of(planned, LAMBERT)
    with planned.writing() as unit:
        held = replace(former, state=CaseState.HELD, held_on=date(2026, 10, 20))
        unit.cases.update(held, was=former)
        following = replace(former, id=CaseId("C0090"), uid="suivant")
        assert [item.action for item in decided(unit, following)] == [SOON, UNDATED, OVER]
        assert {item.on for item in decided(unit, following)} == {date(2026, 10, 20)}
        assert decided(unit, held) == ()
        letter = recap_letter(
            planned, unit, replace(following, settles=(ObligationKind.RECAP,)), people_of(unit, former)
        )
    shown = render_docx(
        template_path("etat-des-lieux.docx"),
        letter.context,
        properties=DocumentProperties(title="x", author="y", made_at=planned.clock.now()),
    )
    text = read_package(shown, about="x")[DOCUMENT_PART].decode()
    assert "Les actions décidées en entretien" in text
    assert "Suivie ; achevée le 02/10/2026" in text
    assert "VAE\N{NO-BREAK SPACE}: Livret 1" in text
