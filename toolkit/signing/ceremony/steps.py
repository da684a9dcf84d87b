"""The steps of a ceremony: which come before which, how each is called, and what is refused at each.

Opened, every page shown, code sent, code right, then signed or declined: a person signs what was shown whole,
and only who received the code answers at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from toolkit.errors import SigningError
from toolkit.model.signature_request import RequestEvent, RequestState, SignatureRequest
from toolkit.text import clean_line

ASKED = "asked"
LINK_MADE = "link_made"
LINK_HANDED = "link_handed"
REMINDED = "reminded"
OPENED = "opened"
PAGE = "page_displayed"
DOWNLOADED = "downloaded"
READ_AT_DESK = "read_at_desk"
CODE_SENT = "code_sent"
CODE_CARRIED = "code_carried"
CODE_NOT_SENT = "code_not_sent"
CODE_WRONG = "code_wrong"
CODE_RIGHT = "code_right"
LOCKED = "locked"
CONSENTED = "consent_given"
REFUSED = "refused"
DELEGATION = "delegation_refused"
EXPIRED = "expired"
WITHDRAWN = "withdrawn"

_WORDS: Mapping[str, str] = MappingProxyType(
    {
        ASKED: "demande de signature enregistrée",
        LINK_MADE: "lien personnel créé",
        LINK_HANDED: "lien personnel préparé pour une remise en main propre",
        REMINDED: "relance : nouveau lien, l’ancien ne vaut plus",
        OPENED: "lien ouvert",
        PAGE: "page affichée",
        DOWNLOADED: "document téléchargé",
        READ_AT_DESK: "document remis en fichier sur le poste ; la personne dit l’avoir lu en entier",
        CODE_SENT: "code à usage unique créé pour l’envoi",
        CODE_CARRIED: "code confié à l’opérateur de SMS",
        CODE_NOT_SENT: "code à usage unique non envoyé",
        CODE_WRONG: "code erroné",
        CODE_RIGHT: "code exact",
        LOCKED: "lien bloqué après trop de codes erronés",
        CONSENTED: "case cochée et signature donnée",
        REFUSED: "refus de signer",
        DELEGATION: "délégation demandée, et refusée",
        EXPIRED: "lien expiré",
        WITHDRAWN: "demande retirée",
    }
)

_ASK_HR = "Adressez-vous au service des ressources humaines."

_CLOSED: Mapping[RequestState, tuple[str, str]] = MappingProxyType(
    {
        RequestState.WAITING: (
            "ce n’est pas encore votre tour : le salarié répond d’abord.",
            "Un lien vous sera adressé ensuite.",
        ),
        RequestState.SIGNED: (
            "ce lien a déjà servi : le document est signé.",
            "Une copie vous sera remise ; il n’y a plus rien à faire.",
        ),
        RequestState.DECLINED: ("ce lien a déjà servi : le refus de signer est enregistré.", _ASK_HR),
        RequestState.EXPIRED: (
            "ce lien a expiré.",
            "Demandez-en un nouveau au service des ressources humaines.",
        ),
        RequestState.LOCKED: (
            "ce lien est bloqué après plusieurs codes erronés.",
            "Demandez-en un nouveau au service des ressources humaines.",
        ),
        RequestState.WITHDRAWN: ("cette demande de signature a été retirée par l’employeur.", _ASK_HR),
    }
)


def delegation_refused() -> SigningError:
    """Return what is answered to who wants somebody else to sign."""
    return SigningError(
        "personne ne peut signer à votre place : ce lien vous est personnel.",
        next_step="Si vous ne pouvez pas signer, dites-le au service des ressources humaines, qui proposera "
        "le papier ou un autre moment.",
    )


def refuse_closed(request: SignatureRequest) -> None:
    """Let through only a request that may still be answered.

    Raises:
        SigningError: it ended, or its turn has not come; the sentence says which.
    """
    if request.state in _CLOSED:
        problem, step = _CLOSED[request.state]
        raise SigningError(problem, next_step=step)


def seen_pages(events: Iterable[RequestEvent], pages: int) -> frozenset[int]:
    """Return the pages that were shown: all where the document was taken away, or read at the desk."""
    seen: set[int] = set()
    for event in events:
        if event.kind in (DOWNLOADED, READ_AT_DESK):
            return frozenset(range(1, pages + 1))
        if event.kind == PAGE and event.details.get("page", "").isdigit():
            seen.add(int(event.details["page"]))
    return frozenset(page for page in seen if 1 <= page <= pages)


def refuse_unread(events: Iterable[RequestEvent], pages: int) -> None:
    """Let through only who was shown every page, or took the document away.

    Raises:
        SigningError: pages are missing; they are named.
    """
    missing = sorted(set(range(1, pages + 1)) - seen_pages(events, pages))
    if missing:
        named = ", ".join(str(page) for page in missing)
        raise SigningError(
            f"le document n’a pas été affiché en entier (page {named})."
            if len(missing) == 1
            else f"le document n’a pas été affiché en entier (pages {named}).",
            next_step="Affichez-le jusqu’au bout, ou téléchargez-le, puis signez.",
        )


def typed_name(text: str) -> str:
    """Return a typed name, on one line.

    Raises:
        SigningError: it is empty or too long.
    """
    name = clean_line(text)
    if not 1 < len(name) <= _LONGEST_NAME:
        raise SigningError(
            "le nom tapé ne convient pas.",
            about="Signature tapée",
            next_step="Écrivez vos prénom et nom, ou signez sans : ce nom est facultatif.",
        )
    return name


_LONGEST_NAME = 80


def event_words(event: RequestEvent) -> str:
    """Return what happened, for a reader: ``page affichée (2)``."""
    words = _WORDS.get(event.kind, event.kind)
    told = [event.details[name] for name in ("page", "to", "tries", "reason") if event.details.get(name)]
    return f"{words} ({', '.join(told)})" if told else words
