"""What is run on a hostile PDF in the measured child, and what is measured there."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from toolkit import signing
from toolkit.errors import SigningError
from toolkit.evidence import SignatureVerdict
from toolkit.services.folder_checks import SigningChecks

STATUS, FORGET = Path("/proc/self/status"), Path("/proc/self/clear_refs")


@dataclass(frozen=True, slots=True)
class Ordeal:
    """The sentences that a file came to, the time it took, the memory the process then held at most."""

    told: tuple[str, ...]
    seconds: float
    megabytes: float

    @property
    def problems(self) -> tuple[str, ...]:
        """As of a verdict."""
        return self.told


class Measured(SigningChecks):
    """The real checks, which tell what a PDF cost them."""

    def verify_pdf(
        self,
        pdf: bytes,
        trust_roots: Iterable[bytes],
        expected_fields: Sequence[str] | None = None,
        *,
        at: datetime | None = None,
        timestamp_roots: Iterable[bytes] | None = None,
    ) -> SignatureVerdict:
        """Judge the signatures of ``pdf``."""
        started = _begin()
        verdict = super().verify_pdf(
            pdf, trust_roots, expected_fields, at=at, timestamp_roots=timestamp_roots
        )
        told = verdict.problems
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
