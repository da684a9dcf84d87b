"""Files that are not what they claim are refused quickly, with what to do."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable

import pytest

from toolkit.documents.package import CONTENT_TYPES, parse_part, read_package, write_package
from toolkit.errors import DocumentError, FormRefusedError

Word = Callable[..., bytes]

BILLION_LAUGHS = (
    b'<!DOCTYPE l [<!ENTITY a "lol">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]><l>&j;</l>"
)
XXE = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'


def changed(docx: bytes, **parts: bytes) -> bytes:
    """Return ``docx`` with further parts, or others in their place."""
    return write_package(read_package(docx, about="x") | parts)


def test_a_package_is_written_to_the_same_bytes_whatever_the_order(word: Word) -> None:
    parts = read_package(word("x"), about="x")
    assert write_package(parts) == write_package(dict(reversed(parts.items())))
    assert read_package(write_package(parts), about="x") == parts


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "vide"),
        (b"%PDF-1.7 etc.", "un PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "ancien document Word"),
        (b"hello", "autre format"),
        (b"PK\x03\x04 torn", "endommagé"),
    ],
)
def test_other_formats_are_named(content: bytes, told: str) -> None:
    with pytest.raises(DocumentError, match=told) as caught:
        read_package(content, about="retour.docx")
    assert caught.value.about == "retour.docx"
    assert caught.value.next_step


def test_a_renamed_zip_is_no_word_document() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    with pytest.raises(DocumentError, match="renommé"):
        read_package(buffer.getvalue(), about="x")


def test_macros_are_refused_even_under_a_docx_name(word: Word) -> None:
    macros = changed(word("x"), **{"word/vbaProject.bin": b"x"})
    types = read_package(word("x"), about="x")[CONTENT_TYPES]
    declared = changed(
        word("x"),
        **{
            CONTENT_TYPES: types.replace(
                b"wordprocessingml.document.main", b"ms-word.document.macroEnabled.main"
            )
        },
    )
    for docx in (macros, declared):
        with pytest.raises(FormRefusedError, match="macros"):
            read_package(docx, about="x", refusal=FormRefusedError)


def test_zip_bombs_are_refused_before_they_are_opened(word: Word) -> None:
    started = time.perf_counter()
    bombs = (
        changed(word("x"), **{"word/media/bomb.bin": bytes(40 * 2**20)}),
        changed(word("x"), **{f"word/media/{n}.bin": b"x" for n in range(500)}),
        changed(word("x"), **{"word/document.xml": b"<a>" + b" " * (7 * 2**20) + b"</a>"}),
    )
    for bomb in bombs:
        with pytest.raises(DocumentError, match="anormalement gros"):
            read_package(bomb, about="x")
    assert time.perf_counter() - started < 5


def test_an_entry_longer_than_it_announces_is_refused(word: Word) -> None:
    docx = bytearray(changed(word("x"), **{"word/media/long.bin": b"x" * 5000}))
    # Both places that tell the size: the entry's own header, and the directory.
    docx = docx.replace((5000).to_bytes(4, "little"), (50).to_bytes(4, "little"))
    with pytest.raises(DocumentError, match="endommagé"):
        read_package(bytes(docx), about="x")


@pytest.mark.parametrize("xml", [BILLION_LAUGHS, XXE, b"<a><b></a>", b"", b"<a>" * 100_000])
def test_entities_and_broken_xml_end_in_an_error_at_once(xml: bytes) -> None:
    started = time.perf_counter()
    with pytest.raises(DocumentError) as caught:
        parse_part(xml, about="document.xml")
    assert "root:" not in str(caught.value)
    assert time.perf_counter() - started < 1


def test_every_flipped_byte_gives_the_same_document_or_an_error(word: Word) -> None:
    docx = word("Bonjour")
    for place in range(0, len(docx), 7):
        torn = bytearray(docx)
        torn[place] ^= 0xFF
        try:
            parts = read_package(bytes(torn), about="x")
        except DocumentError:
            continue
        # What still opens has lost nothing: checksums guard the content, a flipped name shows.
        assert sorted(parts.values()) == sorted(read_package(docx, about="x").values())
