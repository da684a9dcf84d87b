"""How our workbooks look: one place for fonts, header, widths and formats, and for reproducible bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

from toolkit.errors import RosterError
from toolkit.roster.layout import Form

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

Value: TypeAlias = str | int | float | bool | date | datetime | time | None
"""What a cell may hold; an aware datetime is written as it reads, without its zone."""

MADE = datetime(2026, 1, 1, tzinfo=UTC)
"""Creation date written in every workbook: the same content gives the same bytes."""

DAY_FORMAT, HOUR_FORMAT, MOMENT_FORMAT = "dd/mm/yyyy", "hh:mm", "dd/mm/yyyy hh:mm"
TEXT_FORMAT = 49
"""Number of the built-in format "Text" (ISO/IEC 29500-1, 18.8.30): leading zeros stay."""
FORMATS = MappingProxyType({Form.DAY: DAY_FORMAT, Form.CODE: TEXT_FORMAT, Form.SHARE: "0.0 %"})
_FONT = MappingProxyType({"font_name": "Calibri", "font_size": 11, "valign": "top"})
_HEADER = MappingProxyType(
    {"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F4E79", "text_wrap": True, "valign": "vcenter",
     "border": 1, "border_color": "#FFFFFF"}
)  # fmt: skip
_OPTIONAL_HEADER = MappingProxyType({**_HEADER, "font_color": "#1F3550", "bg_color": "#DCE6F1"})
_SHEET_NAME = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_LONGEST_SHEET_NAME, _NARROWEST, _WIDEST = 31, 9, 60


class Book:
    """A workbook being written, with its formats made once each."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def style(self, **properties: object) -> Any:  # noqa: ANN401 - the library is not typed
        """Return the format with these properties over the house's font."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format({**_FONT, **properties})
        return self._formats[key]

    @property
    def header(self) -> Any:  # noqa: ANN401 - same
        """The look of headings."""
        return self.style(**_HEADER)

    @property
    def optional_header(self) -> Any:  # noqa: ANN401 - same
        """The look of headings that a person may leave out."""
        return self.style(**_OPTIONAL_HEADER)

    def sheet(self, name: str, headings: Sequence[str], *, landscape: bool = True) -> Worksheet:
        """Return a new sheet with its headings, frozen and repeated on each printed page."""
        sheet = self.book.add_worksheet(sheet_name(name))
        sheet.set_row(0, 32)
        for column, heading in enumerate(headings):
            sheet.write_string(0, column, heading, self.header)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer("&L&A&R&P / &N")
        if landscape:
            sheet.set_landscape()
        return sheet

    def write(self, sheet: Worksheet, row: int, column: int, value: Value, **properties: object) -> None:
        """Write one cell by its type; text is never taken for a formula or an address."""
        if value is None or value == "":
            sheet.write_blank(row, column, None, self.style(**properties))
        elif isinstance(value, bool):
            sheet.write_string(row, column, "Oui" if value else "Non", self.style(**properties))
        elif isinstance(value, date | time):
            plain = value.replace(tzinfo=None) if isinstance(value, datetime | time) else value
            look = {"num_format": _moment_format(value), "align": "left", **properties}
            sheet.write_datetime(row, column, plain, self.style(**look))
        elif isinstance(value, int | float):
            sheet.write_number(row, column, value, self.style(**properties))
        else:
            wrap = {"text_wrap": True} if "\n" in value else {}
            sheet.write_string(row, column, value, self.style(**wrap, **properties))


def _moment_format(value: date | time) -> str:
    if isinstance(value, time):
        return HOUR_FORMAT
    return MOMENT_FORMAT if isinstance(value, datetime) else DAY_FORMAT


@contextmanager
def new_book(path: Path, title: str) -> Iterator[Book]:
    """Open a workbook to be written at ``path`` on leaving; its bytes depend on its content alone.

    Raises:
        RosterError: the file cannot be written, as when Excel holds it open.
    """
    import xlsxwriter  # noqa: PLC0415 - start-up time of the command
    from xlsxwriter.exceptions import XlsxWriterException  # noqa: PLC0415 - same

    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(str(path), {**options, "strings_to_numbers": False})
    book.set_properties({"title": title, "created": MADE.replace(tzinfo=None), "language": "fr-FR"})
    book.set_size(2400, 1400)
    yield Book(book)
    try:
        book.close()
    except (OSError, XlsxWriterException) as error:
        raise RosterError(
            "ce classeur ne peut pas être écrit.",
            about=str(path),
            next_step="Fermez-le s’il est ouvert dans un tableur, et vérifiez les droits du dossier.",
        ) from error


def sheet_name(title: str) -> str:
    """Return a title that Excel accepts as the name of a sheet."""
    return title.translate(_SHEET_NAME).strip("' ")[:_LONGEST_SHEET_NAME] or "Feuille"


def width(heading: str, values: Iterable[Value]) -> int:
    """Return a column's width in characters, for its values whole and its heading on two lines."""
    longest = max((_length(value) for value in values), default=0)
    words = max((len(word) for word in heading.split()), default=0)
    wanted = max(longest + 2, words + 3, len(heading) * 2 // 3 + 2)
    return min(max(wanted, _NARROWEST), _WIDEST)


def _length(value: Value) -> int:
    if isinstance(value, datetime):
        return 16
    if isinstance(value, date):
        return 10
    return max(map(len, str(value).splitlines()), default=0) if value is not None else 0
