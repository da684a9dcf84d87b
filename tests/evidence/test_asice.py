"""An ASiC-E container with CAdES: made to the standard, checked by other programs, every change found."""

from __future__ import annotations

import base64
import hashlib
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from lxml import etree

from toolkit import signing
from toolkit.clock import Clock
from toolkit.evidence import FolderPlan, Sealer, build, export_asice, verify, verify_all

from .conftest import CASE, CHECKS, NAME, START
from .tsa import Dater

needs_tools = pytest.mark.skipif(
    shutil.which("openssl") is None or shutil.which("unzip") is None, reason="openssl or unzip is missing"
)
NAMESPACES = {"asic": "http://uri.etsi.org/02918/v1.2.1#", "ds": "http://www.w3.org/2000/09/xmldsig#"}


class ListSealer:
    """Seals and dates the lists of a container, as the services do."""

    def __init__(self, keyring: signing.KeyRing, clock: Clock, authority: Dater) -> None:
        self._keyring, self._clock, self._authority = keyring, clock, authority
        self._kept: dict[bytes, bytes] = {}

    def seal(self, folder: str, listing: bytes) -> bytes:
        assert folder.encode() in listing
        if listing not in self._kept:
            self._kept[listing] = signing.seal_detached(listing, self._keyring, self._clock)
        return self._kept[listing]

    def timestamp(self, folder: str, listing: bytes) -> bytes:
        assert folder.encode() in listing
        if listing not in self._kept:
            self._kept[listing] = self._authority.stamp(listing, START + timedelta(days=20))
        return self._kept[listing]


@pytest.fixture
def list_sealer(keyring: signing.KeyRing, clock: Clock, authority: Dater) -> ListSealer:
    return ListSealer(keyring, clock, authority)


@pytest.fixture
def container(dated_folder: Path, tmp_path: Path, list_sealer: ListSealer) -> Path:
    target = tmp_path / "dossier.asice"
    export_asice([dated_folder], target, list_sealer)
    return target


def test_it_begins_as_the_standard_asks(container: Path) -> None:
    with zipfile.ZipFile(container) as archive:
        first = archive.infolist()[0]
        assert first.filename == "mimetype"
        assert first.compress_type == zipfile.ZIP_STORED
        assert first.extra == b""
    assert container.read_bytes()[30:69] == b"mimetypeapplication/vnd.etsi.asic-e+zip"


def test_it_holds_the_folder_as_it_is(container: Path, dated_folder: Path) -> None:
    with zipfile.ZipFile(container) as archive:
        for path in dated_folder.rglob("*"):
            if path.is_file():
                name = f"{NAME}/{path.relative_to(dated_folder).as_posix()}"
                assert archive.read(name) == path.read_bytes()


def test_it_is_found_sound_and_told_by_the_folder_s_name(
    container: Path, keyring: signing.KeyRing, authority: Dater
) -> None:
    report = verify(container, CHECKS, keyring.root_pem + authority.root_pem)
    assert report.ok, report.findings
    assert report.folder == NAME


def test_the_same_folder_gives_the_same_bytes(
    container: Path, dated_folder: Path, tmp_path: Path, list_sealer: ListSealer
) -> None:
    (dated_folder / "journal.jsonl").touch()
    export_asice([dated_folder], tmp_path / "encore.asice", list_sealer)
    assert (tmp_path / "encore.asice").read_bytes() == container.read_bytes()


@needs_tools
def test_unzip_openssl_and_an_xml_reader_agree(container: Path, tmp_path: Path) -> None:
    place = tmp_path / "ouvert"
    subprocess.run(["unzip", "-q", str(container), "-d", str(place)], check=True)
    signature = ["-in", f"META-INF/signature-{NAME}.p7s", "-content", f"META-INF/ASiCManifest-{NAME}.xml"]
    trust = ["-CAfile", f"{NAME}/certs/racine.pem", "-no_check_time", "-out", "/dev/null"]
    subprocess.run(
        ["openssl", "cms", "-verify", "-binary", "-inform", "DER", *signature, *trust],
        cwd=place,
        check=True,
        capture_output=True,
    )
    stamp = ["-in", f"META-INF/timestamp-{NAME}.tst", "-data", f"META-INF/ASiCManifest-{NAME}-horodatage.xml"]
    trust = ["-CAfile", f"{NAME}/certs/horodatage-1.pem", "-no_check_time"]
    checked = subprocess.run(
        ["openssl", "ts", "-verify", "-token_in", *stamp, *trust],
        cwd=place,
        check=True,
        capture_output=True,
        text=True,
    )
    assert "Verification: OK" in checked.stdout
    for kind, proof in (("", f"signature-{NAME}.p7s"), ("-horodatage", f"timestamp-{NAME}.tst")):
        read = etree.parse(place / f"META-INF/ASiCManifest-{NAME}{kind}.xml")
        assert _said(read, "//asic:SigReference/@URI") == [f"META-INF/{proof}"]
        listed = _said(read, "//asic:DataObjectReference/@URI")
        methods = _said(read, "//ds:DigestMethod/@Algorithm")
        values = _said(read, "//ds:DigestValue/text()")
        assert len(listed) == sum(path.is_file() for path in (place / NAME).rglob("*"))
        assert set(methods) == {"http://www.w3.org/2001/04/xmlenc#sha256"}
        for name, value in zip(listed, values, strict=True):
            assert hashlib.sha256((place / name).read_bytes()).digest() == base64.b64decode(value)


