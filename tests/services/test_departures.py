"""Someone leaves mid-way: what cannot take place is withdrawn, what goes on gets another manager."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from toolkit.errors import UsageError
from toolkit.model import CaseState, Role
from toolkit.services.departures import left
from toolkit.services.office import Office

from .conftest import (
    FONTAINE,
    KESSLER,
    LAMBERT,
    NGUYEN,
    OBERLIN,
    RAMASSAMY,
    SCHNEIDER,
    calendars,
    case_of,
    everything,
    waiting,
)

LAST_DAY = date(2026, 10, 16)
"""Before the meetings of the campaign."""


def test_the_meeting_of_an_employee_who_leaves_before_it_is_withdrawn(summoned: Office) -> None:
    case = case_of(summoned, LAMBERT)
    done = left(summoned, LAMBERT, LAST_DAY)
    assert [(c.id, c.state) for c in done.dropped] == [(case.id, CaseState.CLOSED)]
    for role in (Role.EMPLOYEE, Role.MANAGER):
        method, event = calendars(summoned, case, role)[-1]
        assert (method, event["UID"], event["SEQUENCE"]) == ("CANCEL", case.uid, 1)
    assert waiting(summoned) == ["p0001@atelier.example", "kessler@atelier.example"]


def test_a_meeting_before_the_last_day_still_takes_place(summoned: Office) -> None:
    done = left(summoned, LAMBERT, date(2026, 10, 30))
    assert done.dropped == ()
    assert [case.matricule for case in done.kept] == [LAMBERT]
    assert case_of(summoned, LAMBERT).state is CaseState.SUMMONED


def test_a_departure_told_twice_changes_nothing(summoned: Office) -> None:
    left(summoned, LAMBERT, LAST_DAY)
    before = everything(summoned)
    assert not left(summoned, LAMBERT, LAST_DAY).new
    assert everything(summoned) == before


def test_meetings_held_are_kept(held: Office) -> None:
    done = left(held, LAMBERT, date(2026, 11, 13))
    assert done.dropped == ()
    assert [case.state for case in done.kept] == [CaseState.HELD]


def test_the_meetings_of_a_manager_who_leaves_go_to_the_next(summoned: Office) -> None:
    case = case_of(summoned, LAMBERT)
    done = left(summoned, KESSLER, LAST_DAY, replaced_by=OBERLIN)
    assert {c.matricule for c in done.handed_on} == {LAMBERT, FONTAINE}
    moved = case_of(summoned, LAMBERT)
    assert (moved.manager, moved.uid, moved.state) == (OBERLIN, case.uid, CaseState.SUMMONED)
    told = calendars(summoned, case, Role.MANAGER)
    assert [(method, event["SEQUENCE"]) for method, event in told] == [
        ("REQUEST", 0),
        ("CANCEL", 1),
        ("REQUEST", 1),
    ]
    assert "kessler@atelier.example" in told[1][1].to_ical().decode()
    assert "oberlin@atelier.example" in told[2][1].to_ical().decode()
    assert [method for method, _ in calendars(summoned, case)] == ["REQUEST", "REQUEST"]
    to_mailboxes = waiting(summoned)
    assert sorted(to_mailboxes) == sorted(
        ["kessler@atelier.example", "oberlin@atelier.example"] * 2 + ["p0001@atelier.example"]
    )


def test_the_whole_team_goes_to_the_next(summoned: Office) -> None:
    left(summoned, KESSLER, LAST_DAY, replaced_by=OBERLIN)
    with summoned.reading() as unit:
        managers = {employee.matricule: employee.manager for employee in unit.employees.all()}
    assert managers[SCHNEIDER] == OBERLIN
    assert managers[NGUYEN] == managers[RAMASSAMY] == OBERLIN


def test_a_manager_does_not_leave_without_a_successor(summoned: Office) -> None:
    before = everything(summoned)
    with pytest.raises(UsageError, match="--remplace-par"):
        left(summoned, KESSLER, LAST_DAY)
    assert everything(summoned) == before


def test_a_handing_on_told_twice_changes_nothing(summoned: Office) -> None:
    left(summoned, KESSLER, LAST_DAY, replaced_by=OBERLIN)
    before = everything(summoned)
    assert not left(summoned, KESSLER, LAST_DAY, replaced_by=OBERLIN).new
    assert everything(summoned) == before


def test_interviews_do_not_go_to_someone_who_leaves_as_well(summoned: Office) -> None:
    with pytest.raises(UsageError, match="s’en va aussi"):
        left(summoned, KESSLER, LAST_DAY, replaced_by=KESSLER)
    with summoned.writing() as unit:
        unit.employees.put(replace(unit.employees.get(FONTAINE), matricule=OBERLIN, left_on=LAST_DAY))
    with pytest.raises(UsageError, match="s’en va aussi"):
        left(summoned, KESSLER, LAST_DAY, replaced_by=OBERLIN)
