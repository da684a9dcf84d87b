"""Random employees, the same for the same seed: for the oracle and the bench."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from toolkit.law import Facts
from toolkit.model.history import Absence, AbsenceKind, History, Interview, Training
from toolkit.model.identifiers import Matricule

AS_OF = date(2026, 11, 21)
FIRST_HIRE, LAST_HIRE = date(1995, 1, 1), date(2026, 10, 31)
LAW = date(2014, 3, 7)
PUSHING = frozenset(
    {
        AbsenceKind.PARENTAL_PRESENCE,
        AbsenceKind.FAMILY_SOLIDARITY,
        AbsenceKind.SABBATICAL,
        AbsenceKind.UNPAID,
    }
)
KINDS = tuple(kind for kind in AbsenceKind if kind not in PUSHING)
"""Absences that push no delay: suspensions are outside the oracle's core."""
AGES = range(18 * 365, 50 * 365)


def employees(count: int, seed: int = 2026) -> Iterator[Facts]:
    """Yield ``count`` employees with about four events each, all known on ``AS_OF``.

    At most one interview is also a recap, and at most one absence stands there: what the oracle can hold.
    """
    random = Random(seed)  # noqa: S311 - reproducible draws, no secret
    for number in range(count):
        hired = FIRST_HIRE + timedelta(days=random.randrange((LAST_HIRE - FIRST_HIRE).days))
        yield Facts(
            matricule=Matricule(f"{number:07d}"),
            hired=hired,
            born=hired - timedelta(days=random.choice(AGES)),
            history=History(
                interviews=_interviews(hired, random),
                absences=_absences(hired, random),
                trainings=tuple(_day(hired, random) for _ in range(random.randrange(5))),
            ),
        )


def _interviews(hired: date, random: Random) -> tuple[Interview, ...]:
    day, days = max(hired, LAW), set[date]()
    for _ in range(random.randrange(5)):
        day += timedelta(days=random.choice((random.randrange(1, 900), random.randrange(650, 760), 730, 731)))
        if day <= AS_OF:
            days.add(day)
    recap = random.randrange(6)
    return tuple(Interview(day, recap=rank == recap) for rank, day in enumerate(sorted(days)))


def _absences(hired: date, random: Random) -> tuple[Absence, ...]:
    if random.random() < 0.4:
        return ()
    start = hired + timedelta(days=random.randrange(1, 4500))
    until = start + timedelta(days=random.choice((random.randrange(500), random.randrange(178, 188))))
    return (Absence(random.choice(KINDS), start, until),) if until < AS_OF else ()


def _day(hired: date, random: Random) -> Training:
    return Training(min(hired + timedelta(days=random.randrange(5000)), AS_OF))
