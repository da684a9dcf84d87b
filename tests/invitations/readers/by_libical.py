"""Print the UTC start of each calendar object and libical's verdict on it (iTIP restrictions, RFC 5546)."""

from __future__ import annotations

import ctypes
import ctypes.util
import json
import sys
from datetime import UTC, datetime

NAME = ctypes.util.find_library("ical")
if NAME is None:
    sys.stderr.write("libical is not installed")
    sys.exit(77)


class IcalTime(ctypes.Structure):
    """``struct icaltimetype`` of libical 3."""

    _fields_ = [
        *((name, ctypes.c_int) for name in ("year", "month", "day", "hour", "minute", "second")),
        ("is_date", ctypes.c_int),
        ("is_daylight", ctypes.c_int),
        ("zone", ctypes.c_void_p),
    ]


LIBRARY = ctypes.CDLL(NAME)
VEVENT = 4
for function, result, arguments in (
    ("icalparser_parse_string", ctypes.c_void_p, [ctypes.c_char_p]),
    ("icalcomponent_get_first_component", ctypes.c_void_p, [ctypes.c_void_p, ctypes.c_int]),
    ("icalcomponent_get_dtstart", IcalTime, [ctypes.c_void_p]),
    ("icaltime_as_timet_with_zone", ctypes.c_long, [IcalTime, ctypes.c_void_p]),
    ("icalrestriction_check", ctypes.c_int, [ctypes.c_void_p]),
):
    getattr(LIBRARY, function).restype = result
    getattr(LIBRARY, function).argtypes = arguments


def read(text: str) -> list[object]:
    calendar = LIBRARY.icalparser_parse_string(text.encode())
    event = LIBRARY.icalcomponent_get_first_component(calendar, VEVENT)
    start = LIBRARY.icalcomponent_get_dtstart(event)
    seconds = LIBRARY.icaltime_as_timet_with_zone(start, start.zone)
    verdict = LIBRARY.icalrestriction_check(calendar)
    return [datetime.fromtimestamp(seconds, UTC).strftime("%Y%m%dT%H%M%SZ"), bool(verdict)]


print(json.dumps([read(text) for text in json.load(sys.stdin)]))  # noqa: T201 - the answer
