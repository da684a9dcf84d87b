"""A returned form becomes answers: read by tag, refused when it is another, its gaps told all at once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from toolkit.documents.forms.content import AnswerKind, Question, Topic
from toolkit.documents.forms.controls import controls
from toolkit.documents.forms.follow_up import FollowedAction, followed
from toolkit.documents.forms.identity import parse_form_id
from toolkit.documents.forms.manifest import Manifest, find, lost_tags
from toolkit.documents.forms.strangers import PDF_MAGIC, refuse_macros, refuse_renamed, refuse_stranger
from toolkit.documents.forms.stray import written_outside
from toolkit.documents.forms.topics import COMMENT
from toolkit.documents.package import DOCUMENT_PART, parse_part, read_package
from toolkit.errors import FormRefusedError
from toolkit.model.case import Action, ActionKind

Answer = str | bool | date
"""Text (a choice as its kept value), a tick, or a date."""

_MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
_NUMERIC = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})")
_WORDED = re.compile(r"(?:\w+ )?(\d{1,2})(?:er)?\s+(\w+)\s+(\d{4})")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class FormProblem:
    """Something to complete or correct before the form can become a report.

    ``field`` is the tag, ``label`` the question as the form words it.
    """

    field: str
    label: str
    problem: str

    def __str__(self) -> str:
        """Return the problem as a person reads it."""
        return f"{self.label} : {self.problem}"


@dataclass(frozen=True, slots=True)
class FormReading:
    """What a returned form says.

    ``answers`` are by question id, without those left empty; ``topics`` are the questions as they were
    asked, so that a report words them the same; ``problems`` are all told at once. ``outside`` is what
    somebody wrote beside the fields: no answer, and not lost either.
    """

    form_id: str
    title: str
    topics: tuple[Topic, ...]
    answers: Mapping[str, Answer]
    actions: tuple[Action, ...]
    problems: tuple[FormProblem, ...]
    outside: tuple[str, ...] = ()

    @property
    def followed(self) -> tuple[FollowedAction, ...]:
        """What it says of the actions of earlier interviews."""
        return tuple(followed(self.answers))


class Field(Protocol):
    """What a field of a form holds, in Word or in PDF."""

    @property
    def tag(self) -> str:
        """The name of its answer."""
        ...

    @property
    def text(self) -> str:
        """What was typed, with its newlines."""
        ...

    @property
    def checked(self) -> bool:
        """Whether a box is ticked."""
        ...

    @property
    def choice(self) -> str | None:
        """The value kept of a list."""
        ...


def read_form(
    content: bytes,
    *,
    expected: str = "",
    about: str = "Formulaire reçu",
    blank: bytes = b"",
    name: str = "",
) -> FormReading:
    """Return what a form says, Word or PDF as its content tells.

    Args:
        content: The file as the manager sent it back.
        expected: Id of the form that was sent; without it any form is read.
        about: File name, for errors.
        blank: The Word form as it was sent, to tell what was written beside the fields of a Word form.
        name: File name as received; without it no file counts as renamed.

    Raises:
        FormRefusedError: neither Word nor PDF, or renamed; macros or scripts, damaged, encrypted or
            oversized; no form, or one whose answers lost their tags or fields; the form of another employee,
            another case, or an older version.
    """
    refuse_stranger(content, about=about)
    if name:
        refuse_renamed(content, name, about=about)
    if content.startswith(PDF_MAGIC):
        return _read_pdf(content, expected, about)
    return _read_word(content, expected, about, blank)


def _read_pdf(content: bytes, expected: str, about: str) -> FormReading:
    from toolkit.documents.forms.pdf_fields import pdf_form  # noqa: PLC0415 - loads a PDF library

    form = pdf_form(content, about=about)
    if expected:
        _refuse_other(form.manifest.form_id, expected, about)
    by_tag = {field.tag: field for field in form.fields}
    if not any(question.id in by_tag for question in form.manifest.questions):
        raise lost_tags(about)
    return _read(form.manifest, by_tag, [field.tag for field in form.fields], form.notes)


def _read_word(docx: bytes, expected: str, about: str, blank: bytes) -> FormReading:
    parts = read_package(docx, about=about, refusal=FormRefusedError)
    refuse_macros(parts, about=about)
    manifest = find(parts, about=about)
    if expected:
        _refuse_other(manifest.form_id, expected, about)
    root = parse_part(parts[DOCUMENT_PART], about=about, refusal=FormRefusedError)
    found = list(controls(root))
    by_tag = {control.tag: control for control in reversed(found)}
    if not any(question.id in by_tag for question in manifest.questions):
        raise lost_tags(about)
    outside = written_outside(parts, blank, about=about) if blank else ()
    return _read(manifest, by_tag, [control.tag for control in found], outside)


def _read(
    manifest: Manifest, by_tag: Mapping[str, Field], tags: list[str], outside: tuple[str, ...]
) -> FormReading:
    answers: dict[str, Answer] = {}
    problems: list[FormProblem] = []
    for question in manifest.questions:
        answer, problem = _answer(question, by_tag.get(question.id))
        if answer is not None:
            answers[question.id] = answer
        if problem:
            problems.append(FormProblem(question.id, question.text, problem))
    problems += [
        FormProblem(tag, tag, "le champ figure deux fois dans le fichier ; gardez-en un seul.")
        for tag, times in Counter(tags).items()
        if times > 1
    ]
    if answers.get("comment.disagreement") is True and not answers.get("comment.text"):
        label = COMMENT.questions[0].text
        problems.append(FormProblem("comment.text", label, "un désaccord est coché : écrivez lequel."))
    actions, wrong = _actions(manifest.rows, by_tag)
    return FormReading(
        manifest.form_id, manifest.title, manifest.topics, answers, actions, (*problems, *wrong), outside
    )


def _answer(question: Question, control: Field | None) -> tuple[Answer | None, str]:
    """Return the answer, or what is wrong with it."""
    if control is None:
        return None, "le champ a disparu du formulaire ; repartez du fichier d’origine."
    if question.kind is AnswerKind.BOX:
        return control.checked, ""
    text = control.text
    if not text:
        missing = "choisissez dans la liste." if question.kind is AnswerKind.CHOICE else "à compléter."
        return None, missing if question.mandatory else ""
    if question.kind is AnswerKind.DATE:
        day = read_day(text)
        return day, "" if day else f"la date « {text} » n’est pas lisible ; écrivez-la jj/mm/aaaa."
    if question.kind is AnswerKind.CHOICE:
        kept = control.choice
        return kept, "" if kept else f"« {text} » n’est pas dans la liste."
    return text, ""


def _actions(rows: int, by_tag: Mapping[str, Field]) -> tuple[tuple[Action, ...], list[FormProblem]]:
    actions: list[Action] = []
    problems: list[FormProblem] = []
    for number in range(1, rows + 1):
        cells = {
            name: by_tag.get(f"action.{number}.{name}")
            for name in ("kind", "label", "owner", "due", "outcome")
        }
        texts = {name: control.text if control else "" for name, control in cells.items()}
        if any(texts.values()):
            action, wrong = _action(len(actions) + 1, number, texts, cells["kind"])
            actions.append(action)
            problems += wrong
    return tuple(actions), problems


def _action(
    number: int, row: int, texts: Mapping[str, str], kind: Field | None
) -> tuple[Action, list[FormProblem]]:
    chosen = kind.choice if kind is not None else None
    due = read_day(texts["due"]) if texts["due"] else None
    label = f"Plan d’actions, ligne {row}"
    problems = []
    if not chosen:
        problems.append(FormProblem(f"action.{row}.kind", label, "choisissez la nature de l’action."))
    if not texts["label"]:
        problems.append(FormProblem(f"action.{row}.label", label, "décrivez l’action."))
    if texts["due"] and due is None:
        problems.append(
            FormProblem(
                f"action.{row}.due",
                label,
                f"l’échéance « {texts['due']} » n’est pas lisible ; écrivez jj/mm/aaaa.",
            )
        )
    action = Action(
        number=number,
        kind=ActionKind(chosen) if chosen else ActionKind.OTHER,
        label=texts["label"],
        owner=texts["owner"],
        due=due,
        outcome=texts["outcome"],
    )
    return action, problems


def read_day(text: str) -> date | None:
    """Return the date that a person wrote, day first; None when it is none."""
    tidy = " ".join(text.lower().split())
    try:
        if _ISO.fullmatch(tidy):
            return date.fromisoformat(tidy)
        if match := _NUMERIC.fullmatch(tidy):
            return date(int(match[3]), int(match[2]), int(match[1]))
        if (match := _WORDED.fullmatch(tidy)) and match[2] in _MONTHS:
            return date(int(match[3]), _MONTHS.index(match[2]) + 1, int(match[1]))
    except ValueError:
        return None
    return None


def _refuse_other(found: str, expected: str, about: str) -> None:
    if found == expected:
        return
    one, other = parse_form_id(found), parse_form_id(expected)
    if one.matricule != other.matricule:
        problem = (
            f"c’est le formulaire d’un autre salarié (matricule {one.matricule}, attendu {other.matricule})."
        )
        step = "Classez-le dans le bon dossier, ou redemandez celui de ce salarié."
    elif one.case != other.case:
        problem = f"c’est le formulaire d’un autre entretien (dossier {one.case}, attendu {other.case})."
        step = "Classez-le dans le bon dossier."
    elif one.version != other.version:
        problem = f"c’est la version {one.version} du formulaire, remplacée par la version {other.version}."
        step = "Demandez au manager de reporter ses réponses dans la dernière version reçue."
    else:
        problem = f"son identifiant {found} n’est pas celui attendu ({expected})."
        step = "Vérifiez qu’il vient bien de cette entreprise ; demandez au manager le formulaire reçu."
    raise FormRefusedError(problem, about=about, next_step=step)
