"""Print the UTC start of each calendar object, as icalendar reads it from the VTIMEZONE alone."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime

from icalendar import Calendar


def start(text: str) -> str:
    # A known name would be taken from the machine's own zones: an opaque one forces the object's own rules.
    for zone in {line[5:] for line in text.splitlines() if line.startswith("TZID:")}:
        text = text.replace(zone, "Fuseau-" + zone.replace("/", "-"))
    event = Calendar.from_ical(text).events[0]
    starts = event.start
    if not isinstance(starts, datetime):
        raise TypeError(starts)
    return starts.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


print(json.dumps([start(text) for text in json.load(sys.stdin)]))  # noqa: T201 - the answer
