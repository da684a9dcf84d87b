"""What is wrong in a workbook, told row by row as the person sees it in Excel.

An *error* keeps its row out of the reading; a *finding* is worth knowing but keeps nothing out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from toolkit.french import NBSP
from toolkit.model import Matricule
from toolkit.roster.layout import Table


class Severity(StrEnum):
    """What a problem does to its row."""

    ERROR = "error"
    FINDING = "finding"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: file, sheet (empty for CSV), row as Excel numbers it, heading as written."""

    file: str
    sheet: str = ""
    row: int | None = None
    column: str = ""

    def __str__(self) -> str:
        """Return ``effectif.xlsx, feuille « Absences », ligne 12, colonne « Fin »``."""
        parts = [self.file]
        if self.sheet:
            parts.append(f"feuille « {self.sheet} »")
        if self.row is not None:
            parts.append(f"ligne {self.row}")
        if self.column:
            parts.append(f"colonne « {self.column} »")
        return spaced(", ".join(parts))


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One thing to put right or to know.

    ``value`` is what the cell holds, as text; ``message`` one French sentence that says what is wrong;
    ``expected`` what should stand there; ``rows`` all rows concerned when one problem speaks of several.
    """

    place: Place
    severity: Severity
    code: str
    message: str
    value: str = ""
    expected: str = ""
    matricule: Matricule | None = None
    rows: tuple[int, ...] = ()

    def __str__(self) -> str:
        """Return the whole problem on one line, in French."""
        value = f"« {self.value} », " if self.value else ""
        expected = f" Attendu : {self.expected}" if self.expected else ""
        return spaced(f"{self.place} : {value}{self.message}{expected}")


@dataclass(frozen=True, slots=True)
class SetApart:
    """A row that was read but is kept out, so that nothing is lost without a word.

    ``key`` is the matricule or the site's code that it bears, empty when it bears none.
    """

    place: Place
    table: Table
    because: str
    key: str = ""


def error(
    place: Place,
    code: str,
    message: str,
    *,
    value: str = "",
    expected: str = "",
    matricule: Matricule | None = None,
) -> RowProblem:
    """Return a problem that keeps its row out."""
    return RowProblem(place, Severity.ERROR, code, spaced(message), value, spaced(expected), matricule)


def finding(
    place: Place,
    code: str,
    message: str,
    *,
    value: str = "",
    matricule: Matricule | None = None,
    rows: tuple[int, ...] = (),
) -> RowProblem:
    """Return a problem that keeps nothing out."""
    return RowProblem(
        place, Severity.FINDING, code, spaced(message), value, matricule=matricule, rows=rows or ()
    )


def spaced(text: str) -> str:
    """Return ``text`` with the no-break spaces that French sets around ``« »`` and before ``: ; ? !``."""
    return re.sub(r" (?=[:;?!»])|(?<=«) ", NBSP, text)


def row_list(rows: tuple[int, ...], most: int = 8) -> str:
    """Return ``ligne 5``, ``lignes 5, 8 et 9`` or ``lignes 5, 8, 9… (31 en tout)``."""
    if len(rows) == 1:
        return f"ligne {rows[0]}"
    if len(rows) <= most:
        return f"lignes {', '.join(map(str, rows[:-1]))} et {rows[-1]}"
    return f"lignes {', '.join(map(str, rows[:most]))}… ({len(rows)} en tout)"
