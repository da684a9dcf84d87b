"""The cases of the interview form, and of the report that is made from its answers."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.documents.checking.samples.people import ACTION, CAMILLE, HOST, SLOT, K, case, to
from toolkit.documents.forms.content import AnswerKind, Occasion
from toolkit.documents.forms.making import form_context
from toolkit.documents.forms.reading import Answer, FormReading
from toolkit.documents.forms.report import interview_report
from toolkit.documents.forms.topics import COMMENT, INFORMATION, MEETING, topics
from toolkit.documents.letters import Correspondence, Letter
from toolkit.model import Action, Case, Manager

FORM_ID = "C0007-0001234-v1-580317B0"
_ANSWER = "Conduite de la nouvelle ligne.\nAppui aux nouveaux arrivants."
_COMMENT = "Je remercie ma responsable.\nJe reste disponible. "


def form_cases() -> Sequence[tuple[str, Letter]]:
    """Return the cases of form and report, by name."""
    cases = (
        ("périodique", case(), Occasion()),
        ("fin de carrière", case(K.LATE_CAREER), Occasion(senior=True, late_career=True)),
        ("retour et état des lieux", case(K.RETURN, K.RECAP), Occasion(back_from_leave=True, recap=True)),
    )
    found: list[tuple[str, Letter]] = []
    for name, of, occasion in cases:
        long = occasion.recap
        outside = ("Dit en marge du plan d’action.",) if long else ()
        found.append((name, blank_form(to(channel=None), of, occasion, HOST)))
        reading = answered(occasion, comment=_COMMENT * (200 if long else 1), outside=outside)
        found.append((name, interview_report(to(channel=None), of, reading)))
    return found


def blank_form(letter: Correspondence, of: Case, occasion: Occasion, host: Manager) -> Letter:
    """Return the form of an interview as its template takes it."""
    context = form_context(letter, of, topics(occasion), FORM_ID, host)
    return Letter("formulaire.docx", context, f"Formulaire d’entretien – {CAMILLE.name}")


def answered(
    occasion: Occasion,
    *,
    answer: str = _ANSWER,
    comment: str = _COMMENT,
    plan: tuple[Action, ...] = (ACTION,),
    outside: tuple[str, ...] = (),
    held_by: str = HOST.name,
    place: str = "Salle Vosges",
) -> FormReading:
    """Return a form whose every question has an answer."""
    asked = (MEETING, *topics(occasion), INFORMATION, COMMENT)
    answers = {
        question.id: _answer(question.kind, question.choices, answer)
        for topic in asked
        for question in topic.questions
    }
    answers |= {"meeting.place": place, "meeting.held_by": held_by, "comment.text": comment}
    return FormReading(FORM_ID, "Entretien de parcours professionnel", asked, answers, plan, (), outside)


def _answer(kind: AnswerKind, choices: tuple[tuple[str, str], ...], text: str) -> Answer:
    if kind is AnswerKind.DATE:
        return SLOT.starts.date()
    if kind is AnswerKind.BOX:
        return True
    if kind is AnswerKind.CHOICE:
        return choices[0][0]
    return text
