"""Write a version of an invitation as the iCalendar bytes that leave (RFC 5545, 5546, 7986)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, urlsplit

from icalendar import Calendar, Event, vCalAddress, vText, vUri

from toolkit.errors import InvitationError
from toolkit.invitations.check import Method, check
from toolkit.invitations.invitation import Attendee, Invitation, Party
from toolkit.invitations.zones import load_zone, timezone_component
from toolkit.model.case import Slot
from toolkit.text import clean_line, clean_paragraphs

PRODID = "-//Entretiens//Invitations//FR"

_UTC_NAMES = frozenset({"UTC", "Etc/UTC", "Etc/GMT", "Zulu", "Etc/Zulu"})
_MAILTO_SAFE = "@!$'*+-._~"
_ADDRESS = re.compile(r"[!#-'*+\-./0-9=?A-Z^-~]+@[A-Za-z0-9.\-]+")


def build_request(invitation: Invitation) -> bytes:
    """Return the iCalendar bytes that invite, or that move the meeting (METHOD:REQUEST).

    Raises:
        InvitationError: the object must not leave; see :func:`toolkit.invitations.check.check`.
    """
    if invitation.cancelled:
        raise InvitationError("une invitation annulée ne peut pas être envoyée.", about=invitation.uid)
    return _build(invitation, Method.REQUEST)


def build_cancel(invitation: Invitation) -> bytes:
    """Return the iCalendar bytes that withdraw the meeting from both calendars (METHOD:CANCEL).

    Args:
        invitation: The version made by ``revised(..., cancelled=True)``.

    Raises:
        InvitationError: the object must not leave; see :func:`toolkit.invitations.check.check`.
    """
    if not invitation.cancelled:
        raise InvitationError("cette invitation n’est pas annulée.", about=invitation.uid)
    return _build(invitation, Method.CANCEL)


def _build(invitation: Invitation, method: Method) -> bytes:
    calendar = Calendar()
    calendar.add("PRODID", PRODID)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", method.value)
    zone = invitation.slot.time_zone
    if zone not in _UTC_NAMES:
        year = _aware(invitation.slot.starts).astimezone(load_zone(zone)).year
        calendar.add_component(timezone_component(zone, year))
    calendar.add_component(_event(invitation))
    ics: bytes = calendar.to_ical(sorted=False)
    check(ics, method)
    return ics


def _event(invitation: Invitation) -> Event:
    event = Event()
    event.add("UID", clean_line(invitation.uid))
    event.add("SEQUENCE", invitation.sequence)
    event.add("DTSTAMP", _aware(invitation.stamp).astimezone(UTC).replace(microsecond=0))
    _add_slot(event, invitation.slot)
    event.add("SUMMARY", clean_line(invitation.summary))
    event.add("DESCRIPTION", _description(invitation))
    event.add("ORGANIZER", _address(invitation.organizer), encode=False)
    for attendee in invitation.attendees:
        event.add("ATTENDEE", _attendee(attendee), encode=False)
    event.add("STATUS", "CANCELLED" if invitation.cancelled else "CONFIRMED")
    event.add("CLASS", "PRIVATE")
    event.add("TRANSP", "TRANSPARENT" if invitation.cancelled else "OPAQUE")
    event.add("X-MICROSOFT-CDO-BUSYSTATUS", "FREE" if invitation.cancelled else "BUSY")
    event.add("X-MICROSOFT-DISALLOW-COUNTER", "TRUE")
    return event


def _add_slot(event: Event, slot: Slot) -> None:
    starts = _aware(slot.starts)
    ends = starts + timedelta(minutes=slot.minutes)
    zone = UTC if slot.time_zone in _UTC_NAMES else load_zone(slot.time_zone)
    event.add("DTSTART", starts.astimezone(zone))
    event.add("DTEND", ends.astimezone(zone))
    link = _video_link(slot)
    location = " – ".join(part for part in (clean_line(slot.place), link) if part)
    if location:
        event.add("LOCATION", location)
    if link:
        conference = vUri(link)
        conference.params["VALUE"] = "URI"
        conference.params["FEATURE"] = "VIDEO"
        event.add("CONFERENCE", conference, encode=False)


def _description(invitation: Invitation) -> str:
    link = _video_link(invitation.slot)
    text = clean_paragraphs(invitation.description)
    return (
        f"{text}\n\nVisioconférence\N{NO-BREAK SPACE}: {link}".strip() if link and link not in text else text
    )


def _video_link(slot: Slot) -> str:
    """Return the link in ASCII, or nothing for a meeting on the premises; only https is let through."""
    link = slot.video_link
    if not link:
        return ""
    parts = urlsplit(link) if re.fullmatch(r"[!-~]+", link) else None
    if parts is None or parts.scheme != "https" or not parts.hostname:
        raise InvitationError(
            "le lien de visioconférence n’est pas une adresse https utilisable.",
            about=clean_line(link),
            next_step="Recopiez le lien entier ; il commence par https://, sans espace ni accent.",
        )
    return link


def _attendee(attendee: Attendee) -> vCalAddress:
    address = _address(attendee.party)
    address.params["CUTYPE"] = vText("INDIVIDUAL")
    address.params["ROLE"] = vText(attendee.role.value)
    address.params["PARTSTAT"] = vText("NEEDS-ACTION")
    address.params["RSVP"] = vText("TRUE")
    return address


def _address(party: Party) -> vCalAddress:
    """Return the calendar address; its name loses what readers show as escapes (RFC 6868)."""
    if not _ADDRESS.fullmatch(party.email):
        raise InvitationError(
            "cette adresse e-mail ne peut pas figurer dans une invitation.",
            about=clean_line(party.email),
            next_step="Corrigez l’adresse dans le fichier du personnel, ou convoquez par courrier.",
        )
    address = vCalAddress(f"mailto:{quote(party.email, safe=_MAILTO_SAFE)}")
    name = re.sub(r'["^\\]', "", clean_line(party.name)).strip()
    if name:
        address.params["CN"] = vText(name)
    return address


def _aware(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise InvitationError(
            "l’heure de cet entretien n’a pas de fuseau horaire.",
            about=instant.isoformat(),
            next_step="Fixez de nouveau le créneau de ce dossier.",
        )
    return instant
