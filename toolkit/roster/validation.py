"""Every row of a sheet validated; all that is wrong is collected, good rows go on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pydantic import ValidationError

from toolkit.model import Matricule
from toolkit.roster.cells import Raw, is_blank, shown
from toolkit.roster.columns import Matched
from toolkit.roster.fields import Row
from toolkit.roster.layout import LAYOUTS, Form, Table
from toolkit.roster.preset import Preset
from toolkit.roster.problems import Place, RowProblem, SetApart, error, finding, row_list
from toolkit.roster.rows import BLAMED, ROWS
from toolkit.roster.sources import Grid, is_empty

_REMARKS = {
    "number_for_code": "cellules numériques : des zéros de tête ont pu disparaître ; "
    "mettez la colonne au format Texte ({rows}).",
    "date_as_text": "dates saisies comme du texte, lues jour/mois/année ({rows}).",
    "rounded": "nombres arrondis à l’unité ({rows}).",
    "formula_cell": "cellules calculées par une formule ; leur dernière valeur a été lue ({rows}).",
    "merged_cell": "cellules fusionnées ; la valeur affichée vaut pour chaque ligne ({rows}).",
    "foreign_row": "lignes sans aucune colonne connue (total, commentaire ?), non lues ({rows}).",
    "empty_rows": "lignes vides, ignorées ({rows}).",
}
_CSV_SILENT = frozenset({"date_as_text"})  # a CSV file has nothing but text


@dataclass(frozen=True, slots=True)
class ValidRow:
    """A row that stands on its own; whether its references hold is seen with the whole roster."""

    place: Place
    table: Table
    row: Row


@dataclass(slots=True)
class SheetReading:
    """What one sheet gave."""

    rows: list[ValidRow] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    set_apart: list[SetApart] = field(default_factory=list)


class _Remarks:
    """The context of validation: this roster's labels, and remarks gathered by column."""

    def __init__(self, preset: Preset) -> None:
        self.labels = preset.labels
        self.wordings = preset.wordings
        self.nearest = preset.nearest
        self.row = 0
        self.rows: dict[tuple[str, str], list[int]] = defaultdict(list)

    def note(self, name: str, code: str) -> None:
        """Keep a remark on the present row."""
        if self.row not in self.rows[name, code][-1:]:
            self.rows[name, code].append(self.row)


def validate(matched: Matched, preset: Preset) -> SheetReading:
    """Return the rows of a sheet and everything wrong with them."""
    reading = SheetReading()
    if matched.columns.missing:
        _refuse_sheet(matched, reading)
        return reading
    remarks = _Remarks(preset)
    for number, row in _data_rows(matched, remarks):
        remarks.row = number
        _read_row(matched, number, row, remarks, reading)
    reading.problems.extend(_told(matched, remarks))
    return reading


def _refuse_sheet(matched: Matched, reading: SheetReading) -> None:
    """Tell the missing columns, and set all rows apart: without a required column none can be read."""
    grid, columns = matched.grid, matched.columns
    near = {u.suggestion: u.heading for u in columns.unknown if u.suggestion}
    for heading in columns.missing:
        hint = f" La colonne « {near[heading]} » y ressemble." if heading in near else ""
        place = Place(grid.file, grid.sheet, columns.heading_row)
        reading.problems.append(
            error(place, "column_missing", f"la colonne « {heading} » manque.{hint}",
                  expected=f"un intitulé « {heading} », ou un jeu d’intitulés qui le nomme.")
        )  # fmt: skip
    for number, row in enumerate(grid.rows[matched.heading_row + 1 :], start=matched.heading_row + 2):
        if not is_empty(row):
            place = Place(grid.file, grid.sheet, number)
            reading.set_apart.append(SetApart(place, matched.table, "colonne obligatoire absente"))


def _data_rows(matched: Matched, remarks: _Remarks) -> Iterator[tuple[int, dict[str, Raw]]]:
    """Yield (row as Excel numbers it, cells by field) below the headings; empty rows are passed over."""
    grid, empty = matched.grid, []
    for i, cells in enumerate(grid.rows[matched.heading_row + 1 :], start=matched.heading_row + 1):
        if is_empty(cells):
            empty.append(i + 1)
            continue
        for number in empty:  # rows empty below the last full one are no gap
            remarks.row = number
            remarks.note("", "empty_rows")
        empty.clear()
        remarks.row = i + 1
        values = {name: _cell(grid, i, column, name, remarks) for name, column in matched.fields.items()}
        yield i + 1, {name: value for name, value in values.items() if not is_blank(value)}


