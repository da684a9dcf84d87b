"""A report says what the form says, and nothing is reported that was not read."""

from __future__ import annotations

import pytest

from toolkit.errors import NotFoundError
from toolkit.model import CaseId, CaseState, DocumentKind
from toolkit.services.office import Office
from toolkit.services.reports import make_report, make_reports

from .conftest import ACTION, ANSWERS, LAMBERT, NGUYEN, RAMASSAMY, case_of, everything, pieces, text_of


def test_it_says_what_the_form_says(held: Office) -> None:
    case = case_of(held, LAMBERT)
    assert make_report(held, case.id).new
    (report,) = pieces(held, case, DocumentKind.REPORT)
    said = text_of(report)
    for answer in ("skills.used", "path.situation", "training.job", "wishes.mobility"):
        assert str(ANSWERS[answer]) in said
    assert ACTION.label in said
    assert "mardi 20 octobre 2026" in said
    assert "Formulaire C0002-0001-v1-" in said
    assert case_of(held, LAMBERT).state is CaseState.REPORTED


def test_a_recap_meeting_gives_the_statement_too_as_a_document_of_its_own(held: Office) -> None:
    case = case_of(held, RAMASSAMY)
    make_report(held, case.id)
    statement = pieces(held, case, DocumentKind.RECAP_STATEMENT)[-1]
    said = text_of(statement)
    assert "Excel" in said
    assert "les entretiens prévus ont tous eu lieu, dont 2 après l’échéance" in said
    assert b"/ByteRange" in statement


def test_made_twice_it_changes_nothing(reported: Office) -> None:
    before = everything(reported)
    assert not make_report(reported, case_of(reported, LAMBERT).id).new
    assert everything(reported) == before


def test_without_a_form_the_next_step_is_told(held: Office) -> None:
    before = everything(held)
    with pytest.raises(NotFoundError, match="entretiens form read"):
        make_report(held, case_of(held, NGUYEN).id)
    assert everything(held) == before


def test_a_trouble_with_one_does_not_stop_the_others(held: Office) -> None:
    wanted = [case_of(held, who).id for who in (NGUYEN, LAMBERT)] + [CaseId("C0099")]
    results = make_reports(held, wanted)
    assert [result.new for result in results] == [False, True, False]
    assert [bool(result.error) for result in results] == [True, False, True]
