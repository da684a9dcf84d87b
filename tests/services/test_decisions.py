"""What was decided of the plan of action is told once, in a sealed letter, without a word in the journal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from tests.services.conftest import (
    ACTION,
    LAMBERT,
    case_of,
    everything,
    pieces,
    text_of,
    waiting,
)

from toolkit.errors import TransitionRefusedError, UsageError
from toolkit.model import Action, CaseState, Decision, DocumentKind, EventType, Ruling
from toolkit.services.accounts import accounts
from toolkit.services.decisions import rulings_in_words, tell_decisions, written
from toolkit.services.duties import duties_of
from toolkit.services.office import Office

GRANTED = Decision(1, Ruling.GRANTED)
REFUSED = Decision(2, Ruling.REFUSED, "aucun poste d’encadrement n’est ouvert")


def with_plan(office: Office, *outcomes: str) -> None:
    """Give Lambert's case a plan of one action for each of ``outcomes``."""
    plan = [replace(ACTION, number=n, outcome=outcome) for n, outcome in enumerate(outcomes, start=1)]
    with office.writing() as unit:
        unit.actions.replace(case_of(office, LAMBERT).id, plan)


def test_the_employee_receives_the_sealed_letter_and_the_case_stays_where_it_was(reported: Office) -> None:
    with_plan(reported, "", "")
    case = case_of(reported, LAMBERT)
    done = tell_decisions(reported, case.id, [GRANTED, REFUSED])
    assert (done.new, done.to_print, done.case.state) == (True, False, CaseState.REPORTED)
    assert waiting(reported) == ["p0001@atelier.example"]
    (content,) = pieces(reported, case, DocumentKind.DECISIONS, "eml")
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    (letter,) = pieces(reported, case, DocumentKind.DECISIONS)
    (attached,) = message.iter_attachments()
    assert attached.get_content() == letter
    said = text_of(letter)
    assert "aucun poste d’encadrement" in said
    assert "04/12/2026" in said
    assert "DÉMONSTRATION" in said


def test_told_twice_changes_nothing(reported: Office) -> None:
    with_plan(reported, "")
    case = case_of(reported, LAMBERT)
    tell_decisions(reported, case.id, [GRANTED])
    before = everything(reported)
    assert not tell_decisions(reported, case.id, [GRANTED]).new
    assert not tell_decisions(reported, case.id).new
    assert everything(reported) == before


def test_a_decision_that_changes_is_told_in_a_new_letter_with_the_others_as_they_were(
    reported: Office,
) -> None:
    with_plan(reported, "", "")
    case = case_of(reported, LAMBERT)
    tell_decisions(reported, case.id, [GRANTED, REFUSED])
    again = tell_decisions(reported, case.id, [Decision(2, Ruling.DEFERRED, on=date(2027, 3, 1))])
    assert [d.ruling for d in again.decisions] == [Ruling.GRANTED, Ruling.DEFERRED]
    assert again.new
    first, second = pieces(reported, case, DocumentKind.DECISIONS)
    assert "01/03/2027" in text_of(second)
    assert "01/03/2027" not in text_of(first)
    assert tell_decisions(reported, case.id, [REFUSED]).new


def test_the_outcomes_of_the_plan_say_the_decisions(reported: Office) -> None:
    with_plan(reported, "Accordée", "refusée : budget de l’année épuisé")
    done = tell_decisions(reported, case_of(reported, LAMBERT).id)
    assert done.decisions == (GRANTED, Decision(2, Ruling.REFUSED, "budget de l’année épuisé"))


@pytest.mark.parametrize(
    ("outcome", "ruling", "reason"),
    [
        ("Accordée", Ruling.GRANTED, ""),
        ("DIFFÉRÉE – après l’audit", Ruling.DEFERRED, "après l’audit"),
        ("refuse\u0301e, main d’œuvre absente", Ruling.REFUSED, "main d’œuvre absente"),
    ],
)
def test_an_outcome_is_read_as_people_write_it(outcome: str, ruling: Ruling, reason: str) -> None:
    assert written(replace(ACTION, outcome=outcome)) == Decision(1, ruling, reason)


@pytest.mark.parametrize(
    "outcome", ["", "session suivie", "non accordée", "refusée, puis accordée", "accordéon"]
)
def test_an_outcome_that_says_no_decision_is_not_guessed(outcome: str) -> None:
    assert written(replace(ACTION, outcome=outcome)) is None


def test_all_that_is_missing_is_told_at_once(reported: Office) -> None:
    with_plan(reported, "", "")
    given = [Decision(2, Ruling.REFUSED, " "), Decision(7, Ruling.GRANTED)]
    with pytest.raises(UsageError) as refusal:
        tell_decisions(reported, case_of(reported, LAMBERT).id, given)
    for problem in (
        "action 1 : pas de décision",
        "action 2 : un refus se motive",
        "action 7 : elle",
    ):
        assert problem in str(refusal.value)


def test_an_empty_plan_leaves_nothing_to_decide(reported: Office) -> None:
    with_plan(reported)
    with pytest.raises(UsageError, match="rien à décider"):
        tell_decisions(reported, case_of(reported, LAMBERT).id)


def test_nothing_is_decided_before_the_report(held: Office) -> None:
    with pytest.raises(TransitionRefusedError, match="faire connaître les décisions"):
        tell_decisions(held, case_of(held, LAMBERT).id, [GRANTED])


def test_the_journal_holds_codes_and_days_and_no_text(reported: Office) -> None:
    with_plan(reported, "", "")
    case = case_of(reported, LAMBERT)
    tell_decisions(reported, case.id, [GRANTED, REFUSED])
    with reported.reading() as unit:
        lines = [line.decode() for line in unit.journal.lines(LAMBERT)]
    (line,) = (line for line in lines if EventType.DECISIONS_TOLD in line)
    assert "refused" in line
    assert "encadrement" not in "".join(lines)


def test_without_a_mailbox_the_letter_is_laid_to_be_printed(reported: Office) -> None:
    with_plan(reported, "")
    with reported.writing() as unit:
        unit.employees.put(replace(unit.employees.get(LAMBERT), email=""))
    case = case_of(reported, LAMBERT)
    assert tell_decisions(reported, case.id, [GRANTED]).to_print
    assert waiting(reported) == []
    printed = reported.folder / "courriers-a-imprimer" / "automne" / f"Lambert-Ines_{case.id}_decisions.pdf"
    assert printed.read_bytes() == pieces(reported, case, DocumentKind.DECISIONS)[0]


def test_the_cover_tells_how_many_were_granted_and_refused(reported: Office) -> None:
    with_plan(reported, "", "")
    tell_decisions(reported, case_of(reported, LAMBERT).id, [GRANTED, REFUSED])
    with reported.reading() as unit:
        duties = duties_of(reported, unit, unit.employees.get(LAMBERT), date(2026, 11, 17))
        told = [done.what for account in accounts(unit, duties) for done in account.done]
    assert any("Décisions notifiées : 1 accordée, 1 refusée" in what for what in told)


def test_rulings_agree_in_number() -> None:
    assert rulings_in_words(["granted", "deferred", "granted"]) == "2 accordées, 1 différée"


def test_an_action_without_day_is_still_told(reported: Office) -> None:
    case = case_of(reported, LAMBERT)
    with reported.writing() as unit:
        unit.actions.replace(case.id, [Action(1, ACTION.kind, "Tutorat d’un apprenti")])
    assert tell_decisions(reported, case.id, [GRANTED]).new
    assert "Tutorat d’un apprenti" in text_of(pieces(reported, case, DocumentKind.DECISIONS)[0])
