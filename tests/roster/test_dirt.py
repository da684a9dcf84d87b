"""The twelve kinds of dirt that real rosters hold, in one real workbook: one readable list, nothing lost."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from toolkit.model import AbsenceKind, Matricule
from toolkit.roster import RosterReading, Severity, read_roster

EMPLOYEES = ["Matricule", "Nom", "Prénom", "Date de naissance", "Date d'ancienneté", "Adresse électronique",
             "Code postal", "Ville", "Responsable"]  # fmt: skip


@pytest.fixture(scope="module")
def dirty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("roster") / "effectif.xlsx"
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    people = book.add_worksheet("Salariés")
    people.merge_range("A1:I1", "Effectif au 1er octobre 2026")
    people.write_row("A3", EMPLOYEES)
    rows: list[tuple[int, list[object]]] = [
        (4, ["0001", "Hoarau", "Zoë", date(1980, 2, 29), date(2019, 9, 1), "z@a.example", "67000", "Barr"]),
        (5, ["0002", "Payet", "Luc", "31/02/1985", date(2020, 1, 6), "", "67000", "Strasbourg", "0001"]),
        (6, ["0003", "Çelik", "Aylin", "24/05/1990", "02/11/2021", "", "67000", "Strasbourg", "0001"]),
        (7, ["0004", "Müller", "Eva", date(1991, 1, 1), date(2021, 1, 4), "", "67000", "Strasbourg", "0001"]),
        # row 8 is empty
        (9, ["0004", "Muller", "Ève", date(1991, 1, 1), date(2022, 1, 4), "", "67000", "Strasbourg", "0001"]),
        (10, ["0005", "Roux", "Jean", date(1988, 3, 3), date(2018, 5, 2), "", "67000", "Strasbourg", "9999"]),
        (11, ["0006", "Adam", "Ali", date(1979, 7, 7), date(2017, 5, 2), "a@b.example; c@d.example", "67000",
              "Strasbourg", "0001"]),
        (12, ["0007", "Klein", "Inès", "29/02/1990", date(2023, 3, 1), "", "67000", "Strasbourg", "0001"]),
        (14, ["0008", "Weber", "Paul", date(1970, 4, 4), None, "", "67000", "Strasbourg", "0001"]),
    ]  # fmt: skip
    for row, values in rows:
        for column, value in enumerate(values):
            if isinstance(value, date):
                people.write_datetime(row - 1, column, value, day)
            elif value is not None:
                people.write_string(row - 1, column, str(value))
    people.write_formula("E14", "=DATE(2016,6,1)", day, 42522)
    facts = book.add_worksheet("Entretiens")
    facts.write_row("A1", ["Matricule", "Date de l'entretien", "Nature"])
    facts.merge_range("A2:A3", "0001")
    facts.write_datetime("B2", date(2021, 9, 6), day)
    facts.write_datetime("B3", date(2023, 9, 5), day)
    facts.write_string("A4", "0003")
    facts.write_datetime("B4", date(2019, 1, 15), day)  # hired in 2021
    facts.write_string("A5", "0002")
    facts.write_datetime("B5", date(2022, 1, 15), day)  # whose own row is set apart
    away = book.add_worksheet("Absences")
    away.write_row("A1", ["Matricule", "Nature", "Premier jour", "Dernier jour"])
    for row, (matricule, kind, start, end) in enumerate(
        [
            ("0003", "Congé maternité", date(2025, 3, 3), date(2025, 6, 22)),
            ("0003", "maladie", date(2026, 3, 3), date(2026, 2, 1)),
            ("0001", "congé paranormal", date(2024, 3, 3), date(2024, 4, 1)),
            ("0001", "Congé sabbatique", date(2026, 3, 3), None),
        ],
        start=1,
    ):
        away.write_string(row, 0, matricule)
        away.write_string(row, 1, kind)
        away.write_datetime(row, 2, start, day)
        if end:
            away.write_datetime(row, 3, end, day)
    book.close()
    return path


@pytest.fixture(scope="module")
def reading(dirty: Path) -> RosterReading:
    return read_roster([dirty])


def told(reading: RosterReading, severity: Severity) -> set[tuple[str, int | None, str]]:
    return {(p.place.sheet, p.place.row, p.code) for p in reading.problems if p.severity is severity}


def test_all_errors_are_told_at_once_with_the_row_that_excel_shows(reading: RosterReading) -> None:
    assert told(reading, Severity.ERROR) == {
        ("Salariés", 5, "impossible_date"),
        ("Salariés", 9, "duplicate_key"),
        ("Salariés", 10, "unknown_manager"),
        ("Salariés", 11, "several_addresses"),
        ("Salariés", 12, "impossible_date"),
        ("Absences", 3, "absence_ends_before_start"),
        ("Absences", 4, "unknown_label"),
    }


def test_what_keeps_nothing_out_is_a_finding(reading: RosterReading) -> None:
    assert told(reading, Severity.FINDING) == {
        ("Salariés", 4, "manager_missing"),
        ("Salariés", 6, "date_as_text"),  # birth
        ("Salariés", 8, "empty_rows"),
        ("Salariés", 14, "formula_cell"),
        ("Entretiens", 3, "merged_cell"),
        ("Entretiens", 4, "interview_before_hire"),
        ("Absences", 5, "absence_without_end"),
    }


def test_every_row_is_read_or_set_apart(reading: RosterReading) -> None:
    assert [e.matricule for e in reading.employees] == ["0001", "0003", "0008"]
    apart = {(row.place.sheet, row.place.row) for row in reading.set_apart}
    assert apart == {
        *(("Salariés", row) for row in (5, 7, 9, 10, 11, 12)),
        ("Entretiens", 5),
        ("Absences", 3),
        ("Absences", 4),
    }


def test_values_behind_dates_as_text_formulas_and_merges_are_kept(reading: RosterReading) -> None:
    people = {e.matricule: e for e in reading.employees}
    assert people[Matricule("0001")].born == date(1980, 2, 29)
    assert (people[Matricule("0003")].born, people[Matricule("0003")].hired) == (
        date(1990, 5, 24),
        date(2021, 11, 2),
    )
    assert people[Matricule("0008")].hired == date(2016, 6, 1)
    assert [i.on for i in reading.histories[Matricule("0001")].interviews] == [
        date(2021, 9, 6),
        date(2023, 9, 5),
    ]
    assert [a.kind for a in reading.histories[Matricule("0003")].absences] == [AbsenceKind.MATERNITY]


def test_the_list_reads_like_french(reading: RosterReading) -> None:
    sentences = [str(p).replace("\u00a0", " ") for p in reading.errors]
    assert (
        "effectif.xlsx, feuille « Salariés », ligne 12, colonne « Date de naissance » : "
        "« 29/02/1990 », cette date n’existe pas : 1990 n’est pas bissextile. "
        "Attendu : une date jour/mois/année, par exemple 12/03/2026."
    ) in sentences
    assert any("Vouliez-vous écrire « congé parental d’éducation » ?" in s for s in sentences)
    assert any(
        "« a@b.example; c@d.example », cette cellule contient plusieurs adresses." in s for s in sentences
    )
