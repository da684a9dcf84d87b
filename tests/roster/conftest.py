"""Small workbooks made on the spot, read by the reader under test."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path

import pytest
import xlsxwriter

Cell = str | int | float | bool | date | time | None
Sheets = Mapping[str, Sequence[Sequence[Cell]]]
Make = Callable[..., Path]


@pytest.fixture
def workbook(tmp_path: Path) -> Make:
    """Return a maker of workbooks: ``workbook({"Salariés": [headings, row, …]})``."""

    def make(sheets: Sheets, name: str = "effectif.xlsx") -> Path:
        path = tmp_path / name
        book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_numbers": False})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        hour = book.add_format({"num_format": "hh:mm"})
        for title, rows in sheets.items():
            sheet = book.add_worksheet(title)
            for r, row in enumerate(rows):
                for c, value in enumerate(row):
                    if isinstance(value, date | datetime):
                        sheet.write_datetime(r, c, value, day)
                    elif isinstance(value, time):
                        sheet.write_datetime(r, c, value, hour)
                    elif value is not None:
                        sheet.write(r, c, value)
        book.close()
        return path

    return make
