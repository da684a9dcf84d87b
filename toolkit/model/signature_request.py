"""What one person is asked to sign, by what way, and how far it has come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from toolkit.digest import Sha256
from toolkit.model.document import Role
from toolkit.model.identifiers import CaseId, Matricule
from toolkit.text import clean_line


class RequestState(StrEnum):
    """Where a request stands; the first four are open.

    ``WAITING``: another person answers first. ``ASKED``: a link is on its way or in the person's hands.
    ``OPENED``: the document was shown. ``VERIFIED``: the code was right. ``LOCKED``: too many wrong codes.
    """

    WAITING = "waiting"
    ASKED = "asked"
    OPENED = "opened"
    VERIFIED = "verified"
    SIGNED = "signed"
    DECLINED = "declined"
    EXPIRED = "expired"
    LOCKED = "locked"
    WITHDRAWN = "withdrawn"


OPEN = frozenset({RequestState.WAITING, RequestState.ASKED, RequestState.OPENED, RequestState.VERIFIED})
"""States from which the person may still answer."""

ANSWERED = frozenset({RequestState.SIGNED, RequestState.DECLINED})
"""States in which the person has answered."""

STALLED = frozenset({RequestState.EXPIRED, RequestState.LOCKED})
"""States that only a new link ends."""


class LinkChannel(StrEnum):
    """How the personal link reaches the person."""

    EMAIL = "email"
    IN_PERSON = "in_person"


class CodeChannel(StrEnum):
    """How the one-time code reaches the person."""

    EMAIL = "email"
    SMS = "sms"


class MarkKind(StrEnum):
    """What the person adds beside the consent; it proves nothing by itself."""

    NONE = "none"
    TYPED = "typed"
    DRAWN = "drawn"


@dataclass(frozen=True, slots=True)
class Route:
    """By which two ways the link and the code travel.

    ``single`` tells that both end in the same mailbox, which proves that mailbox only.
    """

    link: LinkChannel
    code: CodeChannel
    link_to: str = ""
    code_to: str = ""
    single: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A typed name, or the SHA-256 of a drawn picture."""

    kind: MarkKind = MarkKind.NONE
    typed: str = ""
    drawn: Sha256 | None = None


@dataclass(frozen=True, slots=True)
class Agreed:
    """The consent text agreed to, whole."""

    id: str
    version: str
    text: str


@dataclass(frozen=True, slots=True)
class SignatureRequest:
    """One person asked to sign one document of a case.

    Secrets are kept as hashes: ``token`` is the SHA-256 of the link, so that a link used twice is told so;
    ``code`` a salted hash and ``entry`` the SHA-256 of what a right code gave, both emptied at the end.
    ``attempts`` counts the wrong codes, ``codes`` those sent, ``links`` the links issued. ``shown`` is the
    SHA-256 of the document shown, ``result`` that of the document after the act.
    """

    id: str
    case: CaseId
    role: Role
    matricule: Matricule
    person: str
    shown: Sha256
    pages: int
    route: Route
    identity: str
    asked_at: datetime
    asked_by: str
    state: RequestState
    token: str = ""
    expires_at: datetime | None = None
    links: int = 0
    code: str = ""
    code_until: datetime | None = None
    code_sent_at: datetime | None = None
    codes: int = 0
    attempts: int = 0
    entry: str = ""
    entry_until: datetime | None = None
    ended_at: datetime | None = None
    reason: str = ""
    consent: Agreed | None = None
    mark: Mark | None = None
    context: dict[str, str] = field(default_factory=dict)
    result: Sha256 | None = None

    @property
    def is_open(self) -> bool:
        """Whether the person may still answer."""
        return self.state in OPEN


@dataclass(frozen=True, slots=True)
class RequestEvent:
    """One step of a request: when (aware, UTC, to the millisecond), what, and what is worth knowing of it."""

    request: str
    at: datetime
    kind: str
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RequestContext:
    """What the face knows of the connection: handed in, never guessed; empty where it does not know."""

    ip: str = ""
    user_agent: str = ""
    tls: str = ""
    time_zone: str = ""
    device: str = ""

    def told(self) -> dict[str, str]:
        """Return what is known, by name."""
        known = {
            "ip": self.ip,
            "user_agent": self.user_agent,
            "tls": self.tls,
            "time_zone": self.time_zone,
            "device": self.device,
        }
        return {name: clean_line(value[:_LONGEST]) for name, value in known.items() if value.strip()}


_LONGEST = 300
"""Characters kept of each; a browser may say anything, of any length."""
