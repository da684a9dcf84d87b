"""The facts of a PDF that the fast engine wrote, set by its bytes: a reader of PDF takes five times as long.

That engine writes a file in one way: plain objects in order, what describes the document last, a table of
places. What is set is what :func:`toolkit.documents.pdfa.normalised` sets; the small objects are then pressed
into one (ISO 32000-1, 7.5.7 and 7.5.8). A file written in any other way is left to that function.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime

from toolkit.digest import sha256
from toolkit.documents.pdfa import PRODUCER, xmp_packet

_ENTRY = 20
_PLACES = re.compile(rb"xref\n0 (\d+)\n")
_ENDING = re.compile(rb"trailer\n<</Size \d+/Root (\d+) 0 R/Info (\d+) 0 R\W")
_METADATA = re.compile(rb"/Metadata (\d+) 0 R")
_DESTINATION = re.compile(rb"/Dest (\d+) 0 R>>\Z")
_LANGUAGE = re.compile(r"[A-Za-z0-9-]+")
# What the engine says of each document, and what is said instead.
_CATALOGUE = (
    (re.compile(rb"/Lang\([A-Za-z0-9-]+\)"), b"/Lang(%s)"),
    (re.compile(rb"/MarkInfo<</Marked true/Suspects false>>"), b"/MarkInfo<</Marked true>>"),
    (re.compile(rb"/ViewerPreferences<<[^<>]*>>"), b"/ViewerPreferences<</DisplayDocTitle true>>"),
)
_ACTIONS = (b"/OpenAction", b"/AA")
_LEVEL = 6


def restated(
    pdf: bytes, *, title: str, language: str, author: str = "", made_at: datetime | None = None
) -> bytes | None:
    """Return ``pdf`` with its language, title and dates set; None when it is not written as it should be.

    Args:
        pdf: What the fast engine drew.
        title: Title of the document.
        language: BCP 47 tag of the text.
        author: The employer.
        made_at: Aware instant of the document; without it no date is written.
    """
    start = pdf.rfind(b"startxref")
    at = _number(pdf[start + 10 : -6]) if start > 0 else 0
    places, ending = _PLACES.match(pdf, at), _ENDING.search(pdf, at)
    if places is None or ending is None or not _LANGUAGE.fullmatch(language):
        return None
    objects = _objects(pdf, places.end(), int(places[1]), at)
    root, info = int(ending[1]), int(ending[2])
    catalogue = _restated_catalogue(objects.get(root, b""), language)
    described = _METADATA.search(catalogue)
    if described is None or info not in objects:
        return None
    packet = xmp_packet(title, language, author, made_at).encode()
    objects[root], objects[info] = catalogue, _info(title, author, made_at)
    objects[int(described[1])] = b"<</Type/Metadata/Subtype/XML/Length %d>>\nstream\n%b\nendstream" % (
        len(packet),
        packet,
    )
    if not _inline_destinations(objects):
        return None
    return _assembled(pdf[: pdf.find(b"1 0 obj")], objects, root, info)


def _objects(pdf: bytes, at: int, count: int, end: int) -> dict[int, bytes]:
    """Return what stands between « obj » and « endobj », by number; nothing when a place is not as told."""
    places = sorted((_number(pdf[at + _ENTRY * n : at + _ENTRY * n + 10]), n) for n in range(1, count))
    ends = [place for place, _ in places[1:]] + [end]
    found = {}
    for (place, number), until in zip(places, ends, strict=True):
        head = b"%d 0 obj\n" % number
        whole = pdf[place:until].rstrip()
        if not whole.startswith(head) or not whole.endswith(b"\nendobj"):
            return {}
        found[number] = whole[len(head) : -7]
    return found


def _restated_catalogue(catalogue: bytes, language: str) -> bytes:
    """Return the catalogue with what is ours, nothing when it holds something unknown."""
    if any(action in catalogue for action in _ACTIONS):
        return b""
    for known, instead in _CATALOGUE:
        new = instead % language.encode() if b"%s" in instead else instead
        catalogue, times = known.subn(new, catalogue)
        if times != 1:
            return b""
    return catalogue


def _inline_destinations(objects: dict[int, bytes]) -> bool:
    """Write the place that each bookmark leads to inside it: the checker knows no other way to write it.

    False where words of the document could be taken for such a place.
    """
    for number, content in objects.items():
        if b"/Dest " not in content or content.endswith(b"endstream"):
            continue
        found = _DESTINATION.search(content)
        place = objects.get(int(found[1])) if found is not None else None
        if found is None or place is None:
            return False
        objects[number] = b"%b/Dest%b>>" % (content[: found.start()], place)
    return True


def _assembled(header: bytes, objects: Mapping[int, bytes], root: int, info: int) -> bytes:
    """Return a file whose small objects are pressed into one; its identity is made from its content."""
    out: list[bytes] = [header]
    small: list[tuple[int, bytes]] = []
    kinds: dict[int, tuple[int, int, int]] = {0: (0, 0, 65535)}
    at, pressed = len(header), max(objects) + 1
    for number, content in objects.items():
        if not content.endswith(b"endstream"):
            kinds[number] = (2, pressed, len(small))
            small.append((number, content))
            continue
        kinds[number] = (1, at, 0)
        out.append(b"%d 0 obj\n%b\nendobj\n" % (number, content))
        at += len(out[-1])
    kinds[pressed] = (1, at, 0)
    out.append(b"%d 0 obj\n%b\nendobj\n" % (pressed, _pressed(small)))
    at += len(out[-1])
    kinds[pressed + 1] = (1, at, 0)
    identity = sha256(b"".join(out))[:32].encode()
    table = zlib.compress(
        b"".join(
            bytes((kind,)) + place.to_bytes(4, "big") + rank.to_bytes(2, "big")
            for kind, place, rank in (kinds.get(number, kinds[0]) for number in range(pressed + 2))
        ),
        _LEVEL,
    )
    out.append(
        b"%d 0 obj\n<</Type/XRef/Size %d/W[1 4 2]/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]/Filter/FlateDecode"
        b"/Length %d>>\nstream\n%b\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n"
        % (pressed + 1, pressed + 2, root, info, identity, identity, len(table), table, at)
    )
    return b"".join(out)


def _pressed(small: list[tuple[int, bytes]]) -> bytes:
    heads, at = [], 0
    for number, content in small:
        heads.append(f"{number} {at}")
        at += len(content) + 1
    head = " ".join(heads).encode() + b"\n"
    data = zlib.compress(head + b"\n".join(content for _, content in small), _LEVEL)
    return b"<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream" % (
        len(small),
        len(head),
        len(data),
        data,
    )


def _info(title: str, author: str, made_at: datetime | None) -> bytes:
    facts = {"Title": title, "Producer": PRODUCER, "Creator": PRODUCER}
    if author:
        facts["Author"] = author
    if made_at is not None:
        facts["CreationDate"] = facts["ModDate"] = made_at.astimezone(UTC).strftime("D:%Y%m%d%H%M%SZ")
    return b"<<%b>>" % "".join(f"/{name}{_string(text)}" for name, text in facts.items()).encode()


def _string(text: str) -> str:
    """Return a text as hexadecimal (ISO 32000-1, 7.3.4.3 and 7.9.2.2)."""
    coded = (
        text.encode("ascii")
        if text.isascii() and text.isprintable()
        else b"\xfe\xff" + text.encode("utf-16-be")
    )
    return f"<{coded.hex()}>"


def _number(text: bytes) -> int:
    return int(text) if text.strip().isdigit() else 0
