"""The recap of the career path, prefilled from the history (article L6315-1 II)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from toolkit.documents.letters.letter import Correspondence, Letter, base_context, composed, titled
from toolkit.documents.letters.meeting import Meeting
from toolkit.documents.letters.words import full_name, legal_basis
from toolkit.french import (
    ACTIONS,
    NBSP,
    OBLIGATIONS,
    PROGRESSIONS,
    capitalised,
    count,
    day,
    euros,
    long_day,
)
from toolkit.model.case import Action, ActionKind
from toolkit.model.history import Certification, History, Progression, Training
from toolkit.model.obligation import ObligationKind


@dataclass(frozen=True, slots=True)
class DueInterview:
    """An interview that the period asked for, and the day it was held if it was."""

    kind: ObligationKind
    due: date | None
    held_on: date | None = None


@dataclass(frozen=True, slots=True)
class Cycle:
    """The years that a recap looks back on: both days included, and the interviews due in them."""

    since: date
    until: date
    interviews: tuple[DueInterview, ...] = ()


@dataclass(frozen=True, slots=True)
class DecidedAction:
    """An action of a plan, and the day of the interview that decided it."""

    on: date
    action: Action


@dataclass(frozen=True, slots=True)
class TopUp:
    """A corrective top-up that is owed: in whole EUR; ``pay_by`` None when the text sets no day."""

    amount: int
    pay_by: date | None = None


@dataclass(frozen=True, slots=True)
class InterviewLine:
    """``interviews[]``."""

    label: str
    due: str
    held: str


@dataclass(frozen=True, slots=True)
class TrainingLine:
    """``trainings[]``."""

    on: str
    title: str
    hours: str
    nature: str


@dataclass(frozen=True, slots=True)
class CertificationLine:
    """``certifications[]``."""

    on: str
    title: str


@dataclass(frozen=True, slots=True)
class ProgressionLine:
    """``progressions[]``."""

    on: str
    kind: str
    detail: str


@dataclass(frozen=True, slots=True)
class ActionLine:
    """``actions[]``."""

    decided: str
    action: str
    due: str
    outcome: str


@dataclass(frozen=True, slots=True)
class RecapContext:
    """``recap.*``: the period and its conclusions."""

    period: str
    held_on: str
    host: str
    basis: str
    comment: str
    top_up: str
    pay_by: str
    interviews_conclusion: str
    has_training: bool
    has_voluntary_training: bool
    has_certification: bool
    has_progression: bool


@dataclass(frozen=True, slots=True)
class RecapStatementContext:
    """Values of ``etat-des-lieux.docx``."""

    recap: RecapContext
    interviews: tuple[InterviewLine, ...]
    trainings: tuple[TrainingLine, ...]
    certifications: tuple[CertificationLine, ...]
    progressions: tuple[ProgressionLine, ...]
    actions: tuple[ActionLine, ...]


def recap_statement(
    letter: Correspondence,
    meeting: Meeting,
    *,
    cycle: Cycle,
    history: History,
    top_up: TopUp | None = None,
    comment: str = "",
    actions: Sequence[DecidedAction] = (),
) -> Letter:
    """Return the recap of the path over a cycle.

    Args:
        letter: Who writes, about whom.
        meeting: The interview that makes the recap.
        cycle: What it looks back on, as the law room computes it; facts of other days are left out.
        history: Every fact known.
        top_up: When one is owed; its paragraph appears only then.
        comment: What the employee wants to add.
        actions: What the interviews of the period decided; those of other days are left out.

    Raises:
        MissingValueError: the employer has no name.
    """
    template = "etat-des-lieux.docx"
    due = cycle.interviews
    trainings = _within(history.trainings, cycle)
    certifications = _within(history.certifications, cycle)
    progressions = _within(history.progressions, cycle)
    recap = RecapContext(
        period=f"du {long_day(cycle.since)} au {long_day(cycle.until)}",
        held_on=long_day(meeting.case.held_on or cycle.until),
        host=", ".join(part for part in (full_name(meeting.host), meeting.host.title) if part),
        basis=legal_basis(letter.employer),
        comment=comment,
        top_up=euros(top_up.amount) if top_up else "",
        pay_by=long_day(top_up.pay_by) if top_up and top_up.pay_by else "",
        interviews_conclusion=_conclusion(due),
        has_training=bool(trainings),
        has_voluntary_training=any(not item.mandatory for item in trainings),
        has_certification=bool(certifications),
        has_progression=bool(progressions),
    )
    context = RecapStatementContext(
        recap=recap,
        interviews=tuple(_interview(item) for item in due),
        trainings=tuple(_training(item) for item in trainings),
        certifications=tuple(
            CertificationLine(day(item.on), item.title or "intitulé non renseigné") for item in certifications
        ),
        progressions=tuple(
            ProgressionLine(day(item.on), PROGRESSIONS[item.kind], item.detail or "–")
            for item in progressions
        ),
        actions=tuple(_action(item) for item in actions if cycle.since <= item.on <= cycle.until),
    )
    return Letter(
        template,
        composed(base_context(letter, template), context),
        titled("état des lieux récapitulatif", letter),
    )


_Fact = TypeVar("_Fact", Training, Certification, Progression)


def _within(facts: tuple[_Fact, ...], cycle: Cycle) -> list[_Fact]:
    return sorted((fact for fact in facts if cycle.since <= fact.on <= cycle.until), key=lambda fact: fact.on)


def _conclusion(due: tuple[DueInterview, ...]) -> str:
    missed = sum(1 for item in due if item.held_on is None)
    late = sum(1 for item in due if item.held_on and item.due and item.held_on > item.due)
    if not missed:
        return "les entretiens prévus ont tous eu lieu" + (f", dont {late} après l’échéance" if late else "")
    verb = "n’a" if missed == 1 else "n’ont"
    return f"{count(missed, 'entretien prévu', 'entretiens prévus')} sur {len(due)} {verb} pas eu lieu"


def _interview(item: DueInterview) -> InterviewLine:
    return InterviewLine(
        label=capitalised(OBLIGATIONS[item.kind]),
        due=long_day(item.due) if item.due else "sans date fixée",
        held=long_day(item.held_on) if item.held_on else "non tenu",
    )


def _action(item: DecidedAction) -> ActionLine:
    action = item.action
    name = ACTIONS[action.kind]
    kind = name if action.kind is ActionKind.VAE else capitalised(name)
    over = f"achevée le {day(action.done)}" if action.done else "" if action.outcome else "à faire"
    return ActionLine(
        decided=day(item.on),
        action=f"{kind}{NBSP}: {action.label}",
        due=day(action.due) if action.due else "–",
        outcome=" ; ".join(part for part in (action.outcome, over) if part),
    )


def _training(item: Training) -> TrainingLine:
    basis = f" ({item.legal_basis})" if item.legal_basis else ""
    return TrainingLine(
        on=day(item.on),
        title=item.title or "intitulé non renseigné",
        hours=f"{item.hours}{NBSP}h" if item.hours is not None else "–",
        nature=f"obligatoire{basis}" if item.mandatory else "non obligatoire",
    )
