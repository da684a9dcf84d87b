"""A roster comes in whole, twice changes nothing, and what is wrong keeps everything out or only itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from toolkit.model import Absence, AbsenceKind, EventType, Matricule
from toolkit.roster import write_roster
from toolkit.services.corrections import withdraw_interview
from toolkit.services.departures import left
from toolkit.services.importing import import_roster
from toolkit.services.office import Office

from .conftest import COMPANY, EMPLOYEES, LAMBERT, everything, history, person

ZOE = Matricule("0008")


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    """A roster in which one person of eight has an absence that ends before it begins."""
    wrong = Absence(AbsenceKind.SABBATICAL, date(2026, 3, 2), date(2026, 1, 31))
    zoe = person(ZOE, "Zoé", "Tardif", date(2024, 5, 2))
    histories = {**COMPANY.histories, ZOE: replace(history("2025-04-29"), absences=(wrong,))}
    path = tmp_path / "effectif.xlsx"
    write_roster(path, replace(COMPANY, employees=(*EMPLOYEES, zoe), histories=histories), title="Essai")
    return path


def test_everyone_and_everything_is_kept(empty: Office, roster_file: Path) -> None:
    done = import_roster(empty, [roster_file])
    assert done.done
    assert not done.unchanged
    with empty.reading() as unit:
        assert {e.matricule: e.name for e in unit.employees.all()} == {e.matricule: e.name for e in EMPLOYEES}
        assert unit.histories.all() == {e.matricule: unit.histories.of(e.matricule) for e in EMPLOYEES}
        assert unit.histories.of(LAMBERT) == COMPANY.histories[LAMBERT]


def test_the_same_file_again_changes_nothing_and_says_so(imported: Office, roster_file: Path) -> None:
    before = everything(imported)
    again = import_roster(imported, [roster_file])
    assert again.unchanged
    assert everything(imported) == before


def test_a_changed_file_updates_one_person_and_shows_what_changed(imported: Office, tmp_path: Path) -> None:
    married = replace(EMPLOYEES[0], surname="Lambert-Roth")
    path = tmp_path / "effectif.xlsx"
    write_roster(path, replace(COMPANY, employees=(married, *EMPLOYEES[1:])), title="Essai")
    done = import_roster(imported, [path])
    (changed,) = done.changes.employees.changed
    assert [(field.before, field.after) for field in changed.fields] == [("Lambert", "Lambert-Roth")]
    with imported.reading() as unit:
        assert [e.surname for e in unit.employees.all() if e.matricule == LAMBERT] == ["Lambert-Roth"]
        assert len(unit.employees.all()) == len(EMPLOYEES)
        kinds = [line for line in unit.journal.lines(LAMBERT) if EventType.EMPLOYEE_CHANGED.encode() in line]
    assert len(kinds) == 1


def test_errors_keep_the_whole_file_out(empty: Office, damaged: Path) -> None:
    before = everything(empty)
    done = import_roster(empty, [damaged])
    assert not done.done
    assert "31/01/2026" in str(done.reading.errors[0])
    assert everything(empty) == before


def test_partial_takes_the_sound_rows_and_tells_the_others(empty: Office, damaged: Path) -> None:
    done = import_roster(empty, [damaged], partial=True)
    assert done.done
    assert done.reading.errors
    with empty.reading() as unit:
        assert len(unit.employees.all()) == len(EMPLOYEES) + 1
        kept = unit.histories.of(ZOE)
    assert kept.absences == ()
    assert [interview.on for interview in kept.interviews] == [date(2025, 4, 29)]


def test_what_a_file_no_longer_mentions_stays(imported: Office, tmp_path: Path) -> None:
    path = tmp_path / "effectif.xlsx"
    write_roster(path, replace(COMPANY, employees=EMPLOYEES[:3], histories={}), title="Essai")
    import_roster(imported, [path])
    with imported.reading() as unit:
        assert len(unit.employees.all()) == len(EMPLOYEES)
        assert unit.histories.of(LAMBERT) == COMPANY.histories[LAMBERT]


def test_an_older_file_does_not_bring_back_who_left(imported: Office, roster_file: Path) -> None:
    left(imported, LAMBERT, date(2026, 10, 30))
    again = import_roster(imported, [roster_file])
    assert again.unchanged
    assert [(k.employee.matricule, k.left_on) for k in again.upheld.departures] == [
        (LAMBERT, date(2026, 10, 30))
    ]
    with imported.reading() as unit:
        assert unit.employees.get(LAMBERT).left_on == date(2026, 10, 30)


def test_an_older_file_does_not_bring_back_an_interview_taken_back(
    imported: Office, roster_file: Path
) -> None:
    with imported.reading() as unit:
        mistaken = unit.histories.of(LAMBERT).interviews[0]
    withdraw_interview(imported, LAMBERT, mistaken.on, reason="Saisi pour une autre personne.")
    again = import_roster(imported, [roster_file])
    assert [kept.withdrawn.fact for kept in again.upheld.facts] == [mistaken]
    with imported.reading() as unit:
        assert mistaken not in unit.histories.of(LAMBERT).interviews


def test_a_file_that_is_right_after_all_is_followed_on_order(imported: Office, roster_file: Path) -> None:
    with imported.reading() as unit:
        mistaken = unit.histories.of(LAMBERT).interviews[0]
    left(imported, LAMBERT, date(2026, 10, 30))
    withdraw_interview(imported, LAMBERT, mistaken.on, reason="Saisi pour une autre personne.")
    again = import_roster(imported, [roster_file], restore=True)
    assert not again.upheld
    with imported.reading() as unit:
        assert unit.employees.get(LAMBERT).left_on is None
        assert mistaken in unit.histories.of(LAMBERT).interviews
