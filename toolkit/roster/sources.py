"""Workbooks and CSV files as grids of cells, with row numbers as the person sees them.

What a file cannot tell by its values alone (merged cells, formulas, values that a formula failed to give) is
kept beside the grid.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from toolkit.errors import RosterError, disk_words
from toolkit.roster.cells import Raw, is_blank
from toolkit.roster.formulas import NO_FORMULAS, Formulas, formulas_of

WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
CSV_FILES = frozenset({".csv", ".txt", ".tsv"})
_FORMULA_TEXT = re.compile(r'="([^"]*)"')
_GUARDED = re.compile(r"'[=+\-@\t\r]")
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet as a list of rows; row ``i`` is row ``i + 1`` of the sheet.

    ``title`` names the sheet, or the file for CSV. ``merged`` gives, for each cell hidden by a merge, the
    cell that shows (row and column from 0). ``text_only`` tells that the format has no types (CSV).
    """

    file: str
    sheet: str
    title: str
    rows: Sequence[Sequence[Raw]]
    merged: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    formulas: Formulas = NO_FORMULAS
    text_only: bool = False


def read_grids(paths: Sequence[Path]) -> Iterator[Grid]:
    """Yield every sheet of every file; a folder stands for the files in it.

    Raises:
        RosterError: a path does not exist, or a file cannot be read at all.
    """
    for path in _files(paths):
        yield from _csv_grid(path) if path.suffix.casefold() in CSV_FILES else _workbook_grids(path)


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            inside = [p for p in sorted(path.iterdir()) if _is_roster_file(p)]
            if not inside:
                raise RosterError(
                    "ce dossier ne contient aucun classeur ni fichier CSV.",
                    about=str(path),
                    next_step="Indiquez le dossier qui contient vos fichiers .xlsx ou .csv.",
                )
            yield from inside
        elif not path.is_file():
            raise RosterError(
                "fichier introuvable.", about=str(path), next_step="Vérifiez son nom et son dossier."
            )
        elif path.suffix.casefold() in WORKBOOKS | CSV_FILES:
            yield path
        else:
            raise RosterError(
                f"l’extension « {path.suffix} » n’est pas celle d’un classeur.",
                about=str(path),
                next_step="Enregistrez le fichier au format .xlsx ou .csv.",
            )


def _is_roster_file(path: Path) -> bool:
    hidden = path.name.startswith((".", "~$"))  # "~$" is the lock that Excel leaves beside an open workbook
    return path.is_file() and not hidden and path.suffix.casefold() in WORKBOOKS | CSV_FILES


def _workbook_grids(path: Path) -> Iterator[Grid]:
    from python_calamine import CalamineError, PasswordError, SheetTypeEnum, load_workbook  # noqa: PLC0415 - start-up

    try:
        workbook = load_workbook(path)
        formulas = formulas_of(path)
        for metadata in workbook.sheets_metadata:
            if metadata.typ is not SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_name(metadata.name)
            yield Grid(
                file=path.name,
                sheet=metadata.name,
                title=metadata.name,
                rows=sheet.to_python(skip_empty_area=False),
                merged=_merged(sheet.merged_cell_ranges or ()),
                formulas=formulas.get(metadata.name, NO_FORMULAS),
            )
    except PasswordError as error:
        raise RosterError(
            "ce classeur est protégé par un mot de passe.",
            about=str(path),
            next_step="Ouvrez-le et enregistrez-en une copie sans mot de passe.",
        ) from error
    except (CalamineError, OSError) as error:
        raise RosterError(
            f"ce classeur ne peut pas être lu ({error}).",
            about=str(path),
            next_step="Ouvrez-le dans Excel ou LibreOffice, puis enregistrez-le à nouveau au format .xlsx.",
        ) from error


def _merged(
    ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]],
) -> dict[tuple[int, int], tuple[int, int]]:
    """Return, for each hidden cell, the cell that shows; very large merges are decoration and left alone."""
    most = 10_000
    return {
        (row, column): (top, left)
        for (top, left), (bottom, right) in ranges
        if (bottom - top + 1) * (right - left + 1) <= most
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
        if (row, column) != (top, left)
    }


def _csv_grid(path: Path) -> Iterator[Grid]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise RosterError(f"fichier illisible ({disk_words(error)}).", about=str(path)) from error
    decoded = _decoded(content, path)
    reader = csv.reader(io.StringIO(decoded, newline=""), delimiter=_delimiter(decoded))
    try:
        rows = [[_csv_cell(cell) for cell in row] for row in reader]
    except csv.Error as error:
        raise RosterError(
            f"ce fichier CSV ne peut pas être lu ({error}).",
            about=f"{path}, ligne {reader.line_num}",
            next_step="Vérifiez les guillemets de cette ligne.",
        ) from error
    yield Grid(file=path.name, sheet="", title=path.stem, rows=rows, text_only=True)


def _decoded(content: bytes, path: Path) -> str:
    """Return the text of a CSV file: marked Unicode, else UTF-8, else the code page of Windows in France."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _decoded_as(content, encoding, path)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _decoded_as(content, "cp1252", path)


def _decoded_as(content: bytes, encoding: str, path: Path) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise RosterError(
            "l’encodage de ce fichier n’est ni UTF-8 ni celui de Windows.",
            about=str(path),
            next_step="Enregistrez-le au format « CSV UTF-8 (délimité par des points-virgules) ».",
        ) from error


def _delimiter(decoded: str) -> str:
    """Return the separator of the first line that has one; ``;`` when in doubt."""
    for row in decoded.splitlines()[:20]:
        best = max(";\t,", key=row.count)
        if row.count(best):
            return best
    return ";"


def _csv_cell(cell: str) -> str:
    """Return the text behind ``="0012"`` and behind the apostrophe that guards against formulas."""
    if found := _FORMULA_TEXT.fullmatch(cell):
        return found[1]
    return cell[1:] if _GUARDED.match(cell) else cell


def is_empty(row: Sequence[Raw]) -> bool:
    """Tell whether a row shows nothing."""
    return all(is_blank(cell) for cell in row)
