"""The letter of the decisions says each one with its reason; the council's note warns of small numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from toolkit.documents import DocumentProperties, Letter, pdf_page_count, render_docx
from toolkit.documents.checking.samples import samples
from toolkit.documents.engines.rdocx_engine import draw
from toolkit.documents.letters import (
    CouncilFigures,
    CouncilGroup,
    CouncilPlan,
    decisions_letter,
    works_council_note,
)
from toolkit.documents.letters.letter import Correspondence
from toolkit.errors import MissingValueError
from toolkit.model import (
    Action,
    ActionKind,
    Address,
    Case,
    CaseId,
    CaseState,
    Channel,
    Decision,
    Employee,
    Employer,
    EmployerId,
    Matricule,
    ObligationKind,
    Regime,
    Ruling,
    Signatory,
)
from toolkit.resources import template_path

Read = Callable[[bytes], str]
NBSP = "\N{NO-BREAK SPACE}"
K = ObligationKind

EMPLOYER = Employer(EmployerId("ill"), "Les Tilleuls SAS", 64, Signatory("Hélène Brandt", "Directrice"))
LEA = Employee(
    Matricule("0001"),
    "Oberlé",
    "Léa",
    date(2022, 3, 14),
    civility="Mme",
    address=Address(("7 rue du Général-Zimmer",), "67000", "Strasbourg"),
)
CASE = Case(
    CaseId("C0007"),
    EMPLOYER.id,
    LEA.matricule,
    (K.PERIODIC,),
    Regime.EPP,
    CaseState.REPORTED,
    date(2026, 2, 1),
)
TO = Correspondence(EMPLOYER, LEA, date(2026, 3, 16), CASE.id, Channel.POST)
TRAINING = Action(1, ActionKind.TRAINING, "Réglage", "Claire Roth", date(2026, 9, 30))


def letter(*decided: tuple[Action, Decision]) -> Letter:
    return decisions_letter(TO, CASE, decided, held_on=date(2026, 3, 12))


def word(made: Letter, properties: DocumentProperties) -> bytes:
    return render_docx(template_path(made.template), made.context, properties=properties)


def test_each_decision_is_told_with_who_follows_it_and_by_when(
    properties: DocumentProperties, text_of: Read
) -> None:
    said = text_of(word(letter((TRAINING, Decision(1, Ruling.GRANTED))), properties))
    assert "entretien du 12 mars 2026" in said
    for told in ("Formation", "Réglage", "Accordée", "Claire Roth", "pour le 30/09/2026"):
        assert told in said
    assert "Action refusée" not in said


def test_a_deferred_action_is_not_said_to_be_due(properties: DocumentProperties, text_of: Read) -> None:
    deferred = Decision(1, Ruling.DEFERRED, on=date(2027, 1, 15))
    said = text_of(word(letter((TRAINING, deferred)), properties))
    assert "réexamen le 15/01/2027" in said
    assert "30/09/2026" not in said


def test_a_refusal_gives_its_reason_and_what_remains_open(
    properties: DocumentProperties, text_of: Read
) -> None:
    said = text_of(word(letter((TRAINING, Decision(1, Ruling.REFUSED, "budget <2026> épuisé"))), properties))
    assert "budget &lt;2026&gt; épuisé" in said
    assert "compte personnel de formation" in said
    assert "Claire Roth" not in said


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_refusal_without_reason_is_no_letter(reason: str) -> None:
    with pytest.raises(MissingValueError):
        letter((TRAINING, Decision(1, Ruling.REFUSED, reason)))


def test_nothing_decided_is_no_letter() -> None:
    with pytest.raises(MissingValueError):
        letter()


@pytest.mark.parametrize("template", ["decisions.docx", "note-cse.docx"])
def test_it_fits_on_one_page(template: str, properties: DocumentProperties) -> None:
    for sample in samples(template)[:-1]:  # the last has long names and many lines
        pdf = draw(word(sample.letter, properties), sample.letter.title, "fr-FR")
        assert pdf_page_count(pdf) == 1, sample.case


def group(name: str, present: int, met: int, *, small: bool = False) -> CouncilGroup:
    return CouncilGroup(name, present, met, {K.PERIODIC: met, K.RECAP: 2}, 1, 3000, 7, small)


FIGURES = CouncilFigures(
    year=2025,
    as_of=date(2026, 3, 16),
    everyone=group("ensemble", 64, 31),
    by_sex=(group("femmes", 60, 29), group("hommes", 4, 2, small=True)),
    by_category=(),
    plan=(CouncilPlan(ActionKind.VAE, 3, 1, 1),),
    threshold=5,
)


def note(figures: CouncilFigures) -> Letter:
    return works_council_note(EMPLOYER, figures, on=figures.as_of, demonstration=True)


def test_the_note_holds_its_basis_its_readers_and_every_group(
    properties: DocumentProperties, text_of: Read
) -> None:
    said = text_of(word(note(FIGURES), properties))
    for told in (
        f"articles{NBSP}R.{NBSP}2312-8",
        "délégués syndicaux",
        "31\N{NO-BREAK SPACE}salariés ont eu un entretien",
        "Ensemble",
        "Femmes",
        "VAE",
        "année complète",
    ):
        assert told in said


def test_small_numbers_are_marked_and_told_only_where_there_are_some(
    properties: DocumentProperties, text_of: Read
) -> None:
    said = text_of(word(note(FIGURES), properties))
    assert f"Hommes{NBSP}*" in said
    assert "Petits nombres" in said
    without = replace(FIGURES, by_sex=())
    assert "Petits nombres" not in text_of(word(note(without), properties))


def test_a_year_that_runs_has_provisional_figures(properties: DocumentProperties, text_of: Read) -> None:
    running = replace(FIGURES, year=2026)
    assert "chiffres provisoires, arrêtés au 16 mars 2026" in text_of(word(note(running), properties))


def test_nothing_paid_is_said_as_such() -> None:
    unpaid = replace(FIGURES, everyone=replace(FIGURES.everyone, beneficiaries=0, paid=0))
    summary = note(unpaid).context["note"]
    assert isinstance(summary, dict)
    assert summary["paid"] == f"0{NBSP}€ versé, aucun bénéficiaire"
