"""What is run on a hostile PDF in the measured child, and what is measured there."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit import signing
from toolkit.errors import SigningError

STATUS, FORGET = Path("/proc/self/status"), Path("/proc/self/clear_refs")


@dataclass(frozen=True, slots=True)
class Ordeal:
    """The sentences that a file came to, the time it took, the memory the process then held at most."""

    told: tuple[str, ...]
    seconds: float
    megabytes: float


def verified(pdf: bytes, roots: Sequence[bytes]) -> Ordeal:
    """Judge the signatures of ``pdf``."""
    started = _begin()
    told = signing.verify_pdf(pdf, roots).problems
    return Ordeal(told, time.perf_counter() - started, _peak())


def admitted(pdf: bytes) -> Ordeal:
    """Ask whether ``pdf`` may be signed."""
    started = _begin()
    try:
        signing.refuse_unfit(pdf)
    except SigningError as error:
        told: tuple[str, ...] = (str(error),)
    else:
        told = ()
    return Ordeal(told, time.perf_counter() - started, _peak())


def _begin() -> float:
    if FORGET.exists():
        FORGET.write_text("5")  # the highest mark starts again from here (proc(5))
    return time.perf_counter()


def _peak() -> float:
    found = re.search(r"VmHWM:\s+(\d+) kB", STATUS.read_text()) if STATUS.exists() else None
    return int(found[1]) / 1024 if found else 0.0
