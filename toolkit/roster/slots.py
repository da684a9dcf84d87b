"""The workbook of proposed slots: written for a person to change, read back as that person typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

from toolkit.model import CaseId, Matricule
from toolkit.roster.problems import spaced
from toolkit.roster.workbook import DAY_FORMAT, HOUR_FORMAT, TEXT_FORMAT, Value, new_book, width

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

SHEET = "Créneaux"
HEADINGS = (
    "Dossier", "Matricule", "Nom", "Prénom", "Nature", "Échéance", "Responsable", "Établissement",
    "Date", "Heure", "Durée (min)", "Lieu", "Lien vidéo", "À convoquer", "Remarque",
)  # fmt: skip
GIVEN = 8
"""How many columns, from the left, are given; the others are the person's to change."""

_GIVEN_LOOK = {"bg_color": "#EDEDED", "font_color": "#444444", "border": 1, "border_color": "#D9D9D9"}
_LATE_LOOK = {**_GIVEN_LOOK, "font_color": "#B00020", "bold": True}
_OPEN_LOOK = {"border": 1, "border_color": "#D9D9D9"}
_WRAPPED = ("Nature", "Lieu", "Remarque")
_WRAPPED_WIDTH, _LINE_HEIGHT = 36, 15  # characters, points
_NOTICE = (
    "Les colonnes grises identifient le dossier : ne les modifiez pas. Changez les autres, enregistrez, puis "
    "relancez la commande. « Non » dans « À convoquer » laisse le dossier pour une autre fois."
)


@dataclass(frozen=True, slots=True)
class SlotRow:
    """One line: a case, and when and where its meeting is proposed.

    ``on`` and ``at`` are local to the site. ``kind`` and ``site`` are labels for people; ``manager`` a name;
    ``summon`` tells whether to summon now; ``late`` only colours the due date; ``line`` is the row it was
    read from, as a spreadsheet numbers it.
    """

    case: CaseId
    matricule: Matricule
    surname: str
    given_name: str
    kind: str
    due: date | None = None
    manager: str = ""
    site: str = ""
    on: date | None = None
    at: time | None = None
    minutes: int = 60
    place: str = ""
    video_link: str = ""
    summon: bool = True
    remark: str = ""
    late: bool = False
    line: int | None = field(default=None, compare=False)


def write_slots(path: Path, rows: Sequence[SlotRow]) -> None:
    """Write the workbook of slots, one case per line.

    Raises:
        RosterError: the file cannot be written, as when a spreadsheet holds it open.
    """
    with new_book(path, SHEET) as book:
        sheet = book.sheet(SHEET, HEADINGS)
        sheet.freeze_panes(1, 4)
        lines = [_cells(row) for row in rows]
        for number, (row, line) in enumerate(zip(rows, lines, strict=True), start=1):
            sheet.set_row(number, _LINE_HEIGHT * _lines(line))
            for column, value in enumerate(line):
                book.write(sheet, number, column, value, **_look(column, late=row.late))
        for column, heading in enumerate(HEADINGS):
            values = [line[column] for line in lines]
            sheet.set_column(
                column, column, _WRAPPED_WIDTH if heading in _WRAPPED else width(heading, values)
            )
        last = max(len(rows), 1)
        sheet.autofilter(0, 0, last, len(HEADINGS) - 1)
        sheet.write_comment(
            0, 0, spaced(_NOTICE), {"x_scale": 2.6, "y_scale": 1.1, "font_size": 9, "author": ""}
        )
        _add_choices(sheet, last)


def _lines(line: Sequence[Value]) -> int:
    """Return how many lines the longest wrapped cell takes: not every spreadsheet fits rows itself."""
    wrapped = [str(line[HEADINGS.index(heading)] or "") for heading in _WRAPPED]
    return max(len(wrap(text, _WRAPPED_WIDTH - 2)) or 1 for text in wrapped)


def _cells(row: SlotRow) -> tuple[Value, ...]:
    return (
        row.case, row.matricule, row.surname, row.given_name, row.kind, row.due, row.manager, row.site,
        row.on, row.at, row.minutes, row.place, row.video_link, row.summon, row.remark,
    )  # fmt: skip


def _look(column: int, *, late: bool) -> dict[str, object]:
    if column < GIVEN:
        look = _LATE_LOOK if late and HEADINGS[column] == "Échéance" else _GIVEN_LOOK
    else:
        look = _OPEN_LOOK
    formats: dict[str, str | int] = {
        "Date": DAY_FORMAT,
        "Échéance": DAY_FORMAT,
        "Heure": HOUR_FORMAT,
        "Durée (min)": "0",
    }
    number_format = formats.get(HEADINGS[column], TEXT_FORMAT)
    return {**look, "num_format": number_format, "align": "left", "text_wrap": HEADINGS[column] in _WRAPPED}


def _add_choices(sheet: Worksheet, last: int) -> None:
    """Offer Oui or Non, and warn of a date or an hour that is none; a warning lets the person go on."""
    warning = {"error_type": "warning", "ignore_blank": True}
    for heading, rule in (
        ("À convoquer", {"validate": "list", "source": ["Oui", "Non"], "error_type": "stop"}),
        ("Date", {"validate": "date", "criteria": ">=", "value": date(2020, 1, 1), **warning,
                  "error_message": spaced("Saisissez une date jour/mois/année, par exemple 12/03/2027.")}),
        ("Durée (min)", {"validate": "integer", "criteria": "between", "minimum": 15, "maximum": 240,
                         **warning, "error_message": "Une durée en minutes, de 15 à 240."}),
    ):  # fmt: skip
        column = HEADINGS.index(heading)
        sheet.data_validation(1, column, last, column, rule)
