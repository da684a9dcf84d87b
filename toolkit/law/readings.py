"""Open questions of law and the answers an employer chooses among; the first answer is the prudent one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from toolkit.errors import LawError
from toolkit.law.yaml import Node, entries, mapping, read_yaml, required
from toolkit.model.employer import Employer
from toolkit.model.obligation import Reference


@dataclass(frozen=True, slots=True)
class Question:
    """An open question: its answers by name with their French wording, the default first, and its sources."""

    name: str
    rule: str
    wording: str
    answers: Mapping[str, str]
    sources: tuple[Reference, ...]

    @property
    def default(self) -> str:
        """The prudent answer, in force unless the employer chooses another."""
        return next(iter(self.answers))


@cache
def questions() -> Mapping[str, Question]:
    """Return every open question by name."""
    text = (files("toolkit.law") / "readings.yaml").read_text(encoding="utf-8")
    table = mapping(read_yaml(text, "readings.yaml"), "readings.yaml", None)
    return MappingProxyType({name: _question(name, node) for name, node in table.items()})


def _question(name: str, node: Node) -> Question:
    about = f"readings.yaml : {name}"
    table = mapping(node, about, {"rule", "question", "answers", "sources"})
    answers = mapping(required(table, "answers", about), about, None)
    sources = [
        mapping(entry, about, {"title", "href"})
        for entry in entries(required(table, "sources", about), about)
    ]
    return Question(
        name=name,
        rule=str(required(table, "rule", about)),
        wording=str(required(table, "question", about)),
        answers=MappingProxyType({answer: str(wording) for answer, wording in answers.items()}),
        sources=tuple(Reference(str(entry["title"]), str(entry.get("href", ""))) for entry in sources),
    )


@dataclass(frozen=True, slots=True)
class Readings:
    """The answers in force, for the questions that the employer answered otherwise than by default.

    ``chosen`` pairs questions with answers, in the order of their names; build it with :func:`readings`.
    """

    chosen: tuple[tuple[str, str], ...] = ()

    def answer(self, question: str) -> str:
        """Return the answer in force to ``question``."""
        return dict(self.chosen).get(question) or questions()[question].default

    def with_answer(self, question: str, answer: str) -> Readings:
        """Return these readings with another answer to one question.

        Raises:
            LawError: no such question, or no such answer; the valid ones are listed.
        """
        return readings({**dict(self.chosen), question: answer})


DEFAULT = Readings()
"""The prudent answer to every question."""


def readings(answers: Mapping[str, str]) -> Readings:
    """Return the readings that ``answers`` (question to answer) chooses, checked.

    Raises:
        LawError: no such question, or no such answer; the valid ones are listed.
    """
    for question, answer in answers.items():
        if question not in questions():
            raise LawError(
                f"la question « {question} » n’existe pas.",
                about="Interprétation retenue",
                next_step=f"Questions possibles : {', '.join(questions())}.",
            )
        if answer not in questions()[question].answers:
            raise LawError(
                f"la réponse « {answer} » n’existe pas.",
                about=f"Interprétation « {question} »",
                next_step=f"Réponses possibles : {', '.join(questions()[question].answers)}.",
            )
    return Readings(tuple(sorted(answers.items())))


def readings_of(employer: Employer) -> Readings:
    """Return the readings that an employer chose in its settings.

    Raises:
        LawError: no such question, or no such answer; the valid ones are listed.
    """
    return readings({question: chosen.answer for question, chosen in employer.readings.items()})
