"""The facts of each career. A fact that proves wrong is withdrawn with its trace, never deleted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Final, TypeAlias, cast

from sqlalchemy import ColumnElement, RowMapping, select

from toolkit.errors import NotFoundError
from toolkit.model import (
    Absence,
    Certification,
    History,
    Interview,
    Mandate,
    Matricule,
    MedicalVisit,
    Progression,
    Training,
)
from toolkit.store.codec import built, plain
from toolkit.store.rows import Scope
from toolkit.store.tables import EMPLOYEES, FACTS, HIRING_NOTICES

Fact: TypeAlias = Interview | Absence | Training | Certification | Progression | MedicalVisit | Mandate
"""Anything that a :class:`toolkit.model.History` holds."""

_FIELDS: Final[dict[str, tuple[type[Fact], str]]] = {
    "interview": (Interview, "interviews"),
    "absence": (Absence, "absences"),
    "training": (Training, "trainings"),
    "certification": (Certification, "certifications"),
    "progression": (Progression, "progressions"),
    "medical_visit": (MedicalVisit, "medical_visits"),
    "mandate": (Mandate, "mandates"),
}
_KINDS: Final[dict[type[Fact], str]] = {kind: name for name, (kind, _) in _FIELDS.items()}


_REPLACED: Final = "remplacé"
"""How the reason begins where a fact gave way to the same one with other details."""


def natural_key(fact: Fact) -> str:
    """Return what makes two facts of one kind the same: their day, and what tells apart facts of one day.

    The end of an absence, the hours of a training, the recap flag of an interview are details that may
    come later.
    """
    match fact:
        case Interview(on=on, kind=kind) | Progression(on=on, kind=kind):
            return f"{on.isoformat()} {kind.value}"
        case Absence(kind=kind, start=start):
            return f"{start.isoformat()} {kind.value}"
        case Training(on=on, title=title) | Certification(on=on, title=title):
            return f"{on.isoformat()} {_folded(title)}"
        case Mandate(start=start, title=title):
            return f"{start.isoformat()} {_folded(title)}"
        case MedicalVisit(on=on):
            return on.isoformat()


def _folded(title: str) -> str:
    return " ".join(title.casefold().split())


@dataclass(frozen=True, slots=True)
class RecordedFact:
    """A fact with its trace: what it rests on, who recorded it, and why it was withdrawn if it was."""

    fact: Fact
    source: str
    recorded_at: datetime
    recorded_by: str
    withdrawn_at: datetime | None
    withdrawn_by: str | None
    reason: str | None


class Histories:
    """The facts known of each employee, and the day each received the hiring notice."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def of(self, matricule: Matricule) -> History:
        """Return the employee's history, empty where nothing is known."""
        rows = self._scope.all(FACTS, FACTS.c.matricule == matricule, _live(), order=["n"])
        return _history(rows)

    def all(self) -> dict[Matricule, History]:
        """Return the history of every employee recorded, empty ones included."""
        numbers = select(EMPLOYEES.c.matricule).where(self._scope.mine(EMPLOYEES)).order_by("matricule")
        rows: dict[Matricule, list[RowMapping]] = {
            Matricule(number): [] for number in self._scope.connection.execute(numbers).scalars()
        }
        for row in self._scope.all(FACTS, _live(), order=["n"]):
            rows.setdefault(row["matricule"], []).append(row)
        return {matricule: _history(own) for matricule, own in rows.items()}

    def trace(self, matricule: Matricule) -> list[RecordedFact]:
        """Return all that was ever recorded of the employee, in that order, withdrawn facts included."""
        rows = self._scope.all(FACTS, FACTS.c.matricule == matricule, order=["n"])
        return [_recorded(row) for row in rows]

    def taken_back(self) -> list[tuple[Matricule, RecordedFact]]:
        """Return the facts that a person withdrew and that nobody recorded again, of every employee."""
        live: set[tuple[str, str, str]] = set()
        gone: dict[tuple[str, str, str], RowMapping] = {}
        for row in self._scope.all(FACTS, order=["n"]):
            key = (row["matricule"], row["kind"], row["natural_key"])
            if row["withdrawn_at"] is None:
                live.add(key)
            elif not row["reason"].startswith(_REPLACED):
                gone[key] = row
        return [(Matricule(key[0]), _recorded(row)) for key, row in gone.items() if key not in live]

    def matching(self, matricule: Matricule, fact: Fact) -> Fact | None:
        """Return the recorded fact of the same natural key, its details maybe different, or None."""
        row = self._row(matricule, fact)
        return None if row is None else _fact(row)

    def add(self, matricule: Matricule, fact: Fact, source: str) -> bool:
        """Record ``fact``; False where it was there just so.

        Where the same fact (see :func:`natural_key`) is there with other details, they are brought up to
        date and the former ones stay in the trace.

        Args:
            matricule: Whose career.
            fact: What happened.
            source: What it rests on: a file and its SHA-256, a case, a person.
        """
        known = self.matching(matricule, fact)
        if known == fact:
            return False
        if known is not None:
            self._withdraw(matricule, known, f"{_REPLACED} ({source})")
        self._record(matricule, fact, source)
        return True

    def add_all(self, facts: Iterable[tuple[Matricule, Fact]], source: str) -> list[tuple[Matricule, Fact]]:
        """Record many facts as :meth:`add` does, but quicker; return those that were new or changed."""
        known = {
            (row["matricule"], row["kind"], row["natural_key"]): _fact(row)
            for row in self._scope.all(FACTS, _live(), order=["n"])
        }
        changed: list[tuple[Matricule, Fact]] = []
        news: dict[tuple[str, str, str], dict[str, object]] = {}
        for matricule, fact in facts:
            key = (matricule, _KINDS[type(fact)], natural_key(fact))
            before = known.get(key)
            if before == fact:
                continue
            if before is not None and key not in news:
                self._withdraw(matricule, before, f"{_REPLACED} ({source})")
            known[key] = fact
            news[key] = self._new_row(matricule, fact, source)
            changed.append((matricule, fact))
        if news:
            self._scope.connection.execute(FACTS.insert(), list(news.values()))
        return changed

    def replace(self, matricule: Matricule, old: Fact, new: Fact, source: str = "correction") -> None:
        """Put ``new`` in the place of ``old``, which stays in the trace.

        Raises:
            NotFoundError: ``old`` is not recorded.
        """
        self._withdraw(matricule, old, f"{_REPLACED} ({source})")
        self.add(matricule, new, source)

    def withdraw(self, matricule: Matricule, fact: Fact, reason: str) -> None:
        """Take ``fact`` out of the history; it stays in the trace with ``reason``.

        Raises:
            NotFoundError: it is not recorded.
        """
        self._withdraw(matricule, fact, reason)

    def hiring_notice(self, matricule: Matricule) -> date | None:
        """Return the day the employee was told of the interviews at hiring (article L6315-1 I), or None."""
        row = self._scope.one(HIRING_NOTICES, HIRING_NOTICES.c.matricule == matricule)
        return None if row is None else cast("date", row["issued_on"])

    def hiring_notices(self) -> dict[Matricule, date]:
        """Return the days of all hiring notices."""
        rows = self._scope.all(HIRING_NOTICES, order=["matricule"])
        return {Matricule(row["matricule"]): row["issued_on"] for row in rows}

    def set_hiring_notice(self, matricule: Matricule, issued_on: date) -> bool:
        """Record the day of the hiring notice; False where that day was there already."""
        known = self.hiring_notice(matricule)
        if known == issued_on:
            return False
        if known is None:
            self._scope.insert(HIRING_NOTICES, {"matricule": matricule, "issued_on": issued_on})
        else:
            mine = HIRING_NOTICES.c.matricule == matricule
            self._scope.update(HIRING_NOTICES, {"issued_on": issued_on}, mine)
        return True

    def _row(self, matricule: Matricule, fact: Fact) -> RowMapping | None:
        return self._scope.one(
            FACTS,
            FACTS.c.matricule == matricule,
            FACTS.c.kind == _KINDS[type(fact)],
            FACTS.c.natural_key == natural_key(fact),
            _live(),
        )

    def _record(self, matricule: Matricule, fact: Fact, source: str) -> None:
        self._scope.insert(FACTS, self._new_row(matricule, fact, source))

    def _new_row(self, matricule: Matricule, fact: Fact, source: str) -> dict[str, object]:
        return {
            "employer_id": self._scope.employer,
            "matricule": matricule,
            "kind": _KINDS[type(fact)],
            "natural_key": natural_key(fact),
            "body": plain(fact),
            "source": source,
            "recorded_at": self._scope.now(),
            "recorded_by": self._scope.actor,
        }

    def _withdraw(self, matricule: Matricule, fact: Fact, reason: str) -> None:
        row = self._row(matricule, fact)
        if row is None:
            raise NotFoundError(
                f"ce fait n’est pas enregistré ({natural_key(fact)}).",
                about=matricule,
                next_step="Relisez l’historique du salarié avec « entretiens explain ».",
            )
        trace = {"withdrawn_at": self._scope.now(), "withdrawn_by": self._scope.actor, "reason": reason}
        self._scope.update(FACTS, trace, FACTS.c.n == row["n"])


def _live() -> ColumnElement[bool]:
    return FACTS.c.withdrawn_at.is_(None)


def _recorded(row: RowMapping) -> RecordedFact:
    return RecordedFact(_fact(row), *(row[field.name] for field in fields(RecordedFact)[1:]))


def _fact(row: RowMapping) -> Fact:
    return cast("Fact", built(_FIELDS[row["kind"]][0], row["body"]))


def _history(rows: Iterable[RowMapping]) -> History:
    """Return the facts of ``rows``, each kind in the order of its days."""
    lists: dict[str, list[Fact]] = {}
    for row in rows:
        lists.setdefault(_FIELDS[row["kind"]][1], []).append(_fact(row))
    make = cast("Callable[..., History]", History)
    return make(**{name: tuple(sorted(facts, key=natural_key)) for name, facts in lists.items()})
