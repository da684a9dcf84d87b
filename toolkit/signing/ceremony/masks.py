"""Addresses and numbers as a reader may see them: enough to recognise one's own, too little to use it."""

from __future__ import annotations

_DOTS = "•••"
_PHONE_ENDS = 2


def masked(contact: str) -> str:
    """Return ``j•••@exemple.fr`` for an e-mail address, ``06 ••• 42`` for a number, empty for nothing."""
    name, at, domain = contact.rpartition("@")
    if at:
        return f"{name[:1]}{_DOTS}@{domain}"
    digits = "".join(c for c in contact if c.isdigit() or c == "+")
    if not digits:
        return ""
    return f"{digits[:_PHONE_ENDS]} {_DOTS} {digits[-_PHONE_ENDS:]}"