def _said(read: etree._ElementTree, path: str) -> list[str]:
    found = read.xpath(path, namespaces=NAMESPACES)
    assert isinstance(found, list)
    return [str(each) for each in found]


def test_several_folders_share_one_container(
    tmp_path: Path, plan: FolderPlan, sealer: Sealer, list_sealer: ListSealer
) -> None:
    folders = [build(plan, tmp_path / f"0001234_{name}", sealer).path for name in "ABC"]
    export_asice(folders, tmp_path / "tous.asice", list_sealer)
    reports = list(verify_all(tmp_path / "tous.asice", CHECKS))
    assert [(report.folder, report.findings) for report in reports] == [
        (f"0001234_{name}", ()) for name in "ABC"
    ]


Entry = tuple[zipfile.ZipInfo, bytes]


def _rewritten(container: Path, change: Callable[[list[Entry]], list[Entry]]) -> Path:
    with zipfile.ZipFile(container) as archive:
        entries = [(entry, archive.read(entry)) for entry in archive.infolist()]
    target = container.with_name("change.asice")
    with zipfile.ZipFile(target, "w") as archive:
        for entry, content in change(entries):
            archive.writestr(entry, content)
    return target


def _changed(name: str, change: Callable[[bytes], bytes]) -> Callable[[list[Entry]], list[Entry]]:
    def applied(entries: list[Entry]) -> list[Entry]:
        assert name in {entry.filename for entry, _ in entries}
        return [(entry, change(content) if entry.filename == name else content) for entry, content in entries]

    return applied


LIST, SEAL = f"META-INF/ASiCManifest-{NAME}.xml", f"META-INF/signature-{NAME}.p7s"
STAMPED, STAMP = f"META-INF/ASiCManifest-{NAME}-horodatage.xml", f"META-INF/timestamp-{NAME}.tst"


def _found(path: Path) -> set[str]:
    return {finding.file for finding in verify(path, CHECKS).findings}


@pytest.mark.parametrize("name", [LIST, SEAL, STAMPED, STAMP])
@pytest.mark.parametrize("at", [0, 30, 200, -1])
def test_a_changed_byte_of_its_own_files_is_named(container: Path, name: str, at: int) -> None:
    def flipped(content: bytes) -> bytes:
        altered = bytearray(content)
        altered[at] ^= 1
        return bytes(altered)

    assert name in _found(_rewritten(container, _changed(name, flipped)))


@pytest.mark.parametrize("name", [LIST, SEAL, STAMPED, STAMP])
def test_a_missing_or_longer_file_of_its_own_is_named(container: Path, name: str) -> None:
    assert name in _found(_rewritten(container, _changed(name, lambda content: content + b"\n")))
    assert name in _found(
        _rewritten(container, lambda entries: [each for each in entries if each[0].filename != name])
    )


def test_a_changed_piece_is_named(container: Path) -> None:
    piece = f"{CASE}/01_convocation.pdf"
    changed = _rewritten(container, _changed(f"{NAME}/{piece}", lambda content: content + b"\n"))
    assert piece in _found(changed)


def test_a_stranger_under_meta_inf_is_named(container: Path) -> None:
    extra = zipfile.ZipInfo("META-INF/manifest.xml")
    changed = _rewritten(container, lambda entries: [*entries, (extra, b"<x/>")])
    assert "META-INF/manifest.xml" in _found(changed)


def test_a_container_that_begins_otherwise_is_named(container: Path) -> None:
    assert "mimetype" in _found(_rewritten(container, lambda entries: [*entries[1:], entries[0]]))
    assert "mimetype" in _found(_rewritten(container, _changed("mimetype", lambda _: b"application/zip")))


def test_a_container_stripped_of_its_own_files_is_named(container: Path, tmp_path: Path) -> None:
    target = tmp_path / "nu.asice"
    with zipfile.ZipFile(container) as whole, zipfile.ZipFile(target, "w") as bare:
        for entry in whole.infolist():
            if entry.filename.startswith(f"{NAME}/"):
                bare.writestr(entry, whole.read(entry))
    (finding,) = verify(target, CHECKS).findings
    assert str(finding).startswith("nu.asice : ce n’est pas le conteneur ASiC-E que dit son nom")
