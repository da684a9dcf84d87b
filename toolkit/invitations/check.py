"""Check a calendar object before it leaves, on its bytes, without the library that wrote it.

The rules are those of RFC 5545 (3.1, 3.6) and RFC 5546 (3.2), and those that clients hold beside them: the
time zone that every reader understands, no alarm (a client drops the organiser's), nobody both organiser and
guest.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from toolkit.errors import InvitationError

MAX_LINE_OCTETS = 75

_EXACTLY_ONE = ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "SEQUENCE", "ORGANIZER", "STATUS", "CLASS")
_AT_MOST_ONE = ("DESCRIPTION", "LOCATION", "TRANSP")
_LINE = re.compile(r"(?P<name>[A-Z0-9-]+)(?P<params>(?:;[A-Z0-9-]+=(?:\"[^\"]*\"|[^\";:,]*))*):(?P<value>.*)")


class Method(StrEnum):
    """What a calendar object asks of its reader (RFC 5546, 1.4)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(slots=True)
class _Component:
    name: str
    properties: list[tuple[str, str, str]] = field(default_factory=list)
    parts: list[_Component] = field(default_factory=list)

    def values(self, name: str) -> list[str]:
        return [value for n, _, value in self.properties if n == name]

    def params(self, name: str) -> str:
        return next((params for n, params, _ in self.properties if n == name), "")


def check(ics: bytes, method: Method) -> None:
    """Refuse a calendar object that a client could misread.

    Args:
        ics: The bytes about to leave.
        method: What the message says it carries; it must be what the object says too.

    Raises:
        InvitationError: something is wrong; the sentence says what.
    """
    calendar = _read(ics)
    problems = [*_calendar_problems(calendar, method)]
    for event in calendar.parts:
        if event.name == "VEVENT":
            problems += _event_problems(event, calendar, method)
        elif event.name == "VTIMEZONE":
            problems += _zone_problems(event)
    if problems:
        raise _refusal(" ; ".join(problems))


def _refusal(problem: str) -> InvitationError:
    return InvitationError(
        f"l’invitation n’est pas conforme et n’est pas partie ({problem}).",
        next_step="Vérifiez le créneau, le lieu et les adresses de ce dossier, puis relancez la commande.",
    )


def _read(ics: bytes) -> _Component:
    """Return the tree of components, after the physical lines have been found sound."""
    root = _Component("")
    stack = [root]
    for line in _logical_lines(ics):
        match = _LINE.fullmatch(line)
        if match is None:
            raise _refusal(f"ligne illisible : {line[:40]}")
        name, params, value = match["name"], match["params"], match["value"]
        if name == "BEGIN":
            stack.append(_Component(value))
            stack[-2].parts.append(stack[-1])
        elif name == "END":
            if stack.pop().name != value or not stack:
                raise _refusal(f"composant mal fermé : {value}")
        else:
            stack[-1].properties.append((name, params, value))
    if len(stack) != 1 or [part.name for part in root.parts] != ["VCALENDAR"] or root.properties:
        raise _refusal("un seul calendrier est attendu")
    return root.parts[0]


def _logical_lines(ics: bytes) -> Iterator[str]:
    """Yield unfolded lines; each physical line is CRLF-ended, at most 75 octets of whole UTF-8 characters."""
    if not ics.endswith(b"\r\n"):
        raise _refusal("la dernière ligne n’est pas terminée")
    current: str | None = None
    for physical in ics[:-2].split(b"\r\n"):
        line = _physical_line(physical)
        if line.startswith(" "):
            if current is None:
                raise _refusal("le calendrier commence par une suite de ligne")
            current += line[1:]
        else:
            if current is not None:
                yield current
            current = line
    if current is not None:
        yield current


def _physical_line(line: bytes) -> str:
    if len(line) > MAX_LINE_OCTETS or not line:
        raise _refusal("ligne vide ou de plus de 75 octets")
    try:
        text = line.decode()
    except UnicodeDecodeError:
        raise _refusal("caractère coupé en fin de ligne") from None
    if any(ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0 or c in "\u2028\u2029" for c in text):  # noqa: PLR2004 - C0 and C1
        raise _refusal("caractère de contrôle dans le texte")
    return text