def _cell(grid: Grid, row: int, column: int, name: str, remarks: _Remarks) -> Raw:
    """Return what a person sees in a cell: behind a vertical merge, the value that it shows."""
    shows = grid.merged.get((row, column))
    if shows is not None and shows[1] == column:
        row = shows[0]
        remarks.note(name, "merged_cell")
    cells = grid.rows[row]
    value = cells[column] if column < len(cells) else ""
    if (row, column) in grid.formulas.cells and (row, column) not in grid.formulas.failed:
        remarks.note(name, "formula_cell")
    return value


def _read_row(
    matched: Matched, number: int, values: Mapping[str, Raw], remarks: _Remarks, reading: SheetReading
) -> None:
    grid = matched.grid
    if not values:
        remarks.note("", "foreign_row")
        because = "aucune colonne connue n’y est remplie"
        reading.set_apart.append(SetApart(Place(grid.file, grid.sheet, number), matched.table, because))
        return
    whose = Matricule(shown(values.get("matricule", "")))
    problems = [*_failed_formulas(matched, number, whose)]
    try:
        row = ROWS[matched.table].model_validate(values, context=remarks)
    except ValidationError as failure:
        told = {problem.place.column for problem in problems}
        problems += [p for p in _refusals(matched, number, values, failure) if p.place.column not in told]
    place = Place(grid.file, grid.sheet, number)
    if problems:
        reading.problems.extend(problems)
        reading.set_apart.append(SetApart(place, matched.table, problems[0].message, _key(values)))
    else:
        reading.rows.append(ValidRow(place, matched.table, row))


def _key(values: Mapping[str, Raw]) -> str:
    """Return what names the person or the place of a row."""
    return shown(values.get("matricule", values.get("id", "")))


def _failed_formulas(matched: Matched, number: int, whose: Matricule) -> Iterator[RowProblem]:
    grid = matched.grid
    for name, column in matched.fields.items():
        if (number - 1, column) in grid.formulas.failed:
            yield error(
                Place(grid.file, grid.sheet, number, matched.headings[name]),
                "formula_failed",
                "la formule de cette cellule donne une erreur.",
                expected="une valeur saisie, ou une formule qui aboutit.",
                matricule=whose or None,
            )


def _refusals(
    matched: Matched, number: int, values: Mapping[str, Raw], failure: ValidationError
) -> Iterator[RowProblem]:
    grid, layout = matched.grid, LAYOUTS[matched.table]
    whose = Matricule(shown(values.get("matricule", ""))) or None
    for item in failure.errors(include_url=False):
        code = item["type"]
        name = str(item["loc"][0]) if item["loc"] else BLAMED.get(code, "")
        if name and name not in values and name not in matched.headings:
            name = next((n for n in (*_alternatives(name),) if n in matched.headings), name)
        heading = matched.headings.get(name, layout.column(name).heading if name else "")
        place = Place(grid.file, grid.sheet, number, heading)
        if code == "missing":
            yield error(place, "value_missing", "cette cellule est vide.",
                        expected=_what_is_expected(matched.table, name), matricule=whose)  # fmt: skip
        else:
            context = item.get("ctx", {})
            yield error(
                place,
                code,
                str(context.get("problem", item["msg"])),
                value=shown(values.get(name, "")),
                expected=str(context.get("expected", "")),
                matricule=whose,
            )


def _alternatives(name: str) -> tuple[str, ...]:
    return {"until": ("back_on",), "back_on": ("until",)}.get(name, ())


def _what_is_expected(table: Table, name: str) -> str:
    column = LAYOUTS[table].column(name)
    if column.form is Form.DAY:
        return f"une date, par exemple {column.example}."
    if column.choices:
        return f"{', '.join(column.choices)}."
    return f"par exemple {column.example}." if column.example else "une valeur."


def _told(matched: Matched, remarks: _Remarks) -> Iterator[RowProblem]:
    """Yield one finding for each remark on a column, whatever the number of rows."""
    grid = matched.grid
    for (name, code), rows in remarks.rows.items():
        if grid.text_only and code in _CSV_SILENT:
            continue
        lines = tuple(rows)
        place = Place(grid.file, grid.sheet, lines[0], matched.headings.get(name, ""))
        yield finding(place, code, _REMARKS[code].format(rows=row_list(lines)), rows=lines)
