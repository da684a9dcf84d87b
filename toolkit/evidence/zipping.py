"""Whether a ZIP archive is read alike by every program: nothing in it but its files, one after the other.

A ZIP is found by its end. Bytes before, between or after its entries may be a second archive, which another
program finds instead: what was verified here would not be what is read there.
"""

from __future__ import annotations

import struct
import zipfile
from typing import IO

_HEADER = struct.Struct("<4s22xHH")
_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR_SIZE = 20
_SEVERAL = (
    "l’archive contient des octets qui ne sont à aucun de ses fichiers : "
    "un autre programme peut y lire autre chose."
)
_DESCRIPTOR = 0x08
_DESCRIPTOR_SIZES = frozenset({12, 16, 20, 24})
_NONE = frozenset({0})


def ambiguity(archive: zipfile.ZipFile) -> str:
    """Return in French why programs may disagree on what ``archive`` holds; empty where they cannot."""
    file = archive.fp
    assert file is not None  # noqa: S101 - an open archive has its file
    try:
        plain = _directory_ends(archive, file) and _entries_touch(archive, file)
    except (OSError, struct.error):
        plain = False
    return "" if plain else _SEVERAL


def _entries_touch(archive: zipfile.ZipFile, file: IO[bytes]) -> bool:
    """Tell whether the entries follow one another from the first byte up to the directory."""
    at, gaps = 0, _NONE
    for entry in sorted(archive.infolist(), key=lambda each: each.header_offset):
        if entry.header_offset - at not in gaps:
            return False
        file.seek(entry.header_offset)
        signature, name, extra = _HEADER.unpack(file.read(_HEADER.size))
        if signature != b"PK\x03\x04":
            return False
        at = entry.header_offset + _HEADER.size + name + extra + entry.compress_size
        gaps = _DESCRIPTOR_SIZES if entry.flag_bits & _DESCRIPTOR else _NONE
    return archive.start_dir - at in gaps


def _directory_ends(archive: zipfile.ZipFile, file: IO[bytes]) -> bool:
    """Tell whether the file ends with the directory that was read, and no comment."""
    size = file.seek(0, 2)
    file.seek(max(0, size - _END.size))
    *_, entries, length, offset, comment = _END.unpack(file.read(_END.size))
    end = size - _END.size
    if entries == 2**16 - 1 or 2**32 - 1 in (length, offset):
        end -= _LOCATOR_SIZE + _END64.size
        file.seek(max(0, end))
        *_, length, _ = _END64.unpack(file.read(_END64.size))
    return bool(comment == 0 and archive.start_dir + length == end)
