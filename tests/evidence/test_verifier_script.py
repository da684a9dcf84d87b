"""The script in each folder judges alone, with sha256sum and openssl."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from toolkit import signing
from toolkit.clock import SteppedClock

from .conftest import CASE, START
from .tsa import Dater, dater

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")

Reseal = Callable[[Path, signing.KeyRing], None]

COREUTILS = ("cat", "comm", "cut", "dirname", "mktemp", "od", "rm", "sha256sum", "sort", "tr", "wc")
"""The programs of GNU coreutils that the script may call."""


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", str(folder / "verifier.sh"), *arguments], capture_output=True, text=True, check=False
    )


def test_a_sound_folder_passes_and_shows_the_fingerprint_of_its_root(
    folder: Path, keyring: signing.KeyRing
) -> None:
    run = _run(folder)
    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stderr == ""
    assert keyring.root_fingerprint in run.stdout
    assert "OU=Cachet employeur" in run.stdout
    assert run.stdout.rstrip().endswith("Le dossier est conforme.")


def test_the_root_can_come_from_elsewhere(folder: Path, keyring: signing.KeyRing, tmp_path: Path) -> None:
    root = tmp_path / "racine.pem"
    root.write_bytes(keyring.root_pem)
    assert _run(folder, str(root)).returncode == 0


@pytest.mark.parametrize("name", ["journal.jsonl", "MANIFEST.sha256", f"{CASE}/01_convocation.pdf"])
def test_a_changed_byte_fails(folder: Path, name: str) -> None:
    content = bytearray((folder / name).read_bytes())
    content[-3] ^= 1
    (folder / name).write_bytes(content)
    run = _run(folder)
    assert run.returncode == 1
    assert "n’est PAS conforme" in run.stdout
    assert name == "MANIFEST.sha256" or f"{name} : a changé" in run.stdout


def test_a_removed_file_fails_and_is_named(folder: Path) -> None:
    (folder / CASE / "01_convocation.pdf").unlink()
    run = _run(folder)
    assert run.returncode == 1
    assert "manque : C0007" in run.stdout


def test_an_added_file_or_link_fails_and_is_named(folder: Path) -> None:
    (folder / "en plus.txt").write_bytes(b"x")
    (folder / "lien").symlink_to("journal.jsonl")
    run = _run(folder)
    assert run.returncode == 1
    assert "en trop : en plus.txt" in run.stdout
    assert "en trop : lien" in run.stdout


def test_a_byte_after_the_seal_fails(folder: Path) -> None:
    with (folder / "MANIFEST.sha256.p7s").open("ab") as file:
        file.write(b"\0")
    assert _run(folder).returncode == 1


def test_a_reordered_journal_fails_even_when_resealed(
    folder: Path, keyring: signing.KeyRing, reseal: Reseal
) -> None:
    journal = folder / "journal.jsonl"
    one, two, three, *rest = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join([one, three, two, *rest]))
    reseal(folder, keyring)
    run = _run(folder)
    assert run.returncode == 1
    assert "rompu à la ligne 2" in run.stdout


def test_a_seal_of_another_certificate_of_the_same_authority_fails(
    folder: Path, colleague: signing.KeyRing, reseal: Reseal
) -> None:
    (folder / "certs" / "cachet.pem").write_bytes(colleague.certificates["cachet.pem"])
    reseal(folder, colleague)
    run = _run(folder)
    assert run.returncode == 1
    assert "n’est pas le cachet de l’employeur" in run.stdout


def test_the_root_of_a_stranger_fails(folder: Path, tmp_path: Path, clock: SteppedClock) -> None:
    stranger = signing.create_keys(tmp_path / "cles", b"x", "Ateliers de l’Été", clock)
    (tmp_path / "autre.pem").write_bytes(stranger.root_pem)
    assert _run(folder, str(tmp_path / "autre.pem")).returncode == 1


def test_a_timestamp_is_checked_and_its_date_told(dated_folder: Path) -> None:
    run = _run(dated_folder)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "MANIFEST.sha256 existait le 13/03/2026 à 08:00:00, temps universel" in run.stdout
    assert run.stderr == ""


def test_each_renewal_is_checked_over_the_one_before(dated_folder: Path, authority: Dater) -> None:
    first = (dated_folder / "MANIFEST.sha256.tst").read_bytes()
    later = authority.stamp(first, START + timedelta(days=700))
    (dated_folder / "MANIFEST.sha256.tst.1").write_bytes(later)
    run = _run(dated_folder)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "MANIFEST.sha256.tst existait le 31/01/2028 à 08:00:00, temps universel" in run.stdout


@pytest.mark.parametrize("at", [40, 700, -1])
def test_a_changed_timestamp_fails(dated_folder: Path, at: int) -> None:
    path = dated_folder / "MANIFEST.sha256.tst"
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)
    assert _run(dated_folder).returncode == 1


def test_a_byte_after_the_timestamp_fails(dated_folder: Path) -> None:
    with (dated_folder / "MANIFEST.sha256.tst").open("ab") as file:
        file.write(b"\0")
    assert _run(dated_folder).returncode == 1


def test_a_timestamp_announced_and_missing_fails(dated_folder: Path) -> None:
    (dated_folder / "MANIFEST.sha256.tst").unlink()
    run = _run(dated_folder)
    assert run.returncode == 1
    assert "est annoncé, mais il manque" in run.stdout


def test_a_timestamp_of_a_stranger_fails(dated_folder: Path, tmp_path: Path) -> None:
    with dater(START) as stranger:
        (tmp_path / "autre.pem").write_bytes(stranger.root_pem)
    root = dated_folder / "certs" / "racine.pem"
    assert _run(dated_folder, str(root), str(tmp_path / "autre.pem")).returncode == 1


def test_it_needs_coreutils_and_openssl_alone(dated_folder: Path, tmp_path: Path) -> None:
    tools = tmp_path / "outils"
    tools.mkdir()
    for name in (*COREUTILS, "openssl"):
        found = shutil.which(name)
        assert found, name
        (tools / name).symlink_to(found)
    run = subprocess.run(
        ["/bin/sh", str(dated_folder / "verifier.sh")],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": str(tools)},
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stderr == ""
