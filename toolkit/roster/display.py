"""Values of the trade as a roster writes them in French."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from toolkit import french
from toolkit.model import AbsenceKind, Contract, InterviewKind, ProgressionKind, Sex
from toolkit.roster.layout import INTERVIEW_LABELS

INTERVIEWS: Mapping[InterviewKind, str] = MappingProxyType(
    dict(zip(InterviewKind, INTERVIEW_LABELS, strict=True))
)
SEXES: Mapping[Sex, str] = MappingProxyType({Sex.WOMAN: "F", Sex.MAN: "H"})


def written(value: object) -> str:
    """Return a value as people read it in a workbook: labels, ``12/03/2026``, ``Oui``; nothing for None."""
    if value is None:
        return ""
    if isinstance(value, StrEnum):
        return _label(value)
    if isinstance(value, bool):
        return "Oui" if value else "Non"
    if isinstance(value, date):
        return french.day(value)
    if isinstance(value, tuple):
        return "\n".join(str(line) for line in value)
    return str(value)


def _label(value: StrEnum) -> str:
    match value:
        case AbsenceKind():
            return french.ABSENCES[value]
        case Contract():
            return french.CONTRACTS[value]
        case ProgressionKind():
            return french.PROGRESSIONS[value]
        case InterviewKind():
            return INTERVIEWS[value]
        case Sex():
            return SEXES[value]
        case _:
            return value.value


def written_share(thousandths: int | None) -> str:
    """Return ``30 %`` for 300 thousandths."""
    if thousandths is None:
        return ""
    return f"{thousandths / 10:g}".replace(".", ",") + f"{french.NBSP}%"
