"""Slots go out to a workbook and come back as a person changed them."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import pytest

from toolkit.errors import RosterError
from toolkit.model import CaseId, Matricule
from toolkit.roster import SlotRow, read_slots, write_slots
from toolkit.roster.slots import HEADINGS

from .conftest import Cell, Make

KESSLER = SlotRow(
    CaseId("C0001"),
    Matricule("0001003"),
    "Kessler",
    "Sophie",
    "entretien périodique",
    due=date(2026, 11, 28),
    manager="Hélène Schaeffer",
    site="Strasbourg",
    on=date(2026, 11, 3),
    at=time(9, 30),
    minutes=60,
    place="Salle Kléber",
)
LATER = SlotRow(
    CaseId("C0002"), Matricule("0002008"), "O'Connor", "=Zoë", "premier entretien", summon=False, remark="-"
)


def typed(workbook: Make, **changed: Cell) -> Path:
    """Return a workbook whose one line a person changed."""
    given: dict[str, Cell] = {
        "Dossier": "C0001",
        "Matricule": "0001003",
        "Date": date(2026, 11, 3),
        "Heure": "9h30",
        "Durée (min)": 60,
        "Lieu": "Salle Kléber",
        "À convoquer": "Oui",
    }
    cells = {**given, **changed}
    return workbook({"Créneaux": [list(HEADINGS), [cells.get(heading) for heading in HEADINGS]]})


def test_slots_come_back_as_they_went(tmp_path: Path) -> None:
    path = tmp_path / "creneaux.xlsx"
    write_slots(path, [KESSLER, LATER])
    reading = read_slots(path)
    assert reading.rows == (KESSLER, LATER)
    assert not reading.problems


def test_writing_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_slots(tmp_path / name, [KESSLER, LATER])
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("9h30", time(9, 30)),
        ("9 h 30", time(9, 30)),
        ("9\u00a0h\u00a030", time(9, 30)),
        ("09:30", time(9, 30)),
        ("09:30:00", time(9, 30)),
        ("14H", time(14)),
        ("9", time(9)),
        (9, time(9)),
        (0.5, time(12)),
        (time(16, 45), time(16, 45)),
        (datetime(2026, 11, 3, 10, 15), time(10, 15)),  # noqa: DTZ001 - a cell has no zone
    ],
)
def test_hours_are_understood_as_people_type_them(workbook: Make, value: Cell, expected: time) -> None:
    (row,) = read_slots(typed(workbook, Heure=value)).rows
    assert row.at == expected


@pytest.mark.parametrize("value", ["25h", "9h75", "matin", 25, 9.25, date(2026, 11, 3)])
def test_what_is_no_hour_is_told(workbook: Make, value: Cell) -> None:
    (problem,) = read_slots(typed(workbook, Heure=value)).errors
    assert (problem.code, problem.place.column, problem.place.row) == ("not_an_hour", "Heure", 2)


@pytest.mark.parametrize("value", ["04/11/2026", "4/11/2026", "2026-11-04", date(2026, 11, 4)])
def test_dates_typed_as_text_are_understood(workbook: Make, value: Cell) -> None:
    (row,) = read_slots(typed(workbook, Date=value)).rows
    assert row.on == date(2026, 11, 4)


@pytest.mark.parametrize(
    ("changed", "code", "column"),
    [
        ({"Date": None}, "slot_incomplete", "Date"),
        ({"Heure": None}, "slot_incomplete", "Heure"),
        ({"Lieu": None}, "slot_without_place", "Lieu"),
        ({"Durée (min)": 5}, "slot_length", "Durée (min)"),
        ({"Durée (min)": "une heure"}, "not_a_number", "Durée (min)"),
        ({"Date": "31/11/2026"}, "impossible_date", "Date"),
        ({"À convoquer": None}, "value_missing", "À convoquer"),
        ({"À convoquer": "peut-être"}, "unknown_label", "À convoquer"),
        ({"Dossier": None}, "value_missing", "Dossier"),
    ],
)
def test_a_line_that_cannot_be_summoned_is_told(
    workbook: Make, changed: dict[str, Cell], code: str, column: str
) -> None:
    reading = read_slots(typed(workbook, **changed))
    assert [(p.code, p.place.column) for p in reading.errors] == [(code, column)]
    assert not reading.rows


def test_a_case_left_for_later_needs_no_slot(workbook: Make) -> None:
    changed: dict[str, Cell] = {"Date": None, "Heure": None, "Lieu": None, "À convoquer": "non"}
    (row,) = read_slots(typed(workbook, **changed)).rows
    assert not row.summon


def test_a_case_given_twice_is_told(workbook: Make) -> None:
    line: list[Cell] = ["C0001", *[None] * 7, date(2026, 11, 3), "9h", 60, "Ici", None, "Oui"]
    reading = read_slots(workbook({"Créneaux": [list(HEADINGS), line, line]}))
    assert [(p.code, p.place.row) for p in reading.errors] == [("duplicate", 3)]
    assert len(reading.rows) == 1


def test_a_workbook_of_something_else_is_refused(workbook: Make) -> None:
    with pytest.raises(RosterError, match="classeur de créneaux"):
        read_slots(workbook({"Salariés": [["Matricule"]]}))
