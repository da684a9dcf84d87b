"""A folder is written whole, in standard formats, and not again when nothing changed."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from toolkit import signing
from toolkit.digest import Sha256
from toolkit.errors import EvidenceError
from toolkit.evidence import FolderPlan, Piece, Sealer, build, export, verify

from .conftest import CASE, CHECKS, journal

needs_unzip = pytest.mark.skipif(shutil.which("unzip") is None, reason="unzip is not installed")


needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")


def _snapshot(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


@needs_openssl
def test_sha256sum_and_openssl_accept_the_folder(folder: Path) -> None:
    sums = subprocess.run(
        ["sha256sum", "-c", "--strict", "MANIFEST.sha256"], cwd=folder, capture_output=True, check=False
    )
    seal = subprocess.run(
        [
            *("openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", "MANIFEST.sha256.p7s"),
            *("-content", "MANIFEST.sha256", "-CAfile", "certs/racine.pem", "-no_check_time"),
        ],
        cwd=folder,
        capture_output=True,
        check=False,
    )
    assert sums.returncode == 0, sums.stderr
    assert seal.returncode == 0, seal.stderr
    assert seal.stdout == (folder / "MANIFEST.sha256").read_bytes()


def test_the_manifest_lists_everything_but_itself_and_its_seal(folder: Path) -> None:
    listed = {line[66:] for line in (folder / "MANIFEST.sha256").read_text("ascii").splitlines()}
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert present - listed == {"MANIFEST.sha256", "MANIFEST.sha256.p7s"}
    assert listed <= present


def test_an_unchanged_folder_is_left_untouched(folder: Path, plan: FolderPlan, sealer: Sealer) -> None:
    before = _snapshot(folder)
    again = build(plan, folder, sealer)
    assert not again.changed
    assert _snapshot(folder) == before


def test_a_lost_folder_is_built_again_to_the_same_bytes(
    tmp_path: Path, plan: FolderPlan, sealer: Sealer
) -> None:
    first = build(plan, tmp_path / "un", sealer)
    second = build(plan, tmp_path / "deux", sealer, kept_seal=first.p7s)
    assert second.changed
    contents = [
        {name: content for name, (content, _) in _snapshot(each.path).items()} for each in (first, second)
    ]
    assert contents[0] == contents[1]


def test_the_seal_of_another_content_is_not_kept(
    tmp_path: Path, plan: FolderPlan, sealer: Sealer, keyring: signing.KeyRing
) -> None:
    first = build(plan, tmp_path / "un", sealer)
    later = Piece.of(f"{CASE}/06_remise-copie_salarie.eml", b"Bonjour\r\n")
    filed = [piece for piece in plan.pieces if not piece.path.endswith("salarie.json")]
    grown = replace(plan, pieces=(*plan.pieces, later), journal=journal([*filed, later]))
    second = build(grown, tmp_path / "un", sealer, kept_seal=first.p7s)
    assert second.p7s != first.p7s
    assert verify(second.path, CHECKS, keyring.root_pem).ok


def test_a_damaged_or_overfull_folder_is_set_right_with_its_own_seal(
    folder: Path, plan: FolderPlan, sealer: Sealer
) -> None:
    seal = (folder / "MANIFEST.sha256.p7s").read_bytes()
    (folder / "journal.jsonl").write_bytes(b"")
    (folder / "intrus.txt").write_bytes(b"x")
    again = build(plan, folder, sealer)
    assert again.changed
    assert again.p7s == seal
    assert verify(folder, CHECKS).ok
    assert not (folder / "intrus.txt").exists()


def test_a_piece_that_lost_its_bytes_stops_the_build_and_leaves_the_former_folder(
    folder: Path, plan: FolderPlan, sealer: Sealer
) -> None:
    before = _snapshot(folder)
    lost = Piece("C0009/01_convocation.pdf", Sha256("0" * 64), lambda: b"autre chose")
    with pytest.raises(EvidenceError, match="plus ceux qui ont été enregistrés"):
        build(replace(plan, pieces=(*plan.pieces, lost)), folder, sealer)
    assert _snapshot(folder) == before
    assert build(plan, folder, sealer).path == folder


@pytest.mark.parametrize(
    "path",
    [
        "../dehors.pdf",
        "/etc/passwd",
        "C1/../../x",
        "journal.jsonl",
        "MANIFEST.sha256",
        "C1/été.pdf",
        "c1\\x",
        "",
    ],
)
def test_a_piece_cannot_leave_the_folder_nor_take_a_reserved_name(
    path: str, tmp_path: Path, plan: FolderPlan, sealer: Sealer
) -> None:
    with pytest.raises(EvidenceError, match="ne convient pas"):
        build(replace(plan, pieces=(Piece.of(path, b"x"),)), tmp_path / "x", sealer)


def test_two_names_that_differ_by_case_only_are_refused(
    tmp_path: Path, plan: FolderPlan, sealer: Sealer
) -> None:
    twins = (Piece.of("C1/Lettre.pdf", b"x"), Piece.of("C1/lettre.pdf", b"y"))
    with pytest.raises(EvidenceError, match="pris deux fois"):
        build(replace(plan, pieces=twins), tmp_path / "x", sealer)


def test_a_broken_journal_is_never_sealed(tmp_path: Path, plan: FolderPlan, sealer: Sealer) -> None:
    with pytest.raises(EvidenceError, match="rompue à la ligne 1"):
        build(replace(plan, journal=plan.journal[1:]), tmp_path / "x", sealer)


def test_an_export_is_the_same_archive_each_time_and_verifies(
    folder: Path, tmp_path: Path, keyring: signing.KeyRing
) -> None:
    one, two = tmp_path / "un.zip", tmp_path / "deux.zip"
    export([folder], one)
    (folder / "journal.jsonl").touch()
    export([folder], two)
    assert one.read_bytes() == two.read_bytes()
    report = verify(one, CHECKS, keyring.root_pem)
    assert report.ok, report.findings
    assert report.folder == folder.name


@needs_openssl
@needs_unzip
def test_unzip_gives_back_a_folder_whose_script_runs(folder: Path, tmp_path: Path) -> None:
    export([folder], tmp_path / "dossier.zip")
    target = tmp_path / "ailleurs"
    subprocess.run(["unzip", "-q", "dossier.zip", "-d", "ailleurs"], cwd=tmp_path, check=True)
    run = subprocess.run(
        ["sh", "verifier.sh"], cwd=target / folder.name, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_an_export_follows_no_link(folder: Path, tmp_path: Path) -> None:
    (folder / "lien").symlink_to("/etc/hostname")
    with pytest.raises(EvidenceError, match="lien symbolique"):
        export([folder], tmp_path / "x.zip")
    assert not list(tmp_path.glob("*.zip"))


@pytest.mark.skipif(os.name != "posix", reason="modes of files are POSIX's")
def test_only_its_owner_enters_the_place_of_all_folders(
    plan: FolderPlan, sealer: Sealer, tmp_path: Path
) -> None:
    built = build(plan, tmp_path / "donnees" / "evidence" / "0001234_BENALI-Nadia", sealer)
    assert stat.S_IMODE(built.path.parent.stat().st_mode) == 0o700
