"""The person's answer: the signature, written into the document at once; or the refusal, with its reason."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from toolkit.clock import precise_now
from toolkit.digest import Sha256, sha256
from toolkit.errors import EntretiensError, SigningError
from toolkit.model import (
    Agreed,
    Case,
    DocumentKind,
    EventType,
    Mark,
    MarkKind,
    RequestState,
    SignatureRequest,
)
from toolkit.services.office import Office
from toolkit.services.pieces import Piece, Place, file
from toolkit.services.signature_closing import close_if_answered, signed_by
from toolkit.services.signature_mail import hand_link, take_sheet_away
from toolkit.services.signature_requests import unsigned, whose_turn
from toolkit.services.signature_steps import step
from toolkit.services.signature_visits import Visit, admitted, consent_of
from toolkit.store import Unit
from toolkit.text import clean_line
from toolkit.workflow.course import note

if TYPE_CHECKING:
    from toolkit.signing import Consent

IN_PROGRESS = "en-cours"
"""Part of the name of a document between two signatures; it is no piece of the folder."""


_LONGEST_REASON = 300
"""Characters of a reason for refusing: the seal repeats it on the page, where it must stay readable."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the person gives: the consent as shown, its box ticked; a typed name, a drawing, or neither."""

    consent: Consent
    typed: str = ""
    drawn: bytes = b""


@dataclass(frozen=True, slots=True)
class Answered:
    """What answering did: the request, the case as it stands; ``trouble`` says what a reminder must redo."""

    request: SignatureRequest
    case: Case
    closed: bool
    trouble: str = ""


def sign(office: Office, visit: Visit, entry: str, answer: Answer) -> Answered:
    """Write the person's signature into the document, and ask the next person, or close the document.

    Of two calls made at once, one signs; the other is told that the link has served.

    Args:
        office: The employer's office.
        visit: The link.
        entry: What :func:`~toolkit.services.signature_codes.answer_code` returned.
        answer: The consent and the mark.

    Raises:
        SigningError: the link or the entry is not valid, the document was not shown whole, or the text
            agreed to is not the one in force.
    """
    from toolkit.signing.ceremony import refuse_unread  # noqa: PLC0415 - heavy to import

    request, case = admitted(office, visit)
    _refuse_stranger(office, request, entry)
    with office.reading() as unit:
        refuse_unread(unit.requests.events(request.id), request.pages)
    consent = consent_of(office, case, request)
    if answer.consent != consent:
        raise SigningError(
            "le texte de consentement a changé pendant que vous lisiez.", next_step="Relisez-le, puis signez."
        )
    mark, drawing = _mark(answer)
    done = replace(
        request,
        state=RequestState.SIGNED,
        consent=Agreed(consent.id, consent.version, consent.text),
        mark=mark,
        context=visit.context.told(),
        ended_at=precise_now(office.clock),
    )
    document = signed_by(office, case, done)
    pieces = [Piece(DocumentKind.REPORT, "pdf", document, part=IN_PROGRESS, in_folder=False)]
    if drawing:
        pieces.append(Piece(DocumentKind.REPORT, "png", drawing, part=f"dessin-{request.role.value}"))
    return _record(office, done, entry, pieces)


def decline(office: Office, visit: Visit, entry: str, reason: str) -> Answered:
    """Record that the person refuses to sign, and ask the next person, or close the document.

    Args:
        office: The employer's office.
        visit: The link.
        entry: What the right code gave.
        reason: Why, in the person's words.

    Raises:
        SigningError: the link or the entry is not valid, or the reason is missing or too long.
    """
    request, _ = admitted(office, visit)
    _refuse_stranger(office, request, entry)
    said = clean_line(reason)
    if len(said) > _LONGEST_REASON:
        raise SigningError(
            f"ce motif est trop long ({_LONGEST_REASON} caractères au plus).",
            next_step="Résumez-le ; vous pouvez adresser vos observations par écrit à l’employeur.",
        )
    if not said:
        raise SigningError(
            "un refus de signer s’enregistre avec son motif.",
            next_step="Écrivez-le en quelques mots ; « je ne souhaite pas le dire » suffit.",
        )
    done = replace(
        request,
        state=RequestState.DECLINED,
        reason=said,
        context=visit.context.told(),
        ended_at=precise_now(office.clock),
    )
    return _record(office, done, entry, [])


