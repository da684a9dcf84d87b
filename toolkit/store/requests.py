"""Requests for signatures: each step taken by one statement that also checks, so that no two take it at once.

What decides is in the ``WHERE`` of an ``UPDATE``: read first and written after, two wrong codes typed at the
same moment would count as one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, or_

from toolkit.errors import NotFoundError
from toolkit.model import CaseId, RequestEvent, RequestState, Role, SignatureRequest
from toolkit.model.signature_request import OPEN
from toolkit.store.rows import Scope, Shape
from toolkit.store.tables import SIGNATURE_EVENTS, SIGNATURE_REQUESTS

_REQUEST: Final = Shape(SIGNATURE_REQUESTS, SignatureRequest, {"id": "request_id", "case": "case_id"})
_EVENT: Final = Shape(SIGNATURE_EVENTS, RequestEvent)
_NO_SECRET: Final[dict[str, object]] = {
    "code": "",
    "code_until": None,
    "entry": "",
    "entry_until": None,
}


class SignatureRequests:
    """Who is asked to sign what, and what each did."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def add(self, request: SignatureRequest) -> None:
        """Record a request."""
        self._scope.insert(SIGNATURE_REQUESTS, _REQUEST.row(request))

    def get(self, request_id: str) -> SignatureRequest:
        """Return the request.

        Raises:
            NotFoundError: there is none of that number.
        """
        row = self._scope.one(SIGNATURE_REQUESTS, SIGNATURE_REQUESTS.c.request_id == request_id)
        if row is None:
            raise NotFoundError("aucune demande de signature de ce numéro.", about=request_id)
        return _REQUEST.value(row)

    def by_token(self, digest: str) -> SignatureRequest | None:
        """Return the request whose present link has this SHA-256, or None."""
        if not digest:
            return None
        row = self._scope.one(SIGNATURE_REQUESTS, SIGNATURE_REQUESTS.c.token == digest)
        return None if row is None else _REQUEST.value(row)

    def of_case(self, case_id: CaseId) -> list[SignatureRequest]:
        """Return the requests of the case in the order they were made."""
        mine = SIGNATURE_REQUESTS.c.case_id == case_id
        rows = self._scope.all(SIGNATURE_REQUESTS, mine, order=["asked_at", "request_id"])
        return [_REQUEST.value(row) for row in rows]

    def present(self, case_id: CaseId, role: Role) -> SignatureRequest | None:
        """Return the request of the person in that capacity which was not withdrawn, or None."""
        found = [r for r in self.of_case(case_id) if r.role is role and r.state is not RequestState.WITHDRAWN]
        return found[-1] if found else None

    def overdue(self, at: datetime) -> list[SignatureRequest]:
        """Return the open requests whose link is past its time."""
        table = SIGNATURE_REQUESTS.c
        late = (table.state.in_(OPEN), table.expires_at <= at)
        return [_REQUEST.value(r) for r in self._scope.all(SIGNATURE_REQUESTS, *late, order=["request_id"])]

    def events(self, request_id: str) -> list[RequestEvent]:
        """Return the steps of a request in their order."""
        rows = self._scope.all(SIGNATURE_EVENTS, SIGNATURE_EVENTS.c.request == request_id, order=["n"])
        return [_EVENT.value(row) for row in rows]

    def note(self, case_id: CaseId, event: RequestEvent) -> None:
        """Add a step to a request."""
        self._scope.insert(SIGNATURE_EVENTS, _EVENT.row(event) | {"case_id": case_id})

    def give_link(self, request_id: str, token: str, expires_at: datetime) -> bool:
        """Set the present link of a request that may have one, and forget what the former one gained."""
        fresh: dict[str, object] = {"codes": 0, "attempts": 0, "code_sent_at": None}
        return self._take(
            request_id,
            OPEN - {RequestState.WAITING},
            {
                **_NO_SECRET,
                **fresh,
                "token": token,
                "expires_at": expires_at,
                "links": SIGNATURE_REQUESTS.c.links + 1,
                "state": RequestState.ASKED,
            },
        )

    def ask(self, request_id: str, among: Iterable[RequestState]) -> bool:
        """Make a request that waited for its turn, or stalled, one that may have a link."""
        return self._take(
            request_id, among, {"state": RequestState.ASKED, "ended_at": None, "token": "", **_NO_SECRET}
        )

    def open(self, request_id: str, token: str) -> bool:
        """Note that the link was opened for the first time; False where it was before."""
        return self._take(
            request_id,
            {RequestState.ASKED},
            {"state": RequestState.OPENED},
            SIGNATURE_REQUESTS.c.token == token,
        )

    def reserve_code(self, request_id: str, token: str, at: datetime, most: int, pause: timedelta) -> bool:
        """Count one more code for this link; False where there were too many, or one just now."""
        table = SIGNATURE_REQUESTS.c
        return self._take(
            request_id,
            {RequestState.OPENED, RequestState.VERIFIED},
            {"codes": table.codes + 1, "code_sent_at": at},
            table.token == token,
            table.codes < most,
            or_(table.code_sent_at.is_(None), table.code_sent_at <= at - pause),
        )

    def give_code(self, request_id: str, kept: str, until: datetime) -> bool:
        """Set the present code; the one before it is good for nothing."""
        return self._take(
            request_id,
            {RequestState.OPENED, RequestState.VERIFIED},
            {"code": kept, "code_until": until},
        )

    def count_attempt(self, request_id: str, token: str, at: datetime, most: int) -> bool:
        """Count one try before it is compared; False where none is left, or no code is good now."""
        table = SIGNATURE_REQUESTS.c
        return self._take(
            request_id,
            {RequestState.OPENED, RequestState.VERIFIED},
            {"attempts": table.attempts + 1},
            table.token == token,
            table.attempts < most,
            table.code != "",
            table.code_until > at,
        )

    def enter(self, request_id: str, code: str, entry: str, until: datetime) -> bool:
        """Use the code up: what it gave lets the person answer; the try that was right is not counted."""
        table = SIGNATURE_REQUESTS.c
        return self._take(
            request_id,
            {RequestState.OPENED, RequestState.VERIFIED},
            {
                "state": RequestState.VERIFIED,
                "code": "",
                "code_until": None,
                "entry": entry,
                "entry_until": until,
                "attempts": table.attempts - 1,
            },
            table.code == code,
        )

    def answer(self, answered: SignatureRequest, entry: str, at: datetime) -> bool:
        """Record the person's answer; False where another call answered first, or the entry is past.

        Args:
            answered: The request as it ends: signed or declined.
            entry: SHA-256 of what the right code gave.
            at: Aware present instant.
        """
        table = SIGNATURE_REQUESTS.c
        ended = _REQUEST.row(answered)
        kept = ("state", "ended_at", "reason", "consent", "mark", "context", "result")
        return self._take(
            answered.id,
            {RequestState.VERIFIED},
            {**_NO_SECRET, **{name: ended[name] for name in kept}},
            table.entry == entry,
            table.entry != "",
            table.entry_until > at,
        )

    def end(self, request_id: str, state: RequestState, at: datetime, reason: str = "") -> bool:
        """End an open request without an answer: expired, locked or withdrawn."""
        return self._take(request_id, OPEN, {**_NO_SECRET, "state": state, "ended_at": at, "reason": reason})

    def withdraw(self, request_id: str, at: datetime, reason: str) -> bool:
        """Withdraw a request, whatever became of it; False where it was withdrawn before."""
        others = frozenset(RequestState) - {RequestState.WITHDRAWN}
        changes = {**_NO_SECRET, "state": RequestState.WITHDRAWN, "ended_at": at, "reason": reason}
        return self._take(request_id, others, changes)

    def forget_contacts(self, request: SignatureRequest) -> None:
        """Forget the addresses and numbers that link and code went to; by which ways they went stays."""
        blank = replace(request.route, link_to="", code_to="")
        self._take(request.id, frozenset(RequestState), {"route": blank})

    def _take(
        self,
        request_id: str,
        among: Iterable[RequestState],
        changes: dict[str, object],
        *conditions: ColumnElement[bool],
    ) -> bool:
        """Change one request if it is in one of the states and meets ``conditions``; tell whether it did."""
        table = SIGNATURE_REQUESTS.c
        mine = (table.request_id == request_id, table.state.in_(sorted(among)), *conditions)
        return self._scope.update(SIGNATURE_REQUESTS, changes, *mine) == 1
