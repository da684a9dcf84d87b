"""A data folder is made by answering a few questions, and the doctor says what it lacks."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.cli.desk import Desk


def test_init_asks_in_french_for_what_is_missing(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "donnees")
    made = desk.run(
        "init", desk.folder, "--effectif", "12", typed="Scierie Ober\nAnna Ober\nGérante\n", here=False
    )
    assert made.code == 0
    assert "Nom de l’employeur" in made.flat_err
    assert 'name = "Scierie Ober"' in (desk.folder / "entretiens.toml").read_text(encoding="utf-8")
    assert "Empreinte de la racine" in made.flat
    assert oct((desk.folder / "cles" / "phrase-de-passe").stat().st_mode & 0o777) == "0o600"


def test_a_wrong_answer_is_asked_again_in_french(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "donnees")
    made = desk.run("init", desk.folder, typed="Scierie Ober\nbeaucoup\n12\nAnna Ober\nGérante\n", here=False)
    assert made.code == 0
    assert "'beaucoup' n’est pas un nombre entier." in made.flat_err


def test_before_the_first_import_the_next_step_is_told(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "donnees")
    desk.run("init", desk.folder, typed="Scierie Ober\n12\nAnna Ober\nGérante\n", here=False)
    assert "entretiens import FICHIER" in desk.done("obligations").flat


def test_init_twice_changes_nothing_and_says_so(imported: Desk) -> None:
    before = (imported.folder / "cles" / "deux-rives" / "cachet.p12").read_bytes()
    again = imported.run("init", imported.folder, here=False)
    assert again.code == 0
    assert "Rien n’a changé" in again.flat
    assert (imported.folder / "cles" / "deux-rives" / "cachet.p12").read_bytes() == before


def test_init_without_an_answer_is_told_and_makes_nothing(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "donnees")
    stopped = desk.run("init", desk.folder, here=False)
    assert stopped.code == 3
    assert "Interrompu" in stopped.flat_err
    assert not desk.folder.exists()


def test_init_prints_one_json_document(imported: Desk) -> None:
    data = imported.run("init", imported.folder, "--json", here=False).data
    assert data["made"] == []
    assert list(data["roots"]) == ["deux-rives"]


def test_doctor_finds_nothing_that_blocks_and_names_the_gaps(imported: Desk) -> None:
    seen = imported.done("doctor")
    assert "5 sans adresse électronique" in seen.flat
    assert "aucun serveur d’horodatage" in seen.flat
    assert "Rien n’empêche de travailler" in seen.flat


@pytest.mark.skipif(os.name != "posix", reason="modes of files are POSIX's")
def test_doctor_refuses_a_passphrase_that_others_may_read(imported: Desk) -> None:
    (imported.folder / "cles" / "phrase-de-passe").chmod(0o644)
    seen = imported.run("doctor", "--sans-reseau")
    assert seen.code == 1
    assert "d’autres utilisateurs peuvent lire ce secret" in seen.flat
    assert "chmod 600" in seen.flat


def test_doctor_says_when_the_relay_does_not_answer(imported: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTRETIENS_MAIL__PORT", "1")
    data = imported.run("doctor", "--json").data
    assert data["blocking"] == 1
    assert [c["subject"] for c in data["checks"] if c["verdict"] == "blocking"] == ["Serveur d’envoi"]


def test_doctor_names_a_template_that_replaces_nothing(imported: Desk) -> None:
    folder = imported.folder / "modeles"
    folder.mkdir()
    (folder / "convocations.docx").write_bytes(b"")
    seen = imported.done("doctor", "--sans-reseau")
    assert "modeles/convocations.docx ne remplace rien" in seen.flat


def test_doctor_names_a_template_that_cannot_be_used(imported: Desk) -> None:
    folder = imported.folder / "modeles"
    folder.mkdir()
    (folder / "convocation.docx").write_bytes(b"not a document")
    seen = imported.run("doctor", "--sans-reseau")
    assert seen.code == 1
    assert "convocation.docx" in seen.flat


def test_doctor_says_that_a_reading_does_not_exist(imported: Desk) -> None:
    path = imported.folder / "entretiens.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("still_overdue", "jamais"), encoding="utf-8")
    seen = imported.run("doctor", "--sans-reseau")
    assert seen.code == 1
    assert "la réponse « jamais » n’existe pas" in seen.flat


def test_with_two_employers_one_must_be_named(imported: Desk) -> None:
    path = imported.folder / "entretiens.toml"
    other = '[employers.autre]\nname = "Autre"\nheadcount = 3\nsignatory = {name = "A", title = "B"}\n'
    path.write_text(path.read_text(encoding="utf-8") + other, encoding="utf-8")
    assert "cles/autre" in imported.run("init", imported.folder, here=False).out
    ran = imported.run("obligations")
    assert ran.code == 3
    assert "autre et deux-rives" in ran.flat_err
    assert "Aucune obligation" in imported.done("obligations", "--employeur", "autre").flat


def test_doctor_on_any_other_folder_says_how_to_make_a_data_folder(tmp_path: Path) -> None:
    seen = Desk(tmp_path).run("doctor")
    assert seen.code == 1
    assert "entretiens init" in seen.flat
