"""The roster comes in whole or not at all, and coming again changes nothing."""

from __future__ import annotations

from pathlib import Path

from tests.cli.desk import COMPANY, Desk

WRONG = "Matricule;Nom;Prénom;Date d'ancienneté\n0009001;Test;Ada;12/03/2020\n0009002;Test;Bob;31/02/2020\n"


def faulty(tmp_path: Path) -> Path:
    path = tmp_path / "salaries.csv"
    path.write_text(WRONG, encoding="utf-8")
    return path


def test_the_template_is_written_once_and_never_over_another_file(tmp_path: Path) -> None:
    desk, path = Desk(tmp_path), tmp_path / "effectif.xlsx"
    assert desk.run("roster", "template", path, here=False).code == 0
    before = path.read_bytes()
    again = desk.run("roster", "template", path, here=False)
    assert again.code == 2
    assert "existe déjà" in again.flat_err
    assert path.read_bytes() == before
    assert desk.run("roster", "template", path, "--remplacer", here=False).code == 0


def test_importing_again_says_that_nothing_changed(imported: Desk) -> None:
    again = imported.done("import", COMPANY / "effectif.xlsx")
    assert "Rien n’a changé" in again.flat
    assert imported.done("import", COMPANY / "effectif.xlsx", "--json").data["unchanged"] is True


def test_findings_are_told_and_block_nothing(imported: Desk) -> None:
    findings = imported.done("import", COMPANY / "effectif.xlsx", "--json").data["findings"]
    assert any("absence sans dernier jour" in finding["message"] for finding in findings)


def test_a_wrong_row_blocks_the_import_and_is_named_as_the_person_sees_it(
    imported: Desk, tmp_path: Path
) -> None:
    ran = imported.run("import", faulty(tmp_path))
    assert ran.code == 1
    assert "ligne 3" in ran.flat
    assert "31/02/2020" in ran.flat
    assert "Rien n’a été importé" in ran.flat
    assert imported.run("explain", "0009001").code == 3


def test_partial_takes_the_sound_rows_and_still_exits_1(imported: Desk, tmp_path: Path) -> None:
    ran = imported.run("import", faulty(tmp_path), "--partial")
    assert ran.code == 1
    assert "1 salarié en plus" in ran.flat
    assert imported.run("explain", "0009001").code == 0
    assert imported.run("explain", "0009002").code == 3


def test_what_changes_is_shown_with_its_former_and_new_value(imported: Desk, tmp_path: Path) -> None:
    path = tmp_path / "salaries.csv"
    path.write_text(
        "Matricule;Nom;Prénom;Date d'ancienneté;Emploi\n0001010;Çelik;Aylin;04/11/2019;Métrologue\n",
        encoding="utf-8",
    )
    ran = imported.done("import", path)
    assert "Aylin Çelik (0001010)" in ran.flat
    assert "→ Métrologue" in ran.flat


def test_a_file_that_is_no_roster_is_refused_in_one_sentence(imported: Desk, tmp_path: Path) -> None:
    path = tmp_path / "notes.csv"
    path.write_text("un;deux\n1;2\n", encoding="utf-8")
    ran = imported.run("import", path)
    assert ran.code == 3
    assert "aucune table reconnue" in ran.flat_err
    assert "Traceback" not in ran.err
