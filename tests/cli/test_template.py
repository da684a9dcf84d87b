"""Templates of one's own, from the command: started, checked, tried, used."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from tests.cli.desk import CELIK, Desk

from toolkit.resources import template_path


@pytest.fixture
def outside(tmp_path: Path) -> Desk:
    """A desk without a data folder: templates need none."""
    return Desk(tmp_path)


def misspelt(path: Path, before: str, after: str) -> Path:
    """Write the shipped template of that name with one change in its body."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(template_path(path.name)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                assert before.encode() in content
                content = content.replace(before.encode(), after.encode())
            new.writestr(name, content)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(buffer.getvalue())
    return path


def test_a_template_started_from_ours_passes_its_check(outside: Desk, tmp_path: Path) -> None:
    path = tmp_path / "modeles" / "convocation.docx"
    started = outside.run("template", "new", "convocation", path, here=False)
    assert started.code == 0
    assert "entretiens template check" in started.flat
    assert path.read_bytes() == template_path("convocation.docx").read_bytes()
    checked = outside.run("template", "check", path, here=False)
    assert checked.code == 0
    assert "convocation.docx (modèle de : convocation) : rien à corriger." in checked.flat


def test_a_file_that_is_there_is_not_touched(outside: Desk, tmp_path: Path) -> None:
    path = tmp_path / "convocation.docx"
    path.write_bytes(b"le mien")
    refused = outside.run("template", "new", "convocation", path, here=False)
    assert refused.code == 2
    assert "existe déjà" in refused.flat_err
    assert path.read_bytes() == b"le mien"
    assert outside.run("template", "new", "convocation", path, "--remplacer", here=False).code == 0


def test_what_is_wrong_is_told_with_its_paragraph_and_a_suggestion(outside: Desk, tmp_path: Path) -> None:
    path = misspelt(tmp_path / "convocation.docx", "slot.day", "slot.dya")
    seen = outside.run("template", "check", path, here=False)
    assert seen.code == 1
    assert "[ !! ] Le champ « slot.dya » n’existe pas dans ce document." in seen.flat
    assert "Dans « {{ slot.dya }} »" in seen.flat
    assert "Vouliez-vous « slot.day »" in seen.flat


def test_several_files_give_one_json_document(outside: Desk, tmp_path: Path) -> None:
    wrong = misspelt(tmp_path / "annulation.docx", "recipient.name", "recipient.nom")
    sound = template_path("convocation.docx")
    data = outside.run("template", "check", wrong, sound, "--json", here=False).data
    assert [one["passed"] for one in data] == [False, True]
    assert data[0]["findings"][0]["subject"] == "field"
    assert data[1]["word_engine"] == "compilé"


def test_a_trial_writes_word_pdf_and_pictures_of_every_case(outside: Desk, tmp_path: Path) -> None:
    path, target = template_path("annulation.docx"), tmp_path / "essai"
    seen = outside.run("template", "check", path, "--essai", target, here=False)
    assert seen.code == 0
    assert "Essai : 9 fichiers" in seen.flat
    assert sorted(one.suffix for one in target.iterdir()) == [
        *(".docx",) * 3,
        *(".pdf",) * 3,
        *(".png",) * 3,
    ]


def test_no_trial_of_what_is_wrong(outside: Desk, tmp_path: Path) -> None:
    path = misspelt(tmp_path / "annulation.docx", "{{ recipient.name }}", "{{ recipient.name }")
    seen = outside.run("template", "check", path, "--essai", tmp_path / "essai", here=False)
    assert seen.code == 1
    assert "Essai : impossible" in seen.flat


def test_fields_are_listed_with_meaning_and_example(outside: Desk) -> None:
    seen = outside.run("template", "fields", "annulation", here=False)
    assert seen.code == 0
    assert "slot.moment" in seen.out
    assert "Jour et heure du rendez-vous annulé" in seen.flat.replace("\n", " ") or "annulé" in seen.out
    data = outside.run("template", "fields", "--json", here=False).data
    assert {
        key: next(one for one in data["annulation"] if one["path"] == "due")[key]
        for key in ("path", "meaning")
    } == {"path": "due", "meaning": "Date limite de l’entretien ; vide si elle est passée"}
    assert all(one["meaning"] and one["example"] for listed in data.values() for one in listed)


@pytest.mark.parametrize(
    "words", [("check", "FICHIER", "--nature", "lettre"), ("fields", "lettre"), ("new", "lettre")]
)
def test_a_document_that_does_not_exist_is_told_with_those_that_do(
    outside: Desk, words: tuple[str, ...]
) -> None:
    path = template_path("annulation.docx")
    told = outside.run("template", *(path if word == "FICHIER" else word for word in words), here=False)
    assert told.code == 2
    assert "« lettre » n’est pas un document. Au choix : annulation" in told.flat_err


def test_doctor_tells_which_templates_are_replaced_and_whether_they_pass(imported: Desk) -> None:
    own = imported.folder / "modeles"
    misspelt(own / "convocation.docx", "slot.day", "slot.dya")
    (own / "annulation.docx").write_bytes(template_path("annulation.docx").read_bytes())
    (own / "lettre.docx").write_bytes(template_path("annulation.docx").read_bytes())
    seen = imported.run("doctor", "--sans-reseau")
    assert seen.code == 1
    assert "modeles/annulation.docx remplace le nôtre et passe la vérification." in seen.flat
    assert "modeles/convocation.docx remplace le nôtre et a 1 défaut : le champ « slot.dya »" in seen.flat
    assert "modeles/lettre.docx ne remplace rien." in seen.flat


def test_a_template_of_ones_own_is_used_in_the_place_of_ours(imported: Desk) -> None:
    misspelt(imported.folder / "modeles" / "convocation.docx", "Nous parlerons", "Nous causerons")
    imported.done("campaign", "new", "automne", "--jusqu-au", "31/12/2026", "--salarie", CELIK)
    imported.done("campaign", "plan", "automne")
    imported.done("campaign", "plan", "automne")
    sent = imported.done("campaign", "send", "automne", "--sans-envoi")
    assert sent.code == 0
    letters = [path.read_bytes() for path in imported.folder.rglob("*") if path.is_file()]
    import pypdfium2  # noqa: PLC0415 - a heavy library

    texts = [
        "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(io.BytesIO(content)))
        for content in letters
        if content.startswith(b"%PDF")
    ]
    assert any("Nous causerons" in text for text in texts)
    assert not any("Nous parlerons" in text for text in texts)
