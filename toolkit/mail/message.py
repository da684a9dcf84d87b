"""Write a message as the exact bytes that will be sent, kept and shown as proof (RFC 5322, 2045, 6047).

The same input gives the same bytes: boundaries come from the Message-ID. Lines end with CRLF, every byte is
ASCII, and the header holds exactly one recipient; what would break one of these is refused.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage, MIMEPart
from email.utils import format_datetime, getaddresses
from enum import StrEnum

from toolkit.errors import MailError
from toolkit.mail.rendering import Body, render
from toolkit.mail.texts import HandoverText, InvitationText, LetterText, SecretText
from toolkit.mail.wire import POLICY

_MESSAGE_ID = re.compile(r"<[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+>")
_LIST_ID = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_MAX_LINE = 998
_MAX_ID = 200
_RANDOM_BYTES = 16
_BOUNDARY_DIGITS = 32


class CalendarMethod(StrEnum):
    """What the calendar part asks, in the object and in its Content-Type alike (RFC 6047, 2.4)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True, slots=True)
class Heading:
    """Who writes to whom. Addresses come from :func:`toolkit.mail.addresses.check_address`.

    ``message_id`` includes its angle brackets; ``date`` is aware; ``list_id`` names the campaign for filters,
    as a domain-like name (RFC 2919), and may be empty.
    """

    sender: Address
    recipient: Address
    message_id: str
    date: datetime
    reply_to: Address | None = None
    list_id: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a message; its name is ASCII, because readers disagree on any other."""

    file_name: str
    content: bytes
    media_type: str = "application/pdf"


def new_message_id(domain: str, random_bytes: Callable[[int], bytes]) -> str:
    """Return ``<32 hex digits@domain>``, to be stored before the message is sent.

    Args:
        domain: Domain of the sender.
        random_bytes: Gives that many random bytes, for example ``secrets.token_bytes``.
    """
    return f"<{random_bytes(_RANDOM_BYTES).hex()}@{domain}>"


def letter_message(
    heading: Heading, text: LetterText, attachments: Sequence[Attachment], *, demonstration: bool = False
) -> bytes:
    """Return the message that carries a letter: text and HTML, then the PDF files.

    Raises:
        MailError: a header, a file name or the template cannot be used.
    """
    return _message(heading, render(text, demonstration=demonstration), attachments)


def secret_message(heading: Heading, text: SecretText, *, demonstration: bool = False) -> bytes:
    """Return the message that is to carry a link or a code, the secret's place marked.

    :func:`toolkit.mail.filling.filled` puts the secret there when the message leaves.

    Raises:
        MailError: as for :func:`letter_message`.
    """
    return _message(heading, render(text, demonstration=demonstration), ())


def handover_message(
    heading: Heading, text: HandoverText, attachments: Sequence[Attachment], *, demonstration: bool = False
) -> bytes:
    """Return the message that hands copies over; it carries one file for each document it names.

    Raises:
        MailError: files and named documents differ in number, or as for :func:`letter_message`.
    """
    if len(attachments) != len(text.documents):
        raise MailError(
            f"le message annonce {len(text.documents)} documents mais en joint {len(attachments)}.",
            about=text.subject,
            next_step="Recommencez la remise de la copie de ce dossier.",
        )
    return _message(heading, render(text, demonstration=demonstration), attachments)


def invitation_message(
    heading: Heading,
    text: InvitationText,
    ics: bytes,
    method: CalendarMethod | str,
    *,
    attachments: Sequence[Attachment] = (),
    demonstration: bool = False,
) -> bytes:
    """Return the message that puts the meeting into the recipient's calendar (RFC 6047).

    The calendar stands last among the alternatives, without disposition, in base64 so that no gateway touches
    its line ends; the same bytes are attached as ``invite.ics`` for readers that know only files.

    Args:
        heading: Who writes to whom.
        text: What the message says.
        ics: The calendar object.
        method: What it asks; must be what it says itself.
        attachments: The letter too, when letter and invitation travel together.
        demonstration: Marks the message as made by the demonstration.

    Raises:
        MailError: the object asks something else than ``method``, or as for :func:`letter_message`.
    """
    method = CalendarMethod(method)
    if f"\r\nMETHOD:{method.value}\r\n".encode() not in ics:
        raise MailError(
            "le message et l’invitation ne demandent pas la même chose à l’agenda.",
            about=text.subject,
            next_step="Relancez la commande ; si cela se répète, signalez cette erreur.",
        )
    calendar = MIMEPart(policy=POLICY)
    params = {"charset": "utf-8", "method": method.value}
    calendar.set_content(ics, maintype="text", subtype="calendar", cte="base64", params=params)
    copy = Attachment("invite.ics", ics, "application/ics")
    body = render(text, demonstration=demonstration)
    return _message(heading, body, (*attachments, copy), calendar=calendar)


def _message(
    heading: Heading, body: Body, attachments: Sequence[Attachment], calendar: MIMEPart | None = None
) -> bytes:
    alternatives = [text_part(body.text, "plain"), text_part(body.html, "html")]
    if calendar is not None:
        alternatives.append(calendar)
    both = MIMEPart(policy=POLICY)
    _join(both, "alternative", _boundary(heading.message_id, 1), alternatives)
    message = EmailMessage(policy=POLICY)
    _write_header(message, heading, body.subject)
    _join(message, "mixed", _boundary(heading.message_id, 0), [both, *map(_file, attachments)])
    content = message.as_bytes()
    _check(content, heading)
    return content


def _write_header(message: EmailMessage, heading: Heading, subject: str) -> None:
    if not _MESSAGE_ID.fullmatch(heading.message_id) or len(heading.message_id) > _MAX_ID:
        raise _unusable("l’identifiant du message", heading.message_id)
    if heading.list_id and not (_LIST_ID.fullmatch(heading.list_id) and len(heading.list_id) <= _MAX_ID):
        raise _unusable("le nom de la campagne", heading.list_id)
    if heading.date.tzinfo is None:
        raise _unusable("la date", str(heading.date))
    message["From"] = heading.sender
    message["To"] = heading.recipient
    if heading.reply_to is not None:
        message["Reply-To"] = heading.reply_to
    message["Subject"] = subject
    message["Date"] = format_datetime(heading.date)
    message["Message-ID"] = heading.message_id
    if heading.list_id:
        message["List-Id"] = f"<{heading.list_id}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    message["Content-Language"] = "fr"
    message["MIME-Version"] = "1.0"


def _unusable(what: str, value: str) -> MailError:
    return MailError(f"{what} ne peut pas figurer dans un message.", about=value)


def text_part(text: str, subtype: str) -> MIMEPart:
    """Return one of the two bodies, as every message of ours writes it."""
    part = MIMEPart(policy=POLICY)
    part.set_content(text, subtype=subtype, charset="utf-8", cte="quoted-printable")
    return part


def _file(attachment: Attachment) -> MIMEPart:
    if not _FILE_NAME.fullmatch(attachment.file_name):
        raise _unusable("ce nom de fichier", attachment.file_name)
    maintype, _, subtype = attachment.media_type.partition("/")
    part = MIMEPart(policy=POLICY)
    part.set_content(
        attachment.content, maintype=maintype, subtype=subtype, cte="base64", filename=attachment.file_name
    )
    return part


def _join(container: MIMEPart, subtype: str, boundary: str, parts: Sequence[MIMEPart]) -> None:
    container["Content-Type"] = f'multipart/{subtype}; boundary="{boundary}"'
    for part in parts:
        container.attach(part)


def _boundary(message_id: str, level: int) -> str:
    """Return a boundary that neither base64 nor quoted-printable can contain: they never write ``=_``."""
    digits = hashlib.sha256(f"{message_id} {level}".encode()).hexdigest()[:_BOUNDARY_DIGITS]
    return f"=_{digits}"


def _check(content: bytes, heading: Heading) -> None:
    """Refuse bytes that a server would change or a reader would take for several recipients."""
    without_ends = content.replace(b"\r\n", b"")
    lines_sound = b"\r" not in without_ends and b"\n" not in without_ends and content.endswith(b"\r\n")
    if not (content.isascii() and lines_sound and max(map(len, content.split(b"\r\n"))) <= _MAX_LINE):
        raise _unusable("un caractère de ce texte", heading.message_id)
    header = re.sub(rb"\r\n[ \t]+", b" ", content.partition(b"\r\n\r\n")[0]).decode("ascii")
    for name, address in (("To", heading.recipient), ("From", heading.sender)):
        written = [line.partition(": ")[2] for line in header.split("\r\n") if line.startswith(f"{name}: ")]
        if [spec for _, spec in getaddresses(written)] != [address.addr_spec]:
            raise _unusable("le nom ou l’adresse", str(address))
