"""Follow the signatures asked for: where each stands, who is reminded, which links are past."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.model import (
    Case,
    CaseId,
    MailKind,
    OutboxMail,
    RequestEvent,
    RequestState,
    SignatureRequest,
)
from toolkit.model.signature_request import OPEN, STALLED
from toolkit.services.office import Office
from toolkit.services.signature_closing import close_if_answered
from toolkit.services.signature_mail import hand_link, withdraw_links
from toolkit.services.signature_requests import refuse_replaced, standing, whose_turn
from toolkit.services.signature_steps import step
from toolkit.workflow.states import Act, next_state


@dataclass(frozen=True, slots=True)
class Followed:
    """Where one request stands: its steps, and what became of its messages."""

    request: SignatureRequest
    events: tuple[RequestEvent, ...]
    mails: tuple[OutboxMail, ...]


@dataclass(frozen=True, slots=True)
class Reminded:
    """What reminding did: whom it gave a new link, or that it closed a document all had answered."""

    case: Case
    requests: tuple[SignatureRequest, ...]


def remind(office: Office, case_id: CaseId) -> Reminded:
    """Give a new link to whose turn it is; the former one is worthless from then on.

    Where all have answered and the document is not closed yet, as after a cut, it is closed.

    Raises:
        TransitionRefusedError: no signature is asked for.
        UsageError: another manager was named since.
    """
    expire_overdue(office)
    closed = close_if_answered(office, case_id)
    if closed is not None:
        return Reminded(closed, ())
    at = office.clock.now()
    with office.writing() as unit:
        case = unit.cases.get(case_id)
        next_state(case, Act.WITHDRAW_SIGNATURES)
        turn = whose_turn(standing(unit, case_id))
        assert turn is not None  # noqa: S101 - else all have answered, and the document was closed
        refuse_replaced(case, turn)
        again = turn.state is not RequestState.WAITING
        unit.requests.ask(turn.id, (OPEN | STALLED))
        if again:
            step(office, unit, turn, "reminded", {"channel": turn.route.link.value})
        hand_link(office, unit, turn, at, again=again)
        return Reminded(case, (unit.requests.get(turn.id),))


def expire_overdue(office: Office) -> tuple[SignatureRequest, ...]:
    """End every request whose link is past its time, and return them."""
    at = office.clock.now()
    with office.writing() as unit:
        late = unit.requests.overdue(at)
        for request in late:
            if unit.requests.end(request.id, RequestState.EXPIRED, at):
                withdraw_links(office, unit, request, at, "le lien a expiré")
                step(office, unit, request, "expired")
    return tuple(late)


def follow(office: Office, case_id: CaseId) -> tuple[Followed, ...]:
    """Return where each request of a case stands, those withdrawn included."""
    kinds = (MailKind.SIGNATURE_LINK, MailKind.SIGNATURE_CODE)
    with office.reading() as unit:
        unit.cases.get(case_id)
        mails = [mail for mail in unit.outbox.of_case(case_id) if mail.kind in kinds]
        return tuple(
            Followed(
                request,
                tuple(unit.requests.events(request.id)),
                tuple(mail for mail in mails if mail.role is request.role),
            )
            for request in unit.requests.of_case(case_id)
        )
