"""The journal: chains that only grow, in which every altered, missing or moved line is found."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from tests.store.conftest import EMPLOYER, MATRICULE, NOW

from toolkit.clock import SteppedClock
from toolkit.digest import GENESIS, canonical_json, first_broken_link, sha256
from toolkit.errors import StoreError
from toolkit.model import CaseId, EmployerId, Event, EventType, Matricule
from toolkit.store import Store, Unit

OTHER = Matricule("0005678")


def event(
    matricule: Matricule | None = MATRICULE, *, employer: EmployerId = EMPLOYER, at: datetime = NOW
) -> Event:
    return Event(employer, EventType.SUMMONED, at, "a.weber", matricule, CaseId("C0001"), {"sequence": 0})


def write(store: Store, *events: Event, employer: EmployerId = EMPLOYER) -> None:
    with store.writing(employer, "a.weber", SteppedClock(NOW)) as unit:
        for one in events:
            unit.journal.append(one)


def test_a_line_is_canonical_and_follows_the_one_before(store: Store) -> None:
    write(store, event(), event())
    with store.reading(EMPLOYER) as unit:
        first, second = unit.journal.lines(MATRICULE)
        head = unit.journal.head(MATRICULE)
    entry = json.loads(second)
    assert canonical_json(entry) == second
    assert entry == {
        "actor": "a.weber",
        "at": "2026-03-12T09:00:00Z",
        "body": {"sequence": 0},
        "case": "C0001",
        "employer": "deux-rives",
        "matricule": "0001234",
        "prev": sha256(first),
        "seq": 2,
        "type": "summoned",
    }
    assert head == sha256(second)


def test_an_empty_chain_begins_at_genesis_and_is_sound(store: Store) -> None:
    with store.reading(EMPLOYER) as unit:
        assert unit.journal.head(MATRICULE) == GENESIS
        assert unit.journal.verify(MATRICULE) is None
        assert unit.journal.lines(None) == []


def test_each_unit_anchors_the_chains_it_made_longer_once(store: Store) -> None:
    write(store, event(), event(), event(OTHER))
    write(store, event(OTHER))
    with store.reading(EMPLOYER) as unit:
        first, second = (json.loads(line) for line in unit.journal.lines(None))
        heads = {MATRICULE: unit.journal.head(MATRICULE), OTHER: unit.journal.head(OTHER)}
    assert first["type"] == second["type"] == "anchored"
    assert first["body"]["heads"][MATRICULE] == heads[MATRICULE]
    assert second["body"]["heads"] == {OTHER: heads[OTHER]}


def test_a_unit_that_touches_no_employee_anchors_nothing(store: Store) -> None:
    write(store, event(None))
    with store.reading(EMPLOYER) as unit:
        assert [json.loads(line)["type"] for line in unit.journal.lines(None)] == ["summoned"]


def test_instants_are_written_in_utc(store: Store) -> None:
    write(store, event(at=datetime(2026, 3, 12, 13, 0, tzinfo=timezone(timedelta(hours=4)))))
    with store.reading(EMPLOYER) as unit:
        assert json.loads(unit.journal.lines(MATRICULE)[0])["at"] == "2026-03-12T09:00:00Z"


def test_an_instant_without_zone_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="fuseau"):
        write(store, event(at=NOW.replace(tzinfo=None)))


def test_an_event_of_another_employer_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="autre employeur"):
        write(store, event(employer=EmployerId("autre")))


def test_employers_have_chains_of_their_own(store: Store) -> None:
    other = EmployerId("autre")
    write(store, event())
    write(store, event(employer=other), employer=other)
    with store.reading(other) as unit:
        assert len(unit.journal.lines(MATRICULE)) == 1
        assert unit.journal.verify(MATRICULE) is None


def test_lines_are_readable_in_the_unit_that_wrote_them(unit: Unit) -> None:
    unit.journal.append(event())
    assert len(unit.journal.lines(MATRICULE)) == 1
    unit.journal.append(event())
    assert first_broken_link(unit.journal.lines(MATRICULE)) is None
    assert unit.journal.verify(MATRICULE) is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ent_journal SET line = 'x'",
        "DELETE FROM ent_journal",
        "INSERT OR REPLACE INTO ent_journal SELECT employer_id, chain, seq, 'x', sha256 FROM ent_journal",
        "INSERT INTO ent_journal VALUES ('deux-rives', '0001234', 7, 'x', 'y')",
    ],
)
def test_the_database_itself_refuses_to_change_lines(store: Store, statement: str) -> None:
    write(store, event())
    with (
        pytest.raises(IntegrityError, match="le journal ne se modifie pas"),
        store._engine.begin() as connection,
    ):
        connection.execute(text(statement))
    with store.reading(EMPLOYER) as unit:
        assert unit.journal.verify(MATRICULE) is None


TAMPERINGS = {
    "first line": ("UPDATE ent_journal SET line = replace(line, 'weber', 'muller') WHERE {c} AND seq = 1", 1),
    "last line": ("UPDATE ent_journal SET line = replace(line, 'weber', 'muller') WHERE {c} AND seq = 3", 3),
    "a line and its hash": ("UPDATE ent_journal SET line = 'x', sha256 = 'y' WHERE {c} AND seq = 3", 3),
    "a line gone": ("DELETE FROM ent_journal WHERE {c} AND seq = 2", 2),
    "the last line gone": ("DELETE FROM ent_journal WHERE {c} AND seq = 3", 2),
    "all gone": ("DELETE FROM ent_journal WHERE {c}", 1),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_whoever_gets_past_the_triggers_is_found(store: Store, name: str) -> None:
    write(store, event(), event())
    write(store, event())
    statement, expected = TAMPERINGS[name]
    assert broken(store, [statement.format(c="chain = '0001234'")], MATRICULE) == expected


def broken(
    store: Store, statements: list[str], matricule: Matricule | None, employer: EmployerId = EMPLOYER
) -> int | None:
    """Return what a check finds after ``statements``, run without triggers and undone afterwards."""
    with store._engine.connect() as connection:
        for name in ("keep", "keep_all", "keep_order"):
            connection.execute(text(f"DROP TRIGGER ent_journal_{name}"))
        for statement in statements:
            connection.execute(text(statement))
        found = Unit(connection, employer).journal.verify(matricule)
        connection.rollback()
        return found


NUMBERS = itertools.count(1)
"""Each example has an employer of its own, so that none depends on the ones before."""

EVENTS = st.builds(
    Event,
    employer=st.just(EMPLOYER),
    type=st.sampled_from(EventType),
    at=st.integers(0, 10**9).map(lambda seconds: NOW + timedelta(seconds=seconds)),
    actor=st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    matricule=st.sampled_from([None, MATRICULE, OTHER]),
    case=st.sampled_from([None, CaseId("C0001")]),
    body=st.dictionaries(
        st.text(st.characters(exclude_categories=["Cs"]), max_size=5),
        st.one_of(st.none(), st.booleans(), st.integers(), st.dates(), st.lists(st.integers(), max_size=3)),
        max_size=4,
    ),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(units=st.lists(st.lists(EVENTS, max_size=5), min_size=1, max_size=5), data=st.data())
def test_any_sequence_of_events_is_sound_and_any_altered_line_is_found(
    store: Store, units: list[list[Event]], data: st.DataObject
) -> None:
    employer = EmployerId(f"employeur-{next(NUMBERS)}")
    for events in units:
        write(store, *(replace(one, employer=employer) for one in events), employer=employer)
    with store.reading(employer) as unit:
        chains = {chain: unit.journal.lines(chain) for chain in (None, MATRICULE, OTHER)}
        assert all(unit.journal.verify(chain) is None for chain in chains)
    written = [(chain, n) for chain, lines in chains.items() for n in range(1, len(lines) + 1)]
    if written:
        chain, seq = data.draw(st.sampled_from(written))
        column = data.draw(st.sampled_from(["line", "sha256"]))
        place = f"employer_id = '{employer}' AND chain = '{chain or ''}' AND seq = {seq}"
        change = f"UPDATE ent_journal SET {column} = {column} || ' ' WHERE {place}"  # noqa: S608 - a test's own
        assert broken(store, [change], chain, employer) == seq
