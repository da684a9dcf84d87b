"""What the person does with the link before the code: open it, read.

Every call takes the link again: holding it is what lets a person in, and only a right code lets them answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from toolkit.errors import SigningError, UsageError
from toolkit.model import (
    Case,
    CaseState,
    CodeChannel,
    LinkChannel,
    RequestContext,
    RequestState,
    Role,
    SignatureRequest,
)
from toolkit.services.addressing import interview_name
from toolkit.services.office import Office
from toolkit.services.secrets_in_mail import key_of_links
from toolkit.services.signature_mail import withdraw_links
from toolkit.services.signature_requests import refuse_replaced, unsigned
from toolkit.services.signature_steps import step
from toolkit.store import Unit

if TYPE_CHECKING:
    from toolkit.signing import Consent

CONSENTS = {Role.EMPLOYEE: "lien-salarie", Role.MANAGER: "lien-manager"}
"""The text that each person agrees to."""

_HANDED: Mapping[LinkChannel, str] = {
    LinkChannel.EMAIL: "envoyé par courriel",
    LinkChannel.IN_PERSON: "remis en main propre",
}
_CARRIED: Mapping[CodeChannel, str] = {
    CodeChannel.EMAIL: "par courriel",
    CodeChannel.SMS: "par SMS",
}


@dataclass(frozen=True, slots=True)
class Visit:
    """One call of a person: the token of the link, and what the face knows of the connection."""

    token: str = field(repr=False)
    context: RequestContext = field(default_factory=RequestContext)


@dataclass(frozen=True, slots=True)
class Opened:
    """What a person is shown: the document, the consent text, where the code will go, until when."""

    request: SignatureRequest
    title: str
    content: bytes
    consent: Consent
    employer: str
    code_to: str
    code_channel: CodeChannel
    seen: frozenset[int]


def open_link(office: Office, visit: Visit) -> Opened:
    """Return what the link leads to, and note that it was opened.

    A face calls this when the person asks for the document, not when an address is fetched: the filters of
    mail servers follow links too.

    Raises:
        SigningError: the link is not valid, has expired, has served, or the document changed since.
    """
    from toolkit.signing.ceremony import masked, seen_pages  # noqa: PLC0415 - heavy to import

    request, case = admitted(office, visit)
    with office.writing() as unit:
        first = unit.requests.open(request.id, request.token)
        step(office, unit, request, "opened", visit.context.told())
        request = unit.requests.get(request.id) if first else request
        seen = seen_pages(unit.requests.events(request.id), request.pages)
    return Opened(
        request=request,
        title=_title(case),
        content=office.store.files.get(request.shown),
        consent=consent_of(office, case, request),
        employer=office.employer.name,
        code_to=masked(request.route.code_to),
        code_channel=request.route.code,
        seen=seen,
    )


def page_displayed(office: Office, visit: Visit, page: int) -> None:
    """Note that a page was shown, once.

    Raises:
        SigningError: as for :func:`open_link`.
        UsageError: the document has no such page.
    """
    from toolkit.signing.ceremony import seen_pages  # noqa: PLC0415 - heavy to import

    request, _ = admitted(office, visit)
    if not 1 <= page <= request.pages:
        raise UsageError("ce document n’a pas cette page.", about=str(page))
    with office.writing() as unit:
        if page not in seen_pages(unit.requests.events(request.id), request.pages):
            step(office, unit, request, "page_displayed", {"page": str(page)})


def downloaded(office: Office, visit: Visit) -> None:
    """Note that the person took the document away to read it.

    Raises:
        SigningError: as for :func:`open_link`.
    """
    request, _ = admitted(office, visit)
    with office.writing() as unit:
        step(office, unit, request, "downloaded")


def read_at_desk(office: Office, visit: Visit) -> None:
    """Note that the person, given the file to open at the desk, says to have read it whole.

    No page was seen to be shown there: the record tells what the person said, and no more.

    Raises:
        SigningError: as for :func:`open_link`.
    """
    request, _ = admitted(office, visit)
    with office.writing() as unit:
        step(office, unit, request, "read_at_desk")


def delegate(office: Office, visit: Visit) -> None:
    """Note that somebody asked to let another sign, and refuse it.

    Raises:
        SigningError: always.
    """
    from toolkit.signing.ceremony import delegation_refused  # noqa: PLC0415 - heavy to import

    request, _ = admitted(office, visit)
    with office.writing() as unit:
        step(office, unit, request, "delegation_refused", visit.context.told())
    raise delegation_refused()


def admitted(office: Office, visit: Visit) -> tuple[SignatureRequest, Case]:
    """Return the open request that the link leads to, and its case.

    Raises:
        SigningError: the link is not valid, has expired, has served, or the document changed since.
    """
    from toolkit.signing.ceremony import read_link, refuse_closed  # noqa: PLC0415 - heavy to import

    at = office.clock.now()
    digest = read_link(key_of_links(office), visit.token, at, office.employer.id)
    with office.reading() as unit:
        request = unit.requests.by_token(digest)
        if request is None:
            raise SigningError(
                "ce lien ne vaut plus : un autre l’a remplacé, ou la demande a pris fin.",
                next_step="Servez-vous du dernier lien reçu, ou demandez-en un aux ressources humaines.",
            )
        refuse_closed(request)
        case = unit.cases.get(request.case)
        _refuse_changed(unit, case, request)
    if request.expires_at is None or request.expires_at <= at:
        raise _expired(office, request, at)
    return request, case


def consent_of(office: Office, case: Case, request: SignatureRequest) -> Consent:
    """Return the text that the person of ``request`` agrees to."""
    from toolkit.signing import consent_text  # noqa: PLC0415 - heavy to import

    return consent_text(
        CONSENTS[request.role],
        person=request.person,
        document=_title(case),
        sha256=request.shown,
        employer=office.employer.name,
        link=_HANDED[request.route.link],
        code=_CARRIED[request.route.code],
    )


def _title(case: Case) -> str:
    return f"Compte rendu d’{interview_name(case)}, dossier {case.id}"


def _refuse_changed(unit: Unit, case: Case, request: SignatureRequest) -> None:
    """Refuse where what was to be signed is no longer what would be."""
    if case.state is not CaseState.SIGNING:
        raise SigningError(
            "ce dossier n’attend plus de signature.",
            next_step="Adressez-vous au service des ressources humaines.",
        )
    if unsigned(unit, case.id).sha256 != request.shown:
        raise SigningError(
            "le document a changé depuis que la signature vous en a été demandée.",
            next_step="Demandez un nouveau lien au service des ressources humaines.",
        )
    try:
        refuse_replaced(case, request)
    except UsageError as error:
        raise SigningError(
            error.problem, next_step="Adressez-vous au service des ressources humaines."
        ) from error


def _expired(office: Office, request: SignatureRequest, at: datetime) -> SigningError:
    with office.writing() as unit:
        if unit.requests.end(request.id, RequestState.EXPIRED, at):
            withdraw_links(office, unit, request, at, "le lien a expiré")
            step(office, unit, request, "expired")
    return SigningError(
        "ce lien a expiré.", next_step="Demandez-en un nouveau au service des ressources humaines."
    )
