"""The interview report: what the form said, worded as it was asked, to be signed (article L6315-1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from toolkit.documents.forms.content import AnswerKind, Question, Topic
from toolkit.documents.forms.controls import CHECKED, UNCHECKED
from toolkit.documents.forms.reading import Answer, FormReading
from toolkit.documents.forms.topics import COMMENT, INFORMATION, MEETING
from toolkit.documents.letters.letter import Correspondence, Letter, as_mapping, base_context, titled
from toolkit.documents.letters.words import kinds, legal_basis
from toolkit.errors import FormRefusedError
from toolkit.french import ACTIONS, capitalised, day, weekday
from toolkit.model.case import Action, ActionKind, Case

TEMPLATE = "compte-rendu.docx"
_NO_ANSWER = "–"
_FRAME = frozenset({MEETING.id, INFORMATION.id, COMMENT.id})


def interview_report(letter: Correspondence, case: Case, reading: FormReading) -> Letter:
    """Return the report of the interview of ``case`` from the answers in ``reading``.

    Raises:
        FormRefusedError: the form still has problems; all are told.
        MissingValueError: the employer has no name or signatory.
    """
    if reading.problems:
        told = "\n".join(f"- {problem}" for problem in reading.problems)
        raise FormRefusedError(
            f"le formulaire n’est pas complet :\n{told}\n",
            about=reading.form_id,
            next_step="Demandez au manager de le compléter et de le renvoyer.",
        )
    discussed = [topic for topic in reading.topics if topic.id not in _FRAME]
    plan = len(discussed) + 1
    context = {
        **as_mapping(base_context(letter, TEMPLATE)),
        "topics": [_topic(number, topic, reading.answers) for number, topic in enumerate(discussed, 1)],
        "report": {
            "title": f"Compte rendu – {reading.title}",
            "form_id": reading.form_id,
            "kinds": kinds(case.settles),
            "basis": legal_basis(letter.employer),
            **_meeting(reading),
            "actions": [_action(action) for action in reading.actions],
            "information": _information(reading),
            "comment": str(reading.answers.get("comment.text", "")),
            "disagreement": reading.answers.get("comment.disagreement") is True,
            "plan_number": str(plan),
            "information_number": str(plan + 1),
            "comment_number": str(plan + 2),
            "signatures_number": str(plan + 3),
        },
    }
    return Letter(TEMPLATE, context, titled(f"compte rendu, {reading.title}", letter))


def _topic(number: int, topic: Topic, answers: Mapping[str, Answer]) -> dict[str, object]:
    return {
        "number": str(number),
        "title": topic.title,
        "answers": [
            {
                "question": question.text,
                "text": _shown(question, answers),
                "short": question.kind is not AnswerKind.TEXT,
            }
            for question in topic.questions
        ],
    }


def _shown(question: Question, answers: Mapping[str, Answer]) -> str:
    answer = answers.get(question.id)
    if isinstance(answer, date):
        return day(answer)
    if isinstance(answer, bool):
        return "Oui" if answer else "Non"
    return dict(question.choices).get(answer, answer) if answer else _NO_ANSWER


def _meeting(reading: FormReading) -> dict[str, object]:
    by_id = {question.id: question for topic in reading.topics for question in topic.questions}
    shown = {
        name: _shown(by_id[f"meeting.{name}"], reading.answers) for name in ("mode", "capacity", "held_by")
    }
    held_on = reading.answers["meeting.held_on"]
    place = str(reading.answers.get("meeting.place", ""))
    return {
        "held_on": weekday(held_on) if isinstance(held_on, date) else str(held_on),
        "where": ", ".join(part for part in (shown["mode"].lower(), place) if part),
        "held_by": shown["held_by"],
        "capacity": shown["capacity"].lower(),
        "capacity_short": shown["capacity"],
    }


def _information(reading: FormReading) -> list[dict[str, object]]:
    return [
        {
            "box": CHECKED if reading.answers.get(question.id) is True else UNCHECKED,
            "text": question.text,
        }
        for question in INFORMATION.questions
    ]


def _action(action: Action) -> dict[str, object]:
    kind = ACTIONS[action.kind]
    return {
        "kind": kind if action.kind is ActionKind.VAE else capitalised(kind),
        "label": action.label,
        "owner": action.owner or _NO_ANSWER,
        "due": day(action.due) if action.due else _NO_ANSWER,
        "outcome": action.outcome or _NO_ANSWER,
    }
