"""Which table a sheet holds, where its headings stand, and which column means what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from toolkit.roster.cells import Raw, shown
from toolkit.roster.layout import LAYOUTS, Table
from toolkit.roster.preset import Preset
from toolkit.roster.sources import Grid
from toolkit.roster.wording import closest, folded, without_brackets

_SEARCHED_ROWS = 25
_GUESSED_MATCHES = 3


@dataclass(frozen=True, slots=True)
class UnknownColumn:
    """A heading that no wording recognises, and the nearest one known if any is near."""

    heading: str
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class SheetColumns:
    """What was understood of one sheet's headings.

    ``recognised`` pairs the heading of the file with ours; ``missing`` are required columns that were not
    found, ``absent`` optional ones; ``left_out`` headings known but not read; ``unknown`` the others.
    """

    file: str
    sheet: str
    table: Table
    heading_row: int
    recognised: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]
    absent: tuple[str, ...]
    left_out: tuple[str, ...]
    unknown: tuple[UnknownColumn, ...]


@dataclass(frozen=True, slots=True)
class Matched:
    """A sheet with its table and the place of each field."""

    grid: Grid
    table: Table
    heading_row: int
    fields: Mapping[str, int]
    headings: Mapping[str, str]
    columns: SheetColumns


def match(grid: Grid, preset: Preset) -> Matched | None:
    """Return what a sheet holds, or None when neither its name nor its headings tell."""
    table = _table_named(grid.title, preset)
    if table is None:
        if folded(grid.title) in preset.other_sheets:
            return None
        table = _table_guessed(grid, preset)
    return _matched(grid, table, preset) if table else None


def is_other_sheet(grid: Grid, preset: Preset) -> bool:
    """Tell whether a sheet is known to hold no table (a notice, lists of choices)."""
    return folded(grid.title) in preset.other_sheets


def _table_named(title: str, preset: Preset) -> Table | None:
    wanted = folded(title)
    exact = [t for t in Table if wanted in {folded(word) for word in preset.sheets.get(t, ())}]
    if exact:
        return exact[0]
    # "export_salaries_2026-10" names its table too, by the longest of our words that it holds
    held = [
        (len(folded(word)), t)
        for t in Table
        for word in preset.sheets.get(t, ())
        if len(folded(word)) > _GUESSED_MATCHES + 2 and folded(word) in wanted
    ]
    return max(held)[1] if held else None


def _table_guessed(grid: Grid, preset: Preset) -> Table | None:
    """Return the table whose required columns are all there and of which most columns are."""
    scores = []
    for table in Table:
        _, fields = _best_row(grid, table, preset)
        required = {column.field for column in LAYOUTS[table].required}
        if required <= set(fields) and len(fields) >= _GUESSED_MATCHES:
            scores.append((len(fields), table))
    scores.sort(reverse=True)
    clear = len(scores) == 1 or (len(scores) > 1 and scores[0][0] > scores[1][0])
    return scores[0][1] if clear else None


def _best_row(grid: Grid, table: Table, preset: Preset) -> tuple[int, dict[str, int]]:
    """Return the row of headings, the one that most wordings recognise, and the column of each field."""
    found = [(i, _fields(row, table, preset)) for i, row in enumerate(grid.rows[:_SEARCHED_ROWS])]
    return max(found, key=lambda pair: (len(pair[1]), -pair[0]), default=(0, {}))


def _fields(row: Sequence[Raw], table: Table, preset: Preset) -> dict[str, int]:
    """Return the column of each field; of several wordings present, the first in the preset wins."""
    places: dict[str, int] = {}
    for column, cell in enumerate(row):
        if isinstance(cell, str) and cell.strip():
            places.setdefault(folded(cell), column)
            places.setdefault(folded(without_brackets(cell)), column)
    fields: dict[str, int] = {}
    taken: set[int] = set()
    for name, words in preset.columns.get(table, {}).items():
        for word in words:
            column_found = places.get(folded(word))
            if column_found is not None and column_found not in taken:
                fields[name] = column_found
                taken.add(column_found)
                break
    return fields


def _matched(grid: Grid, table: Table, preset: Preset) -> Matched:
    row, fields = _best_row(grid, table, preset)
    cells = grid.rows[row] if grid.rows else ()
    headings = {name: " ".join(shown(cells[column]).split()) for name, column in fields.items()}
    return Matched(grid, table, row, fields, headings, _report(grid, table, row, fields, preset))


def _report(grid: Grid, table: Table, row: int, fields: Mapping[str, int], preset: Preset) -> SheetColumns:
    layout = LAYOUTS[table]
    cells = grid.rows[row] if grid.rows else ()
    others = [
        " ".join(shown(cell).split())
        for i, cell in enumerate(cells)
        if shown(cell) and i not in fields.values() and not (i == 0 and not fields)
    ]
    known = {folded(word): word for words in preset.columns[table].values() for word in words}
    wanted = [
        w for c in layout.columns if c.field not in fields for w in preset.columns[table].get(c.field, ())
    ]
    left_out = tuple(h for h in others if _is_left_out(h, known, preset))
    return SheetColumns(
        file=grid.file,
        sheet=grid.sheet,
        table=table,
        heading_row=row + 1,
        recognised=tuple(
            (" ".join(shown(cells[i]).split()), layout.column(name).heading)
            for name, i in sorted(fields.items(), key=lambda pair: pair[1])
        ),
        missing=tuple(c.heading for c in layout.required if c.field not in fields),
        absent=tuple(c.heading for c in layout.columns if not c.required and c.field not in fields),
        left_out=left_out,
        unknown=tuple(UnknownColumn(h, closest(h, wanted)) for h in others if h not in left_out),
    )


def _is_left_out(heading: str, known: Mapping[str, str], preset: Preset) -> bool:
    """Tell whether a heading is known and not read: not ours, or a second wording of a field."""
    names = folded(heading), folded(without_brackets(heading))
    return any(name in preset.left_out or name in known for name in names)
