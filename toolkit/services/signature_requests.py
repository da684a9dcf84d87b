"""Ask for signatures at a distance, and take the asking back: what the HR desk begins and ends.

The employee answers first, then who held the interview, then the employer's seal closes: the manager signs
knowing what the employee did, and a document has one order of revisions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from toolkit.clock import PARIS
from toolkit.errors import NotFoundError, UsageError
from toolkit.model import (
    Case,
    CaseId,
    CaseState,
    Document,
    DocumentKind,
    EventType,
    LinkChannel,
    RequestState,
    Role,
    SignatureRequest,
)
from toolkit.model.signature_request import ANSWERED
from toolkit.services.office import Office
from toolkit.services.people import people_of
from toolkit.services.reports import UNSIGNED
from toolkit.services.secrets_in_mail import public_address
from toolkit.services.signature_mail import hand_link, withdraw_links
from toolkit.services.signature_steps import step
from toolkit.store import Unit
from toolkit.workflow.course import Move, advance
from toolkit.workflow.states import Act, next_state

ORDER = (Role.EMPLOYEE, Role.MANAGER)
"""Who answers before whom."""


@dataclass(frozen=True, slots=True)
class Ask:
    """How one person is asked; None chooses.

    ``code_to`` is where the code goes: an address or a telephone number, empty for the address in the file.
    """

    link: LinkChannel | None = None
    code_to: str = ""


@dataclass(frozen=True, slots=True)
class Requested:
    """What asking did; ``new`` is False where the same signatures were asked for before."""

    case: Case
    requests: tuple[SignatureRequest, ...]
    new: bool


def request_signatures(office: Office, case_id: CaseId, asks: Mapping[Role, Ask] | None = None) -> Requested:
    """Ask the employee and the manager to sign the report of a case, each by a link of their own.

    Args:
        office: The employer's office.
        case_id: Which case.
        asks: How each is asked; who is not named is asked as the settings and the file allow.

    Raises:
        NotFoundError: the case has no report.
        UsageError: a person cannot be reached by two ways.
        SettingsError: links are to go by e-mail and no public address is set.
        TransitionRefusedError: the case's state does not allow it.
    """
    at = office.clock.now()
    with office.writing() as unit:
        case = unit.cases.get(case_id)
        if case.state is CaseState.SIGNING:
            return Requested(case, standing(unit, case_id), new=False)
        next_state(case, Act.ASK_SIGNATURES)
        document = unsigned(unit, case_id)
        requests = [
            _request(office, unit, case, document, role, (asks or {}).get(role, Ask()), at) for role in ORDER
        ]
        body: dict[str, object] = {"shown": document.sha256, "requests": [r.id for r in requests]}
        key = f"{document.sha256[:16]}.{len(unit.requests.of_case(case_id))}"
        moved = advance(unit, case, Move(Act.ASK_SIGNATURES, EventType.SIGNATURES_ASKED, key, at, body))
        for request in requests:
            unit.requests.add(request)
            step(office, unit, request, "asked", {"channel": request.route.link.value})
        hand_link(office, unit, requests[0], at, again=False)
        return Requested(moved, standing(unit, case_id), new=True)


def unsigned(unit: Unit, case_id: CaseId) -> Document:
    """Return the report as it is shown before anybody signs.

    Raises:
        NotFoundError: the case has none.
    """
    document = unit.documents.find(case_id, DocumentKind.REPORT, part=UNSIGNED)
    if document is None:
        raise NotFoundError(
            "le compte rendu n’est pas encore établi.",
            about=f"Dossier {case_id}",
            next_step="Établissez-le avec « entretiens report ».",
        )
    return document


def withdraw_requests(office: Office, case_id: CaseId, reason: str) -> Case:
    """Take the requests of a case back; what a person signed already is given up, and kept in the journal.

    Raises:
        UsageError: no reason is given.
        TransitionRefusedError: no signature is asked for.
    """
    if not reason.strip():
        raise UsageError("il faut dire pourquoi.", next_step="Donnez --motif.")
    with office.writing() as unit:
        case = unit.cases.get(case_id)
        next_state(case, Act.WITHDRAW_SIGNATURES)
        return withdraw_in(office, unit, case, reason, office.clock.now())


def withdraw_in(office: Office, unit: Unit, case: Case, reason: str, at: datetime) -> Case:
    """Take the requests back within a transaction of the caller's, and return the case."""
    present = standing(unit, case.id)
    for request in present:
        withdraw_links(office, unit, request, at, "la demande de signature est retirée")
        unit.requests.withdraw(request.id, at, reason)
        step(office, unit, request, "withdrawn", {"reason": reason})
        unit.requests.forget_contacts(request)
    key = ".".join(request.id[:8] for request in present)
    body: dict[str, object] = {"requests": [request.id for request in present]}
    event = EventType.SIGNATURES_WITHDRAWN
    return advance(unit, case, Move(Act.WITHDRAW_SIGNATURES, event, key, at, body, {"reason": reason}))


