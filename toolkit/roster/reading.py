"""A roster read whole: what it holds, and everything that is wrong with it, told at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from toolkit.errors import RosterError
from toolkit.model import Employee, History, Manager, Matricule, Site
from toolkit.roster.assembly import Assembly
from toolkit.roster.columns import Matched, SheetColumns, is_other_sheet, match
from toolkit.roster.layout import Table
from toolkit.roster.preset import load_preset
from toolkit.roster.problems import Place, RowProblem, SetApart, Severity, finding
from toolkit.roster.references import Known
from toolkit.roster.sources import Grid, read_grids
from toolkit.roster.validation import SheetReading, validate

NOTHING_KNOWN = Known()


@dataclass(frozen=True, slots=True)
class RosterReading:
    """What files hold.

    ``histories`` has an entry for each employee who has a fact, known employees included; ``hiring_notices``
    the day each was informed on hiring. ``set_apart`` lists every row that is not in the values, with why.
    ``tables`` are those that the files hold: what is absent from another was not mentioned, not withdrawn.
    """

    sites: tuple[Site, ...] = ()
    managers: tuple[Manager, ...] = ()
    employees: tuple[Employee, ...] = ()
    histories: Mapping[Matricule, History] = field(default_factory=dict)
    hiring_notices: Mapping[Matricule, date] = field(default_factory=dict)
    problems: tuple[RowProblem, ...] = ()
    set_apart: tuple[SetApart, ...] = ()
    columns: tuple[SheetColumns, ...] = ()
    tables: frozenset[Table] = frozenset()

    @property
    def errors(self) -> tuple[RowProblem, ...]:
        """The problems that keep rows out."""
        return tuple(p for p in self.problems if p.severity is Severity.ERROR)

    @property
    def findings(self) -> tuple[RowProblem, ...]:
        """The problems that keep nothing out."""
        return tuple(p for p in self.problems if p.severity is Severity.FINDING)


def read_roster(
    paths: Sequence[Path], *, preset: str | Path | None = None, known: Known = NOTHING_KNOWN
) -> RosterReading:
    """Return what workbooks, CSV files or folders of them hold, with all that is wrong.

    Args:
        paths: Files or folders; the name of a CSV file tells its table, as that of a sheet does.
        preset: A shipped set of headings (``paie``, ``sirh``) or a YAML file; the default set always
            serves too.
        known: Whom and what an earlier import brought, for files that hold only some tables.

    Raises:
        RosterError: a file that cannot be read at all, a set of headings that does not exist, or files that
            hold no table.
    """
    words = load_preset(preset)
    problems: list[RowProblem] = []
    sheets: list[tuple[Matched, SheetReading]] = []
    for grid in read_grids(paths):
        matched = match(grid, words)
        if matched is not None:
            sheets.append((matched, validate(matched, words)))
        elif any(grid.rows) and not is_other_sheet(grid, words):
            problems.append(_ignored(grid))
    if not sheets:
        raise RosterError(
            "aucune table reconnue : ni le nom des feuilles ni leurs intitulés ne sont connus.",
            about=", ".join(str(path) for path in paths),
            next_step="Partez du classeur que donne « entretiens roster template », ou choisissez un jeu "
            "d’intitulés avec --preset.",
        )
    return _assembled(sheets, problems, known)


def _ignored(grid: Grid) -> RowProblem:
    return finding(
        Place(grid.file, grid.sheet),
        "sheet_ignored",
        "cette feuille n’est pas une table connue ; elle n’est pas lue.",
    )


def _assembled(
    sheets: Sequence[tuple[Matched, SheetReading]], problems: list[RowProblem], known: Known
) -> RosterReading:
    assembly = Assembly(known)
    for matched, reading in sheets:
        problems.extend(_resembling(matched))
        assembly.add(matched, reading)
    assembly.settle()
    problems.extend(assembly.problems)
    return RosterReading(
        sites=tuple(assembly.sites.values()),
        managers=tuple(assembly.managers.values()),
        employees=tuple(assembly.employees.values()),
        histories=assembly.histories(),
        hiring_notices=assembly.hiring_notices,
        problems=_in_reading_order(problems, [matched for matched, _ in sheets]),
        set_apart=tuple(assembly.set_apart),
        columns=tuple(matched.columns for matched, _ in sheets),
        tables=frozenset(matched.table for matched, _ in sheets),
    )


def _resembling(matched: Matched) -> list[RowProblem]:
    """Return a finding for each heading that is not read although it looks like one of ours."""
    columns = matched.columns
    return [
        finding(
            Place(columns.file, columns.sheet, columns.heading_row, unknown.heading),
            "column_unknown",
            f"cette colonne n’est pas reconnue ; s’agit-il de « {unknown.suggestion} » ?",
        )
        for unknown in columns.unknown
        if unknown.suggestion
    ]


def _in_reading_order(problems: Iterable[RowProblem], sheets: Iterable[Matched]) -> tuple[RowProblem, ...]:
    """Return errors first, then findings, each as one reads the files."""
    rank = {(matched.grid.file, matched.grid.sheet): i for i, matched in enumerate(sheets)}

    def order(problem: RowProblem) -> tuple[bool, int, int]:
        place = problem.place
        return (
            problem.severity is not Severity.ERROR,
            rank.get((place.file, place.sheet), len(rank)),
            place.row or 0,
        )

    return tuple(sorted(problems, key=order))
