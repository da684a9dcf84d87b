"""Write each signature into the document, and close it when all have answered: seal, proof, case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from toolkit.model import (
    Case,
    CaseId,
    CaseState,
    Document,
    DocumentKind,
    EventType,
    RequestEvent,
    RequestState,
    Role,
    Signature,
    SignatureLevel,
    SignatureRequest,
)
from toolkit.model.signature_request import ANSWERED
from toolkit.services.office import Office
from toolkit.services.people import people_of
from toolkit.services.pieces import Piece, Place, file
from toolkit.services.reports import UNSIGNED
from toolkit.services.signature_facts import ceremony_facts
from toolkit.services.signature_proofs import proof_of, record_of, signature_of
from toolkit.workflow.course import Move, advance
from toolkit.workflow.states import Act

if TYPE_CHECKING:
    from toolkit.signing import Box, Sealed, SigningAct

_ORDER = (Role.EMPLOYEE, Role.MANAGER)


def signed_by(office: Office, case: Case, done: SignatureRequest) -> bytes:
    """Return the document with the signature of ``done``, certified first where nobody signed before.

    Raises:
        SigningError: the document may not be signed.
    """
    from toolkit.signing import sign_person  # noqa: PLC0415 - heavy to import

    with office.reading() as unit:
        requests = _standing(unit.requests.of_case(case.id))
        zone = people_of(unit, case).site.time_zone
    shown = office.store.files.get(done.shown)
    boxes = _boxes(shown)
    earlier = [request for request in requests if request.state in ANSWERED]
    act = _act(done, zone)
    document = _begun(office, shown, boxes, [*earlier, done], zone)
    return sign_person(document, act, office.keys, boxes[act.role], office.clock, office.protection)


def close_if_answered(office: Office, case_id: CaseId) -> Case | None:
    """Seal the document of a case that all have answered, file it with its proof, and return the case.

    None where somebody has not answered, or nobody was asked. Called again, it changes nothing.

    Raises:
        SigningError: the document cannot be sealed.
    """
    with office.reading() as unit:
        case = unit.cases.get(case_id)
        requests = _standing(unit.requests.of_case(case_id))
        if case.state is not CaseState.SIGNING or not requests:
            return None
        if any(request.state not in ANSWERED for request in requests):
            return None
        people = people_of(unit, case)
        document = unit.documents.find(case_id, DocumentKind.REPORT, part=UNSIGNED)
        events = {request.role: unit.requests.events(request.id) for request in requests}
        mails = unit.outbox.of_case(case_id)
    if document is None:
        return None
    zone = people.site.time_zone
    shown = office.store.files.get(requests[0].shown)
    boxes = _boxes(shown)
    acts = [_act(request, zone, events[request.role]) for request in requests]
    result = _sealed(office, _begun(office, shown, boxes, requests, zone), acts, boxes)
    at = office.clock.now()
    signatures = [
        signature_of(request, act, result.pdf, mails) for request, act in zip(requests, acts, strict=True)
    ]
    name = replace(document, part="", version=1).file_name
    ceremonies = {r.role: ceremony_facts(r, events[r.role], mails) for r in requests}
    pieces = (
        Piece(DocumentKind.REPORT, "pdf", result.pdf, sealed=True, pages=document.pages, level=result.level),
        record_of(office, name, acts, shown, result, ceremonies, at),
        proof_of(office, case, people, signatures, {r.role: events[r.role] for r in requests}, name, at),
    )
    return _file(office, case, document, requests, signatures, pieces, at)


def _standing(requests: Sequence[SignatureRequest]) -> list[SignatureRequest]:
    """Return the requests that were not withdrawn, in the order of answering."""
    found = [request for request in requests if request.state is not RequestState.WITHDRAWN]
    return sorted(found, key=lambda request: _ORDER.index(request.role))


def _boxes(report: bytes) -> dict[Role, Box]:
    from toolkit.documents import signature_boxes  # noqa: PLC0415 - heavy to import
    from toolkit.signing import Box  # noqa: PLC0415

    return {
        role: Box(box.page, box.x1, box.y1, box.x2, box.y2) for role, box in signature_boxes(report).items()
    }


def _begun(
    office: Office,
    shown: bytes,
    boxes: Mapping[Role, Box],
    requests: Sequence[SignatureRequest],
    zone: str,
) -> bytes:
    """Return the document as the last signature left it, or as it stands before the first one.

    Who refused before anybody signed has a mention in the place of a field.
    """
    from toolkit.signing import begin  # noqa: PLC0415 - heavy to import

    signed = [r for r in requests if r.state is RequestState.SIGNED and r.result is not None]
    if signed and signed[-1].result is not None:
        return office.store.files.get(signed[-1].result)
    refusals = [_act(request, zone) for request in requests if request.state is RequestState.DECLINED]
    declined = {act.role for act in refusals}
    roles = [role for role in _ORDER if role not in declined]
    return begin(
        shown,
        roles,
        office.keys,
        boxes,
        office.clock,
        office.protection,
        made_as=requests[0].shown,
        refusals=refusals,
    )


def _sealed(office: Office, document: bytes, acts: Sequence[SigningAct], boxes: Mapping[Role, Box]) -> Sealed:
    from toolkit.signing import close  # noqa: PLC0415 - heavy to import

    return close(document, acts, office.keys, boxes[Role.EMPLOYER], office.clock, office.protection)


def _act(request: SignatureRequest, zone: str, events: Sequence[RequestEvent] = ()) -> SigningAct:
    from toolkit.signing import ActEvent, Consent, SigningAct  # noqa: PLC0415 - heavy to import
    from toolkit.signing.acts import LINK  # noqa: PLC0415

    agreed = request.consent
    assert request.ended_at is not None  # noqa: S101 - an answer has its instant
    return SigningAct(
        role=request.role,
        person=request.person,
        at=request.ended_at,
        consent=Consent(agreed.id, agreed.version, agreed.text) if agreed else None,
        matricule=request.matricule,
        collected_by=f"demande faite par {request.asked_by}",
        identity_source=request.identity,
        device=request.context.get("device", ""),
        time_zone=zone,
        declined=request.state is RequestState.DECLINED,
        reason=request.reason,
        events=tuple(ActEvent(event.at, event.kind, dict(event.details)) for event in events),
        level=SignatureLevel.SIMPLE,
        channel=LINK,
    )


def _file(
    office: Office,
    case: Case,
    document: Document,
    requests: Sequence[SignatureRequest],
    signatures: Sequence[Signature],
    pieces: Sequence[Piece],
    at: datetime,
) -> Case | None:
    """File the closed document and its proof, and move the case; None where it moved before."""
    declined = any(s.declined for s in signatures if s.role is Role.EMPLOYEE)
    act, event = (Act.DECLINE, EventType.DECLINED) if declined else (Act.SIGN, EventType.SIGNED)
    with office.writing() as unit:
        present = unit.cases.get(case.id)
        if present.state is not CaseState.SIGNING:
            return None
        for signature in signatures:
            unit.signatures.add(case.id, signature)
        for request in requests:
            unit.requests.forget_contacts(request)
        for piece in pieces:
            file(office, unit, piece, Place(case.matricule, case.id, document.step), at)
        level = SignatureLevel.SIMPLE.name.lower()
        body: dict[str, object] = {"level": level, "result": signatures[0].result}
        return advance(unit, present, Move(act, event, document.sha256, at, body))
