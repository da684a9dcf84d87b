"""Give every meeting of a campaign a slot before its deadline, or say why there is none.

Meetings are placed in the order of their deadlines, each on its first possible seat. One that finds none
takes the seat of another meeting that can move elsewhere, which may take a third one's, and so on: an
augmenting chain, in which each meeting moves once at most. The result depends on nothing but the question.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from toolkit.invitations.diary import Diary
from toolkit.invitations.planning import (
    Constraints,
    MeetingRequest,
    Placed,
    Plan,
    Unplaced,
    first_day,
    is_late,
    last_day,
)
from toolkit.invitations.seats import Seat, SeatMap, instant_of, minutes_since_1970
from toolkit.model.case import Slot
from toolkit.model.identifiers import Matricule

_LONGEST_CHAIN = 200


def plan(requests: Sequence[MeetingRequest], constraints: Constraints) -> Plan:
    """Place ``requests`` under ``constraints``.

    Overdue meetings come first. A meeting whose deadline can be met is placed before it or not at all, with
    the reason and the first slot after it; one whose deadline cannot be met in any case is placed as soon as
    possible and marked late.

    Raises:
        InvitationError: the time zone of a site is unknown.
    """
    ordered = sorted(requests, key=lambda r: (r.deadline or date.max, r.case))
    board = _Board(ordered, constraints)
    missing = [number for number in range(len(ordered)) if not board.place_directly(number)]
    unplaced = {number for number in missing if not board.place_by_moving(number)}
    by_case = sorted(range(len(ordered)), key=lambda number: ordered[number].case)
    return Plan(
        placed=tuple(board.placed(number) for number in by_case if number not in unplaced),
        unplaced=tuple(board.unplaced(number) for number in by_case if number in unplaced),
    )


class _Board:
    """The state of the planning: who sits where."""

    def __init__(self, requests: Sequence[MeetingRequest], constraints: Constraints) -> None:
        self._requests = requests
        self._constraints = constraints
        self._map = SeatMap(requests, constraints)
        self._diaries: dict[Matricule, Diary] = defaultdict(lambda: Diary(constraints.minutes))
        self._held: dict[tuple[Matricule, int], int] = defaultdict(int)
        self._by_day: dict[tuple[Matricule, int], set[int]] = defaultdict(set)
        self._seats: dict[int, Seat] = {}
        self._stuck: set[int] = set()
        for engagement in constraints.engagements:
            self._engage(engagement.matricule, engagement.slot, interview=engagement.interview)
        self._options = [self._seats_of(request) for request in requests]

    def _engage(self, person: Matricule, slot: Slot, *, interview: bool) -> None:
        self._diaries[person].engage(minutes_since_1970(slot.starts), slot.minutes)
        if interview:
            self._held[person, _local_ordinal(slot)] += 1

    def _seats_of(self, request: MeetingRequest) -> list[Seat]:
        """Return the seats up to the deadline if there is one at all, else up to the horizon."""
        first, last = first_day(request, self._constraints), last_day(request, self._constraints)
        if request.deadline is not None:
            in_time = self._map.between(request, first, min(last, request.deadline))
            if in_time:
                return in_time
        return self._map.between(request, first, last)

    def place_directly(self, number: int) -> bool:
        """Put a meeting on its first free seat; return whether there was one."""
        for seat in self._options[number]:
            if self._is_free(self._requests[number], seat):
                self._put(number, seat)
                return True
        return False

    def place_by_moving(self, number: int) -> bool:
        """Put a meeting on a seat that a chain of moves makes free; return whether there is such a chain.

        What a search in vain has reached cannot move later either, since seats only fill up: it is not
        tried again.
        """
        reached = {number}
        if self._settle(number, reached, _LONGEST_CHAIN):
            return True
        self._stuck |= reached
        return False

    def _settle(self, number: int, moved: set[int], depth: int) -> bool:
        if self.place_directly(number):
            return True
        if depth == 0:
            return False
        for seat in self._options[number]:
            for other in self._each_in_the_way(self._requests[number], seat):
                if other in moved or other in self._stuck:
                    continue
                moved.add(other)
                former = self._take(other)
                self._put(number, seat)
                if self._settle(other, moved, depth - 1):
                    return True
                self._take(number)
                self._put(other, former)
        return False

    def _each_in_the_way(self, request: MeetingRequest, seat: Seat) -> list[int]:
        """Return the meetings of which any one, moved away, would free the seat; latest deadlines first."""
        if self._is_engaged(request, seat):
            return []
        overlapping = {
            number
            for person in (request.manager, request.employee)
            for number in self._diaries[person].meetings_at(seat.start)
        }
        if len(overlapping) > 1:
            return []
        key = (request.manager, seat.day)
        if not self._is_full(key):
            return [*overlapping]
        same_day = self._by_day[key]
        return sorted(overlapping & same_day if overlapping else same_day, reverse=True)

    def _is_free(self, request: MeetingRequest, seat: Seat) -> bool:
        return (
            not self._is_full((request.manager, seat.day))
            and not self._is_engaged(request, seat)
            and not any(
                True
                for person in (request.manager, request.employee)
                for _ in self._diaries[person].meetings_at(seat.start)
            )
        )

    def _is_full(self, key: tuple[Matricule, int]) -> bool:
        taken = self._held.get(key, 0) + len(self._by_day.get(key, ()))
        return taken >= self._constraints.per_manager_per_day

    def _is_engaged(self, request: MeetingRequest, seat: Seat) -> bool:
        people = (request.manager, request.employee)
        return any(self._diaries[person].is_fixed(seat.start) for person in people)

    def _put(self, number: int, seat: Seat) -> None:
        request = self._requests[number]
        self._seats[number] = seat
        self._by_day[request.manager, seat.day].add(number)
        for person in {request.manager, request.employee}:
            self._diaries[person].add(seat.start, number)

    def _take(self, number: int) -> Seat:
        request = self._requests[number]
        seat = self._seats.pop(number)
        self._by_day[request.manager, seat.day].remove(number)
        for person in {request.manager, request.employee}:
            self._diaries[person].remove(seat.start)
        return seat

    def placed(self, number: int) -> Placed:
        request, seat = self._requests[number], self._seats[number]
        return Placed(request, self._slot(request, seat), is_late(request, date.fromordinal(seat.day)))

    def unplaced(self, number: int) -> Unplaced:
        """Say why a meeting has no seat, and which free seat comes first after its deadline."""
        from toolkit.invitations.reasons import reason  # noqa: PLC0415 - Babel loads only when a reason is written

        request, seats = self._requests[number], self._options[number]
        later = self._first_after_deadline(request)
        return Unplaced(
            request,
            reason(request, self._constraints, seats=len(seats), free=self._manager_free(request, seats)),
            self._slot(request, later) if later else None,
        )

    def _first_after_deadline(self, request: MeetingRequest) -> Seat | None:
        first = max(first_day(request, self._constraints), (request.deadline or date.min) + timedelta(days=1))
        last = min(first + timedelta(days=self._constraints.horizon_days), request.not_after or date.max)
        later = self._map.between(request, first, last)
        return next((seat for seat in later if self._is_free(request, seat)), None)

    def _manager_free(self, request: MeetingRequest, seats: Sequence[Seat]) -> int:
        """Count the seats that the manager could still take, whoever came."""
        diary = self._diaries[request.manager]
        free_by_day: dict[int, int] = defaultdict(int)
        for seat in seats:
            if not diary.is_fixed(seat.start) and not any(True for _ in diary.meetings_at(seat.start)):
                free_by_day[seat.day] += 1
        limit = self._constraints.per_manager_per_day
        return sum(
            min(
                free,
                limit - self._held.get((request.manager, day), 0) - len(self._by_day[request.manager, day]),
            )
            for day, free in free_by_day.items()
        )

    def _slot(self, request: MeetingRequest, seat: Seat) -> Slot:
        place = request.place or (
            "" if request.video_link else request.site.meeting_place or request.site.name
        )
        zone = request.site.time_zone
        return Slot(instant_of(seat), self._constraints.minutes, zone, place, request.video_link)


def _local_ordinal(slot: Slot) -> int:
    from toolkit.invitations.zones import load_zone  # noqa: PLC0415

    return slot.starts.astimezone(load_zone(slot.time_zone)).date().toordinal()
