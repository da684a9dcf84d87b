"""One-time codes: six digits for ten minutes, kept as a salted and slow hash.

A million codes is few: what protects one is that five wrong answers end the link (the store counts each
before it is compared), and that the hash kept is slow to try (RFC 7914).
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

CODE_MINUTES = 10
CODE_LIFE = timedelta(minutes=CODE_MINUTES)
"""How long a code is good for."""

MAX_ATTEMPTS = 5
"""Wrong codes after which the link is locked, whatever the number of codes sent."""

MAX_CODES = 6
"""Codes sent for one link at most."""

RESEND_AFTER = timedelta(seconds=30)
"""Between two codes at least."""

ENTRY_LIFE = timedelta(minutes=30)
"""How long a person whose code was right may read and answer."""

_DIGITS = 6
_RANDOM_BYTES = 8
_SALT_BYTES = 16
_SCRYPT_N, _SCRYPT_R, _SCRYPT_P = 2**14, 8, 1
_SCRYPT_MEMORY = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class NewCode:
    """A code just made: its digits, for the person only, and what is kept of it."""

    digits: str = field(repr=False)
    kept: str


def new_code(random_bytes: Callable[[int], bytes]) -> NewCode:
    """Return a new code.

    Args:
        random_bytes: Gives that many random bytes.
    """
    number = int.from_bytes(random_bytes(_RANDOM_BYTES), "big") % 10**_DIGITS
    digits = f"{number:0{_DIGITS}d}"
    salt = random_bytes(_SALT_BYTES)
    return NewCode(digits, f"scrypt:{_SCRYPT_N}:{salt.hex()}:{_slow(digits, salt)}")


def check_code(typed: str, kept: str) -> bool:
    """Tell whether ``typed`` is the code of which ``kept`` is kept; spaces between digits do not count."""
    parts = kept.split(":")
    digits = "".join(typed.split())
    if len(parts) != 4 or not (digits.isascii() and digits.isdigit() and len(digits) == _DIGITS):  # noqa: PLR2004 - the four fields written above
        return False
    return hmac.compare_digest(_slow(digits, bytes.fromhex(parts[2])), parts[3])


def _slow(digits: str, salt: bytes) -> str:
    return hashlib.scrypt(
        digits.encode(), salt=salt, n=_SCRYPT_N, r=_SCRYPT_R, p=_SCRYPT_P, maxmem=_SCRYPT_MEMORY, dklen=32
    ).hex()
