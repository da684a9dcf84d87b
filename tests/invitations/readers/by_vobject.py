"""Print the UTC start of each calendar object, as vobject reads it."""

from __future__ import annotations

import json
import sys
from datetime import UTC

import vobject


def start(text: str) -> str:
    event = vobject.readOne(text).vevent
    return str(event.dtstart.value.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ"))


print(json.dumps([start(text) for text in json.load(sys.stdin)]))  # noqa: T201 - the answer
