"""Whom a cell means: a person or a place named by number, by e-mail or by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from toolkit.model import Employee, Manager, Matricule, Site, SiteId
from toolkit.roster.wording import folded


@dataclass(frozen=True, slots=True)
class Known:
    """Whom and what an earlier import brought."""

    employees: Mapping[Matricule, Employee] = field(default_factory=dict)
    managers: Mapping[Matricule, Manager] = field(default_factory=dict)
    sites: Mapping[SiteId, Site] = field(default_factory=dict)


class Directory:
    """People found by matricule, else by e-mail, else by a name that only one of them bears."""

    def __init__(self) -> None:
        self._numbers: set[Matricule] = set()
        self._by_email: dict[str, set[Matricule]] = {}
        self._by_name: dict[str, set[Matricule]] = {}

    def add(self, matricule: Matricule, surname: str, given_name: str, email: str) -> None:
        """Enter a person."""
        self._numbers.add(matricule)
        if email:
            self._by_email.setdefault(email.casefold(), set()).add(matricule)
        for name in (surname + given_name, given_name + surname):
            self._by_name.setdefault(folded(name), set()).add(matricule)

    def find(self, text: str) -> Matricule | None:
        """Return the one person that ``text`` names, or None."""
        if text in self._numbers:
            return Matricule(text)
        for index, key in ((self._by_email, text.casefold()), (self._by_name, folded(text))):
            found = index.get(key, set())
            if len(found) == 1:
                return next(iter(found))
        return None

    def near(self, text: str) -> str:
        """Return a matricule that differs from ``text`` by its leading zeros only, else nothing."""
        return same_but_zeros(text, self._numbers)


def same_but_zeros(text: str, numbers: Iterable[str]) -> str:
    """Return the number equal to ``text`` once leading zeros are dropped, or nothing."""
    bare = text.lstrip("0")
    return next((n for n in sorted(numbers) if bare and n.lstrip("0") == bare), "")


def find_site(text: str, sites: Mapping[SiteId, Site]) -> SiteId | None:
    """Return the site whose code, or whose name borne by no other, is ``text``."""
    if SiteId(text) in sites:
        return SiteId(text)
    named = [site.id for site in sites.values() if folded(site.name) == folded(text)]
    return named[0] if len(named) == 1 else None
