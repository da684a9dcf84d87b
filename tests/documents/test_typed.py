"""Nothing typed is lost: whatever text stands in whatever field comes back, and stands in the report."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime

import pypdfium2
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from toolkit.documents import (
    Answer,
    AnswerKind,
    Correspondence,
    DocumentProperties,
    FormReading,
    MadeForm,
    Occasion,
    PdfMaker,
    RdocxEngine,
    TypstEngine,
    fill_form,
    fillable_form,
    interview_report,
    make_form,
    read_form,
)
from toolkit.documents.forms.annexes import Annex
from toolkit.documents.forms.content import CarriedAction
from toolkit.documents.forms.typed import as_typed
from toolkit.model.case import Action, ActionKind, Case, CaseState
from toolkit.model.employee import Employee, Manager
from toolkit.model.employer import Address, Employer, Signatory
from toolkit.model.identifiers import CaseId, EmployerId, Matricule
from toolkit.model.obligation import ObligationKind, Regime
from toolkit.resources import template_path

from .fillers import by_pikepdf

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
EMPLOYER = Employer(
    EmployerId("atelier"),
    "Ateliers du Rhin",
    64,
    Signatory("Claire Œuvrard", "DRH"),
    address=Address(("12 rue des Tilleuls",), "67000", "Strasbourg"),
)
EMPLOYEE = Employee(Matricule("0001234"), "Lambert", "Inès", date(2015, 3, 1))
CASE = Case(
    CaseId("C0007"),
    EMPLOYER.id,
    EMPLOYEE.matricule,
    (ObligationKind.PERIODIC,),
    Regime.EPP,
    CaseState.HELD,
    date(2026, 2, 1),
)
LETTER = Correspondence(EMPLOYER, EMPLOYEE, date(2026, 3, 20), CASE.id)
EARLIER = CarriedAction(CaseId("C0002"), Action(1, ActionKind.TRAINING, "Automatisme"))
PLAN = ("action.1.label", "action.1.owner", "action.1.outcome")
NASTY = (
    "Élève à 3\u202f000\u00a0€ — « œuvre », l’été, Thị Ánh\nseconde ligne\r\ntroisième\rquatrième",
    '</w:t><w:p/>&amp; ]]> {{ 7*7 }} {% endfor %} #read("/etc/passwd") \\u{41} $x$ *gras* //',
    "שלום עולם, مرحبا بالعالم",
    "👩‍👩‍👧 bravo 🎉 日本語 ✓ ☒",
    "\x00\x01\x07\x0b\x0c\x1b\x7f\x85\x9f\u2028\u2029\ufdd0\ufffe fin",
    "mot " * 2_500,
    "x" * 10_000,
    "e\u0301 \u200bsoudé\u00adici\u2060là \u2011 \u2015 \ufeff",
)

anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=400)


@pytest.fixture(scope="module")
def made() -> MadeForm:
    host = Manager(Matricule("0000042"), "Müller", "Jean-François")
    return make_form(LETTER, CASE, made_at=NOW, host=host, occasion=Occasion(carried=(EARLIER,)))


@pytest.fixture(scope="module")
def maker() -> Iterator[PdfMaker]:
    with PdfMaker(fast=TypstEngine(), other=RdocxEngine()) as maker:
        yield maker


@pytest.fixture(scope="module")
def pdf(made: MadeForm, maker: PdfMaker) -> bytes:
    return fillable_form(made, maker)


def texts(reading: FormReading) -> list[str]:
    """Return the fields that take a text."""
    kinds = {AnswerKind.TEXT, AnswerKind.LINE}
    asked = [
        question.id for topic in reading.topics for question in topic.questions if question.kind in kinds
    ]
    return [*asked, *PLAN]


def fixed(reading: FormReading) -> dict[str, str]:
    """Return what the form cannot do without, in words of our own."""
    mandatory = {q.id: q for topic in reading.topics for q in topic.questions if q.mandatory}
    written = {tag: q.choices[0][0] if q.choices else "Dit." for tag, q in mandatory.items()}
    return {**written, "meeting.held_on": "12/03/2026", "action.1.kind": "training", "action.1.label": "Dit."}


def found(reading: FormReading, tag: str) -> str:
    if not tag.startswith("action"):
        return str(reading.answers.get(tag, ""))
    return str(getattr(reading.actions[0], tag.rpartition(".")[2])) if reading.actions else ""


many = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
few = settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def in_word(made: MadeForm, written: Mapping[str, str]) -> FormReading:
    texts_only = {tag: text for tag, text in written.items() if not tag.startswith("action")}
    answers: dict[str, Answer] = {**texts_only, "meeting.held_on": date(2026, 3, 12)}
    label, owner, outcome = (written.get(tag, "") for tag in PLAN)
    action = Action(1, ActionKind.TRAINING, label, owner=owner, outcome=outcome)
    return read_form(fill_form(made.docx, answers, [action]))


@pytest.mark.parametrize("nasty", NASTY)
def test_a_nasty_text_comes_back_from_every_field_of_both(made: MadeForm, pdf: bytes, nasty: str) -> None:
    asked = read_form(made.docx)
    written = {**fixed(asked), **dict.fromkeys(texts(asked), nasty)}
    for reading in (in_word(made, written), read_form(by_pikepdf(pdf, written))):
        assert {tag: found(reading, tag) for tag in texts(asked)} == dict.fromkeys(
            texts(asked), as_typed(nasty)
        )
        assert reading.problems == ()


@many
@given(place=st.integers(0, 99), text=anything)
def test_any_text_comes_back_from_a_word_form(made: MadeForm, place: int, text: str) -> None:
    asked = read_form(made.docx)
    tag = texts(asked)[place % len(texts(asked))]
    assert found(in_word(made, {**fixed(asked), tag: text}), tag) == as_typed(text)


@many
@given(place=st.integers(0, 99), text=anything)
def test_any_text_comes_back_from_a_pdf_form(pdf: bytes, place: int, text: str) -> None:
    asked = read_form(pdf)
    tag = texts(asked)[place % len(texts(asked))]
    reading = read_form(by_pikepdf(pdf, {**fixed(asked), tag: text}))
    assert found(reading, tag) == as_typed(text)


@given(anything)
@settings(max_examples=200, deadline=None)
@example("\r\n".join(NASTY))
def test_what_is_kept_of_a_text_is_all_that_a_person_sees_of_it(text: str) -> None:
    kept = as_typed(text)
    assert as_typed(kept) == kept
    assert _letters(kept) == _letters(text)
    assert not any(unicodedata.category(c) == "Cc" for c in kept.replace("\n", "").replace("\t", ""))


def _letters(text: str) -> list[str]:
    """Return the characters that a person sees, without those that stand for one that nobody sees."""
    return [c for c in text if c.isprintable() and not c.isspace() and not "␀" <= c <= "␡" and c != "�"]


def report_of(made: MadeForm, maker: PdfMaker, written: Mapping[str, str]) -> tuple[str, FormReading]:
    """Return the words of the report made from a form, page frames aside, spaces taken out."""
    template = template_path("compte-rendu.docx").read_bytes()
    reading = in_word(made, written)
    letter = interview_report(LETTER, CASE, reading, drawn=maker.drawn_by(template))
    properties = DocumentProperties(letter.title, EMPLOYER.name, NOW)
    drawn = pypdfium2.PdfDocument(maker.make(template, letter.context, properties=properties))
    try:
        pages = [body_of(page) for page in drawn]
    finally:
        drawn.close()
    return seen("".join(pages)), reading


def body_of(page: pypdfium2.PdfPage) -> str:
    width, height = page.get_size()
    return str(page.get_textpage().get_text_bounded(0, 60, width, height - 75))


def seen(text: str) -> str:
    """Return ``text`` as paper shows it: no spaces, composed letters, plain hyphens, nothing invisible."""
    plain = unicodedata.normalize("NFC", text).translate(
        {0x2010: "-", 0x2011: "-", 0x2015: "—", 0x2: None, 0xFFFE: None}
    )
    return "".join(c for c in plain if not c.isspace() and c not in "\u00ad\u200b\u2060\ufeff")


@pytest.mark.parametrize("nasty", NASTY)
@pytest.mark.parametrize("tag", ["skills.used", "meeting.place", "comment.text", *PLAN])
def test_a_nasty_text_stands_whole_in_the_report(
    made: MadeForm, maker: PdfMaker, tag: str, nasty: str
) -> None:
    words, reading = report_of(made, maker, {**fixed(read_form(made.docx)), tag: nasty})
    drawn = maker.drawn_by(template_path("compte-rendu.docx").read_bytes())
    assert seen(Annex(kept=True, drawn=drawn).spelled(found(reading, tag))) in words


@few
@given(place=st.integers(0, 99), text=anything)
def test_any_text_stands_whole_in_the_report(made: MadeForm, maker: PdfMaker, place: int, text: str) -> None:
    asked = read_form(made.docx)
    tag = texts(asked)[place % len(texts(asked))]
    # a mandatory answer of spaces alone is an answer that misses
    words, reading = report_of(made, maker, {**fixed(asked), tag: f"Dit : {text}"})
    drawn = maker.drawn_by(template_path("compte-rendu.docx").read_bytes())
    assert seen(Annex(kept=True, drawn=drawn).spelled(found(reading, tag))) in words
