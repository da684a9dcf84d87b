"""The roster as a workbook: empty, for a person to fill, or full, as a roster is handed on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, cast

from toolkit.model import Address, Employee, History, Manager, Matricule, Site
from toolkit.roster.display import written
from toolkit.roster.keys import fact_key, facts_of
from toolkit.roster.layout import LAYOUTS, Column, Form, Layout, Table
from toolkit.roster.problems import spaced
from toolkit.roster.workbook import FORMATS, Book, Value, new_book, width

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_READY_ROWS = 2000
"""Rows that carry formats and drop-downs below the headings of an empty sheet."""
_LISTS = "Listes"
_LONGEST_LIST = 255
"""Characters that Excel accepts in a drop-down given as text."""

README = (
    "Une feuille par table, une ligne par personne ou par fait. Seule la feuille Salariés est nécessaire.",
    "Les intitulés de couleur foncée sont obligatoires ; passez la souris dessus pour lire leur explication.",
    "Ne changez ni le nom des feuilles ni les intitulés. L’ordre des colonnes est libre.",
    "Dates : jour/mois/année, par exemple 12/03/2026. Une absence en cours n’a pas de dernier jour.",
    "Matricules, SIRET et codes postaux sont au format Texte : leurs zéros de tête comptent.",
    "En collant depuis un autre classeur, choisissez « Collage spécial », puis « Valeurs ».",
    "Une seule adresse électronique par cellule. Sans adresse, la personne est convoquée par courrier.",
    "Un responsable est désigné par son matricule ; s’il n’est pas salarié, ajoutez-le aux Responsables.",
    "Les colonnes « Salarié » des feuilles de faits sont un aide-mémoire : elles ne sont pas lues.",
    "N’ajoutez que ce qui sert : pas de numéro de sécurité sociale, pas de salaire, pas de diagnostic.",
    "Importez-le avec « entretiens import FICHIER.xlsx ». Importer deux fois n’ajoute rien deux fois.",
)


@dataclass(frozen=True, slots=True)
class Roster:
    """What a workbook holds, as values of the trade."""

    sites: Sequence[Site] = ()
    managers: Sequence[Manager] = ()
    employees: Sequence[Employee] = ()
    histories: Mapping[Matricule, History] = field(default_factory=dict)
    hiring_notices: Mapping[Matricule, date] = field(default_factory=dict)


def write_template(path: Path) -> None:
    """Write the empty workbook: headings, drop-downs, explanations, formats that keep leading zeros.

    Raises:
        RosterError: the file cannot be written.
    """
    write_roster(path, Roster(), title="Classeur d’import")


def write_roster(path: Path, roster: Roster, *, title: str = "Effectif") -> None:
    """Write a roster as the workbook that :func:`read_roster` reads back to the same values.

    Raises:
        RosterError: the file cannot be written.
    """
    with new_book(path, title) as book:
        _write_readme(book, title)
        for layout in LAYOUTS.values():
            _write_table(book, layout, _lines(layout.table, roster))
        book.book.get_worksheet_by_name(LAYOUTS[Table.EMPLOYEES].sheet).activate()


def _write_readme(book: Book, title: str) -> None:
    sheet = book.book.add_worksheet("Lisez-moi")
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    sheet.write_string(0, 0, title, book.style(bold=True, font_size=16, font_color="#1F4E79"))
    row = 2
    for sentence in README:
        sheet.merge_range(row, 0, row, 1, spaced(sentence), book.style(text_wrap=True))
        sheet.set_row(row, 19)
        row += 1
    row += 1
    sheet.write_string(row, 0, "Feuille", book.header)
    sheet.write_string(row, 1, "Contenu", book.header)
    for layout in LAYOUTS.values():
        row += 1
        sheet.write_string(row, 0, layout.sheet, book.style(bold=True))
        sheet.write_string(row, 1, spaced(layout.note), book.style(text_wrap=True))
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _write_table(book: Book, layout: Layout, lines: Sequence[Sequence[Value]]) -> None:
    sheet = book.sheet(layout.sheet, [column.heading for column in layout.columns])
    for i, column in enumerate(layout.columns):
        _prepare_column(book, sheet, i, column, [line[i] for line in lines])
    for number, line in enumerate(lines, start=1):
        for i, value in enumerate(line):
            look = {"num_format": FORMATS[c.form]} if (c := layout.columns[i]).form in FORMATS else {}
            book.write(sheet, number, i, value, **look)
    sheet.autofilter(0, 0, max(len(lines), 1), len(layout.columns) - 1)


def _prepare_column(book: Book, sheet: Worksheet, i: int, column: Column, values: Sequence[Value]) -> None:
    look = {"num_format": FORMATS[column.form]} if column.form in FORMATS else {}
    sheet.set_column(i, i, width(column.heading, [*values, column.example]), book.style(**look))
    if not column.required:
        sheet.write_string(0, i, column.heading, book.optional_header)
    if explanation := _explanation(column):
        sheet.write_comment(0, i, explanation, {"x_scale": 2.2, "y_scale": 0.9, "font_size": 9, "author": ""})
    if validation := _validation(column, _source(book, column)):
        sheet.data_validation(1, i, max(_READY_ROWS, len(values)), i, validation)


def _explanation(column: Column) -> str:
    parts = ["Obligatoire." if column.required else "", column.note]
    parts.append(f"Exemple : {column.example}" if column.example else "")
    return spaced("\n".join(part for part in parts if part))


def _source(book: Book, column: Column) -> list[str] | str:
    """Return the choices of a drop-down; those too long for one stand on a hidden sheet."""
    if len(",".join(column.choices)) <= _LONGEST_LIST:
        return list(column.choices)
    lists = book.book.get_worksheet_by_name(_LISTS) or book.book.add_worksheet(_LISTS)
    lists.hide()
    lists.write_column(0, 0, column.choices)
    return f"={_LISTS}!$A$1:$A${len(column.choices)}"


def _validation(column: Column, source: list[str] | str) -> dict[str, object] | None:
    if column.choices:
        return {
            "validate": "list",
            "source": source,
            "error_type": "warning",
            "error_title": "Valeur inhabituelle",
            "error_message": "Choisissez une valeur de la liste.",
        }
    if column.form is Form.DAY:
        return {
            "validate": "date",
            "criteria": "between",
            "minimum": date(1900, 1, 1),
            "maximum": date(2199, 12, 31),
            "error_type": "warning",
            "error_title": "Date attendue",
            "error_message": spaced("Saisissez une date jour/mois/année, par exemple 12/03/2026."),
        }
    return None


def _lines(table: Table, roster: Roster) -> list[tuple[Value, ...]]:
    """Return the cells of one table, in the order of its columns."""
    if table is Table.SITES:
        values = [_site_cells(site) for site in roster.sites]
    elif table is Table.MANAGERS:
        employed = {employee.matricule for employee in roster.employees}
        values = [_manager_cells(m) for m in roster.managers if m.matricule not in employed]
    elif table is Table.EMPLOYEES:
        notices = roster.hiring_notices
        values = [_employee_cells(e, notices.get(e.matricule)) for e in roster.employees]
    else:
        values = list(_fact_cells(table, roster))
    return [tuple(cells.get(column.field) for column in LAYOUTS[table].columns) for cells in values]


def _site_cells(site: Site) -> dict[str, Value]:
    return {
        **_address_cells(site.address),
        "id": site.id,
        "name": site.name,
        "time_zone": site.time_zone,
        "good_friday": site.good_friday,
        "meeting_place": site.meeting_place,
    }


def _manager_cells(manager: Manager) -> dict[str, Value]:
    return {
        "matricule": manager.matricule,
        "civility": manager.civility,
        "surname": manager.surname,
        "given_name": manager.given_name,
        "email": manager.email,
        "title": manager.title,
    }


def _employee_cells(employee: Employee, notice: date | None) -> dict[str, Value]:
    return {
        **_address_cells(employee.address),
        "matricule": employee.matricule,
        "civility": employee.civility,
        "surname": employee.surname,
        "given_name": employee.given_name,
        "born": employee.born,
        "sex": written(employee.sex),
        "email": employee.email,
        "hired": employee.hired,
        "contract": written(employee.contract),
        "contract_end": employee.contract_end,
        "transferred_on": employee.transferred_on,
        "left_on": employee.left_on,
        "site": employee.site,
        "manager": employee.manager,
        "job": employee.job,
        "category": employee.category,
        "hiring_notice": notice,
    }


def _address_cells(address: Address) -> dict[str, Value]:
    if not address:
        return {}
    return {
        "address": "\n".join(address.lines),
        "postcode": address.postcode,
        "city": address.city,
        "country": address.country,
    }


def _fact_cells(table: Table, roster: Roster) -> Iterator[dict[str, Value]]:
    names = {e.matricule: f"{e.surname} {e.given_name}" for e in roster.employees}
    for matricule, history in roster.histories.items():
        for fact in facts_of(history):
            if fact_key(fact)[0] is table:
                cells = {item.name: _cell(getattr(fact, item.name)) for item in fields(fact)}
                if (share := cells.get("delegation_share")) is not None:
                    cells["delegation_share"] = int(str(share)) / 1000
                yield {"matricule": matricule, "who": names.get(matricule, ""), **cells}


def _cell(value: object) -> Value:
    """Return what a cell holds: dates and numbers as such, the rest as people write it."""
    plain = value is None or (isinstance(value, date | int) and not isinstance(value, bool))
    return cast("Value", value) if plain else written(value)
