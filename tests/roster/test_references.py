"""One person, one place, one fact; leading zeros survive; who is meant is found or told."""

from __future__ import annotations

from datetime import date

import pytest

from toolkit.model import Matricule, SiteId
from toolkit.roster import RosterReading, read_roster

from .conftest import Cell, Make

HEADINGS = [
    "Matricule",
    "Nom",
    "Prénom",
    "Embauché le",
    "Responsable",
    "Établissement",
    "E-mail",
    "Code postal",
]
HIRED = date(2020, 1, 6)
SITE_HEADINGS = ["SIRET", "Établissement", "Code postal", "Ville", "Fuseau horaire", "Vendredi saint"]


def read(workbook: Make, *people: list[Cell], sites: list[list[Cell]] | None = None) -> RosterReading:
    sheets: dict[str, list[list[Cell]]] = {"Salariés": [list(HEADINGS), *people]}
    if sites:
        sheets["Établissements"] = [list(SITE_HEADINGS), *sites]
    return read_roster([workbook(sheets)])


def test_a_chief_is_found_by_number_by_address_or_by_name(workbook: Make) -> None:
    reading = read(
        workbook,
        ["01", "Payet", "Nathalie", HIRED, None, None, "n.payet@a.example"],
        ["02", "A", "B", HIRED, "01"],
        ["03", "C", "D", HIRED, "N.Payet@a.example"],
        ["04", "E", "F", HIRED, "PAYET Nathalie"],
        ["05", "G", "H", HIRED, "Nathalie Payet"],
    )
    assert [e.manager for e in reading.employees] == [None, *["01"] * 4]
    assert [m.matricule for m in reading.managers] == ["01"]


def test_two_people_of_one_name_are_not_guessed_between(workbook: Make) -> None:
    reading = read(
        workbook,
        ["01", "Hoarau", "Jean", HIRED],
        ["02", "Hoarau", "Jean", HIRED],
        ["03", "C", "D", HIRED, "Jean Hoarau"],
    )
    assert [p.code for p in reading.errors] == ["unknown_manager"]


def test_a_number_that_lost_its_zeros_is_told_with_the_one_it_was(workbook: Make) -> None:
    reading = read(workbook, ["0001", "A", "B", HIRED], ["0002", "C", "D", HIRED, 1])
    (problem,) = reading.errors
    assert problem.code == "unknown_manager"
    assert "« 0001 »" in problem.message.replace("\u00a0", " ")


def test_numeric_matricules_are_read_and_noted_once_for_the_column(workbook: Make) -> None:
    reading = read(workbook, [1, "A", "B", HIRED], [2, "C", "D", HIRED])
    assert [e.matricule for e in reading.employees] == ["1", "2"]
    (note,) = [p for p in reading.findings if p.code == "number_for_code"]
    assert note.rows == (2, 3)


@pytest.mark.parametrize(
    ("siret", "kept"),
    [("00000001800010", "00000001800010"), ("000 000 018 00010", "00000001800010"),
     (12345678200010, "12345678200010"), ("STRAS", "STRAS"), ("07", "07")],
)  # fmt: skip
def test_siret_and_codes_keep_their_zeros(workbook: Make, siret: Cell, kept: str) -> None:
    reading = read(
        workbook,
        ["1", "A", "B", HIRED, None, siret],
        sites=[[siret, "Siège", "67000", "Strasbourg", None, "Oui"]],
    )
    assert reading.employees[0].site == kept
    assert not reading.errors


@pytest.mark.parametrize("siret", [1800010, 123456780001, "1234567800011", "123456780001112"])
def test_a_siret_cut_short_is_an_error_not_a_code(workbook: Make, siret: Cell) -> None:
    reading = read(
        workbook, ["1", "A", "B", HIRED], sites=[[siret, "Siège", "67000", "Strasbourg", None, None]]
    )
    codes = {p.code for p in reading.problems}
    assert ("siret_length" in codes) is (len(str(siret)) > 9)
    assert codes & {"siret_length", "number_for_code"}


def test_a_french_postcode_that_lost_its_zero_is_an_error(workbook: Make) -> None:
    reading = read(workbook, ["1", "A", "B", HIRED, None, None, None, 1000])
    assert [(p.code, p.value) for p in reading.errors] == [("postcode_length", "1000")]


def test_a_site_is_named_by_its_code_or_its_name_and_an_unknown_one_is_told(workbook: Make) -> None:
    reading = read(
        workbook,
        ["1", "A", "B", HIRED, None, "S"],
        ["2", "C", "D", HIRED, None, "saint denis"],
        ["3", "E", "F", HIRED, None, "Colmar"],
        sites=[
            ["S", "Strasbourg", "67000", "Strasbourg", "Europe/Paris", "Oui"],
            ["R", "Saint-Denis", "97400", "Saint-Denis", None, None],
        ],
    )
    assert [e.site for e in reading.employees] == ["S", "R"]
    assert [p.code for p in reading.errors] == ["unknown_site"]
    zones = {site.id: site.time_zone for site in reading.sites}
    assert zones == {SiteId("S"): "Europe/Paris", SiteId("R"): "Indian/Reunion"}
    assert "time_zone_assumed" in {p.code for p in reading.findings}


def test_who_answers_to_a_person_set_apart_stays_and_it_is_told(workbook: Make) -> None:
    reading = read(
        workbook, ["01", "A", "B", "31/02/2020"], ["02", "C", "D", HIRED, "01", None, "c@a.example"]
    )
    assert [(e.matricule, e.manager) for e in reading.employees] == [("02", None)]
    assert "manager_set_apart" in {p.code for p in reading.findings}


def test_a_row_repeated_counts_once_and_it_is_told(workbook: Make) -> None:
    reading = read(workbook, ["01", "A", "B", HIRED], ["01", "A", "B", HIRED])
    assert len(reading.employees) == 1
    assert "repeated_row" in {p.code for p in reading.findings}


def test_an_address_borne_by_two_people_is_told(workbook: Make) -> None:
    reading = read(
        workbook,
        ["01", "A", "B", HIRED, None, None, "atelier@a.example"],
        ["02", "C", "D", HIRED, None, None, "Atelier@a.example"],
    )
    assert [p.matricule for p in reading.findings if p.code == "shared_address"] == [Matricule("02")]


def test_facts_that_contradict_one_another_are_both_set_apart(workbook: Make) -> None:
    sheets: dict[str, list[list[Cell]]] = {
        "Salariés": [list(HEADINGS), ["01", "A", "B", HIRED]],
        "Absences": [
            ["Matricule", "Nature", "Début", "Fin"],
            ["01", "maternité", date(2024, 1, 8), date(2024, 4, 28)],
            ["01", "maternité", date(2024, 1, 8), date(2024, 6, 2)],
        ],
    }
    reading = read_roster([workbook(sheets)])
    assert [p.code for p in reading.errors] == ["duplicate"]
    assert not reading.histories
    assert {row.place.row for row in reading.set_apart} == {2, 3}