def _calendar_problems(calendar: _Component, method: Method) -> Iterator[str]:
    if calendar.values("METHOD") != [method.value]:
        yield f"METHOD:{method.value} attendu"
    if calendar.values("VERSION") != ["2.0"] or len(calendar.values("PRODID")) != 1:
        yield "VERSION ou PRODID"
    kinds = Counter(part.name for part in calendar.parts)
    if kinds["VEVENT"] != 1 or kinds["VTIMEZONE"] > 1 or set(kinds) - {"VEVENT", "VTIMEZONE"}:
        yield "un seul événement et un seul fuseau sont attendus"


def _event_problems(event: _Component, calendar: _Component, method: Method) -> Iterator[str]:
    for name in _EXACTLY_ONE:
        if len(event.values(name)) != 1 or not event.values(name)[0]:
            yield f"{name} doit figurer une fois"
    for name in _AT_MOST_ONE:
        if len(event.values(name)) > 1:
            yield f"{name} figure plusieurs fois"
    if event.parts:
        yield "aucune alarme ne doit figurer"
    if not all(re.fullmatch(r"\d{8}T\d{6}Z", stamp) for stamp in event.values("DTSTAMP")):
        yield "DTSTAMP doit être en temps universel"
    yield from _people_problems(event)
    yield from _time_problems(event, [*_zone_names(calendar)])
    yield from _version_problems(event, method)


def _people_problems(event: _Component) -> Iterator[str]:
    organizer = [address.casefold() for address in event.values("ORGANIZER")]
    guests = [address.casefold() for address in event.values("ATTENDEE")]
    if not guests:
        yield "aucun participant"
    if any(not re.fullmatch(r"mailto:[^\s@<>]+@[^\s@<>]+", address) for address in organizer + guests):
        yield "adresse de participant illisible"
    if len(set(guests)) != len(guests):
        yield "la même adresse invite deux personnes"
    if set(organizer) & set(guests):
        yield "l’organisateur est aussi participant : utilisez une adresse RH distincte"


def _time_problems(event: _Component, zones: Sequence[str]) -> Iterator[str]:
    starts, ends = "".join(event.values("DTSTART")), "".join(event.values("DTEND"))
    start_zone, end_zone = event.params("DTSTART"), event.params("DTEND")
    expected = f";TZID={zones[0]}" if zones else ""
    if start_zone != end_zone or start_zone != expected:
        yield "le fuseau des horaires n’est pas décrit"
    utc = "" if zones else "Z"
    if not all(re.fullmatch(rf"\d{{8}}T\d{{6}}{utc}", value) for value in (starts, ends)):
        yield "horaire illisible"
    elif ends <= starts:
        yield "la fin précède le début"


def _version_problems(event: _Component, method: Method) -> Iterator[str]:
    cancelled = event.values("STATUS") == ["CANCELLED"]
    if cancelled != (method is Method.CANCEL):
        yield "STATUS et METHOD se contredisent"
    sequence = "".join(event.values("SEQUENCE"))
    if not sequence.isdecimal() or (method is Method.CANCEL and int(sequence) < 1):
        yield "SEQUENCE"


def _zone_names(calendar: _Component) -> Iterator[str]:
    for part in calendar.parts:
        if part.name == "VTIMEZONE":
            yield from part.values("TZID")


def _zone_problems(zone: _Component) -> Iterator[str]:
    kinds = Counter(part.name for part in zone.parts)
    if kinds["STANDARD"] != 1 or kinds["DAYLIGHT"] > 1 or set(kinds) - {"STANDARD", "DAYLIGHT"}:
        yield "le fuseau doit avoir une heure d’hiver et au plus une heure d’été"
    for part in zone.parts:
        rules = part.values("RRULE")
        if part.values("RDATE") or len(rules) != (1 if kinds["DAYLIGHT"] else 0):
            yield "le fuseau doit suivre une règle annuelle"
        if any("BYMONTH=" not in rule or "BYDAY=" not in rule for rule in rules):
            yield "la règle du fuseau est incomplète"
