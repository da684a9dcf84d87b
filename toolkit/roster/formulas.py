"""Which cells of a workbook hold a formula or an error value: values alone do not tell.

Read from the sheet's XML (ISO/IEC 29500-1, 18.3.1.4 and 18.3.1.40), only when the sheet holds any.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from toolkit.errors import RosterError

MOST_BYTES = 1 << 29
"""Largest sheet read, unpacked: half a gigabyte holds a million rows."""

_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(rb"<Relationship\b[^>]*>")
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*[^/>])>(.*?)</(?:\w+:)?c>", re.DOTALL)
_HAS_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')


@dataclass(frozen=True, slots=True)
class Formulas:
    """Cells, as (row, column) from 0, that hold a formula; and those that show ``#N/A`` or its like."""

    cells: frozenset[tuple[int, int]] = frozenset()
    failed: frozenset[tuple[int, int]] = frozenset()


NO_FORMULAS = Formulas()


def formulas_of(path: Path) -> Mapping[str, Formulas]:
    """Return the formulas of each sheet of an ``.xlsx`` workbook, by sheet; nothing for other formats.

    Raises:
        RosterError: a sheet is too large once unpacked.
    """
    if not zipfile.is_zipfile(path):
        return {}
    try:
        with zipfile.ZipFile(path) as package:
            return {name: _in_sheet(_part(package, part, path)) for name, part in _parts(package, path)}
    except (KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return {}  # not the layout of an .xlsx; the reader of cells has its own word about it


def _part(package: zipfile.ZipFile, name: str, path: Path) -> bytes:
    if package.getinfo(name).file_size > MOST_BYTES:
        raise RosterError(
            "une feuille de ce classeur est démesurée.",
            about=str(path),
            next_step="Copiez les seules lignes utiles dans un nouveau classeur.",
        )
    return package.read(name)


def _parts(package: zipfile.ZipFile, path: Path) -> list[tuple[str, str]]:
    """Return (sheet name, part name) for each sheet."""
    targets = {
        _attribute(tag, b"Id"): _attribute(tag, b"Target")
        for tag in _RELATION.findall(_part(package, "xl/_rels/workbook.xml.rels", path))
    }
    found = []
    for tag in _SHEET.findall(_part(package, "xl/workbook.xml", path)):
        target = targets.get(_attribute(tag, rb"(?:\w+:)id"), "")
        if "worksheets/" in target:
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            found.append((unescape(_attribute(tag, b"name")), part))
    return found


def _attribute(tag: bytes, name: bytes) -> str:
    found = re.search(rb"\s" + name + rb'="([^"]*)"', tag)
    return found[1].decode() if found else ""


def _in_sheet(content: bytes) -> Formulas:
    if not _HAS_FORMULA.search(content) and b't="e"' not in content:
        return NO_FORMULAS
    cells, failed = set(), set()
    for attributes, inside in _CELL.findall(content):
        is_formula, is_error = bool(_HAS_FORMULA.search(inside)), b't="e"' in attributes
        if (is_formula or is_error) and (reference := _REFERENCE.search(b" " + attributes)):
            place = int(reference[2]) - 1, _column_number(reference[1].decode())
            cells.add(place)
            if is_error:
                failed.add(place)
    return Formulas(frozenset(cells), frozenset(failed))


def _column_number(letters: str) -> int:
    """Return 0 for A, 26 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
