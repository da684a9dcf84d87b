"""Whatever changes in a folder shows, and is told with the name of the file."""

from __future__ import annotations

import random
import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

import pytest

from toolkit import signing
from toolkit.clock import SteppedClock
from toolkit.digest import canonical_json, sha256
from toolkit.errors import EvidenceError
from toolkit.evidence import (
    FolderPlan,
    Sealer,
    SignatureChecks,
    SignatureVerdict,
    build,
    export,
    verify,
    verify_all,
)

from .conftest import CASE, CHECKS

Reseal = Callable[[Path, signing.KeyRing], None]


class RememberingChecks:
    """The real checks, which judge the same PDF bytes once: alterations touch one file at a time."""

    def __init__(self) -> None:
        self._known: dict[bytes, SignatureVerdict] = {}
        self.verify_detached = CHECKS.verify_detached
        self.verify_timestamp = CHECKS.verify_timestamp

    def verify_pdf(
        self,
        pdf: bytes,
        trust_roots: Iterable[bytes],
        expected_fields: Sequence[str] | None = None,
        *,
        at: datetime | None = None,
        timestamp_roots: Iterable[bytes] | None = None,
    ) -> SignatureVerdict:
        if pdf not in self._known:
            judged = CHECKS.verify_pdf(
                pdf, trust_roots, expected_fields, at=at, timestamp_roots=timestamp_roots
            )
            self._known[pdf] = judged
        return self._known[pdf]


def _named(folder: Path, root: bytes | None = None, checks: SignatureChecks = CHECKS) -> set[str]:
    return {finding.file for finding in verify(folder, checks, root).findings}


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_a_sound_folder_is_accepted_and_says_who_sealed(folder: Path, keyring: signing.KeyRing) -> None:
    report = verify(folder, CHECKS, keyring.root_pem)
    assert report.ok, report.findings
    assert report.notes == ()
    assert report.sealed_by == "Cachet – Ateliers de l’Été"
    assert report.signed == (f"{CASE}/01_convocation.pdf", f"{CASE}/05_compte-rendu.pdf")
    assert report.files == 12
    assert report.matricule == "0001234"


def test_without_a_root_from_elsewhere_the_reader_is_told_to_compare(
    folder: Path, keyring: signing.KeyRing
) -> None:
    report = verify(folder, CHECKS)
    assert report.ok
    assert keyring.root_fingerprint in report.notes[0]
    assert "à comparer à celle imprimée" in report.notes[0]


def _alterations(content: bytes, random_source: random.Random, count: int) -> Iterator[bytes]:
    """Yield copies with one byte changed, added or cut, at the edges and at random places."""
    size = len(content)
    positions = [0, size - 1, *(random_source.randrange(size) for _ in range(count))]
    for number, position in enumerate(positions):
        head, byte, tail = content[:position], content[position], content[position + 1 :]
        flipped = bytes([byte ^ (1 << random_source.randrange(8))])
        yield (head + flipped + tail, head + b"\n" + bytes([byte]) + tail, head + tail)[number % 3]
    yield content + b"\0"
    yield content + b"\n"
    yield content[:-1]


def _check_alterations(folder: Path, root: bytes, count: int) -> int:
    source = random.Random(20260312)  # noqa: S311 - a repeatable draw, no secret
    checks = RememberingChecks()
    tried = 0
    for path in _files(folder):
        content = path.read_bytes()
        name = path.relative_to(folder).as_posix()
        for altered in _alterations(content, source, count):
            path.write_bytes(altered)
            assert name in _named(folder, root, checks), (name, tried)
            tried += 1
        path.write_bytes(content)
    assert verify(folder, CHECKS, root).ok
    return tried


def test_any_byte_changed_added_or_cut_in_any_file_is_named(folder: Path, keyring: signing.KeyRing) -> None:
    assert _check_alterations(folder, keyring.root_pem, 10) >= 190


@pytest.mark.slow
def test_a_thousand_alterations_are_all_named(folder: Path, keyring: signing.KeyRing) -> None:
    assert _check_alterations(folder, keyring.root_pem, 90) >= 1000


@pytest.mark.slow
def test_every_byte_of_the_seal_counts(folder: Path, keyring: signing.KeyRing) -> None:
    source = random.Random(20260312)  # noqa: S311 - a repeatable draw, no secret
    listing = (folder / "MANIFEST.sha256").read_bytes()
    content = (folder / "MANIFEST.sha256.p7s").read_bytes()
    certs = list(keyring.certificates.values())
    for position in range(len(content)):
        altered = bytearray(content)
        altered[position] ^= 1 << source.randrange(8)
        assert not signing.verify_detached(listing, bytes(altered), [keyring.root_pem], certs).ok, position


@pytest.mark.parametrize(
    "name", ["journal.jsonl", "MANIFEST.sha256", "MANIFEST.sha256.p7s", "certs/cachet.pem", "verifier.sh"]
)
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert name in _named(folder)


def test_an_added_file_is_named(folder: Path) -> None:
    (folder / CASE / "99_note.pdf").write_bytes(b"%PDF-1.7\n")
    (folder / "MANIFEST.sha256.old").write_bytes(b"0")
    assert _named(folder) == {f"{CASE}/99_note.pdf", "MANIFEST.sha256.old"}


def test_a_link_in_place_of_a_piece_is_named(folder: Path, tmp_path: Path) -> None:
    piece = folder / CASE / "01_convocation.pdf"
    shutil.move(piece, tmp_path / "ailleurs.pdf")
    piece.symlink_to(tmp_path / "ailleurs.pdf")
    assert f"{CASE}/01_convocation.pdf" in _named(folder)


