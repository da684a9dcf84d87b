"""Headings as HR exports really write them are recognised; what is not is told by name."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from toolkit.errors import RosterError
from toolkit.model import AbsenceKind, Contract, Matricule, Sex
from toolkit.roster import RosterReading, preset_names, read_roster
from toolkit.roster.layout import LAYOUTS, Table
from toolkit.roster.preset import DEFAULT, load_preset
from toolkit.roster.wording import folded

from .conftest import Make

LOU = ["0001", "Payet", "Lou", date(2021, 1, 4)]


def codes(reading: RosterReading) -> list[str]:
    return [p.code for p in reading.problems]


@pytest.mark.parametrize(
    "headings",
    [
        ["Matricule", "Nom", "Prénom", "Date d’ancienneté"],
        ["MATRICULE", "NOM", "PRENOM", "DATE D'ANCIENNETE"],
        ["  N° salarié ", "nom d' usage", "Prénom usuel", "Date\nd'entrée"],
        ["Matricule*", "Nom*", "Prénom*", "Date d'embauche (jj/mm/aaaa)*"],
    ],
)
def test_accents_case_spaces_apostrophes_and_brackets_do_not_count(
    workbook: Make, headings: list[str]
) -> None:
    reading = read_roster([workbook({"Salariés": [headings, LOU]})])
    assert [e.name for e in reading.employees] == ["Lou Payet"]
    assert not reading.errors


def test_the_title_above_the_headings_is_passed_over(workbook: Make) -> None:
    rows = [["Effectif au 1er octobre"], [], ["Matricule", "Nom", "Prénom", "Embauché le"], LOU]
    reading = read_roster([workbook({"Effectif": rows})])
    assert reading.columns[0].heading_row == 3
    assert reading.employees[0].hired == date(2021, 1, 4)


def test_seniority_prevails_over_the_day_of_entry(workbook: Make) -> None:
    headings = ["Matricule", "Nom", "Prénom", "Date d'entrée", "Date d'ancienneté"]
    reading = read_roster([workbook({"Salariés": [headings, [*LOU, date(2012, 5, 2)]]})])
    assert reading.employees[0].hired == date(2012, 5, 2)
    assert reading.columns[0].left_out == ("Date d'entrée",)


def test_a_missing_required_column_is_named_with_the_one_that_resembles_it(workbook: Make) -> None:
    headings = ["Matricule", "Nom", "Prénom", "Date d'ancieneté exacte"]
    reading = read_roster([workbook({"Salariés": [headings, LOU]})])
    assert codes(reading) == ["column_missing", "column_unknown"]
    sentence = str(reading.errors[0]).replace("\u00a0", " ")
    assert "la colonne « Date d’ancienneté » manque." in sentence
    assert reading.columns[0].missing == ("Date d’ancienneté",)
    assert [row.place.row for row in reading.set_apart] == [2]


def test_a_misspelt_column_is_told_with_its_likely_name_and_a_foreign_one_left_alone(workbook: Make) -> None:
    headings = ["Matricule", "Nom", "Prénom", "Embauché le", "Date de naisance", "Pointure", "Salaire brut"]
    reading = read_roster([workbook({"Salariés": [headings, LOU]})])
    (sheet,) = reading.columns
    assert [(u.heading, bool(u.suggestion)) for u in sheet.unknown] == [
        ("Date de naisance", True),
        ("Pointure", False),
    ]
    assert sheet.left_out == ("Salaire brut",)
    assert [p.place.column for p in reading.findings if p.code == "column_unknown"] == ["Date de naisance"]


def test_a_sheet_of_any_name_is_known_by_its_headings(workbook: Make) -> None:
    reading = read_roster(
        [workbook({"Feuil1": [["Matricule", "Nom", "Prénom", "Embauché le", "Sexe"], LOU]})]
    )
    assert reading.tables == {Table.EMPLOYEES}


def test_a_sheet_that_is_no_table_is_told_and_its_notice_is_not(workbook: Make) -> None:
    sheets = {
        "Salariés": [["Matricule", "Nom", "Prénom", "Embauché le"], LOU],
        "Budget": [["a"]],
        "Lisez-moi": [["b"]],
    }
    reading = read_roster([workbook(sheets)])
    assert [p.place.sheet for p in reading.findings if p.code == "sheet_ignored"] == ["Budget"]


def test_a_row_of_totals_is_set_apart_and_told(workbook: Make) -> None:
    rows = [["Matricule", "Nom", "Prénom", "Embauché le", "Pointure"], LOU, [None, None, None, None, 42]]
    reading = read_roster([workbook({"Salariés": rows})])
    assert "foreign_row" in codes(reading)
    assert [row.place.row for row in reading.set_apart] == [3]


def test_files_without_any_table_are_refused(workbook: Make) -> None:
    with pytest.raises(RosterError, match="aucune table reconnue"):
        read_roster([workbook({"Budget": [["a", "b"]]})])


def test_a_payroll_export_reads_with_its_preset(workbook: Make) -> None:
    sheets = {
        "Etat du personnel": [
            ["Mat.", "Nom de naissance", "Nom usage", "Prénom 1", "Dt ancienneté", "Code sexe", "Type ctr"],
            ["0042", "Dupont", "Müller", "Camille", "03/11/2014", "2", "CDI de droit privé"],
        ],
        "Arrêts de travail": [
            ["Matricule", "Libellé rubrique", "Dt début", "Dt reprise"],
            ["0042", "CONGE MATERNITE", "02/03/2020", "29/06/2020"],
        ],
    }  # fmt: skip
    reading = read_roster([workbook(sheets)], preset="paie")
    (person,) = reading.employees
    assert (person.surname, person.sex, person.contract) == ("Müller", Sex.WOMAN, Contract.CDI)
    (absence,) = reading.histories[Matricule("0042")].absences
    assert (absence.kind, absence.until) == (AbsenceKind.MATERNITY, date(2020, 6, 28))
    assert not reading.errors


def test_an_export_of_an_online_suite_reads_with_its_preset(workbook: Make) -> None:
    sheets = {
        "Users": [
            [
                "Employee number",
                "Last name",
                "First name",
                "Seniority date",
                "Contract type",
                "Manager direct",
            ],
            ["A1", "Payet", "Nathalie", "2013-02-04", "Permanent", ""],
            ["A2", "Ramassamy", "Emma", "2020-09-14", "Fixed term", "Nathalie PAYET"],
        ]
    }
    reading = read_roster([workbook(sheets)], preset="sirh")
    assert [e.manager for e in reading.employees] == [None, "A1"]
    assert [m.name for m in reading.managers] == ["Nathalie Payet"]


def test_a_preset_of_ones_own_is_a_yaml_file(workbook: Make, tmp_path: Path) -> None:
    preset = tmp_path / "maison.yaml"
    preset.write_text("columns:\n  employees:\n    matricule: [Badge]\n", encoding="utf-8")
    reading = read_roster(
        [workbook({"Salariés": [["Badge", "Nom", "Prénom", "Embauché le"], LOU]})], preset=preset
    )
    assert reading.employees[0].matricule == "0001"


def test_an_unknown_preset_is_refused_with_the_nearest(workbook: Make) -> None:
    with pytest.raises(RosterError, match="« paie »"):
        read_roster([workbook({"Salariés": [["Matricule"]]})], preset="paye")


def test_a_preset_that_names_an_unknown_field_is_refused(workbook: Make, tmp_path: Path) -> None:
    preset = tmp_path / "maison.yaml"
    preset.write_text("columns:\n  employees:\n    matricul: [Badge]\n", encoding="utf-8")
    with pytest.raises(RosterError, match="champ inconnu"):
        read_roster([workbook({"Salariés": [["Matricule"]]})], preset=preset)


@pytest.mark.parametrize("name", preset_names())
def test_every_shipped_preset_gives_each_wording_one_meaning(name: str) -> None:
    preset = load_preset(name)
    for family, values in preset.values.items():
        meanings: dict[str, str] = {}
        for value, words in values.items():
            for word in words:
                assert meanings.setdefault(folded(word), value) == value, (family, word)


def test_the_default_preset_knows_every_heading_and_choice_that_we_write() -> None:
    preset = load_preset(DEFAULT)
    families = {"sex": "sex", "contract": "contract", "civility": "civility", "time_zone": "time_zone"}
    kinds = {
        Table.INTERVIEWS: "interview", Table.ABSENCES: "absence", Table.PROGRESSIONS: "progression",
        Table.MEDICAL_VISITS: "visit",
    }  # fmt: skip
    for table, layout in LAYOUTS.items():
        assert folded(layout.sheet) in {folded(word) for word in preset.sheets[table]}
        for column in layout.columns:
            words = {folded(word) for word in preset.columns[table][column.field]}
            assert folded(column.heading) in words, (table, column.heading)
            family = kinds.get(table, "") if column.field == "kind" else families.get(column.field, "yes_no")
            for choice in column.choices:
                assert folded(choice) in preset.labels(family), (table, choice)
