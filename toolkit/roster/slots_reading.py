"""Reading the workbook of slots back: what a person types in Excel or LibreOffice is understood, or told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, model_validator

from toolkit.errors import RosterError
from toolkit.model import CaseId, Matricule
from toolkit.roster import cells
from toolkit.roster.cells import Raw, is_blank, refused, shown
from toolkit.roster.fields import Code, Line, SomeDay, YesNo
from toolkit.roster.preset import Preset, load_preset
from toolkit.roster.problems import Place, RowProblem, Severity, error
from toolkit.roster.slots import HEADINGS, SHEET, SlotRow
from toolkit.roster.sources import Grid, read_grids
from toolkit.roster.wording import folded

_FIELDS = MappingProxyType(
    dict(
        zip(
            ("case", "matricule", "surname", "given_name", "kind", "due", "manager", "site", "on", "at",
             "minutes", "place", "video_link", "summon", "remark"),
            HEADINGS,
            strict=True,
        )
    )
)  # fmt: skip
_NEEDED = ("case", "on", "at", "summon")
_HOUR = re.compile(r"(\d{1,2})\s*(?:h|:|heures?)?\s*(\d{2})?(?::00)?\s*(?:min)?", re.IGNORECASE)
_HOUR_EXPECTED = "une heure, par exemple 9:30 ou 9h30."
_LAST_HOUR = 23


def hour(raw: Raw) -> time:
    """Return an hour of the day from ``9h30``, ``9 h 30``, ``09:30``, ``9h``, an Excel time, a plain hour."""
    if isinstance(raw, datetime):
        if raw.year <= 1900 and not (raw.hour or raw.minute):  # noqa: PLR2004 - "9" typed in a cell of hours
            raise refused("not_an_hour", f"« {raw.day} » a été pris pour des jours.", _HOUR_EXPECTED)
        return raw.time().replace(second=0, microsecond=0)
    if isinstance(raw, time):
        return _to_the_minute(raw)
    if isinstance(raw, date):
        raise refused("not_an_hour", "ce n’est pas une heure.", _HOUR_EXPECTED)
    if isinstance(raw, float | int) and not isinstance(raw, bool):
        return _from_number(float(raw))
    found = _HOUR.fullmatch(str(raw).replace("\u00a0", " ").replace("\u202f", " ").strip())
    return _hour_of(int(found[1]), int(found[2] or 0)) if found else _no_hour()


def _to_the_minute(raw: time) -> time:
    """Return a time to the nearest minute: spreadsheets keep hours as fractions of a day."""
    minutes = round(raw.hour * 60 + raw.minute + (raw.second + raw.microsecond / 1e6) / 60)
    return _hour_of(minutes // 60 % 24, minutes % 60)


def _from_number(raw: float) -> time:
    if 0 < raw < 1:
        minutes = round(raw * 24 * 60)
        return _hour_of(minutes // 60, minutes % 60)
    return _hour_of(int(raw), 0) if raw.is_integer() else _no_hour()


def _hour_of(hours: int, minutes: int) -> time:
    return time(hours, minutes) if hours <= _LAST_HOUR and minutes < 60 else _no_hour()  # noqa: PLR2004 - minutes


def _no_hour() -> time:
    raise refused("not_an_hour", "ce n’est pas une heure.", _HOUR_EXPECTED)


class _SlotCells(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    case: Code
    summon: YesNo
    matricule: Code = ""
    surname: Line = ""
    given_name: Line = ""
    kind: Line = ""
    due: SomeDay = None
    manager: Line = ""
    site: Line = ""
    on: SomeDay = None
    at: Annotated[time | None, BeforeValidator(hour)] = None
    minutes: Annotated[int, BeforeValidator(cells.number)] = 60
    place: Line = ""
    video_link: Line = ""
    remark: Line = ""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        """Refuse a meeting to summon without day, hour, or place."""
        if self.summon:
            for name, problem in (("on", "la date manque."), ("at", "l’heure manque.")):
                if getattr(self, name) is None:
                    raise refused(
                        "slot_incomplete", problem, f"une valeur dans « {_FIELDS[name]} », ou « Non »."
                    )
            if not (self.place or self.video_link):
                raise refused("slot_without_place", "ni lieu ni lien vidéo.", "l’un des deux, ou « Non ».")
        if not 15 <= self.minutes <= 240:  # noqa: PLR2004 - the limits of the settings
            raise refused("slot_length", "cette durée n’est pas plausible.", "de 15 à 240 minutes.")
        return self


@dataclass(frozen=True, slots=True)
class SlotsReading:
    """The lines as changed; those with an error are not among ``rows`` but among ``problems``."""

    rows: tuple[SlotRow, ...] = ()
    problems: tuple[RowProblem, ...] = ()

    @property
    def errors(self) -> tuple[RowProblem, ...]:
        """The problems that keep lines out."""
        return tuple(p for p in self.problems if p.severity is Severity.ERROR)


class _Ledger:
    """Labels for validation; remarks on formats are of no use here."""

    def __init__(self, preset: Preset) -> None:
        self.labels = preset.labels
        self.wordings = preset.wordings
        self.nearest = preset.nearest

    def note(self, name: str, code: str) -> None:
        """Let a remark go."""


def read_slots(path: Path) -> SlotsReading:
    """Return the slots of a workbook, with all that is wrong.

    Raises:
        RosterError: a file that cannot be read, or that is not a workbook of slots.
    """
    grids = list(read_grids([path]))
    grid = next((g for g in grids if folded(g.title) == folded(SHEET)), grids[0] if grids else None)
    fields = _fields(grid) if grid else {}
    missing = [_FIELDS[name] for name in _NEEDED if name not in fields]
    if grid is None or missing:
        raise RosterError(
            f"ce n’est pas un classeur de créneaux : il y manque {', '.join(missing)}.",
            about=str(path),
            next_step="Reprenez le classeur écrit par « entretiens campaign plan ».",
        )
    return _read(grid, fields)


def _fields(grid: Grid) -> dict[str, int]:
    by_heading = {folded(heading): name for name, heading in _FIELDS.items()}
    headings = grid.rows[0] if grid.rows else ()
    found = {by_heading.get(folded(shown(cell))): i for i, cell in enumerate(headings)}
    return {name: i for name, i in found.items() if name}


def _read(grid: Grid, fields: Mapping[str, int]) -> SlotsReading:
    rows: list[SlotRow] = []
    problems: list[RowProblem] = []
    first_lines: dict[str, int] = {}
    context = _Ledger(load_preset())
    for number, line in enumerate(grid.rows[1:], start=2):
        values = {name: line[i] for name, i in fields.items() if i < len(line) and not is_blank(line[i])}
        if not values:
            continue
        try:
            row = _SlotCells.model_validate(values, context=context)
        except ValidationError as failure:
            problems.extend(_refusals(grid, number, values, failure))
            continue
        if (first := first_lines.setdefault(row.case, number)) != number:
            place = Place(grid.file, grid.sheet, number, _FIELDS["case"])
            problems.append(
                error(place, "duplicate", f"ce dossier figure déjà ligne {first}.", value=row.case)
            )
        else:
            rows.append(_slot(row, number))
    return SlotsReading(tuple(rows), tuple(problems))


def _slot(row: _SlotCells, line: int) -> SlotRow:
    given: dict[str, Any] = row.model_dump()
    return SlotRow(**{**given, "case": CaseId(row.case), "matricule": Matricule(row.matricule), "line": line})


def _refusals(
    grid: Grid, number: int, values: Mapping[str, Raw], failure: ValidationError
) -> Iterator[RowProblem]:
    for item in failure.errors(include_url=False):
        context: Mapping[str, Any] = item.get("ctx", {})
        names: Sequence[Any] = item["loc"] or (_blamed(values, item["type"]),)
        name = str(names[0])
        problem = (
            "cette cellule est vide."
            if item["type"] == "missing"
            else str(context.get("problem", item["msg"]))
        )
        yield error(
            Place(grid.file, grid.sheet, number, _FIELDS[name]),
            "value_missing" if item["type"] == "missing" else item["type"],
            problem,
            value=shown(values.get(name, "")),
            expected="Oui ou Non." if name == "summon" else str(context.get("expected", "")),
            matricule=Matricule(shown(values.get("matricule", ""))) or None,
        )


def _blamed(values: Mapping[str, Raw], code: str) -> str:
    if code == "slot_incomplete":
        return "at" if "on" in values else "on"
    return {"slot_without_place": "place", "slot_length": "minutes"}.get(code, "case")
