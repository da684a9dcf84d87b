"""What a cell holds becomes what was meant, or is told; nothing is guessed."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.model import AbsenceKind, Contract, InterviewKind, Matricule
from toolkit.roster import RosterReading, read_roster
from toolkit.roster.cells import shown
from toolkit.roster.preset import load_preset

from .conftest import Cell, Make

HEADINGS = ["Matricule", "Nom", "Prénom", "Date d'ancienneté"]


def employee(workbook: Make, heading: str, value: Cell) -> RosterReading:
    rows = [[*HEADINGS, heading], ["0001", "Payet", "Lou", date(2021, 1, 4), value]]
    return read_roster([workbook({"Salariés": rows})])


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (date(1980, 2, 29), date(1980, 2, 29)),
        (datetime(1980, 2, 29, 14, 30), date(1980, 2, 29)),  # noqa: DTZ001 - a cell has no zone
        ("29/02/1980", date(1980, 2, 29)),
        ("1/3/1980", date(1980, 3, 1)),
        ("01.03.1980", date(1980, 3, 1)),
        ("1980-03-01", date(1980, 3, 1)),
        ("1980-03-01 00:00:00", date(1980, 3, 1)),
        ("1980-03-01T00:00:00.000Z", date(1980, 3, 1)),
    ],
)
def test_dates_are_read_as_excel_and_people_write_them(workbook: Make, value: Cell, expected: date) -> None:
    assert employee(workbook, "Né(e) le", value).employees[0].born == expected


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("29/02/1981", "impossible_date"),
        ("31/04/1980", "impossible_date"),
        ("12/25/1980", "impossible_date"),
        ("12/03/80", "short_year"),
        ("mars 1980", "not_a_date"),
        (29281, "not_a_date"),
        ("12/03/0980", "implausible_year"),
    ],
)
def test_a_date_that_is_none_is_told_and_never_guessed(workbook: Make, value: Cell, code: str) -> None:
    reading = employee(workbook, "Né(e) le", value)
    assert [(p.code, p.value) for p in reading.errors] == [(code, str(value))]
    assert not reading.employees


def test_the_far_off_dates_of_hr_suites_mean_no_end(workbook: Make) -> None:
    for value in ("31/12/2999", "31/12/9999", date(2999, 12, 31)):
        reading = employee(workbook, "Fin de contrat", value)
        assert reading.employees[0].contract_end is None
        assert not reading.errors


@pytest.mark.parametrize(
    "value", ["a@b.example;c@d.example", "a@b.example, c@d.example", "a@b.example c@d.example"]
)
def test_two_addresses_in_one_cell_are_told(workbook: Make, value: str) -> None:
    (problem,) = employee(workbook, "E-mail", value).errors
    assert problem.code == "several_addresses"


@pytest.mark.parametrize("value", ["lou", "Lou Payet <lou@a.example>", "lou@exemple", "lou @a.example"])
def test_what_is_no_address_is_told(workbook: Make, value: str) -> None:
    (problem,) = employee(workbook, "E-mail", value).errors
    assert problem.code == "not_an_address"


@pytest.mark.parametrize(
    ("label", "contract"),
    [("CDI", Contract.CDI), ("c.d.d.", Contract.CDD), ("Contrat d’apprentissage", Contract.APPRENTICE),
     ("CONTRAT PRO", Contract.PROFESSIONALISATION), ("Intérimaire", Contract.AGENCY)],
)  # fmt: skip
def test_contracts_are_known_by_their_many_names(workbook: Make, label: str, contract: Contract) -> None:
    assert employee(workbook, "Type de contrat", label).employees[0].contract is contract


def history(workbook: Make, sheet: str, headings: list[str], *values: Cell) -> RosterReading:
    people = [HEADINGS, ["0001", "Payet", "Lou", date(2015, 1, 5)]]
    return read_roster([workbook({"Salariés": people, sheet: [["Matricule", *headings], ["0001", *values]]})])


@pytest.mark.parametrize(
    ("label", "kind"),
    [("Congé maternité", AbsenceKind.MATERNITY), ("MATERNITE", AbsenceKind.MATERNITY),
     ("Congé parental à temps partiel", AbsenceKind.PARENTAL_PART_TIME), ("ALD", AbsenceKind.LONG_ILLNESS),
     ("Accident de trajet", AbsenceKind.WORK_ACCIDENT), ("Année sabbatique", AbsenceKind.SABBATICAL),
     ("proche aidant", AbsenceKind.CAREGIVER), ("Congé de paternité", AbsenceKind.OTHER)],
)  # fmt: skip
def test_absences_are_known_by_their_many_names(workbook: Make, label: str, kind: AbsenceKind) -> None:
    headings = ["Motif", "Du", "Au"]
    reading = history(workbook, "Absences", headings, label, date(2020, 1, 1), date(2020, 3, 1))
    assert reading.histories[Matricule("0001")].absences[0].kind is kind


@pytest.mark.parametrize(
    ("value", "thousandths"),
    [
        ("30 %", 300),
        ("30%", 300),
        ("0,3", 300),
        (0.3, 300),
        (30, 300),
        ("12,5 %", 125),
        ("1 %", 10),
        (1, 1000),
    ],
)
def test_shares_are_thousandths_whatever_their_writing(workbook: Make, value: Cell, thousandths: int) -> None:
    reading = history(workbook, "Mandats", ["Début", "Part de délégation"], date(2020, 1, 1), value)
    assert reading.histories[Matricule("0001")].mandates[0].delegation_share == thousandths


def test_a_share_above_the_whole_is_told(workbook: Make) -> None:
    reading = history(workbook, "Mandats", ["Début", "Part de délégation"], date(2020, 1, 1), "130 %")
    assert [p.code for p in reading.errors] == ["not_a_share"]


def test_the_day_of_return_gives_the_last_day_away(workbook: Make) -> None:
    headings = ["Nature", "Début", "Date de reprise"]
    reading = history(workbook, "Absences", headings, "maternité", date(2020, 1, 6), date(2020, 5, 4))
    assert reading.histories[Matricule("0001")].absences[0].until == date(2020, 5, 3)


def test_an_interview_named_recap_is_one(workbook: Make) -> None:
    reading = history(workbook, "Entretiens", ["Date", "Type"], date(2021, 1, 5), "Bilan à 6 ans")
    (held,) = reading.histories[Matricule("0001")].interviews
    assert (held.kind, held.recap) == (InterviewKind.RECAP, True)


def test_visits_other_than_the_mid_career_one_are_not_kept(workbook: Make) -> None:
    reading = history(workbook, "Visites médicales", ["Date", "Type de visite"], date(2025, 1, 5), "VIP")
    assert not reading.histories
    assert not reading.errors


def test_a_blank_required_cell_is_told_with_an_example(workbook: Make) -> None:
    rows = [HEADINGS, ["0001", "Payet", "Lou", None]]
    (problem,) = read_roster([workbook({"Salariés": rows})]).errors
    assert (problem.code, problem.place.column, problem.place.row) == (
        "value_missing",
        "Date d'ancienneté",
        2,
    )
    assert "01/09/2019" in problem.expected


def test_all_that_is_wrong_in_one_row_is_told_at_once(workbook: Make) -> None:
    rows = [[*HEADINGS, "E-mail", "Contrat"], ["0001", "", "Lou", "31/06/2020", "nulle part", "stage"]]
    reading = read_roster([workbook({"Salariés": rows})])
    assert {p.code for p in reading.errors} == {
        "value_missing", "impossible_date", "not_an_address", "unknown_label",
    }  # fmt: skip


def test_names_keep_their_own_letters(workbook: Make) -> None:
    names = [("Jean-Éric", "d'Hérouville"), ("Thị Ánh", "Nguyễn"), ("Camille", "Dupont, épouse Müller"),
             ("François-Xavier", "de La Tour d'Auvergne")]  # fmt: skip
    rows = [HEADINGS, *([f"{i}x", s, g, date(2021, 1, 4)] for i, (g, s) in enumerate(names))]
    read = read_roster([workbook({"Salariés": rows})]).employees
    assert [(e.given_name, e.surname) for e in read] == names


def test_the_labels_of_every_kind_are_reachable() -> None:
    preset = load_preset()
    assert set(preset.values["absence"]) == set(AbsenceKind)
    assert set(preset.values["contract"]) == set(Contract)
    assert set(preset.values["interview"]) == set(InterviewKind)


@given(st.floats(min_value=0, max_value=1e15, allow_nan=False).map(round))
def test_a_whole_number_is_shown_without_decimals(number: int) -> None:
    assert shown(float(number)) == str(number)
