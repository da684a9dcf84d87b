"""What a form asks: topics and their questions, as data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from toolkit.model.case import Action
from toolkit.model.identifiers import CaseId


class AnswerKind(StrEnum):
    """How a question is answered."""

    TEXT = "text"
    LINE = "line"
    DATE = "date"
    CHOICE = "choice"
    BOX = "box"


@dataclass(frozen=True, slots=True)
class Question:
    """One question, and the tag under which its answer is read back.

    ``id`` is unique in the form; ``choices`` are (value kept, text shown).
    """

    id: str
    text: str
    kind: AnswerKind = AnswerKind.TEXT
    mandatory: bool = False
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """A section of the form: its questions under one title, and a line that helps to answer them."""

    id: str
    title: str
    questions: tuple[Question, ...]
    help: str = ""


@dataclass(frozen=True, slots=True)
class CarriedAction:
    """An action decided at an earlier interview, the one of ``case``."""

    case: CaseId
    action: Action


@dataclass(frozen=True, slots=True)
class Occasion:
    """Why the interview takes place, as far as it changes what is asked.

    Args:
        career: Entretien de parcours professionnel (loi 2025-989), else the former entretien professionnel.
        back_from_leave: After an absence of article L6315-1 I.
        parental: That absence was a parental leave, or part time to raise a child.
        end_of_mandate: At the end of a union or staff-representative mandate.
        senior: From the age of 45, or after the mid-career visit.
        mid_career: After that visit.
        late_career: In the two years before 60.
        recap: With the recap of the career path.
        carried: Actions of earlier interviews, whose outcome is asked for, prefilled where it is known.
    """

    career: bool = True
    back_from_leave: bool = False
    parental: bool = False
    end_of_mandate: bool = False
    senior: bool = False
    mid_career: bool = False
    late_career: bool = False
    recap: bool = False
    carried: tuple[CarriedAction, ...] = ()