def whose_turn(requests: Iterable[SignatureRequest]) -> SignatureRequest | None:
    """Return the first request, in the order of answering, that is not answered; None where all are."""
    ordered = sorted(requests, key=lambda request: ORDER.index(request.role))
    return next((request for request in ordered if request.state not in ANSWERED), None)


def refuse_replaced(case: Case, request: SignatureRequest) -> None:
    """Let through only a request to who holds the case now.

    Raises:
        UsageError: another manager was named since the request.
    """
    if request.role is Role.MANAGER and case.manager != request.matricule:
        raise UsageError(
            "un autre responsable a été désigné depuis la demande de signature.",
            about=f"Dossier {case.id}",
            next_step="Retirez la demande (« entretiens sign withdraw »), puis demandez-la de nouveau.",
        )


def standing(unit: Unit, case_id: CaseId) -> tuple[SignatureRequest, ...]:
    """Return the requests of a case that were not withdrawn, in the order of answering."""
    found = (unit.requests.present(case_id, role) for role in ORDER)
    return tuple(request for request in found if request is not None)


def _request(
    office: Office, unit: Unit, case: Case, document: Document, role: Role, ask: Ask, at: datetime
) -> SignatureRequest:
    from toolkit.signing.ceremony import choose_route  # noqa: PLC0415 - few requests ask

    people = people_of(unit, case)
    person = people.employee if role is Role.EMPLOYEE else people.manager
    link = ask.link or _usual_link(office, person.email, ask.code_to)
    if link is LinkChannel.EMAIL:
        public_address(office)
    route = choose_route(
        link,
        person.email,
        ask.code_to,
        single_allowed=office.settings.ceremony.single_channel,
        person=person.name,
    )
    return SignatureRequest(
        id=office.token(16).hex(),
        case=case.id,
        role=role,
        matricule=person.matricule,
        person=person.name,
        shown=document.sha256,
        pages=document.pages or 0,
        route=route,
        identity=_identity(unit),
        asked_at=at,
        asked_by=office.actor,
        state=RequestState.ASKED if role is ORDER[0] else RequestState.WAITING,
    )


def _usual_link(office: Office, email: str, code_to: str) -> LinkChannel:
    """Return how a link travels when nobody says: by e-mail where the code then goes elsewhere."""
    reachable = bool(office.settings.ceremony.public_address and email)
    elsewhere = bool(code_to) and code_to.strip().casefold() != email.casefold()
    return LinkChannel.EMAIL if reachable and elsewhere else LinkChannel.IN_PERSON


def _identity(unit: Unit) -> str:
    """Return how the employer knows who the person is: the file it was last read from."""
    imports = unit.imports.all()
    if not imports:
        return "connu(e) de l’employeur"
    last = imports[-1]
    return f"fichier du personnel, lu le {last.at.astimezone(PARIS):%d/%m/%Y} par {last.actor}"
