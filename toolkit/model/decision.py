"""What the employer decides of a plan of action once the interview is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Ruling(StrEnum):
    """What is decided of one action."""

    GRANTED = "granted"
    REFUSED = "refused"
    DEFERRED = "deferred"


@dataclass(frozen=True, slots=True)
class Decision:
    """What is decided of the action ``action`` of the plan.

    ``on`` is the day by which a granted action is carried out, or on which a deferred one is looked at again;
    ``reason`` is told to the employee as it stands, and a refusal always has one.
    """

    action: int
    ruling: Ruling
    reason: str = ""
    on: date | None = None
