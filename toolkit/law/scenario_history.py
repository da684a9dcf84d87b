"""The history told by a law scenario: interviews, absences, trainings and the rest, key by key."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from toolkit.errors import LawError
from toolkit.law.yaml import Node, day, entries, mapping, required
from toolkit.model.history import (
    Absence,
    AbsenceKind,
    Certification,
    History,
    Interview,
    InterviewKind,
    MedicalVisit,
    Progression,
    ProgressionKind,
    Training,
)

E = TypeVar("E", bound=StrEnum)


def listed(table: Mapping[str, Node], key: str, about: str) -> list[Node]:
    """Return the list under ``key``, empty when it is absent."""
    return entries(table.get(key) or [], f"{about}, {key}")


def word(node: Node, kind: type[E], about: str) -> E:
    """Return the word of ``kind`` that ``node`` is.

    Raises:
        LawError: it is none; the known ones are listed.
    """
    try:
        return kind(str(node))
    except ValueError as error:
        known = ", ".join(kind)
        raise LawError(
            f"« {node} » est inconnu.", about=about, next_step=f"Mots possibles : {known}."
        ) from error


def day_or_none(table: Mapping[str, Node], key: str, about: str) -> date | None:
    """Return the date under ``key``, None when it is absent or null."""
    return None if table.get(key) is None else day(table[key], f"{about}, {key}")


def truth(node: Node, about: str) -> bool:
    """Return ``node`` as true or false.

    Raises:
        LawError: it is neither.
    """
    if not isinstance(node, bool):
        raise LawError(f"« {node} » n’est ni true ni false.", about=about)
    return node


def history_from(table: Mapping[str, Node], about: str) -> History:
    """Return the history that a scenario tells.

    Raises:
        LawError: a key is missing, unknown or of the wrong kind.
    """
    visit = day_or_none(table, "medical_visit", about)
    return History(
        interviews=tuple(
            _interview(one, f"{about}, interviews") for one in listed(table, "interviews", about)
        ),
        absences=tuple(_absence(one, f"{about}, absences") for one in listed(table, "absences", about)),
        trainings=tuple(_training(one, f"{about}, trainings") for one in listed(table, "trainings", about)),
        certifications=tuple(
            Certification(
                _on(mapping(one, f"{about}, certifications", {"on", "title"}), f"{about}, certifications")
            )
            for one in listed(table, "certifications", about)
        ),
        progressions=tuple(
            _progression(one, f"{about}, progressions") for one in listed(table, "progressions", about)
        ),
        medical_visits=(MedicalVisit(visit),) if visit else (),
    )


def _on(table: Mapping[str, Node], about: str) -> date:
    return day(required(table, "on", about), f"{about}, on")


def _interview(node: Node, about: str) -> Interview:
    table = mapping(node, about, {"kind", "on", "recap"})
    return Interview(
        on=_on(table, about),
        kind=word(table.get("kind", "periodic"), InterviewKind, f"{about}, kind"),
        recap=truth(table.get("recap", False), f"{about}, recap"),
    )


def _absence(node: Node, about: str) -> Absence:
    table = mapping(node, about, {"kind", "from", "to", "delegation_share"})
    share = table.get("delegation_share")
    if not isinstance(share, int | float | None) or isinstance(share, bool):
        raise LawError(f"« {share} » n’est pas une part.", about=f"{about}, delegation_share")
    return Absence(
        kind=word(required(table, "kind", about), AbsenceKind, f"{about}, kind"),
        start=day(required(table, "from", about), f"{about}, from"),
        until=day_or_none(table, "to", about),
        delegation_share=None if share is None else round(share * 1000),
    )


def _training(node: Node, about: str) -> Training:
    table = mapping(node, about, {"on", "mandatory", "title", "legal_basis"})
    return Training(
        on=_on(table, about),
        title=str(table.get("title", "")),
        mandatory=truth(table.get("mandatory", False), f"{about}, mandatory"),
        legal_basis=str(table.get("legal_basis", "")),
    )


def _progression(node: Node, about: str) -> Progression:
    table = mapping(node, about, {"on", "kind", "detail"})
    kind = word(table.get("kind", "salary"), ProgressionKind, f"{about}, kind")
    return Progression(_on(table, about), kind, str(table.get("detail", "")))
