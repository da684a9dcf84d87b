"""Requests for signatures: each step is taken by one, however many try at once."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from toolkit.clock import SteppedClock
from toolkit.digest import sha256
from toolkit.model import (
    CaseId,
    CodeChannel,
    LinkChannel,
    RequestEvent,
    RequestState,
    Role,
    Route,
    SignatureRequest,
)
from toolkit.store import Store, Unit
from toolkit.store.tables import SIGNATURE_EVENTS, SIGNATURE_REQUESTS

from .conftest import EMPLOYER, MATRICULE, NOW, case, employee

ROUTE = Route(LinkChannel.IN_PERSON, CodeChannel.EMAIL, "", "elodie@exemple.fr")
ASKED = SignatureRequest(
    id="a1",
    case=CaseId("C0001"),
    role=Role.EMPLOYEE,
    matricule=MATRICULE,
    person="Élodie Schmitt",
    shown=sha256(b"report"),
    pages=2,
    route=ROUTE,
    identity="fichier du personnel",
    asked_at=NOW,
    asked_by="rh",
    state=RequestState.ASKED,
)
LATER = NOW + timedelta(minutes=10)
MOST = 5


def opened(unit: Unit) -> SignatureRequest:
    """Return a request whose link was opened and whose code was sent."""
    unit.requests.add(ASKED)
    assert unit.requests.give_link("a1", "token", NOW + timedelta(days=15))
    assert unit.requests.open("a1", "token")
    assert unit.requests.give_code("a1", "kept", LATER)
    return unit.requests.get("a1")


@pytest.fixture
def waiting(store: Store, clock: SteppedClock) -> Store:
    with store.writing(EMPLOYER, "a.weber", clock) as unit:
        unit.employees.put(employee())
        unit.cases.add(case())
        opened(unit)
    return store


def at_once(store: Store, number: int, act: Callable[[Unit], bool]) -> int:
    """Run ``act`` in a unit of each of several threads, and return how many it let through."""
    gate = threading.Barrier(number)
    passed: list[bool] = []

    def run() -> None:
        gate.wait()
        with store.writing(EMPLOYER, "x", SteppedClock(NOW)) as unit:
            passed.append(act(unit))

    threads = [threading.Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(passed) == number
    return sum(passed)


def test_a_request_is_read_back_whole(unit: Unit) -> None:
    whole = replace(ASKED, context={"ip": "192.0.2.1"}, reason="é", result=sha256(b"x"))
    unit.requests.add(whole)
    assert unit.requests.get("a1") == whole
    assert unit.requests.of_case(CaseId("C0001")) == [whole]
    assert unit.requests.present(CaseId("C0001"), Role.MANAGER) is None


def test_events_keep_their_milliseconds_and_order(unit: Unit) -> None:
    unit.requests.add(ASKED)
    steps = [
        RequestEvent("a1", NOW + timedelta(milliseconds=7 - n), f"step{n}", {"n": str(n)}) for n in range(3)
    ]
    for step in steps:
        unit.requests.note(CaseId("C0001"), step)
    assert unit.requests.events("a1") == steps


def test_twenty_tries_at_once_count_as_five(waiting: Store) -> None:
    assert at_once(waiting, 20, lambda u: u.requests.count_attempt("a1", "token", NOW, MOST)) == MOST
    with waiting.reading(EMPLOYER) as unit:
        assert unit.requests.get("a1").attempts == MOST


def test_a_code_lets_in_once(waiting: Store) -> None:
    assert at_once(waiting, 10, lambda u: u.requests.enter("a1", "kept", "entry", LATER)) == 1


def test_one_answer_stands(waiting: Store, clock: SteppedClock) -> None:
    with waiting.writing(EMPLOYER, "x", clock) as unit:
        assert unit.requests.enter("a1", "kept", "entry", LATER)
    signed = replace(ASKED, state=RequestState.SIGNED, ended_at=NOW, result=sha256(b"signed"))
    assert at_once(waiting, 10, lambda u: u.requests.answer(signed, "entry", NOW)) == 1
    with waiting.reading(EMPLOYER) as unit:
        kept = unit.requests.get("a1")
    assert (kept.state, kept.entry, kept.code, kept.result) == (
        RequestState.SIGNED,
        "",
        "",
        sha256(b"signed"),
    )


def test_codes_are_counted_and_spaced(waiting: Store) -> None:
    pause = timedelta(seconds=30)
    reserve = lambda u: u.requests.reserve_code("a1", "token", NOW, 6, pause)  # noqa: E731 - said twice
    assert at_once(waiting, 10, reserve) == 1


PROGRAM = """
import sys
from datetime import datetime, UTC
from pathlib import Path
from toolkit.clock import SteppedClock
from toolkit.model import EmployerId
from toolkit.store import Store

now = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
passed = 0
with Store.open("sqlite:///entretiens.db", Path(sys.argv[1])) as store:
    for _ in range(5):
        with store.writing(EmployerId("deux-rives"), "x", SteppedClock(now)) as unit:
            passed += unit.requests.count_attempt("a1", "token", now, 5)
print(passed)
"""


def test_processes_that_try_at_once_share_five_tries(waiting: Store, tmp_path: Path) -> None:
    waiting.close()
    command = [sys.executable, "-c", PROGRAM, str(tmp_path)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    assert sum(int(process.communicate()[0]) for process in running) == MOST


@pytest.mark.parametrize("state", [RequestState.LOCKED, RequestState.EXPIRED, RequestState.WITHDRAWN])
def test_what_ended_takes_no_further_step(unit: Unit, state: RequestState) -> None:
    opened(unit)
    assert unit.requests.end("a1", state, NOW)
    requests = unit.requests
    assert not requests.open("a1", "token")
    assert not requests.count_attempt("a1", "token", NOW, MOST)
    assert not requests.give_code("a1", "kept", LATER)
    assert not requests.give_link("a1", "other", LATER)
    assert not requests.enter("a1", "kept", "entry", LATER)
    assert not requests.end("a1", RequestState.EXPIRED, NOW)
    assert (requests.get("a1").code, requests.get("a1").entry) == ("", "")


def test_a_past_code_and_another_link_count_nothing(unit: Unit) -> None:
    opened(unit)
    assert not unit.requests.count_attempt("a1", "token", LATER, MOST)
    assert not unit.requests.count_attempt("a1", "former", NOW, MOST)
    assert unit.requests.get("a1").attempts == 0


def test_a_new_link_forgets_what_the_former_gained(unit: Unit) -> None:
    opened(unit)
    unit.requests.count_attempt("a1", "token", NOW, MOST)
    unit.requests.enter("a1", "kept", "entry", LATER)
    assert unit.requests.give_link("a1", "new", LATER)
    fresh = unit.requests.get("a1")
    assert (fresh.state, fresh.token, fresh.links) == (RequestState.ASKED, "new", 2)
    assert (fresh.attempts, fresh.entry, fresh.code) == (0, "", "")
    assert unit.requests.by_token("token") is None
    assert unit.requests.by_token("") is None


def test_addresses_may_be_forgotten_and_the_ways_stay(unit: Unit) -> None:
    unit.requests.add(ASKED)
    unit.requests.forget_contacts(ASKED)
    assert unit.requests.get("a1").route == replace(ROUTE, code_to="")


def test_an_erased_person_leaves_no_request(unit: Unit) -> None:
    opened(unit)
    unit.requests.note(CaseId("C0001"), RequestEvent("a1", NOW, "opened", {"ip": "192.0.2.1"}))
    unit.erasures.person(MATRICULE, "fin de conservation")
    for table in (SIGNATURE_REQUESTS, SIGNATURE_EVENTS):
        assert unit.connection.execute(select(table)).first() is None