def test_swapped_pieces_are_both_named(folder: Path) -> None:
    one, two = folder / CASE / "01_convocation.pdf", folder / CASE / "05_compte-rendu.pdf"
    first = one.read_bytes()
    one.write_bytes(two.read_bytes())
    two.write_bytes(first)
    assert _named(folder) >= {f"{CASE}/01_convocation.pdf", f"{CASE}/05_compte-rendu.pdf"}


def test_a_piece_and_the_manifest_changed_together_leave_the_seal_behind(folder: Path) -> None:
    journal = folder / "journal.jsonl"
    manifest = folder / "MANIFEST.sha256"
    before = sha256(journal.read_bytes())
    journal.write_bytes(journal.read_bytes().replace(b"case_opened", b"case_closed"))
    manifest.write_bytes(
        manifest.read_bytes().replace(before.encode(), sha256(journal.read_bytes()).encode())
    )
    findings = [str(finding) for finding in verify(folder, CHECKS).findings]
    assert "MANIFEST.sha256 : il a changé depuis qu’il a été scellé." in findings
    assert "journal.jsonl : la chaîne est rompue à la ligne 2." in findings


def test_a_folder_resealed_by_a_stranger_is_refused_by_the_root_from_elsewhere(
    folder: Path, keyring: signing.KeyRing, tmp_path: Path, reseal: Reseal, clock: SteppedClock
) -> None:
    stranger = signing.create_keys(tmp_path / "cles", b"x", "Ateliers de l’Été", SteppedClock(clock.now()))
    for name, pem in stranger.certificates.items():
        (folder / "certs" / name).write_bytes(pem)
    reseal(folder, stranger)
    assert _named(folder, keyring.root_pem) >= {"certs/racine.pem", "MANIFEST.sha256.p7s"}


def test_a_manifest_sealed_by_another_certificate_of_the_same_authority_is_refused(
    folder: Path, keyring: signing.KeyRing, colleague: signing.KeyRing, reseal: Reseal
) -> None:
    (folder / "certs" / "cachet.pem").write_bytes(colleague.certificates["cachet.pem"])
    reseal(folder, colleague)
    findings = verify(folder, CHECKS, keyring.root_pem).findings
    assert [finding.file for finding in findings] == ["MANIFEST.sha256.p7s"]
    assert "n’est pas le cachet de l’employeur" in findings[0].problem


def test_a_report_cut_back_to_an_earlier_signature_is_named_even_when_resealed(
    folder: Path, keyring: signing.KeyRing, reseal: Reseal
) -> None:
    report = folder / CASE / "05_compte-rendu.pdf"
    content = report.read_bytes()
    report.write_bytes(content[: content.rindex(b"%%EOF", 0, len(content) - 10) + 6])
    reseal(folder, keyring)
    problems = [each.problem for each in verify(folder, CHECKS, keyring.root_pem).findings]
    assert any(
        "les signatures attendues sont Certification, Salarie, Cachet" in problem for problem in problems
    )
    assert any("ce n’est pas le document que décrit" in problem for problem in problems)


def test_an_unreadable_record_is_named(folder: Path, keyring: signing.KeyRing, reseal: Reseal) -> None:
    record = folder / CASE / "05_compte-rendu_preuve.json"
    record.write_bytes(canonical_json({"document": {}, "format": "preuve-signature/1"}))
    reseal(folder, keyring)
    assert f"{CASE}/05_compte-rendu_preuve.json" in _named(folder, keyring.root_pem)


def test_hostile_archives_are_told_entry_by_entry(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "piege.zip"
    export([folder], target)
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr(f"{folder.name}/../../dehors.txt", b"x")
        archive.writestr(f"{folder.name}/JOURNAL.jsonl", b"x")
        link = zipfile.ZipInfo(f"{folder.name}/lien")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    findings = {finding.file: finding.problem for finding in verify(target, CHECKS).findings}
    assert "hors du dossier" in findings["../../dehors.txt"]
    assert "deux fois" in findings["JOURNAL.jsonl"]
    assert "fichier ordinaire" in findings["lien"]


def test_an_archive_with_a_damaged_entry_names_it(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "abime.zip"
    export([folder], target)
    with zipfile.ZipFile(target) as archive:
        offset = archive.getinfo(f"{folder.name}/verifier.sh").header_offset
    content = bytearray(target.read_bytes())
    content[offset + 120] ^= 0x40
    target.write_bytes(content)
    assert "verifier.sh" in _named(target)


def test_a_folder_of_folders_is_checked_one_by_one(
    tmp_path: Path, plan: FolderPlan, sealer: Sealer, keyring: signing.KeyRing
) -> None:
    parent = tmp_path / "evidence"
    paths = [build(plan, parent / name, sealer).path for name in ("0001234_A", "0001234_B")]
    (paths[1] / "journal.jsonl").write_bytes(b"{}\n")
    export(paths, tmp_path / "tous.zip")
    for source in (parent, tmp_path / "tous.zip"):
        reports = list(verify_all(source, CHECKS, keyring.root_pem))
        assert [(report.folder, report.ok) for report in reports] == [
            ("0001234_A", True),
            ("0001234_B", False),
        ]


def test_what_is_no_folder_at_all_is_told_plainly(tmp_path: Path) -> None:
    (tmp_path / "lettre.txt").write_bytes(b"bonjour")
    with pytest.raises(EvidenceError, match="ni un dossier ni une archive"):
        verify(tmp_path / "lettre.txt", CHECKS)
    with pytest.raises(EvidenceError, match="introuvable"):
        verify(tmp_path / "absent", CHECKS)
    (tmp_path / "vide").mkdir()
    assert _named(tmp_path / "vide") == {"MANIFEST.sha256", "MANIFEST.sha256.p7s"}
