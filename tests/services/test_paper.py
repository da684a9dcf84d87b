"""The report signed on paper: a copy that says so, sealed, its original told, and nothing half signed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from pypdfium2 import PdfDocument

from toolkit.demo.capture import CaptureServer
from toolkit.digest import sha256
from toolkit.documents import pdfa_problems
from toolkit.errors import DocumentError, NotFoundError, UsageError
from toolkit.model import CaseState, DocumentKind, RequestState, Role, SignatureLevel
from toolkit.services.folders import build_folders, verify_folders
from toolkit.services.handover import hand_over
from toolkit.services.office import Office
from toolkit.services.paper import file_paper
from toolkit.signing import verify_pdf

from .conftest import LAMBERT, case_of, everything, pieces, text_of
from .mailroom import Mailroom, mailroom

PLACE = "armoire RH, classeur 2026"


@pytest.fixture(scope="module")
def server() -> Iterator[CaptureServer]:
    with CaptureServer() as running:
        yield running


def drawn(suffix: str, pages: int = 2) -> bytes:
    """Return a scan: pages with a line drawn by hand, in the format asked for."""
    sheets = []
    for number in range(pages):
        sheet = Image.new("RGB", (620, 877), "white")
        ImageDraw.Draw(sheet).line([(60, 700), (200, 640 + number), (330, 720)], fill=(10, 20, 120), width=5)
        sheets.append(sheet)
    output = BytesIO()
    if suffix == "pdf":
        sheets[0].save(output, "PDF", save_all=True, append_images=sheets[1:], resolution=75)
    else:
        sheets[0].save(output, {"jpg": "JPEG", "png": "PNG"}[suffix])
    return output.getvalue()


@pytest.fixture
def scan(tmp_path: Path) -> Callable[..., Path]:
    """Lay a scan in a file."""

    def lay(content: bytes, name: str = "scan.pdf") -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return lay


@pytest.mark.parametrize(("suffix", "pages"), [("pdf", 2), ("jpg", 1), ("png", 1)])
def test_a_scan_becomes_a_sealed_copy_that_says_what_it_is(
    reported: Office, scan: Callable[..., Path], suffix: str, pages: int
) -> None:
    content = drawn(suffix)
    case = case_of(reported, LAMBERT)
    done = file_paper(reported, case.id, scan(content, "any.name"), PLACE, date(2026, 11, 12))
    assert (done.new, done.pages, done.case.state) == (True, pages, CaseState.SIGNED)
    _, copy, proof = pieces(reported, case, DocumentKind.REPORT)
    root = reported.keys.certificates["racine.pem"]
    assert verify_pdf(copy, [root], ("Cachet",)).problems == ()
    told = text_of(proof)
    assert "Signature manuscrite sur papier" in told
    assert PLACE in told
    assert "12/11/2026" in told
    assert "eIDAS" not in told
    received = pieces(reported, case, DocumentKind.OUTSIDE_PROOF, suffix)
    assert received == [content]
    record = json.loads(pieces(reported, case, DocumentKind.REPORT, "json")[0])
    assert record["document"]["fields"] == ["Cachet"]
    assert record["paper"]["scan_sha256"] == sha256(content)
    assert record["paper"]["original"] == PLACE


def test_the_copy_shows_the_paper_and_nothing_that_lives(reported: Office, scan: Callable[..., Path]) -> None:
    case = case_of(reported, LAMBERT)
    file_paper(reported, case.id, scan(drawn("pdf")), PLACE)
    copy = pieces(reported, case, DocumentKind.REPORT)[1]
    unsealed = copy[: copy.index(b"%%EOF") + 6]
    assert pdfa_problems(unsealed) == ()
    document = PdfDocument(copy)
    page = document[0].render(scale=1).to_pil().convert("RGB")
    document.close()
    ink = page.crop((0, 0, page.width, round(page.height * 0.9)))
    assert min(pixel[0] for pixel in ink.get_flattened_data()) < 100
    assert b"/JavaScript" not in copy


def test_the_signatures_are_on_paper_and_claim_no_consent_by_screen(
    reported: Office, scan: Callable[..., Path]
) -> None:
    case = case_of(reported, LAMBERT)
    file_paper(reported, case.id, scan(drawn("pdf")), PLACE)
    with reported.reading() as unit:
        kept = unit.signatures.of(case.id)
    assert {(s.role, s.level, s.consent_text) for s in kept} == {
        (Role.EMPLOYEE, SignatureLevel.ON_PAPER, ""),
        (Role.MANAGER, SignatureLevel.ON_PAPER, ""),
    }


def test_the_copy_is_handed_over_and_the_folder_is_sound(reported: Office, scan: Callable[..., Path]) -> None:
    case = case_of(reported, LAMBERT)
    file_paper(reported, case.id, scan(drawn("pdf")), PLACE)
    assert hand_over(reported, case.id).case.state is CaseState.HANDED_OVER
    build_folders(reported, [LAMBERT])
    (folder,) = (reported.folder / "evidence").glob(f"{LAMBERT}_*")
    (found,) = verify_folders([folder], [reported.folder / "cles" / "atelier" / "racine.pem"])
    assert found.findings == ()


def test_filed_twice_changes_nothing(reported: Office, scan: Callable[..., Path]) -> None:
    case = case_of(reported, LAMBERT)
    path = scan(drawn("pdf"))
    file_paper(reported, case.id, path, PLACE)
    before = everything(reported)
    assert not file_paper(reported, case.id, path, PLACE).new
    assert everything(reported) == before


def test_requests_that_nobody_answered_give_way_to_the_paper(
    reported: Office, server: CaptureServer, scan: Callable[..., Path]
) -> None:
    room = mailroom(reported, server)
    room.asked()
    file_paper(room.office, room.case.id, scan(drawn("pdf")), PLACE)
    assert room.case.state is CaseState.SIGNED
    with room.office.reading() as unit:
        assert {r.state for r in unit.requests.of_case(room.case.id)} == {RequestState.WITHDRAWN}


def test_a_document_is_not_signed_half_by_link_and_half_on_paper(
    reported: Office, server: CaptureServer, scan: Callable[..., Path]
) -> None:
    room: Mailroom = mailroom(reported, server)
    room.sign(room.asked())
    before = everything(room.office)
    with pytest.raises(UsageError, match="moitié sur papier"):
        file_paper(room.office, room.case.id, scan(drawn("pdf")), PLACE)
    assert everything(room.office) == before


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"MZ\x90\x00", "ni un PDF ni une image"),
        (b"%PDF-1.7\nrubbish", "abîmé"),
        (b"\xff\xd8\xff" + b"\0" * 50, "abîmée"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 20_000_001, "20 Mo"),
    ],
)
def test_what_is_no_scan_is_refused_and_nothing_is_filed(
    reported: Office, scan: Callable[..., Path], content: bytes, words: str
) -> None:
    before = everything(reported)
    with pytest.raises(DocumentError, match=words):
        file_paper(reported, case_of(reported, LAMBERT).id, scan(content), PLACE)
    assert everything(reported) == before


def test_the_place_of_the_original_and_a_past_day_are_needed(
    reported: Office, scan: Callable[..., Path]
) -> None:
    case = case_of(reported, LAMBERT)
    with pytest.raises(UsageError, match="où le papier signé est conservé"):
        file_paper(reported, case.id, scan(drawn("pdf")), " ")
    with pytest.raises(UsageError, match="à venir"):
        file_paper(reported, case.id, scan(drawn("pdf")), PLACE, date(2030, 1, 1))


def test_nothing_is_filed_before_the_report(held: Office, scan: Callable[..., Path]) -> None:
    with pytest.raises(NotFoundError, match="établi"):
        file_paper(held, case_of(held, LAMBERT).id, scan(drawn("pdf")), PLACE)
