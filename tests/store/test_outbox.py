"""The outbox: nothing is queued twice, and what may have left is held until a person decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.store.conftest import EMPLOYER, NOW, case, employee, mail

from toolkit.clock import SteppedClock
from toolkit.errors import NotFoundError, StoreError
from toolkit.model import CaseId, MailOutcome, MailState
from toolkit.store import Store, Unit

KEY = mail().key
LATER = NOW + timedelta(seconds=2)


def test_a_message_is_queued_once_whatever_became_of_it(unit: Unit) -> None:
    assert unit.outbox.enqueue(mail())
    assert not unit.outbox.enqueue(mail())
    unit.outbox.begin(KEY, NOW)
    unit.outbox.accepted(KEY, LATER, "250 ok")
    assert not unit.outbox.enqueue(mail())
    assert unit.outbox.ready() == []


def test_two_messages_never_share_a_message_id(store: Store, clock: SteppedClock) -> None:
    first = mail("a", None)
    clash = replace(mail("b", None), message_id=first.message_id)
    with store.writing(EMPLOYER, "a", clock) as unit:
        unit.outbox.enqueue(first)
    with pytest.raises(StoreError), store.writing(EMPLOYER, "a", clock) as unit:
        unit.outbox.enqueue(clash)


def test_ready_mail_comes_in_the_order_it_was_queued(unit: Unit) -> None:
    for key in ("z", "a", "m"):
        unit.outbox.enqueue(mail(key))
    assert [m.key for m in unit.outbox.ready()] == ["z", "a", "m"]
    assert [m.key for m in unit.outbox.of_case(CaseId("C0001"))] == ["z", "a", "m"]


def test_an_accepted_message_keeps_the_relays_answer_and_the_dialogue(unit: Unit) -> None:
    unit.outbox.enqueue(mail())
    begun = unit.outbox.begin(KEY, NOW)
    assert (begun.state, begun.attempts) == (MailState.SENDING, 1)
    unit.outbox.accepted(KEY, LATER, "250 2.0.0 Ok: queued as C3BA", {"tls": "TLSv1.3"})
    sent = unit.outbox.get(KEY)
    assert (sent.state, sent.sent_at, sent.details) == (MailState.ACCEPTED, LATER, {"tls": "TLSv1.3"})
    (attempt,) = unit.outbox.attempts(KEY)
    assert (attempt.began_at, attempt.ended_at, attempt.outcome) == (NOW, LATER, MailState.ACCEPTED)
    assert attempt.reply == sent.reply == "250 2.0.0 Ok: queued as C3BA"


def test_a_temporary_refusal_waits_longer_each_time(unit: Unit) -> None:
    unit.outbox.enqueue(mail())
    waits = []
    for _ in range(6):
        unit.outbox.begin(KEY, NOW)
        deferred = unit.outbox.refused(KEY, NOW, 451, "greylisted", permanent=False)
        assert deferred.next_try is not None
        waits.append(deferred.next_try - NOW)
        assert unit.outbox.ready(deferred.next_try - timedelta(seconds=1)) == []
        assert unit.outbox.ready(deferred.next_try) == [deferred]
    assert [wait.total_seconds() / 60 for wait in waits] == [1, 5, 15, 60, 60, 60]
    assert [a.code for a in unit.outbox.attempts(KEY)] == [451] * 6


def test_a_permanent_refusal_is_not_tried_again(unit: Unit) -> None:
    unit.outbox.enqueue(mail())
    unit.outbox.begin(KEY, NOW)
    unit.outbox.refused(KEY, NOW, 550, "no such user", permanent=True)
    assert unit.outbox.ready(NOW + timedelta(days=99)) == []
    assert [m.key for m in unit.outbox.all(MailState.FAILED)] == [KEY]


def test_a_message_in_doubt_is_held(unit: Unit) -> None:
    unit.outbox.enqueue(mail())
    unit.outbox.begin(KEY, NOW)
    unit.outbox.uncertain(KEY, LATER, "connexion coupée après le point final")
    assert unit.outbox.ready(NOW + timedelta(days=99)) == []
    assert unit.outbox.get(KEY).state is MailState.UNCERTAIN


@pytest.mark.parametrize(
    ("outcome", "state", "ready"),
    [
        (MailOutcome.SENT, MailState.ACCEPTED, 0),
        (MailOutcome.SEND_AGAIN, MailState.QUEUED, 1),
        (MailOutcome.POST, MailState.POSTED, 0),
    ],
)
def test_a_person_decides_of_a_message_in_doubt(
    unit: Unit, outcome: MailOutcome, state: MailState, ready: int
) -> None:
    unit.outbox.enqueue(mail())
    unit.outbox.begin(KEY, NOW)
    unit.outbox.uncertain(KEY, NOW, "?")
    settled = unit.outbox.settle(KEY, outcome, "vu dans la boîte d’archive")
    assert settled.state is state
    assert (settled.sent_at is not None) == (state is MailState.ACCEPTED)
    assert len(unit.outbox.ready()) == ready
    decision = unit.outbox.attempts(KEY)[-1]
    assert (decision.actor, decision.outcome, decision.reply) == (
        "a.weber",
        state,
        "vu dans la boîte d’archive",
    )


def test_a_message_sent_again_keeps_its_message_id(unit: Unit) -> None:
    unit.outbox.enqueue(mail())
    unit.outbox.begin(KEY, NOW)
    unit.outbox.uncertain(KEY, NOW, "?")
    unit.outbox.settle(KEY, MailOutcome.SEND_AGAIN, "pas reçu")
    again = unit.outbox.begin(KEY, LATER)
    assert (again.message_id, again.attempts) == (mail().message_id, 2)
    unit.outbox.accepted(KEY, LATER, "250 ok")
    outcomes = [a.outcome for a in unit.outbox.attempts(KEY)]
    assert outcomes == [MailState.UNCERTAIN, MailState.QUEUED, MailState.ACCEPTED]


def test_a_bounce_is_told_of_a_message_that_was_accepted(unit: Unit) -> None:
    unit.outbox.enqueue(mail())
    unit.outbox.begin(KEY, NOW)
    unit.outbox.accepted(KEY, NOW, "250 ok")
    assert unit.outbox.bounced(KEY, LATER, "5.1.1").state is MailState.BOUNCED
    assert unit.outbox.settle(KEY, MailOutcome.POST, "recommandé").state is MailState.POSTED


def test_what_a_cut_off_run_left_is_held_at_the_next(store: Store, clock: SteppedClock) -> None:
    with store.writing(EMPLOYER, "a", clock) as unit:
        unit.employees.put(employee())
        unit.cases.add(case())
        for key in ("cut", "waiting"):
            unit.outbox.enqueue(mail(key))
        unit.outbox.begin("cut", NOW)
    with store.writing(EMPLOYER, "a", clock) as unit:
        assert [m.key for m in unit.outbox.sweep_interrupted(LATER)] == ["cut"]
        assert unit.outbox.sweep_interrupted(LATER) == []
        assert [m.key for m in unit.outbox.ready()] == ["waiting"]
        assert unit.outbox.get("cut").state is MailState.UNCERTAIN


def test_an_act_that_the_state_does_not_allow_is_refused(unit: Unit) -> None:
    unit.outbox.enqueue(mail())
    with pytest.raises(StoreError, match="à envoyer"):
        unit.outbox.accepted(KEY, NOW, "250 ok")
    with pytest.raises(StoreError, match="à envoyer"):
        unit.outbox.settle(KEY, MailOutcome.SENT, "")
    unit.outbox.begin(KEY, NOW)
    with pytest.raises(StoreError, match="en cours d’envoi"):
        unit.outbox.begin(KEY, NOW)


def test_an_unknown_message_is_an_error(unit: Unit) -> None:
    with pytest.raises(NotFoundError, match="rien"):
        unit.outbox.begin("rien", NOW)


def test_reading_what_is_ready_needs_an_instant(store: Store) -> None:
    with store.reading(EMPLOYER) as unit:
        assert unit.outbox.ready(NOW) == []
        with pytest.raises(StoreError, match="horloge"):
            unit.outbox.ready()
