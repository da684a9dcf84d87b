"""Employees, those who hold their interviews, and the establishments."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final, Generic, TypeVar, cast

from sqlalchemy import RowMapping

from toolkit.errors import NotFoundError
from toolkit.model import Employee, Manager, Matricule, Site, SiteId
from toolkit.store.rows import Scope, Shape
from toolkit.store.tables import EMPLOYEES, MANAGERS, SITES

V = TypeVar("V", Employee, Manager, Site)
K = TypeVar("K", bound=str)


class Register(Generic[K, V]):
    """Values that the roster brings and brings again, each under its number.

    Args:
        scope: The unit's.
        shape: How a value lies in its table.
        key: The column of the number.
        noun: What to call a value that is not there, with its article, in French.
    """

    def __init__(self, scope: Scope, shape: Shape[V], key: str, noun: str) -> None:
        self._scope = scope
        self._shape: Shape[V] = shape
        self._key = shape.table.c[key]
        self._noun = noun

    def find(self, number: K) -> V | None:
        """Return the value under ``number``, or None."""
        row = self._scope.one(self._shape.table, self._key == number)
        return None if row is None else self._shape.value(row)

    def get(self, number: K) -> V:
        """Return the value under ``number``.

        Raises:
            NotFoundError: there is none; numbers close to it are proposed.
        """
        value = self.find(number)
        if value is None:
            raise NotFoundError(
                f"{self._noun} n’est pas enregistré.", about=number, next_step=self._proposal(number)
            )
        return value

    def all(self) -> list[V]:
        """Return all values in the order of their numbers."""
        return [self._shape.value(row) for row in self._scope.all(self._shape.table, order=[self._key.name])]

    def put(self, value: V) -> bool:
        """Record ``value`` under its number; False where it was there just so."""
        row = self._shape.row(value)
        known = self.find(cast("K", row[self._key.name]))
        if known == value:
            return False
        if known is None:
            self._scope.insert(self._shape.table, row)
        else:
            self._scope.update(self._shape.table, row, self._key == row[self._key.name])
        return True

    def put_all(self, values: Iterable[V]) -> list[V]:
        """Record all ``values`` and return those that were new or changed; quicker than one by one."""
        known = {row[self._key.name]: self._shape.value(row) for row in self._rows()}
        news: dict[object, dict[str, object]] = {}
        changed: list[V] = []
        for value in values:
            row = self._shape.row(value)
            number = row[self._key.name]
            before = known.get(number)
            if before == value:
                continue
            known[number] = value
            changed.append(value)
            if before is None or number in news:
                news[number] = {"employer_id": self._scope.employer, **row}
            else:
                self._scope.update(self._shape.table, row, self._key == number)
        if news:
            self._scope.connection.execute(self._shape.table.insert(), list(news.values()))
        return changed

    def _rows(self) -> list[RowMapping]:
        return self._scope.all(self._shape.table, order=[self._key.name])

    def _proposal(self, number: str) -> str:
        numbers = [str(row[self._key.name]) for row in self._rows()]
        bare = {n: n.lstrip("0") for n in numbers}
        close = [n for n in numbers if bare[n] == number.strip().lstrip("0")]
        close = close or get_close_matches(number, numbers, n=3, cutoff=0.7)
        if not close:
            return "Vérifiez le numéro dans le fichier importé."
        return f"Vouliez-vous dire {' ou '.join(close)} ?"


_EMPLOYEE: Final = Shape(EMPLOYEES, Employee)
_MANAGER: Final = Shape(MANAGERS, Manager)
_SITE: Final = Shape(SITES, Site, {"id": "site_id"})


def employees(scope: Scope) -> Register[Matricule, Employee]:
    """Return the employees' register."""
    return Register(scope, _EMPLOYEE, "matricule", "ce matricule de salarié")


def managers(scope: Scope) -> Register[Matricule, Manager]:
    """Return the managers' register."""
    return Register(scope, _MANAGER, "matricule", "ce matricule de manager")


def sites(scope: Scope) -> Register[SiteId, Site]:
    """Return the establishments' register."""
    return Register(scope, _SITE, "site_id", "cet établissement")