def _refuse_stranger(office: Office, request: SignatureRequest, entry: str) -> None:
    """Let through only who gave the right code, not long ago."""
    from toolkit.signing.ceremony import digest_of  # noqa: PLC0415 - heavy to import

    until = request.entry_until
    given = hmac.compare_digest(digest_of(entry), request.entry)
    if not (given and until is not None and until > office.clock.now()):
        raise SigningError(
            "le code à usage unique n’a pas été vérifié, ou l’a été il y a trop longtemps.",
            next_step="Demandez un code et saisissez-le, puis répondez.",
        )


def _mark(answer: Answer) -> tuple[Mark, bytes]:
    from toolkit.signing.ceremony import clean_drawing, typed_name  # noqa: PLC0415 - heavy to import

    if answer.drawn:
        drawing = clean_drawing(answer.drawn)
        return Mark(MarkKind.DRAWN, drawn=sha256(drawing)), drawing
    if answer.typed:
        return Mark(MarkKind.TYPED, typed=typed_name(answer.typed)), b""
    return Mark(), b""


def _record(office: Office, done: SignatureRequest, entry: str, pieces: list[Piece]) -> Answered:
    """Record the answer in one transaction, then go on: to the next person, or to the seal.

    The answer stands even where going on fails: a reminder tries that again.
    """
    from toolkit.signing.ceremony import digest_of  # noqa: PLC0415 - heavy to import

    at = office.clock.now()
    result: Sha256 | None = office.store.files.put(pieces[0].content) if pieces else None
    done = replace(done, result=result)
    with office.writing() as unit:
        if not unit.requests.answer(done, digest_of(entry), at):
            raise SigningError(
                "ce lien vient de servir : votre réponse est déjà enregistrée.",
                next_step="Il n’y a plus rien à faire.",
            )
        case = unit.cases.get(done.case)
        _refuse_overtaken(unit, case, done)
        place = Place(case.matricule, case.id, unsigned(unit, case.id).step)
        for piece in pieces:
            file(office, unit, piece, place, at)
        _note(office, unit, case, done)
        take_sheet_away(office, done)
    try:
        closed = _go_on(office, done)
    except EntretiensError as error:
        return Answered(done, case, closed=False, trouble=str(error))
    return Answered(done, closed or case, closed=closed is not None)


def _go_on(office: Office, done: SignatureRequest) -> Case | None:
    """Give its link to the person who answers next, or close the document and return the case."""
    with office.writing() as unit:
        waiting = [r for r in unit.requests.of_case(done.case) if r.state is not RequestState.WITHDRAWN]
        turn = whose_turn(waiting)
        if turn is not None and unit.requests.ask(turn.id, {RequestState.WAITING}):
            hand_link(office, unit, turn, office.clock.now(), again=False)
    return close_if_answered(office, done.case) if turn is None else None


def _refuse_overtaken(unit: Unit, case: Case, done: SignatureRequest) -> None:
    """Refuse where the document moved on between its signing and this transaction."""
    if unsigned(unit, case.id).sha256 != done.shown:
        raise SigningError(
            "le document a changé pendant la signature.",
            next_step="Demandez un nouveau lien au service des ressources humaines.",
        )


def _note(office: Office, unit: Unit, case: Case, done: SignatureRequest) -> None:
    declined = done.state is RequestState.DECLINED
    kind = "refused" if declined else "consent_given"
    at = step(office, unit, done, kind, dict(done.context), at=done.ended_at)
    consent = f"{done.consent.id}/{done.consent.version}" if done.consent else "/"
    body: dict[str, object] = {
        "request": done.id,
        "role": done.role,
        "shown": done.shown,
        "consent": consent,
        "result": done.result,
    }
    note(unit, case, EventType.DECLINED if declined else EventType.CONSENTED, at, body)
