"""One remark on a template, in plain French: what, where, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Weight(StrEnum):
    """How much a remark weighs: only ``WRONG`` makes a template fail its check."""

    WRONG = "wrong"
    ATTENTION = "attention"
    NOTE = "note"


class Subject(StrEnum):
    """What a remark is about."""

    FILE = "file"
    TAG = "tag"
    FIELD = "field"
    MENTION = "mention"
    TRIAL = "trial"
    ENGINE = "engine"
    FONT = "font"
    ACCESS = "access"


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark.

    Args:
        subject: What it is about.
        weight: How much it weighs.
        problem: One sentence.
        where: The paragraph, quoted; empty where the whole template is meant.
        next_step: What to do about it.
    """

    subject: Subject
    weight: Weight
    problem: str
    where: str = ""
    next_step: str = ""


def wrong(subject: Subject, problem: str, where: str = "", next_step: str = "") -> Finding:
    """Return a remark that makes the check fail."""
    return Finding(subject, Weight.WRONG, problem, where, next_step)


def attention(subject: Subject, problem: str, where: str = "", next_step: str = "") -> Finding:
    """Return a remark to look at, which does not make the check fail."""
    return Finding(subject, Weight.ATTENTION, problem, where, next_step)


def note(subject: Subject, problem: str, where: str = "", next_step: str = "") -> Finding:
    """Return what is good to know."""
    return Finding(subject, Weight.NOTE, problem, where, next_step)
