"""Folders dated by somebody else: once per manifest, kept, awaited when nobody answers, renewed in time."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.signing.tsa import Authority, Desk

from toolkit.errors import TimestampUnavailableError
from toolkit.services.exporting import export_folders
from toolkit.services.folders import build_folders, evidence_folder, verify_folders
from toolkit.services.office import Office
from toolkit.services.renewal import renew_documents, renew_folders

from .conftest import LAMBERT, LATER, NGUYEN, START, Copies, text_of

YEAR = timedelta(days=365)


class Server:
    """A timestamp server that a test switches on and off."""

    def __init__(self, desk: Desk) -> None:
        self.now = LATER
        self.authority = Authority(START, lambda: self.now, f"{desk.address}/ocsp", years=3)
        self.address = desk.serve(self.authority)
        self._desk = desk

    def fall_silent(self) -> None:
        """Answer no more."""
        self._desk.answers.clear()

    def speak(self) -> None:
        """Answer again."""
        self._desk.serve(self.authority)


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with Desk() as desk:
        yield desk


@pytest.fixture(scope="module")
def known(desk: Desk) -> Server:
    return Server(desk)


@pytest.fixture
def server(known: Server) -> Server:
    known.speak()
    known.now = LATER
    return known


@pytest.fixture(scope="module")
def dated_stage(tmp_path_factory: pytest.TempPathFactory, signed_stage: Path, known: Server) -> Path:
    """The settings name a timestamp server."""
    folder = tmp_path_factory.mktemp("horodate") / "donnees"
    shutil.copytree(signed_stage, folder)
    (folder / "horodatage.pem").write_bytes(known.authority.root_pem)
    settings = folder / "entretiens.toml"
    signing = f'\n[signing]\ntimestamp_servers = ["{known.address}"]\ntimestamp_roots = "horodatage.pem"\n'
    settings.write_text(settings.read_text("utf-8") + signing, "utf-8")
    return folder


@pytest.fixture
def office(copies: Copies, dated_stage: Path, server: Server) -> Iterator[Office]:  # noqa: ARG001 - it answers
    with copies.at(dated_stage, LATER + timedelta(days=2)) as office:
        yield office


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def lambert(office: Office) -> Path:
    return evidence_folder(office) / "0001_LAMBERT-Ines"


def trust(office: Office) -> list[Path]:
    return [*(office.folder / "cles").glob("*/racine.pem"), office.folder / "horodatage.pem"]


def test_a_folder_is_dated_by_the_server_and_its_cover_says_so(office: Office) -> None:
    build_folders(office, [LAMBERT])
    (report,) = verify_folders([lambert(office)], trust(office))
    assert report.ok, report.findings
    assert report.notes == ()
    assert report.stamped_by == "Horloge d’essai"
    assert report.stamped_at == LATER
    cover = text_of((lambert(office) / "00_sommaire.pdf").read_bytes())
    assert "Le manifeste est horodaté par un tiers" in cover


def test_built_again_or_lost_it_has_the_same_bytes_and_asks_nobody(office: Office, server: Server) -> None:
    build_folders(office, [LAMBERT])
    before, asked = contents(lambert(office)), server.authority.asked
    server.fall_silent()
    build_folders(office, [LAMBERT])
    shutil.rmtree(lambert(office))
    build_folders(office, [LAMBERT])
    assert contents(lambert(office)) == before
    assert server.authority.asked == asked


def test_without_an_answer_the_folder_waits_and_says_so(office: Office, server: Server) -> None:
    server.fall_silent()
    build_folders(office, [LAMBERT])
    assert not (lambert(office) / "MANIFEST.sha256.tst").exists()
    cover = text_of((lambert(office) / "00_sommaire.pdf").read_bytes())
    assert "aucun serveur d’horodatage n’a répondu" in cover
    (report,) = verify_folders([lambert(office)])
    assert report.ok, report.findings
    assert report.stamped_at is None


def test_a_folder_that_waited_is_dated_when_the_server_answers(
    copies: Copies, dated_stage: Path, server: Server
) -> None:
    server.fall_silent()
    with copies.at(dated_stage, LATER + timedelta(days=2)) as office:
        build_folders(office, [LAMBERT])
    server.speak()
    with copies.again(LATER + timedelta(days=3)) as office:
        (renewal,) = renew_folders(office, [LAMBERT])
        assert not renewal.wanting
        (report,) = verify_folders([lambert(office)], trust(office))
    assert report.ok, report.findings
    assert report.stamped_at == LATER


def test_a_timestamp_is_renewed_before_it_ends_and_the_old_one_stays(office: Office, server: Server) -> None:
    build_folders(office, [LAMBERT])
    first = (lambert(office) / "MANIFEST.sha256.tst").read_bytes()
    manifest = (lambert(office) / "MANIFEST.sha256").read_bytes()
    (early,) = renew_folders(office, [LAMBERT])
    assert not early.renewed
    server.now = LATER + 2 * YEAR
    (renewal,) = renew_folders(office, [LAMBERT], before=LATER + 10 * YEAR)
    assert renewal.renewed
    assert (lambert(office) / "MANIFEST.sha256").read_bytes() == manifest
    assert (lambert(office) / "MANIFEST.sha256.tst").read_bytes() == first
    assert (lambert(office) / "MANIFEST.sha256.tst.1").exists()
    (report,) = verify_folders([lambert(office)], trust(office), at=LATER + 2 * YEAR)
    assert report.ok, report.findings
    assert report.stamped_at == LATER
    before = contents(lambert(office))
    shutil.rmtree(lambert(office))
    build_folders(office, [LAMBERT])
    assert contents(lambert(office)) == before


def test_documents_that_waited_are_stamped_beside_their_first_version(office: Office, server: Server) -> None:
    done = renew_documents(office)
    assert done.stamped > 0
    assert done.waiting == 0
    build_folders(office, [LAMBERT])
    case = next(path for path in lambert(office).iterdir() if path.name.startswith("C"))
    assert (case / "01_convocation.pdf").exists()
    assert (case / "01_convocation_v2.pdf").exists()
    assert (case / "04_compte-rendu_v2.pdf").exists()
    (report,) = verify_folders([lambert(office)], trust(office))
    assert report.ok, report.findings
    cover = text_of((lambert(office) / "00_sommaire.pdf").read_bytes())
    assert "PAdES B-LTA" in cover
    server.fall_silent()
    assert renew_documents(office).waiting == 0


def test_a_document_is_stamped_anew_before_its_timestamp_ends(office: Office, server: Server) -> None:
    renew_documents(office)
    assert renew_documents(office).renewed == 0
    done = renew_documents(office, before=LATER + 10 * YEAR)
    assert done.renewed > 0
    build_folders(office, [LAMBERT])
    (report,) = verify_folders([lambert(office)], trust(office))
    assert report.ok, report.findings
    server.fall_silent()
    assert renew_documents(office, before=LATER + 10 * YEAR).waiting > 0


def test_a_container_is_dated_too_and_asks_once(office: Office, server: Server, tmp_path: Path) -> None:
    export_folders(office, [LAMBERT], tmp_path / "un.asice")
    asked = server.authority.asked
    server.fall_silent()
    export_folders(office, [LAMBERT], tmp_path / "deux.asice")
    assert (tmp_path / "un.asice").read_bytes() == (tmp_path / "deux.asice").read_bytes()
    assert server.authority.asked == asked
    (report,) = verify_folders([tmp_path / "un.asice"], trust(office))
    assert report.ok, report.findings


def test_to_look_renews_nothing_and_says_what_ends_when(office: Office, server: Server) -> None:
    build_folders(office, [LAMBERT, NGUYEN])
    asked = server.authority.asked
    standing = renew_folders(office, [LAMBERT, NGUYEN], before=LATER + 10 * YEAR, act=False)
    assert [each.renewed for each in standing] == [False, False]
    assert all(each.until is not None and each.until.year == START.year + 3 for each in standing)
    assert server.authority.asked == asked


def test_without_a_server_in_the_settings_there_is_nothing_to_renew(
    copies: Copies, signed_stage: Path
) -> None:
    with (
        copies.at(signed_stage, LATER) as office,
        pytest.raises(TimestampUnavailableError, match="aucun serveur d’horodatage n’est réglé"),
    ):
        renew_folders(office, [LAMBERT])
