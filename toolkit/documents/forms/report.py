"""The interview report: what the form said, worded as it was asked, to be signed (article L6315-1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from toolkit.documents.fonts import is_drawable
from toolkit.documents.forms.annexes import Annex, Drawn
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
_LONG_ANSWER, _LONG_CELL = 2_000, 240
_COMMENT = "Commentaire du salarié"
_FRAME = frozenset({MEETING.id, INFORMATION.id, COMMENT.id})


def interview_report(
    letter: Correspondence,
    case: Case,
    reading: FormReading,
    *,
    annexed: bool = True,
    drawn: Drawn = is_drawable,
) -> Letter:
    """Return the report of the interview of ``case`` from the answers in ``reading``.

    Args:
        letter: Employer, employee, date.
        case: Whose interview it was.
        reading: What the form says.
        annexed: Whether the template has annexes; without them long answers stand where they are asked for.
        drawn: Tells whether the PDF has a glyph for a character; one that has none is named in the annexes.

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
    annex = Annex(kept=annexed, drawn=drawn)
    asked = [_topic(number, topic, reading.answers, annex) for number, topic in enumerate(discussed, 1)]
    outside = [annex.spelled(text) for text in reading.outside]
    if outside and not annexed:
        plan += 1
        asked.append(_beside(plan - 1, outside))
    context = {
        **as_mapping(base_context(letter, TEMPLATE)),
        "topics": asked,
        "report": {
            "title": f"Compte rendu – {reading.title}",
            "form_id": reading.form_id,
            "kinds": kinds(case.settles),
            "basis": legal_basis(letter.employer),
            **_meeting(reading, annex),
            "actions": [_action(action, annex) for action in reading.actions],
            "information": _information(reading),
            "comment": annex.short(_COMMENT, str(reading.answers.get("comment.text", "")), _LONG_ANSWER),
            "disagreement": reading.answers.get("comment.disagreement") is True,
            "plan_number": str(plan),
            "information_number": str(plan + 1),
            "comment_number": str(plan + 2),
            "outside": outside,
            "annex": annex.pages,
            "annex_number": str(plan + 3),
            "signatures_number": str(plan + 3 + bool(annexed and (annex.pages or outside))),
        },
    }
    return Letter(TEMPLATE, context, titled(f"compte rendu, {reading.title}", letter))


def _beside(number: int, outside: Sequence[str]) -> dict[str, object]:
    answer = {"question": "À la suite ou en marge", "text": "\n".join(outside), "short": False}
    return {"number": str(number), "title": "Écrit hors des champs du formulaire", "answers": [answer]}


def _topic(number: int, topic: Topic, answers: Mapping[str, Answer], annex: Annex) -> dict[str, object]:
    return {
        "number": str(number),
        "title": topic.title,
        "answers": [
            {
                "question": question.text,
                "text": annex.short(question.text, _shown(question, answers), _LONG_ANSWER),
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


def _meeting(reading: FormReading, annex: Annex) -> dict[str, object]:
    by_id = {question.id: question for topic in reading.topics for question in topic.questions}
    shown = {
        name: _shown(by_id[f"meeting.{name}"], reading.answers) for name in ("mode", "capacity", "held_by")
    }
    held_on = reading.answers["meeting.held_on"]
    place = annex.short("Lieu de l’entretien", str(reading.answers.get("meeting.place", "")), _LONG_CELL)
    held_by = annex.short("Entretien conduit par", shown["held_by"], _LONG_CELL)
    return {
        "held_on": weekday(held_on) if isinstance(held_on, date) else str(held_on),
        "where": ", ".join(part for part in (shown["mode"].lower(), place) if part),
        "held_by": held_by,
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


def _action(action: Action, annex: Annex) -> dict[str, object]:
    kind = ACTIONS[action.kind]
    title = f"Plan d’actions, action {action.number}"
    return {
        "kind": kind if action.kind is ActionKind.VAE else capitalised(kind),
        "label": annex.short(title, action.label, _LONG_CELL),
        "owner": annex.short(f"{title} : responsable", action.owner, _LONG_CELL) or _NO_ANSWER,
        "due": day(action.due) if action.due else _NO_ANSWER,
        "outcome": annex.short(f"{title} : suite donnée", action.outcome, _LONG_CELL) or _NO_ANSWER,
    }
