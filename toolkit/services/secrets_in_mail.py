"""Links and codes are made at the moment their message leaves, and rest nowhere but with the person.

What is queued and filed is the message with a mark in the place of the secret. A message put off by the relay
therefore leaves later with a new link, and one sent again makes the former link worthless.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.errors import SettingsError, StoreError
from toolkit.mail import CODE_PLACE, LINK_PLACE, filled
from toolkit.model import MailKind, MailState, OutboxMail, SignatureRequest
from toolkit.services.office import Office
from toolkit.services.signature_steps import step
from toolkit.store import Unit
from toolkit.workflow.withdrawal import withdraw_one

if TYPE_CHECKING:
    from toolkit.signing.ceremony import LinkKey

PATH = "/signer/"
"""Where the signing pages take a link, after the public address."""

_WAITING = (MailState.QUEUED, MailState.DEFERRED)


def secrets_of(office: Office) -> Callable[[OutboxMail, bytes], bytes]:
    """Return what fills a message as it leaves: a fresh link, a fresh code, or nothing."""

    def fill(mail: OutboxMail, content: bytes) -> bytes:
        if mail.kind is MailKind.SIGNATURE_LINK:
            return filled(content, {LINK_PLACE: give_link(office, mail)})
        if mail.kind is MailKind.SIGNATURE_CODE:
            return filled(content, {CODE_PLACE: _spaced(give_code(office, mail))})
        return content

    return fill


def public_address(office: Office) -> str:
    """Return the address of the signing pages, without its last slash.

    Raises:
        SettingsError: none is set.
    """
    address = office.settings.ceremony.public_address.rstrip("/")
    if not address:
        raise SettingsError(
            "l’adresse des pages de signature n’est pas réglée : un lien ne mènerait nulle part.",
            about="entretiens.toml, [ceremony] public_address",
            next_step="Réglez-la, ou remettez le lien en main propre (--lien remis).",
        )
    return address


def link_with_mark(office: Office) -> str:
    """Return the link as the kept copy of its message shows it.

    Raises:
        SettingsError: no public address is set.
    """
    return f"{public_address(office)}{PATH}{LINK_PLACE}"


def key_of_links(office: Office) -> LinkKey:
    """Return the key that signs this employer's links.

    Raises:
        SettingsError: it cannot be read or made.
    """
    from toolkit.signing.ceremony import link_key  # noqa: PLC0415 - few requests make links

    return link_key(key_path(office).parent, office.token)


def key_path(office: Office) -> Path:
    """Return where the key that signs this employer's links lies, or will be made."""
    from toolkit.signing.ceremony.links import FILE_NAME  # noqa: PLC0415 - few requests make links

    return office.folder / office.settings.signing.folder / office.employer.id / FILE_NAME


def give_link(office: Office, mail: OutboxMail) -> str:
    """Make the link that ``mail`` is about to carry, and return its token.

    Raises:
        StoreError: the request ended meanwhile.
    """
    key = key_of_links(office)
    with office.writing() as unit:
        request = _request_of(unit, mail)
        return mint(office, unit, key, request, {"message": mail.message_id})


def mint(office: Office, unit: Unit, key: LinkKey, request: SignatureRequest, details: dict[str, str]) -> str:
    """Make a new link for ``request``; the former one is worthless from now on.

    Raises:
        StoreError: the request ended meanwhile.
    """
    from toolkit.signing.ceremony import new_link  # noqa: PLC0415 - few requests make links

    at = office.clock.now()
    link = new_link(key, office.employer.id, at, office.token)
    until = at + timedelta(days=office.settings.ceremony.link_days)
    if not unit.requests.give_link(request.id, link.digest, until):
        raise _ended(request)
    step(office, unit, request, "link_made", {"link_sha256": link.digest, **details})
    return link.token


def give_code(office: Office, mail: OutboxMail) -> str:
    """Make the code that ``mail`` is about to carry, and return its digits.

    Raises:
        StoreError: the request ended meanwhile.
    """
    with office.writing() as unit:
        return mint_code(office, unit, _request_of(unit, mail), {"message": mail.message_id})


def mint_code(office: Office, unit: Unit, request: SignatureRequest, details: dict[str, str]) -> str:
    """Make a new code for ``request``, good from now for ten minutes; the former one is worthless.

    Raises:
        StoreError: the request ended meanwhile.
    """
    from toolkit.signing.ceremony import masked, new_code  # noqa: PLC0415 - few requests make codes
    from toolkit.signing.ceremony.codes import CODE_LIFE  # noqa: PLC0415

    code = new_code(office.token)
    if not unit.requests.give_code(request.id, code.kept, office.clock.now() + CODE_LIFE):
        raise _ended(request)
    channel = {"to": masked(request.route.code_to), "channel": request.route.code.value}
    step(office, unit, request, "code_sent", {**channel, "code_hash": code.kept, **details})
    return code.digits


def withdraw_stale_codes(office: Office) -> None:
    """Take back the codes that could not leave in time: nobody waits for them any more."""
    from toolkit.signing.ceremony.codes import CODE_LIFE  # noqa: PLC0415 - loads only when mail leaves

    with office.reading() as unit:
        waiting = [mail for state in _WAITING for mail in unit.outbox.all(state)]
    limit = office.clock.now() - CODE_LIFE
    for mail in waiting:
        if mail.kind is MailKind.SIGNATURE_CODE and mail.queued_at <= limit:
            with office.writing() as unit:
                withdraw_one(unit, office.store, mail, office.clock.now(), "code périmé avant l’envoi")


def _request_of(unit: Unit, mail: OutboxMail) -> SignatureRequest:
    request = unit.requests.present(mail.case, mail.role) if mail.case else None
    if request is None:
        raise StoreError("cette demande de signature a pris fin.", about=mail.key)
    return request


def _ended(request: SignatureRequest) -> StoreError:
    return StoreError(
        "cette demande de signature a pris fin.",
        about=f"Dossier {request.case}",
        next_step="Voyez où elle en est avec « entretiens sign status ».",
    )


def _spaced(digits: str) -> str:
    return f"{digits[:3]} {digits[3:]}"
