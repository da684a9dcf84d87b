"""The report says all that the form said, and leaves room to sign."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pypdfium2
import pytest

from toolkit.documents import (
    Correspondence,
    DocumentProperties,
    FormProblem,
    FormReading,
    RdocxEngine,
    interview_report,
    pdfa_problems,
    render_docx,
    signature_boxes,
)
from toolkit.documents.forms.content import Occasion
from toolkit.documents.forms.signatures import ANCHORS
from toolkit.documents.forms.topics import COMMENT, INFORMATION, MEETING, topics
from toolkit.documents.package import DOCUMENT_PART, read_package, write_package
from toolkit.errors import DocumentError, FormRefusedError
from toolkit.model.case import Action, ActionKind, Case, CaseState
from toolkit.model.document import Role
from toolkit.model.employee import Employee
from toolkit.model.employer import Employer, Signatory
from toolkit.model.identifiers import CaseId, EmployerId, Matricule
from toolkit.model.obligation import ObligationKind, Regime
from toolkit.resources import template_path

EMPLOYER = Employer(EmployerId("atelier"), "Ateliers du Rhin", 64, Signatory("Claire Œuvrard", "DRH"))
EMPLOYEE = Employee(Matricule("0001234"), "Nguyễn", "Thị Ánh", date(2015, 3, 1))
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
ASKED = (MEETING, *topics(Occasion(recap=True)), INFORMATION, COMMENT)
READING = FormReading(
    "C0007-0001234-v1-580317B0",
    "Entretien de parcours professionnel",
    ASKED,
    {
        "meeting.held_on": date(2026, 3, 12),
        "meeting.mode": "video",
        "meeting.held_by": "Jean-François Müller",
        "meeting.capacity": "management",
        "skills.used": "Première ligne.\nSeconde ligne, 100 % <sûre> & nette.",
        "recap.training": "yes",
        "recap.progression": "no",
        "information.vae": True,
        "information.cep": False,
        "comment.text": "Je souhaite être revue en septembre.",
        "comment.disagreement": True,
    },
    (Action(1, ActionKind.SKILLS_REVIEW, "Bilan", owner="RH", due=date(2026, 9, 30)),),
    (),
)


def pdf_of(engine: RdocxEngine, reading: FormReading) -> bytes:
    report = interview_report(LETTER, CASE, reading)
    properties = DocumentProperties(report.title, EMPLOYER.name, datetime(2026, 3, 20, tzinfo=UTC))
    docx = render_docx(template_path(report.template), report.context, properties=properties)
    return engine.to_pdf(docx, title=report.title)


def words_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        text = "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
    return " ".join(text.split())


@pytest.fixture(scope="module")
def pdf(engine: RdocxEngine) -> bytes:
    return pdf_of(engine, READING)


@pytest.mark.parametrize(
    "said",
    [
        "jeudi 12 mars 2026, en visioconférence",
        "Jean-François Müller, représentant de la direction",
        "Première ligne. Seconde ligne, 100 % <sûre> & nette.",
        "Au moins une action de formation a été suivie : Oui",
        "progression salariale ou professionnelle a eu lieu : Non",
        "Bilan de compétences Bilan RH 30/09/2026",
        "☒ Validation des acquis",
        "☐ Conseil en évolution",
        "Je souhaite être revue en septembre.",
        "Le salarié exprime un désaccord",
        "Formulaire C0007-0001234-v1-580317B0",
    ],
)
def test_what_the_form_said_stands_in_the_report(pdf: bytes, said: str) -> None:
    assert said in words_of(pdf)


def test_the_report_is_pdfa_and_the_same_each_time(engine: RdocxEngine, pdf: bytes) -> None:
    assert pdfa_problems(pdf) == ()
    assert pdf_of(engine, READING) == pdf


def test_no_report_is_made_of_an_incomplete_form() -> None:
    problems = (FormProblem("a", "Date", "à compléter."), FormProblem("b", "Lieu", "à compléter."))
    with pytest.raises(FormRefusedError, match=r"(?s)Date : à compléter.*Lieu : à compléter"):
        interview_report(LETTER, CASE, replace(READING, problems=problems))


@pytest.mark.parametrize("lines", [0, 12, 24, 30, 60])
def test_three_signature_boxes_stand_together_on_the_last_page_under_their_names(
    engine: RdocxEngine, lines: int
) -> None:
    decoy = " ".join(ANCHORS.values())
    comment = "\n".join([decoy, *["ligne"] * lines])
    pdf = pdf_of(engine, replace(READING, answers={**READING.answers, "comment.text": comment}))
    boxes = signature_boxes(pdf)
    document = pypdfium2.PdfDocument(pdf)
    try:
        last = len(document) - 1
        page = document[last]
        width, text = page.get_width(), page.get_textpage().get_text_range()
    finally:
        document.close()
    assert list(boxes) == [Role.EMPLOYEE, Role.MANAGER, Role.EMPLOYER]
    assert {box.page for box in boxes.values()} == {last}
    left, middle, right = boxes.values()
    assert 0 < left.x1 < left.x2 < middle.x1 < middle.x2 < right.x1 < right.x2 < width
    assert all(box.x2 - box.x1 > 130 and 60 < box.y2 - box.y1 < 85 and box.y1 > 50 for box in boxes.values())
    assert "Représentant de la direction" in text


def test_a_document_without_signature_block_says_so(engine: RdocxEngine) -> None:
    report = interview_report(LETTER, CASE, READING)
    properties = DocumentProperties(report.title, EMPLOYER.name, datetime(2026, 3, 20, tzinfo=UTC))
    parts = read_package(
        render_docx(template_path(report.template), report.context, properties=properties), about="x"
    )
    parts[DOCUMENT_PART] = parts[DOCUMENT_PART].replace(ANCHORS[Role.MANAGER].encode(), b"Visa")
    with pytest.raises(DocumentError, match="pas de bloc de signatures"):
        signature_boxes(engine.to_pdf(write_package(parts), title="x"))
    with pytest.raises(DocumentError, match="ne peut pas être lu"):
        signature_boxes(b"not a pdf")


LONG = "Une réponse qui dure. " * 150
WORDY = replace(
    READING,
    answers={**READING.answers, "skills.used": LONG.strip()},
    actions=(Action(1, ActionKind.TRAINING, "Apprendre " * 40 + "encore"),),
    outside=("Reçu en retard.",),
)


def test_long_answers_stand_whole_in_the_annexes_with_what_was_written_beside_the_fields(
    engine: RdocxEngine,
) -> None:
    report = interview_report(LETTER, CASE, WORDY).context["report"]
    assert isinstance(report, dict)
    assert [(page["title"], page["text"]) for page in report["annex"]] == [
        ("Compétences et qualifications mobilisées dans l’emploi actuel", LONG.strip()),
        ("Plan d’actions, action 1", WORDY.actions[0].label),
    ]
    words = " ".join(words_of(pdf_of(engine, WORDY)).split())
    assert "(texte entier : annexe 1)" in words.replace("\N{NO-BREAK SPACE}", " ")
    assert "Écrit hors des champs du formulaire Reçu en retard." in words
    assert set(signature_boxes(pdf_of(engine, WORDY))) == set(ANCHORS)


def test_without_annexes_in_the_template_everything_stands_where_it_is_asked() -> None:
    context = interview_report(LETTER, CASE, WORDY, annexed=False).context
    report, asked = context["report"], context["topics"]
    assert isinstance(report, dict)
    assert isinstance(asked, list)
    assert report["actions"][0]["label"] == WORDY.actions[0].label
    assert asked[0]["answers"][0]["text"] == LONG.strip()
    assert asked[-1]["answers"][0]["text"] == "Reçu en retard."
    assert report["plan_number"] == str(len(asked) + 1)


def test_a_report_without_long_answers_has_no_annexes() -> None:
    report = interview_report(LETTER, CASE, READING).context["report"]
    assert isinstance(report, dict)
    assert report["annex"] == report["outside"] == []
