"""The ceremony of a signature at a distance, as values and rules: links, codes, channels, steps, marks.

Nothing here keeps, sends or asks: the store keeps hashes, the services send, the faces speak to the person.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from toolkit.signing.ceremony.codes import (
        CODE_MINUTES,
        MAX_ATTEMPTS,
        MAX_CODES,
        NewCode,
        check_code,
        new_code,
    )
    from toolkit.signing.ceremony.drawing import clean_drawing
    from toolkit.signing.ceremony.links import LinkKey, NewLink, digest_of, link_key, new_link, read_link
    from toolkit.signing.ceremony.masks import masked
    from toolkit.signing.ceremony.routes import choose_route
    from toolkit.signing.ceremony.steps import (
        delegation_refused,
        event_words,
        refuse_closed,
        refuse_unread,
        seen_pages,
        typed_name,
    )

_HOMES = {
    "CODE_MINUTES": "codes",
    "LinkKey": "links",
    "MAX_ATTEMPTS": "codes",
    "MAX_CODES": "codes",
    "NewCode": "codes",
    "NewLink": "links",
    "check_code": "codes",
    "choose_route": "routes",
    "clean_drawing": "drawing",
    "delegation_refused": "steps",
    "digest_of": "links",
    "event_words": "steps",
    "link_key": "links",
    "masked": "masks",
    "new_code": "codes",
    "new_link": "links",
    "read_link": "links",
    "refuse_closed": "steps",
    "refuse_unread": "steps",
    "seen_pages": "steps",
    "typed_name": "steps",
}

__all__ = [
    "CODE_MINUTES",
    "MAX_ATTEMPTS",
    "MAX_CODES",
    "LinkKey",
    "NewCode",
    "NewLink",
    "check_code",
    "choose_route",
    "clean_drawing",
    "delegation_refused",
    "digest_of",
    "event_words",
    "link_key",
    "masked",
    "new_code",
    "new_link",
    "read_link",
    "refuse_closed",
    "refuse_unread",
    "seen_pages",
    "typed_name",
]


def __getattr__(name: str) -> object:
    """Import the module that holds ``name`` when it is first asked for (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
