"""What goes to the relay, and what can be said afterwards of each message."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from toolkit.errors import MailError

_ENVELOPE_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+")
_LONE_LINE_END = re.compile(rb"\r(?!\n)|(?<!\r)\n")


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message for one recipient, as the exact bytes that the relay is given.

    ``key`` is the caller's own name for it. ``envelope_from`` receives the bounces.

    Raises:
        MailError: an address or the bytes could not go over the wire unchanged.
    """

    key: str
    envelope_from: str
    recipient: str
    content: bytes

    def __post_init__(self) -> None:
        """Refuse now what a server would change, cut or misread (RFC 5321, 4.1.2 and 4.5.3)."""
        for address in (self.envelope_from, self.recipient):
            if not _ENVELOPE_ADDRESS.fullmatch(address):
                raise MailError("cette adresse ne peut pas être donnée au serveur.", about=repr(address))
        if _LONE_LINE_END.search(self.content) or not self.content.endswith(b"\r\n"):
            raise MailError("ce message n’a pas les fins de ligne attendues par un serveur.", about=self.key)
        if not self.content.isascii() or b"\0" in self.content:
            raise MailError(
                "ce message contient des caractères que tout serveur n’accepte pas.", about=self.key
            )


@dataclass(frozen=True, slots=True)
class Tls:
    """How the connection was protected; ``peer_sha256`` is the fingerprint of the relay's certificate."""

    version: str
    cipher: str
    peer_sha256: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """The relay took the message upon itself; ``reply`` is its answer, often with its queue number."""

    reply: str
    at: datetime
    ehlo: str
    tls: Tls | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """The relay has not got the message, that is certain. ``code`` is its answer's, 0 when it gave none.

    ``permanent`` tells that sending it again unchanged is of no use (RFC 5321, 4.2.1).
    """

    code: int
    text: str
    permanent: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Uncertain:
    """The relay may or may not have the message: the link broke after its content was begun."""

    reason: str
    at: datetime


Outcome: TypeAlias = Accepted | Refused | Uncertain
