"""What is known of a ceremony, told twice: whole for a machine and an expert, masked for a reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC

from toolkit.french import NBSP
from toolkit.model import (
    CodeChannel,
    LinkChannel,
    MailKind,
    MailState,
    MarkKind,
    OutboxMail,
    RequestEvent,
    SignatureRequest,
)

_CONTEXT: Mapping[str, str] = {
    "device": "appareil",
    "ip": "adresse de connexion",
    "user_agent": "logiciel",
    "tls": "chiffrement",
    "time_zone": "fuseau de l’appareil",
}


def ceremony_facts(
    request: SignatureRequest, events: Sequence[RequestEvent], mails: Sequence[OutboxMail]
) -> dict[str, object]:
    """Return what the evidence record tells of one person's ceremony, addresses whole."""
    route = request.route
    mark = request.mark
    return {
        "request": request.id,
        "asked_at": request.asked_at,
        "asked_by": request.asked_by,
        "answered_at": request.ended_at,
        "link": {"channel": route.link, "to": route.link_to, "issued": request.links},
        "code": {"channel": route.code, "to": route.code_to, "sent": _times("code_sent", events)},
        "single_channel": route.single,
        "wrong_codes": _times("code_wrong", events),
        "pages": request.pages,
        "pages_displayed": _pages(events),
        "mark": None if mark is None else {"kind": mark.kind, "typed": mark.typed, "sha256": mark.drawn},
        "connection": dict(request.context),
        "sha256_after": request.result,
        "messages": [_message(mail) for mail in _of(request, mails)],
    }


def told_details(request: SignatureRequest, mails: Sequence[OutboxMail]) -> dict[str, str]:
    """Return what the proof tells a reader: by which ways, from where, addresses masked."""
    from toolkit.signing.ceremony import masked  # noqa: PLC0415 - heavy to import

    route = request.route
    code = "par courriel" if route.code is CodeChannel.EMAIL else "par SMS"
    details = {"identité": request.identity, "demande faite par": request.asked_by}
    details["lien personnel"] = (
        f"envoyé par courriel à {masked(route.link_to)}"
        if route.link is LinkChannel.EMAIL
        else "remis en main propre"
    )
    details["code à usage unique"] = f"envoyé {code} à {masked(route.code_to)}"
    if route.single:
        details["réserve"] = "un seul canal : le lien et le code sont arrivés dans la même boîte"
    details |= {words: request.context[name] for name, words in _CONTEXT.items() if name in request.context}
    if request.mark is not None and request.mark.kind is MarkKind.TYPED:
        details["nom tapé"] = request.mark.typed
    if request.mark is not None and request.mark.kind is MarkKind.DRAWN:
        details["signature dessinée"] = f"image conservée au dossier, SHA-256 {request.mark.drawn}"
    if request.result is not None:
        details["document après cet acte"] = f"SHA-256 {request.result}"
    accepted = [mail for mail in _of(request, mails) if mail.state is MailState.ACCEPTED]
    if accepted:
        details["messages acceptés par le serveur"] = ", ".join(mail.message_id for mail in accepted)
    return details


def told_events(events: Sequence[RequestEvent]) -> tuple[str, ...]:
    """Return the steps for a reader, each with its instant in UTC to the millisecond."""
    from toolkit.signing.ceremony import event_words  # noqa: PLC0415 - heavy to import

    lines = []
    for event in events:
        at = event.at.astimezone(UTC)
        lines.append(f"{at:%d/%m/%Y %H:%M:%S},{at.microsecond // 1000:03d}{NBSP}: {event_words(event)}")
    return tuple(lines)


def _times(kind: str, events: Sequence[RequestEvent]) -> int:
    """Return how often a step was taken, over all the links: the request itself counts for its last one."""
    return sum(event.kind == kind for event in events)


def _pages(events: Sequence[RequestEvent]) -> list[int]:
    shown = {event.details.get("page", "") for event in events if event.kind == "page_displayed"}
    return sorted(int(page) for page in shown if page.isdigit())


def _of(request: SignatureRequest, mails: Sequence[OutboxMail]) -> list[OutboxMail]:
    kinds = (MailKind.SIGNATURE_LINK, MailKind.SIGNATURE_CODE)
    return [
        mail
        for mail in mails
        if mail.kind in kinds and mail.role is request.role and mail.queued_at >= request.asked_at
    ]


def _message(mail: OutboxMail) -> dict[str, object]:
    return {
        "kind": mail.kind,
        "message_id": mail.message_id,
        "to": mail.recipient,
        "state": mail.state,
        "sent_at": mail.sent_at,
        "reply": mail.reply,
        "kept_copy_sha256": mail.content,
    }
