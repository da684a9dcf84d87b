"""Malformed and hostile PDFs, each written from nothing or made of a signed one."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable
from functools import cache

MALFORMED = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


def pdf(objects: Iterable[bytes], *, trailer: bytes = b"", root: int = 1) -> bytes:
    """Return a PDF of ``objects``, numbered from 1, with a sound cross-reference table."""
    content, offsets = bytearray(MALFORMED), []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(offsets) + 1
    return bytes(content) + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root %d 0 R%s>>\nstartxref\n%d\n%%%%EOF\n"
        % (size, table, size, root, trailer, len(content))
    )


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """Return a stream object."""
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, len(content), content)


@cache
def zeros(megabytes: int) -> bytes:
    """Return ``megabytes`` of zeros, deflated: one block, said again and again (RFC 1950, RFC 1951)."""
    deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = deflater.compress(bytes(2**20)) + deflater.flush(zlib.Z_FULL_FLUSH)
    adler = ((megabytes * 2**20) % 65_521) << 16 | 1
    return b"\x78\xda" + block * megabytes + b"\x03\x00" + adler.to_bytes(4, "big")


PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]%s>>"
CATALOG = b"<</Type/Catalog/Pages 2 0 R%s>>"


def form(fields: bytes, *others: bytes, catalog: bytes = b"") -> bytes:
    """Return a PDF of one page whose interactive form is ``fields``; further objects start at 4."""
    return pdf(
        [CATALOG % (b"/AcroForm<</SigFlags 3/Fields[%s]>>%s" % (fields, catalog)), PAGES, PAGE % b"", *others]
    )


def signature(contents: bytes = b"<3080>", byte_range: bytes = b"[0 10 20 30]") -> bytes:
    """Return a PDF whose one signature says ``contents`` and ``byte_range``."""
    value = b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/ByteRange%s/Contents%s>>"
    field = b"<</FT/Sig/T(Cachet)/Type/Annot/Subtype/Widget/Rect[0 0 0 0]/P 3 0 R/V 5 0 R>>"
    return form(b"4 0 R", field, value % (byte_range, contents))


def xref_stream(entries: bytes, content: bytes = b"", *, number: int = 9) -> bytes:
    """Return a PDF that ends in a cross-reference stream."""
    body = pdf([CATALOG % b"", PAGES, PAGE % b""])
    start = body.rindex(b"xref\n0")
    own = b"%d 0 obj\n%s\nendobj\n" % (number, stream(content, b"/Type/XRef/Root 1 0 R" + entries))
    return body[:start] + own + b"startxref\n%d\n%%%%EOF\n" % start


def packed(content: bytes, count: int) -> bytes:
    """Return a PDF whose object stream ``content``, deflated, is to hold ``count`` objects from 10 on."""
    body = bytearray(MALFORMED)
    offsets = []
    first = len(b"10 0 ") * count if count < 9 else content_first(count)
    held = stream(content, b"/Type/ObjStm/N %d/First %d/Filter/FlateDecode" % (count, first))
    for number, each in enumerate((CATALOG % b"/X 10 0 R", PAGES, PAGE % b"", held), start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    rows = b"".join(b"\x01" + offset.to_bytes(4, "big") + bytes(3) for offset in offsets)
    rows += b"".join(b"\x02" + (4).to_bytes(4, "big") + index.to_bytes(3, "big") for index in range(count))
    own = stream(
        zlib.compress(rows, 9),
        b"/Type/XRef/Root 1 0 R/Size %d/Index[1 4 10 %d]/W[1 4 3]/Filter/FlateDecode" % (10 + count, count),
    )
    start = len(body)
    return bytes(body) + b"9 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (own, start)


def content_first(count: int) -> int:
    """Return where the objects begin after the numbers of ``count`` of them."""
    return len(b" ".join(b"%d %d" % (10 + n, 5 * n) for n in range(count))) + 1


def nulls(count: int) -> bytes:
    """Return an object stream of ``count`` nulls, deflated."""
    return zlib.compress(
        b" ".join(b"%d %d" % (10 + n, 5 * n) for n in range(count)) + b" " + b"null " * count
    )


def appended(signed: bytes, objects: bytes, trailer: bytes) -> bytes:
    """Return ``signed`` with an incremental update."""
    start = len(signed)
    return (
        signed
        + objects
        + (b"xref\n0 0\ntrailer\n<<%s>>\nstartxref\n%d\n%%%%EOF\n" % (trailer, start + len(objects)))
    )


def _last_start(content: bytes) -> bytes:
    return bytes(re.findall(rb"startxref\s+(\d+)", content)[-1])


def _root(content: bytes) -> bytes:
    return bytes(re.findall(rb"/Root (\d+ \d+ R)", content)[-1])


def circular_previous(signed: bytes) -> bytes:
    here = b"%d" % len(signed)
    return appended(signed, b"", b"/Size 3/Root %s/Prev %s" % (_root(signed), here))


def revisions(signed: bytes) -> bytes:
    """Return a PDF of a hundred thousand further revisions, each empty."""
    content, previous, root = [signed], _last_start(signed), _root(signed)
    at = len(signed)
    for _ in range(100_000):
        part = b"xref\n0 0\ntrailer\n<</Size 9/Root %s/Prev %s>>\nstartxref\n%d\n%%%%EOF\n" % (
            root,
            previous,
            at,
        )
        content.append(part)
        previous = b"%d" % at
        at += len(part)
    return b"".join(content)


def byte_range(value: bytes) -> Callable[[bytes], bytes]:
    """Return what writes another byte range, as long as the signed one."""

    def change(signed: bytes) -> bytes:
        found = re.search(rb"/ByteRange\s*\[[^\]]*\]\s*", signed)
        assert found is not None
        return (
            signed[: found.start()] + (b"/ByteRange[%s]" % value).ljust(len(found[0])) + signed[found.end() :]
        )

    return change


def hole(fill: Callable[[int], bytes]) -> Callable[[bytes], bytes]:
    """Return what fills the place of the signature with something of the same length."""

    def change(signed: bytes) -> bytes:
        found = re.search(rb"/Contents\s*<([0-9a-fA-F]+)>", signed)
        assert found is not None
        return signed[: found.start(1)] + fill(len(found[1])) + signed[found.end(1) :]

    return change


def _kids(depth: int) -> list[bytes]:
    return [b"<</Type/Pages/Kids[%d 0 R]/Count 1/Parent %d 0 R>>" % (n + 1, n - 1) for n in range(2, depth)]


def _object_stream(size: int) -> bytes:
    numbers = b" ".join(b"%d 0" % (n + 10) for n in range(5))
    content = zlib.compress(numbers + b" " + b"null " * size, 9)
    return stream(content, b"/Type/ObjStm/N 5/First %d/Filter/FlateDecode" % (len(numbers) + 1))


def _fields(count: int) -> bytes:
    own = [b"<</FT/Sig/T(S%d)/Type/Annot/Subtype/Widget/Rect[0 0 0 0]/P 3 0 R>>" % n for n in range(count)]
    return form(b" ".join(b"%d 0 R" % (4 + n) for n in range(count)), *own)


def _pictured(picture: bytes) -> bytes:
    page = PAGE % b"/Resources<</XObject<</I 4 0 R>>>>/Contents 5 0 R"
    return pdf([CATALOG % b"", PAGES, page, picture, stream(b"/I Do")])


_IMAGE = b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace/DeviceGray"
_LOOPS = b"<</FT/Sig/T(a)/Kids[4 0 R 5 0 R]/Parent 5 0 R>>", b"<</FT/Sig/T(b)/Kids[4 0 R]/Parent 4 0 R>>"

FROM_NOTHING: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "a header and nothing": lambda: MALFORMED,
    "zeros, 16 MB": lambda: MALFORMED + bytes(16 * 2**20),
    "noise": lambda: MALFORMED + bytes(range(256)) * 4_000 + b"\n%%EOF\n",
    "no end": lambda: signature()[:-7],
    "page tree that is its own child": lambda: pdf([CATALOG % b"", b"<</Type/Pages/Kids[2 0 R]/Count 9>>"]),
    "page tree 20 000 deep": lambda: pdf([CATALOG % b"", *_kids(20_000), PAGE % b""]),
    "arrays 100 000 deep": lambda: pdf(
        [CATALOG % b"/X 4 0 R", PAGES, PAGE % b"", b"[" * 100_000 + b"]" * 100_000]
    ),
    "dictionaries 100 000 deep": lambda: pdf([CATALOG % b"/X 4 0 R", PAGES, PAGE % b"", b"<</A" * 100_000]),
    "arrays 100 000 deep in the trailer": lambda: pdf(
        [CATALOG % b"", PAGES, PAGE % b""], trailer=b"/X" + b"[" * 100_000 + b"]" * 100_000
    ),
    "negative length": lambda: pdf(
        [CATALOG % b"", PAGES, PAGE % b"/Contents 4 0 R", b"<</Length -9>>\nstream\nx\nendstream"]
    ),
    "length that is its own stream": lambda: pdf(
        [CATALOG % b"", PAGES, PAGE % b"/Contents 4 0 R", b"<</Length 4 0 R>>\nstream\nx\nendstream"]
    ),
    "catalog that refers to itself": lambda: pdf([b"1 0 R"]),
    "root that is a number": lambda: pdf([b"42"]),
    "trailer without root": lambda: pdf([b"null"], root=7),
    "cross-references of huge widths": lambda: xref_stream(b"/Size 4/W[1 2147483647 2147483647]", b"abc"),
    "cross-references of negative widths": lambda: xref_stream(b"/Size 4/W[-1 -2 -3]", b"abc"),
    "cross-references of two billion objects": lambda: xref_stream(
        b"/Size 2147483647/Index[0 2147483647]/W[1 4 2]", bytes(700)
    ),
    "cross-references by a predictor bomb": lambda: xref_stream(
        b"/Size 4/W[1 4 2]/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 2147483647/Colors 32>>",
        zeros(200),
    ),
    "cross-references that inflate to 1.5 GB": lambda: xref_stream(
        b"/Size 200000000/W[1 4 2]/Filter/FlateDecode", zeros(1_500)
    ),
    "object streams that extend each other": lambda: pdf(
        [
            CATALOG % b"/X 10 0 R",
            PAGES,
            PAGE % b"",
            stream(b"10 0 null", b"/Type/ObjStm/N 1/First 5/Extends 5 0 R"),
            stream(b"10 0 null", b"/Type/ObjStm/N 1/First 5/Extends 4 0 R"),
        ]
    ),
    "object stream of 100 million objects": lambda: pdf(
        [CATALOG % b"", PAGES, PAGE % b"", stream(b"1 0 null", b"/Type/ObjStm/N 100000000/First 9")]
    ),
    "object stream of 200 000 objects, each listed": lambda: packed(nulls(200_000), 200_000),
    "object stream that inflates to 1.5 GB, listed": lambda: packed(zeros(1_500), 1),
    "object stream bomb": lambda: pdf([CATALOG % b"/X 4 0 R", PAGES, PAGE % b"", _object_stream(60_000_000)]),
    "page that inflates to 1.5 GB": lambda: pdf(
        [CATALOG % b"", PAGES, PAGE % b"/Contents 4 0 R", stream(zeros(1_500), b"/Filter/FlateDecode")]
    ),
    "page deflated three times": lambda: pdf(
        [
            CATALOG % b"",
            PAGES,
            PAGE % b"/Contents 4 0 R",
            stream(
                zlib.compress(zlib.compress(zeros(1_500), 9), 9),
                b"/Filter[/FlateDecode/FlateDecode/FlateDecode]",
            ),
        ]
    ),
    "a thousand filters": lambda: pdf(
        [
            CATALOG % b"",
            PAGES,
            PAGE % b"/Contents 4 0 R",
            stream(b"00>", b"/Filter[" + b"/AHx" * 1_000 + b"]"),
        ]
    ),
    "encrypted by an unknown handler": lambda: pdf(
        [CATALOG % b"", PAGES, PAGE % b"", b"<</Filter/Nobody/V 99/R 99/Length 99999/O()/U()/P -1>>"],
        trailer=b"/Encrypt 4 0 R/ID[(a)(b)]",
    ),
    "encryption that refers to itself": lambda: pdf(
        [CATALOG % b"", PAGES, PAGE % b"", b"4 0 R"], trailer=b"/Encrypt 4 0 R/ID[(a)(b)]"
    ),
    "JBIG2 bomb": lambda: _pictured(
        stream(bytes(13) + b"\xff" * 90, _IMAGE % (2**31 - 1, 2**31 - 1) + b"/Filter/JBIG2Decode")
    ),
    "JPX bomb": lambda: _pictured(
        stream(
            b"\x00\x00\x00\x0cjP  \r\n\x87\n" + b"\xff" * 90,
            _IMAGE % (2**31 - 1, 2**31 - 1) + b"/Filter/JPXDecode",
        )
    ),
    "XFA form": lambda: pdf(
        [
            CATALOG % b"/AcroForm<</Fields[]/XFA 4 0 R>>",
            PAGES,
            PAGE % b"",
            stream(zeros(200), b"/Filter/FlateDecode"),
        ]
    ),
    "100 000 signature fields": lambda: _fields(100_000),
    "fields that are each other's children": lambda: form(b"4 0 R", *_LOOPS),
    "a field that is its own parent": lambda: form(b"4 0 R", b"<</FT/Sig/T(a)/Parent 4 0 R/V 4 0 R>>"),
    "fields 50 000 deep": lambda: form(
        b"4 0 R", *(b"<</T(a)/Kids[%d 0 R]>>" % (n + 5) for n in range(50_000)), b"<</FT/Sig/T(a)>>"
    ),
    "names that are no text": lambda: form(b"4 0 R", b"<</FT/Sig/T<FEFFD800>/V<</#FF#FE(\xff\xfe)>>>>"),
    "a million comments": lambda: MALFORMED + b"%\n" * 1_000_000 + signature(),
    "a million objects": lambda: pdf([CATALOG % b"", PAGES, PAGE % b"", *[b"null"] * 1_000_000]),
    "a million numbers of objects": lambda: form(b"4 0 R " * 1_000_000, b"<</FT/Sig/T(a)>>"),
    "signature that is a number": lambda: form(b"4 0 R", b"<</FT/Sig/T(a)/V 42>>"),
    "signature without byte range": lambda: form(b"4 0 R", b"<</FT/Sig/T(a)/V<</Type/Sig/Contents<00>>>>>"),
    "byte range of names": lambda: signature(byte_range=b"[/a/b/c/d]"),
    "byte range of a million numbers": lambda: signature(byte_range=b"[" + b"0 1 " * 500_000 + b"]"),
    "signature of 20 MB of garbage": lambda: signature(contents=b"<" + b"30" * 20_000_000 + b">"),
    "signature nested 100 000 deep": lambda: signature(contents=b"<" + b"3080" * 100_000 + b">"),
    "signature of impossible length": lambda: signature(contents=b"<3089ffffffffffffffffff>"),
}
"""PDFs written from nothing; most hold no signature that anything could save."""

FROM_SIGNED: dict[str, Callable[[bytes], bytes]] = {
    "circular revisions": circular_previous,
    "100 000 revisions": revisions,
    "byte range beyond the end": byte_range(b"0 9999999 99999999 9"),
    "byte range negative": byte_range(b"-1 -9 -3 -4"),
    "byte range that overlaps": byte_range(b"0 9999 10 9999"),
    "byte range of 19 digits": byte_range(b"0 9223372036854775807 0 1"),
    "byte range of zeros": byte_range(b"0 0 0 0"),
    "contents that are no digits": hole(lambda length: b"zq" * (length // 2)),
    "contents of zeros": hole(lambda length: b"0" * length),
    "contents nested in themselves": hole(lambda length: (b"3080" * length)[:length]),
    "contents of an endless sequence": hole(lambda length: b"3084ffffffff".ljust(length, b"0")),
    "cut in the middle": lambda signed: signed[: len(signed) // 2],
    "cut in the signature": lambda signed: signed[
        : signed.index(b"/Contents <") + 99 if b"/Contents <" in signed else 99
    ],
    "8 MB after the end": lambda signed: signed + b"%%EOF\n" * (8 * 2**20 // 6),
    "signed twice over": lambda signed: signed + signed,
}
"""PDFs made of a signed one."""
