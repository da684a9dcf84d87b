"""Whatever the question, the plan keeps every rule and leaves nobody out whom a chain of moves could help."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.invitations import Constraints, Engagement, MeetingRequest, Plan, holiday_on, plan
from toolkit.model.case import Slot
from toolkit.model.employer import Address, Site
from toolkit.model.history import Absence, AbsenceKind
from toolkit.model.identifiers import CaseId, Matricule, SiteId

STRASBOURG = Site(
    SiteId("1"), "Strasbourg", Address((), "67000", "Strasbourg"), "Europe/Paris", good_friday=True
)
REUNION = Site(
    SiteId("2"),
    "Saint-Denis",
    Address((), "97400", "Saint-Denis"),
    "Indian/Reunion",
    meeting_place="Salle Piton",
)
MONDAY = date(2027, 3, 1)


def request(number: int, manager: str = "M1", site: Site = STRASBOURG, **more: object) -> MeetingRequest:
    base = MeetingRequest(CaseId(f"C{number:04d}"), Matricule(f"E{number}"), Matricule(manager), site)
    return replace(base, **more)  # type: ignore[arg-type]


def problems(requests: Sequence[MeetingRequest], rules: Constraints, answer: Plan) -> list[str]:
    """Check a plan against its rules, written again without a look at the planner."""
    found = []
    answered = [p.request.case for p in answer.placed] + [u.request.case for u in answer.unplaced]
    if Counter(r.case for r in requests) != Counter(answered):
        found.append("each request must be answered once")
    for placed in answer.placed:
        found += _slot_problems(placed.request, placed.slot, rules)
        deadline = placed.request.deadline
        if placed.late != (deadline is not None and local_day(placed.slot) > deadline):
            found.append(f"{placed.request.case}: late")
    return found + _overlaps(rules, answer) + _crowded_days(rules, answer)


def local_day(slot: Slot) -> date:
    return slot.starts.astimezone(ZoneInfo(slot.time_zone)).date()


def _overlaps(rules: Constraints, answer: Plan) -> list[str]:
    meetings = [(person, p.slot) for p in answer.placed for person in (p.request.manager, p.request.employee)]
    pairs = [
        *combinations(meetings, 2),
        *((meeting, (e.matricule, e.slot)) for meeting in meetings for e in rules.engagements),
    ]
    return [f"{one[0]}: overlap" for one, other in pairs if one[0] == other[0] and _meet(one[1], other[1])]


def _meet(one: Slot, other: Slot) -> bool:
    first, second = sorted((one, other), key=lambda slot: slot.starts)
    return second.starts < first.starts + timedelta(minutes=first.minutes)


def _crowded_days(rules: Constraints, answer: Plan) -> list[str]:
    placed = Counter((p.request.manager, local_day(p.slot)) for p in answer.placed)
    held = Counter((e.matricule, local_day(e.slot)) for e in rules.engagements if e.interview)
    return [f"{key}: too many" for key in placed if placed[key] + held[key] > rules.per_manager_per_day]


def _slot_problems(asked: MeetingRequest, slot: Slot, rules: Constraints) -> list[str]:
    found = []
    local = slot.starts.astimezone(ZoneInfo(asked.site.time_zone))
    day = local.date()
    for site in (asked.site, asked.manager_site or asked.site):
        there = slot.starts.astimezone(ZoneInfo(site.time_zone))
        ends = there + timedelta(minutes=slot.minutes)
        if there.weekday() > 4 or there.date() in rules.days_off or holiday_on(there.date(), site):
            found.append(f"{asked.case}: not a working day")
        if there.time() < rules.first_hour or ends.time() > rules.last_hour or ends.date() != there.date():
            found.append(f"{asked.case}: outside hours")
    if (
        rules.lunch
        and local.time() < rules.lunch[1]
        and (local + timedelta(minutes=slot.minutes)).time() > rules.lunch[0]
    ):
        found.append(f"{asked.case}: lunch")
    if day < rules.today + timedelta(days=rules.notice_days):
        found.append(f"{asked.case}: notice")
    if not (asked.not_before or day) <= day <= (asked.not_after or day):
        found.append(f"{asked.case}: bounds")
    away = [absence for who in (asked.employee, asked.manager) for absence in rules.absences.get(who, ())]
    if any(absence.start <= day <= (absence.until or day) for absence in away):
        found.append(f"{asked.case}: somebody is away")
    return found


days = st.integers(0, 60).map(lambda n: MONDAY + timedelta(days=n))


@st.composite
def questions(draw: st.DrawFn) -> tuple[list[MeetingRequest], Constraints]:
    count = draw(st.integers(1, 14))
    people = [Matricule(f"E{n}") for n in range(count)]
    managers = [*people[:2], Matricule("M1")]
    sites = st.sampled_from([STRASBOURG, REUNION])
    requests = []
    for number, employee in enumerate(people):
        manager = draw(st.sampled_from([m for m in managers if m != employee]))
        requests.append(
            MeetingRequest(
                CaseId(f"C{number:04d}"),
                employee,
                manager,
                draw(sites),
                deadline=draw(st.none() | days),
                not_before=draw(st.none() | days),
                not_after=draw(st.none() | days),
                manager_site=draw(st.none() | sites),
            )
        )
    absence = st.builds(
        lambda start, length: Absence(
            AbsenceKind.PAID_LEAVE, start, start + timedelta(days=length) if length else None
        ),
        days,
        st.integers(0, 30),
    )
    engagement = st.builds(
        lambda person, day, hour, interview: Engagement(
            person, Slot(datetime.combine(day, time(hour, 15), UTC), 50, "Europe/Paris", ""), interview
        ),
        st.sampled_from([*people, *managers]),
        days,
        st.integers(6, 15),
        st.booleans(),
    )
    rules = Constraints(
        today=MONDAY,
        notice_days=draw(st.integers(1, 20)),
        minutes=draw(st.sampled_from([30, 60, 90])),
        first_hour=time(draw(st.integers(8, 10))),
        last_hour=time(draw(st.integers(11, 18))),
        per_manager_per_day=draw(st.integers(1, 3)),
        days_off=frozenset(draw(st.sets(days, max_size=10))),
        absences={p: tuple(draw(st.lists(absence, max_size=2))) for p in people},
        engagements=tuple(draw(st.lists(engagement, max_size=5))),
        horizon_days=draw(st.integers(0, 20)),
    )
    return requests, rules


@settings(max_examples=150, deadline=None)
@given(question=questions())
def test_every_plan_keeps_every_rule(question: tuple[list[MeetingRequest], Constraints]) -> None:
    requests, rules = question
    answer = plan(requests, rules)
    assert problems(requests, rules, answer) == []
    assert all(unplaced.reason.endswith((".", ")")) for unplaced in answer.unplaced)


@settings(max_examples=40, deadline=None)
@given(question=questions(), seed=st.randoms(use_true_random=False))
def test_the_order_of_the_question_does_not_change_the_plan(
    question: tuple[list[MeetingRequest], Constraints], seed: object
) -> None:
    requests, rules = question
    shuffled = sorted(requests, key=lambda _: seed.random())  # type: ignore[attr-defined]
    assert plan(shuffled, rules) == plan(requests, rules)


@st.composite
def tight_days(draw: st.DrawFn) -> list[frozenset[int]]:
    """For each of up to seven employees of one manager, the days on which he is there, of four."""
    return draw(st.lists(st.frozensets(st.integers(0, 3), min_size=1), min_size=1, max_size=7))


@settings(max_examples=200, deadline=None)
@given(present=tight_days(), limit=st.integers(1, 2))
def test_nobody_is_left_out_when_everybody_fits(present: list[frozenset[int]], limit: int) -> None:
    first = MONDAY + timedelta(days=7)
    week = [first + timedelta(days=n) for n in range(4)]
    absences = {
        Matricule(f"E{n}"): tuple(
            Absence(AbsenceKind.PAID_LEAVE, week[d], week[d]) for d in range(4) if d not in there
        )
        for n, there in enumerate(present)
    }
    rules = Constraints(MONDAY, notice_days=7, per_manager_per_day=limit, absences=absences)
    requests = [request(n, deadline=week[-1]) for n in range(len(present))]
    assert len(plan(requests, rules).placed) == _most_that_fit(present, limit)


def _most_that_fit(present: list[frozenset[int]], limit: int) -> int:
    """Return the largest number of people that four days of ``limit`` meetings can take, by trying all."""
    best: dict[tuple[int, ...], int] = {(0, 0, 0, 0): 0}
    for there in present:
        reached = dict(best)
        for used, number in best.items():
            for day in there:
                if used[day] < limit:
                    more = (*used[:day], used[day] + 1, *used[day + 1 :])
                    reached[more] = max(reached.get(more, 0), number + 1)
        best = reached
    return max(best.values())


def test_a_chain_of_moves_makes_room() -> None:
    tuesday = date(2027, 3, 9)
    monday_only = (Absence(AbsenceKind.PAID_LEAVE, tuesday, None),)
    rules = Constraints(MONDAY, notice_days=7, per_manager_per_day=1, absences={Matricule("E2"): monday_only})
    answer = plan([request(1, deadline=tuesday), request(2, deadline=tuesday)], rules)
    assert [p.slot.starts.date() for p in answer.placed] == [tuesday, date(2027, 3, 8)]


def test_the_overdue_come_first_and_are_marked_late() -> None:
    rules = Constraints(MONDAY, notice_days=7, per_manager_per_day=1)
    answer = plan(
        [request(1), request(2, deadline=date(2027, 1, 4)), request(3, deadline=date(2027, 6, 1))], rules
    )
    by_case = {p.request.case: p for p in answer.placed}
    assert by_case[CaseId("C0002")].slot.starts.date() == date(2027, 3, 8)
    assert by_case[CaseId("C0002")].late
    assert not by_case[CaseId("C0003")].late
    assert by_case[CaseId("C0001")].slot.starts.date() == date(2027, 3, 10)


def test_a_full_manager_is_named_with_the_first_slot_after_the_deadline() -> None:
    rules = Constraints(MONDAY, notice_days=7, per_manager_per_day=1)
    requests = [request(n, deadline=date(2027, 3, 8), manager_name="Anne Lefèvre") for n in (1, 2)]
    (unplaced,) = plan(requests, rules).unplaced
    assert "agenda complet pour Anne Lefèvre" in unplaced.reason
    assert "1\u00a0entretien par jour" in unplaced.reason
    assert unplaced.first_free is not None
    assert unplaced.first_free.starts == datetime(2027, 3, 9, 8, tzinfo=UTC)


def test_someone_away_without_a_return_date_is_told_so() -> None:
    away = {Matricule("E1"): (Absence(AbsenceKind.PARENTAL, date(2026, 1, 1)),)}
    (unplaced,) = plan([request(1)], Constraints(MONDAY, absences=away)).unplaced
    assert unplaced.reason.startswith("Le salarié est absent entre le 16 mars 2027 et le")
    assert unplaced.first_free is None


def test_a_part_time_leave_does_not_keep_anybody_away() -> None:
    there = {Matricule("E1"): (Absence(AbsenceKind.PARENTAL_PART_TIME, date(2026, 1, 1)),)}
    assert len(plan([request(1)], Constraints(MONDAY, absences=there)).placed) == 1


def test_someone_who_returns_after_the_deadline_is_met_on_return() -> None:
    away = {Matricule("E1"): (Absence(AbsenceKind.MATERNITY, MONDAY, date(2027, 4, 7)),)}
    (placed,) = plan([request(1, deadline=date(2027, 3, 31))], Constraints(MONDAY, absences=away)).placed
    assert placed.slot.starts.date() == date(2027, 4, 8)
    assert placed.late


def test_a_meeting_at_a_distance_suits_the_hours_of_both_sites() -> None:
    (placed,) = plan([request(1, site=REUNION, manager_site=STRASBOURG)], Constraints(MONDAY)).placed
    assert placed.slot.starts == datetime(
        2027, 3, 16, 10, tzinfo=UTC
    )  # 14 h on the island, 11 h in Strasbourg
    assert placed.slot.time_zone == "Indian/Reunion"
    assert placed.slot.place == "Salle Piton"


@pytest.mark.parametrize("day", [date(2027, 3, 26), date(2027, 3, 29), date(2027, 5, 6)])
def test_no_slot_falls_on_a_holiday_of_the_site(day: date) -> None:
    rules = Constraints(day - timedelta(days=1), notice_days=1, horizon_days=0)
    assert plan([request(1)], rules).placed == ()
    assert len(plan([request(1, site=REUNION)], rules).placed) == (1 if day == date(2027, 3, 26) else 0)
