"""Evidence folders: the same bytes while nothing changed, the person's present name, every change found."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from toolkit.errors import EvidenceError
from toolkit.services import exporting
from toolkit.services.exporting import export_folders, export_reading_copies
from toolkit.services.folders import build_folders, evidence_folder, verify_folders
from toolkit.services.handover import hand_over
from toolkit.services.office import Office

from .conftest import EMPLOYEES, LAMBERT, LATER, MULLER, NGUYEN, Copies, Open, case_of, text_of


@pytest.fixture(scope="session")
def built_stage(tmp_path_factory: pytest.TempPathFactory, signed_stage: Path, opened: Open) -> Path:
    """One copy is handed over, and the folders of three people are built."""
    folder = tmp_path_factory.mktemp("dossiers") / "donnees"
    shutil.copytree(signed_stage, folder)
    with opened(folder, LATER + timedelta(days=2)) as office:
        hand_over(office, case_of(office, LAMBERT).id)
        build_folders(office, [LAMBERT, NGUYEN, MULLER])
    return folder


@pytest.fixture
def built(copies: Copies, built_stage: Path) -> Iterator[Office]:
    """The office three days later: nothing else happened."""
    with copies.at(built_stage, LATER + timedelta(days=5)) as office:
        yield office


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def findings(path: Path) -> list[str]:
    return [str(finding) for report in verify_folders([path]) for finding in report.findings]


def lambert(office: Office) -> Path:
    return evidence_folder(office) / "0001_LAMBERT-Ines"


def test_built_again_days_later_it_has_the_same_bytes(built: Office) -> None:
    before = contents(evidence_folder(built))
    build_folders(built, [LAMBERT, NGUYEN, MULLER])
    assert contents(evidence_folder(built)) == before


def test_lost_and_built_again_it_has_the_same_bytes(built: Office) -> None:
    before = contents(evidence_folder(built))
    shutil.rmtree(evidence_folder(built))
    build_folders(built, [LAMBERT, NGUYEN, MULLER])
    assert contents(evidence_folder(built)) == before


def test_a_folder_built_again_writes_no_line(built: Office) -> None:
    with built.reading() as unit:
        before = [unit.journal.lines(chain) for chain in (None, LAMBERT)]
    build_folders(built, [LAMBERT])
    with built.reading() as unit:
        assert [unit.journal.lines(chain) for chain in (None, LAMBERT)] == before


def test_the_folder_holds_every_step_in_the_order_of_events(built: Office) -> None:
    (case,) = [path for path in lambert(built).iterdir() if path.is_dir() and path.name != "certs"]
    assert case.name == f"{case_of(built, LAMBERT).id}_2026-10-05_entretien-periodique"
    assert sorted({path.name.split(".")[0].removesuffix("_preuve") for path in case.iterdir()}) == [
        "01_convocation",
        "01_convocation_salarie",
        "01_fiche-preparation",
        "02_invitation_manager",
        "02_invitation_salarie",
        "03_formulaire_recu",
        "04_compte-rendu",
        "05_remise-copie",
        "05_remise-copie_salarie",
    ]


def test_the_cover_tells_what_was_done_and_what_is_missing(built: Office) -> None:
    done = text_of((lambert(built) / "00_sommaire.pdf").read_bytes())
    assert "Entretien tenu le 20/10/2026" in done
    assert "Copie remise" in done
    waiting = text_of(next(evidence_folder(built).glob("0003_*/00_sommaire.pdf")).read_bytes())
    assert "à l’état « convoqué »" in waiting


def test_a_meeting_handled_here_is_not_told_as_one_of_former_times(built: Office) -> None:
    cover = text_of((lambert(built) / "00_sommaire.pdf").read_bytes())
    assert "20 octobre 2026 : Entretien tenu, d’après le fichier du personnel" not in cover


def test_it_is_verified(built: Office) -> None:
    assert findings(evidence_folder(built)) == []


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
def test_tools_that_everyone_has_find_it_sound_too(built: Office) -> None:
    folder = lambert(built)
    subprocess.run(["sha256sum", "--quiet", "-c", "MANIFEST.sha256"], cwd=folder, check=True)
    openssl = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", "MANIFEST.sha256.p7s"]
    trust = [
        "-content",
        "MANIFEST.sha256",
        "-CAfile",
        "certs/racine.pem",
        "-purpose",
        "any",
        "-out",
        "/dev/null",
    ]
    checked = subprocess.run([*openssl, *trust], cwd=folder, check=False, capture_output=True)
    assert checked.returncode == 0, checked.stderr.decode()


@pytest.mark.parametrize(
    "name", ["00_sommaire.pdf", "journal.jsonl", "MANIFEST.sha256", "MANIFEST.sha256.p7s", "VERIFIER.md"]
)
def test_one_changed_byte_is_found_and_its_file_named(built: Office, name: str) -> None:
    path = lambert(built) / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert any(name in finding for finding in findings(lambert(built)))


def test_a_piece_changed_added_or_gone_is_found_and_named(built: Office) -> None:
    folder = lambert(built)
    (letter,) = folder.glob("C*/01_convocation.pdf")
    letter.write_bytes(letter.read_bytes() + b"\n")
    (report,) = folder.glob("C*/04_compte-rendu.pdf")
    report.unlink()
    (folder / "note.txt").write_text("ajoutée")
    found = "\n".join(findings(folder))
    for name in ("01_convocation.pdf", "04_compte-rendu.pdf", "note.txt"):
        assert name in found


def test_building_again_repairs_the_folder(built: Office) -> None:
    before = contents(lambert(built))
    (lambert(built) / "00_sommaire.pdf").write_bytes(b"%PDF-1.7 abime")
    build_folders(built, [LAMBERT])
    assert contents(lambert(built)) == before


def test_a_new_surname_renames_the_folder_and_keeps_its_pieces(built: Office) -> None:
    before = {name for name in contents(lambert(built)) if name.startswith("C")}
    with built.writing() as unit:
        unit.employees.put(replace(EMPLOYEES[0], surname="Lambert-Roth"))
    build_folders(built, [LAMBERT])
    assert not lambert(built).exists()
    renamed = evidence_folder(built) / "0001_LAMBERT-ROTH-Ines"
    assert {name for name in contents(renamed) if name.startswith("C")} == before
    assert findings(renamed) == []


def test_exported_they_are_verified_from_the_archive(built: Office, tmp_path: Path) -> None:
    archive = tmp_path / "preuves.zip"
    export_folders(built, [LAMBERT, NGUYEN], archive)
    assert len(list(verify_folders([archive]))) == 2
    assert findings(archive) == []


def stopped(*_: object) -> bytes:
    os.abort()


def test_a_piece_that_kills_its_reader_stops_the_copy_to_read_and_nothing_else(
    built: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (copy,) = export_reading_copies(built, [LAMBERT], tmp_path)
    assert copy.read_bytes().startswith(b"%PDF-")
    monkeypatch.setattr(exporting, "reading_copy", stopped)
    with pytest.raises(EvidenceError, match="pièce venue d’ailleurs") as caught:
        export_reading_copies(built, [LAMBERT], tmp_path / "again")
    assert LAMBERT in caught.value.about
    assert caught.value.next_step
