"""What became of the former plan of action: asked for in the next form, prefilled, and read back as data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from toolkit.documents.forms.content import AnswerKind, CarriedAction, Question, Topic
from toolkit.french import ACTIONS, capitalised, day
from toolkit.model.case import ActionKind
from toolkit.model.identifiers import CaseId

TOPIC = "previous"
"""Id of the topic, and first part of the tags of its fields."""

_OUTCOME = re.compile(rf"{TOPIC}\.(?P<case>[^.]+)\.(?P<number>\d+)\.outcome")


@dataclass(frozen=True, slots=True)
class FollowedAction:
    """What a form says of an action of an earlier interview: what came of it, and whether it is over."""

    case: CaseId
    number: int
    outcome: str
    over: bool


def follow_up(carried: Sequence[CarriedAction]) -> Topic:
    """Return the topic that asks what became of each action of ``carried``."""
    questions = tuple(question for item in carried for question in _questions(item))
    return Topic(
        TOPIC,
        "Suites du précédent plan d’actions",
        questions,
        "Ce qui avait été décidé : dites ce qu’il en est advenu, et cochez ce qui est achevé.",
    )


def prefilled(carried: Sequence[CarriedAction]) -> dict[str, str | bool | date]:
    """Return what is known already, by field."""
    known: dict[str, str | bool | date] = {}
    for item in carried:
        stem = _stem(item)
        if item.action.outcome:
            known[f"{stem}.outcome"] = item.action.outcome
        if item.action.done:
            known[f"{stem}.done"] = True
    return known


def followed(answers: Mapping[str, str | bool | date]) -> Iterator[FollowedAction]:
    """Yield what ``answers`` say of each action of earlier interviews."""
    for tag, answer in answers.items():
        if (found := _OUTCOME.fullmatch(tag)) is not None:
            over = answers.get(tag.removesuffix("outcome") + "done") is True
            yield FollowedAction(CaseId(found["case"]), int(found["number"]), str(answer), over)


def _questions(item: CarriedAction) -> Iterator[Question]:
    action, stem = item.action, _stem(item)
    name = ACTIONS[action.kind]
    kind = name if action.kind is ActionKind.VAE else capitalised(name)
    told = [
        f"responsable : {action.owner}" if action.owner else "",
        f"échéance : {day(action.due)}" if action.due else "",
    ]
    details = ", ".join(part for part in told if part)
    label = " ".join(action.label.split())
    text = f"{kind} : {label}" + (f" ({details})" if details else "")
    yield Question(f"{stem}.outcome", text, mandatory=True)
    yield Question(f"{stem}.done", "Cette action est achevée", AnswerKind.BOX)


def _stem(item: CarriedAction) -> str:
    return f"{TOPIC}.{item.case}.{item.action.number}"
