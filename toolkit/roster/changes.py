"""What importing a roster again would do: what it adds, what it changes, what it no longer mentions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from toolkit.model import Address, Employee, History, Manager, Matricule, Site, SiteId
from toolkit.roster.display import written, written_share
from toolkit.roster.fact_rows import Fact
from toolkit.roster.keys import FactKey, fact_key, facts_of
from toolkit.roster.layout import LAYOUTS, Table
from toolkit.roster.reading import RosterReading

T = TypeVar("T")
K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class OldRoster:
    """What earlier imports brought."""

    sites: Mapping[SiteId, Site] = field(default_factory=dict)
    managers: Mapping[Matricule, Manager] = field(default_factory=dict)
    employees: Mapping[Matricule, Employee] = field(default_factory=dict)
    histories: Mapping[Matricule, History] = field(default_factory=dict)
    hiring_notices: Mapping[Matricule, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field, its French heading, and what it held and will hold, as text for people."""

    field: str
    heading: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changed(Generic[T]):
    """One value that stays the same thing but says something else."""

    before: T
    after: T
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Differences(Generic[T]):
    """What differs in one collection. ``missing`` holds what the new files no longer mention."""

    added: tuple[T, ...] = ()
    changed: tuple[Changed[T], ...] = ()
    missing: tuple[T, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether anything differs."""
        return bool(self.added or self.changed or self.missing)


@dataclass(frozen=True, slots=True)
class OwnedFact:
    """A fact with the employee whose it is."""

    matricule: Matricule
    fact: Fact

    @property
    def table(self) -> Table:
        """The table that the fact belongs to."""
        return fact_key(self.fact)[0]


@dataclass(frozen=True, slots=True)
class HiringNotice:
    """The day on which an employee was informed on hiring."""

    matricule: Matricule
    on: date


@dataclass(frozen=True, slots=True)
class RosterChanges:
    """Everything that an import would do; nothing, when it says what is already known."""

    sites: Differences[Site]
    managers: Differences[Manager]
    employees: Differences[Employee]
    facts: Differences[OwnedFact]
    hiring_notices: Differences[HiringNotice]

    def __bool__(self) -> bool:
        """Tell whether the import would change or no longer mention anything."""
        return any((self.sites, self.managers, self.employees, self.facts, self.hiring_notices))


def changes(old: OldRoster, new: RosterReading) -> RosterChanges:
    """Return what ``new`` adds, changes and no longer mentions, by natural keys.

    A table that the new files do not hold, a row set apart and the facts of an employee set apart are never
    *missing*: nobody withdrew them.
    """
    silent = _Silence(new)
    return RosterChanges(
        sites=_differences(old.sites, {site.id: site for site in new.sites}, silent.on_site),
        managers=_differences(old.managers, {m.matricule: m for m in new.managers}, silent.on_manager),
        employees=_differences(old.employees, {e.matricule: e for e in new.employees}, silent.on_employee),
        facts=_differences(_owned(old.histories), _owned(new.histories), silent.on_fact),
        hiring_notices=_differences(
            _notices(old.hiring_notices), _notices(new.hiring_notices), silent.on_employee
        ),
    )


class _Silence:
    """Tells whether what the new files do not mention was left out by them, or could not be seen."""

    def __init__(self, new: RosterReading) -> None:
        self._tables = new.tables
        self._apart = {(row.table, row.key) for row in new.set_apart}
        self._has_people_apart = any(table is Table.EMPLOYEES for table, _ in self._apart)

    def on_site(self, site: SiteId) -> bool:
        return Table.SITES in self._tables and (Table.SITES, site) not in self._apart

    def on_manager(self, matricule: Matricule) -> bool:
        """A manager is named by a sheet of his own or by whoever answers to him, so both must be whole."""
        seen = Table.EMPLOYEES in self._tables and not self._has_people_apart
        return seen and (Table.MANAGERS, matricule) not in self._apart

    def on_employee(self, matricule: Matricule) -> bool:
        return Table.EMPLOYEES in self._tables and (Table.EMPLOYEES, matricule) not in self._apart

    def on_fact(self, key: tuple[Matricule, FactKey]) -> bool:
        matricule, (table, *_) = key
        apart = {(table, matricule), (Table.EMPLOYEES, matricule)} & self._apart
        return table in self._tables and not apart


def _differences(old: Mapping[K, T], new: Mapping[K, T], gone: Callable[[K], bool]) -> Differences[T]:
    return Differences(
        added=tuple(value for key, value in new.items() if key not in old),
        changed=tuple(
            Changed(old[key], value, tuple(_field_changes(old[key], value)))
            for key, value in new.items()
            if key in old and old[key] != value
        ),
        missing=tuple(value for key, value in old.items() if key not in new and gone(key)),
    )


def _owned(histories: Mapping[Matricule, History]) -> dict[tuple[Matricule, FactKey], OwnedFact]:
    return {
        (matricule, fact_key(fact)): OwnedFact(matricule, fact)
        for matricule, history in histories.items()
        for fact in facts_of(history)
    }


def _notices(notices: Mapping[Matricule, date]) -> dict[Matricule, HiringNotice]:
    return {matricule: HiringNotice(matricule, on) for matricule, on in notices.items()}


def _field_changes(before: Any, after: Any) -> Iterator[FieldChange]:  # noqa: ANN401 - any frozen dataclass
    """Yield each field that differs; a fact or an address is told by its own fields."""
    headings = {column.field: column.heading for column in LAYOUTS[_table(after)].columns}
    for item in fields(after):
        was, will_be = getattr(before, item.name), getattr(after, item.name)
        if was == will_be:
            continue
        if isinstance(will_be, Address) or (item.name == "fact" and is_dataclass(will_be)):
            yield from _field_changes_of(was, will_be, headings)
        else:
            yield _change(item.name, was, will_be, headings)


def _field_changes_of(was: Any, will_be: Any, headings: Mapping[str, str]) -> Iterator[FieldChange]:  # noqa: ANN401 - same
    for item in fields(will_be):
        before, after = getattr(was, item.name), getattr(will_be, item.name)
        if before != after:
            yield _change(item.name, before, after, headings)


def _change(name: str, before: object, after: object, headings: Mapping[str, str]) -> FieldChange:
    heading = headings.get("address" if name == "lines" else name, name)
    if name == "delegation_share":
        return FieldChange(name, heading, written_share(_share(before)), written_share(_share(after)))
    return FieldChange(name, heading, written(before), written(after))


def _share(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _table(value: object) -> Table:
    match value:
        case OwnedFact():
            return value.table
        case Site():
            return Table.SITES
        case Manager():
            return Table.MANAGERS
        case _:
            return Table.EMPLOYEES
