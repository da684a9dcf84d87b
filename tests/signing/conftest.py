"""Keys and plain documents, made once: an RSA key takes its time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from toolkit.clock import SteppedClock
from toolkit.signing import KeyRing, create_keys, load_keys

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
PASSPHRASE = b"phrase-d-essai"


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock(START + timedelta(days=1), timedelta(seconds=1), "horloge d’essai")


@pytest.fixture(scope="session")
def keys_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("employeur") / "cles"
    create_keys(folder, PASSPHRASE, "Ateliers de l’Été", SteppedClock(START))
    return folder


@pytest.fixture(scope="session")
def keyring(keys_folder: Path) -> KeyRing:
    return load_keys(keys_folder, PASSPHRASE)


@pytest.fixture(scope="session")
def other_keyring(tmp_path_factory: pytest.TempPathFactory) -> KeyRing:
    """The keys of somebody else, whose authority nobody here trusts."""
    folder = tmp_path_factory.mktemp("autre") / "cles"
    return create_keys(folder, PASSPHRASE, "Un autre employeur", SteppedClock(START))


def plain_pdf(pages: int = 2) -> bytes:
    """Return a static document of A4 pages with a line of text each."""
    document = pikepdf.new()
    font = document.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
    )
    for number in range(1, pages + 1):
        document.add_blank_page(page_size=(595, 842))
        page = document.pages[-1]
        text = f"BT /F1 14 Tf 60 760 Td (Compte rendu, page {number}) Tj ET".encode("latin-1")
        page.Contents = document.make_stream(text)
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    output = BytesIO()
    document.save(output, deterministic_id=True)
    return output.getvalue()


@pytest.fixture(scope="session")
def document() -> bytes:
    return plain_pdf()
