"""Tables to keep or to send: a workbook that opens well, or a CSV file that Excel in France reads."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from pathlib import Path

from toolkit.errors import RosterError, disk_words
from toolkit.roster.workbook import Value, new_book, width

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_table(path: Path, title: str, headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    """Write one table as a workbook: dates as dates, headings frozen, filters set, widths fit.

    Raises:
        RosterError: the file cannot be written.
    """
    lines = [tuple(row) for row in rows]
    with new_book(path, title) as book:
        sheet = book.sheet(title, headings)
        for number, line in enumerate(lines, start=1):
            for column, value in enumerate(line):
                book.write(sheet, number, column, value)
        for column, heading in enumerate(headings):
            values = [line[column] for line in lines if column < len(line)]
            sheet.set_column(column, column, width(heading, values))
        sheet.autofilter(0, 0, max(len(lines), 1), max(len(headings) - 1, 0))


def write_csv(path: Path, headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    """Write one table as CSV for French spreadsheets: ``;``, UTF-8 with its mark, dates day first.

    Text that a spreadsheet would take for a formula is guarded by an apostrophe, which our reader takes away.

    Raises:
        RosterError: the file cannot be written.
    """
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
            writer.writerow(headings)
            writer.writerows([[_plain(value) for value in row] for row in rows])
    except OSError as error:
        raise RosterError(
            f"ce fichier ne peut pas être écrit ({disk_words(error)}).",
            about=str(path),
            next_step="Fermez-le s’il est ouvert dans un tableur, et vérifiez les droits du dossier.",
        ) from error


def _plain(value: Value) -> str:  # noqa: PLR0911 - one line for each type of value
    match value:
        case None:
            return ""
        case bool():
            return "Oui" if value else "Non"
        case datetime():
            return value.strftime("%d/%m/%Y %H:%M")
        case date():
            return value.strftime("%d/%m/%Y")
        case time():
            return value.strftime("%H:%M")
        case float():
            return str(value).replace(".", ",")
        case int():
            return str(value)
        case _:
            return f"'{value}" if value.startswith(_STARTS_A_FORMULA) else value
