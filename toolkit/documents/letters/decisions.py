"""What the employer decided of the plan of action, told to the employee after the interview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from toolkit.documents.letters.letter import Correspondence, Letter, base_context, composed, required, titled
from toolkit.documents.letters.words import interview_name
from toolkit.french import ACTIONS, RULINGS, capitalised, day, long_day
from toolkit.model.case import Action, ActionKind, Case
from toolkit.model.decision import Decision, Ruling

TEMPLATE = "decisions.docx"


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """``decisions[]``: one action of the plan and what is decided of it."""

    kind: str
    label: str
    ruling: str
    reason: str
    owner: str
    on: str
    is_granted: bool


@dataclass(frozen=True, slots=True)
class DecisionsContext:
    """Values of ``decisions.docx``."""

    meeting_name: str
    held_on: str
    decisions: tuple[DecisionLine, ...]
    has_granted: bool
    has_refused: bool
    has_deferred: bool


def decisions_letter(
    letter: Correspondence, case: Case, decided: Sequence[tuple[Action, Decision]], *, held_on: date
) -> Letter:
    """Return the letter that tells what was decided of each action of the plan.

    A good practice, which no text imposes.

    Args:
        letter: Who writes to whom.
        case: Whose interview it follows.
        decided: Each action of the plan, in its order, with its decision.
        held_on: Day of the interview.

    Raises:
        MissingValueError: nothing is decided, a refusal has no reason, or a letter to post has no address.
    """
    required(decided, "plan_action", TEMPLATE)
    for _, decision in decided:
        if decision.ruling is Ruling.REFUSED:
            required(decision.reason.strip(), "motif", TEMPLATE)
    rulings = {decision.ruling for _, decision in decided}
    context = DecisionsContext(
        meeting_name=interview_name(case.regime, case.settles),
        held_on=long_day(held_on),
        decisions=tuple(_line(action, decision) for action, decision in decided),
        has_granted=Ruling.GRANTED in rulings,
        has_refused=Ruling.REFUSED in rulings,
        has_deferred=Ruling.DEFERRED in rulings,
    )
    return Letter(
        TEMPLATE,
        composed(base_context(letter, TEMPLATE), context),
        titled("décisions prises après l’entretien", letter),
    )


def _line(action: Action, decision: Decision) -> DecisionLine:
    kind = ACTIONS[action.kind]
    granted = decision.ruling is Ruling.GRANTED
    on = decision.on or (action.due if granted else None)
    return DecisionLine(
        kind=kind if action.kind is ActionKind.VAE else capitalised(kind),
        label=action.label,
        ruling=capitalised(RULINGS[decision.ruling]),
        reason=decision.reason.strip(),
        owner=action.owner if decision.ruling is not Ruling.REFUSED else "",
        on=day(on) if on and decision.ruling is not Ruling.REFUSED else "",
        is_granted=granted,
    )
