"""CSV as French software writes it, folders, several files; files that cannot be read say what to do."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest

from toolkit.errors import RosterError
from toolkit.model import Matricule
from toolkit.roster import Known, Table, read_roster, write_csv
from toolkit.roster import formulas as formulas_room

from .conftest import Make

SALARIES = "Matricule;Nom;Prénom;Date d’ancienneté;Responsable\r\n0007;Hérouville;Zoë;01/09/2019;0007\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv_is_read_in_the_encodings_of_french_offices(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "salariés.csv"
    path.write_bytes(SALARIES.encode(encoding))
    (person,) = read_roster([path]).employees
    assert (person.matricule, person.surname, person.given_name) == ("0007", "Hérouville", "Zoë")


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_the_separator_is_found(tmp_path: Path, separator: str) -> None:
    path = tmp_path / "salaries.csv"
    path.write_text(SALARIES.replace(";", separator), encoding="utf-8")
    assert len(read_roster([path]).employees) == 1


def test_the_name_of_a_file_tells_its_table_and_a_folder_stands_for_its_files(tmp_path: Path) -> None:
    (tmp_path / "export_salaries_2026-10.csv").write_text(SALARIES, encoding="utf-8")
    (tmp_path / "Absences.csv").write_text(
        "Matricule;Motif;Du;Au\n0007;maternité;02/03/2020;21/06/2020\n", encoding="utf-8"
    )
    (tmp_path / "~$effectif.xlsx").write_bytes(b"lock")
    reading = read_roster([tmp_path])
    assert reading.tables == {Table.EMPLOYEES, Table.ABSENCES}
    assert len(reading.histories[Matricule("0007")].absences) == 1


def test_text_that_excel_protects_keeps_its_zeros(tmp_path: Path) -> None:
    path = tmp_path / "salaries.csv"
    path.write_text(SALARIES.replace("0007", '"=""0007"""'), encoding="utf-8")
    assert read_roster([path]).employees[0].matricule == "0007"


def test_a_guarded_cell_comes_back_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "salaries.csv"
    write_csv(path, ["Matricule", "Nom", "Prénom", "Embauché le"], [["1", "=1+1", "-Léa", date(2020, 2, 3)]])
    assert "'=1+1;'-Léa;03/02/2020" in path.read_text(encoding="utf-8-sig")
    (person,) = read_roster([path]).employees
    assert (person.surname, person.given_name) == ("=1+1", "-Léa")


def test_rows_of_csv_are_numbered_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    path = tmp_path / "salaries.csv"
    path.write_text(
        'Matricule;Nom;Prénom;Embauché le;Adresse\n1;A;B;01/01/2020;"ligne 1\nligne 2"\n2;C;D;31/02/2020;\n',
        encoding="utf-8",
    )
    reading = read_roster([path])
    assert [p.place.row for p in reading.errors] == [3]
    assert reading.employees[0].address.lines == ("ligne 1", "ligne 2")


def test_facts_alone_rest_on_who_is_already_known(tmp_path: Path) -> None:
    (tmp_path / "salaries.csv").write_text(SALARIES, encoding="utf-8")
    people = read_roster([tmp_path / "salaries.csv"]).employees
    path = tmp_path / "entretiens.csv"
    path.write_text("Matricule;Date\n0007;14/06/2023\n7;14/06/2024\n", encoding="utf-8")
    reading = read_roster([path], known=Known(employees={e.matricule: e for e in people}))
    assert len(reading.histories[Matricule("0007")].interviews) == 1
    (problem,) = reading.errors
    assert problem.code == "unknown_employee"
    assert "« 0007 »" in problem.message.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("effectif.xlsx", b"not a workbook", "ne peut pas être lu"),
        ("effectif.docx", b"", "n’est pas celle d’un classeur"),
        ("salaries.csv", b"Matricule;Nom\n1;\x81\x8d", "encodage"),
        ("salaries.csv", b"\xff\xfeM\x00a", "aucune table|encodage"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(
    tmp_path: Path, name: str, content: bytes, sentence: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(RosterError, match=sentence) as caught:
        read_roster([path])
    assert name in caught.value.about
    assert caught.value.next_step


def test_a_file_or_a_roster_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(RosterError, match="introuvable"):
        read_roster([tmp_path / "absent.xlsx"])
    with pytest.raises(RosterError, match="aucun classeur"):
        read_roster([tmp_path])


def test_a_workbook_that_unpacks_without_end_is_refused(
    workbook: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workbook({"Salariés": [["Matricule"], *[["x" * 100]] * 50]})
    monkeypatch.setattr(formulas_room, "MOST_BYTES", 500)
    with pytest.raises(RosterError, match="démesurée"):
        read_roster([path])


def test_a_formula_that_fails_is_an_error_of_its_cell(tmp_path: Path, workbook: Make) -> None:
    rows = [["Matricule", "Nom", "Prénom", "Embauché le"], ["1", "A", "B", date(2020, 1, 6)]]
    path = workbook({"Salariés": rows})
    broken = tmp_path / "cassé.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(broken, "w") as target:
        for item in source.namelist():
            content = source.read(item)
            if item.endswith("sheet1.xml"):
                content = content.replace(
                    b'<c r="D2" s="1"><v>43836</v></c>', b'<c r="D2" t="e"><f>NA()</f><v>#N/A</v></c>'
                )
            target.writestr(item, content)
    (problem,) = read_roster([broken]).errors
    assert (problem.code, problem.place.row, problem.place.column) == ("formula_failed", 2, "Embauché le")
