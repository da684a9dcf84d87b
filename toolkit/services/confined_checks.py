"""Signatures of folders from anywhere, judged in a limited child: no PDF can hang or crash this process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from toolkit.confined import Confined
from toolkit.errors import ConfinedError

if TYPE_CHECKING:
    from toolkit.evidence import SealVerdict, SignatureChecks, SignatureVerdict, TimestampVerdict

SECONDS = 5.0
"""Time that judging one file may take; a report with five signatures takes 0.2 s."""

MEMORY = 2**30
"""Bytes of address space of the child."""

MAX_BYTES = 64 * 2**20
"""Size of a file beyond which it is not even handed to the child; what this toolkit signs is under 1 MB."""

_SECONDS = f"{SECONDS:g}\N{NO-BREAK SPACE}s"
_TOLD = {
    "time": f"sa vérification dépasse {_SECONDS} et a été arrêtée : ce n’est pas un fichier ordinaire ; "
    "si le poste était très occupé, recommencez.",
    "memory": "sa vérification demande trop de mémoire et a été arrêtée : ce n’est pas un fichier ordinaire.",
    "crash": "sa vérification s’est arrêtée net : ce n’est pas un fichier ordinaire.",
    "failure": "il n’est pas lisible.",
}

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class NotJudged:
    """What stands for a verdict where none could be reached: a PDF's, a seal's or a timestamp's."""

    problems: tuple[str, ...]
    sealed_by: str = ""
    sealed_at: datetime | None = None
    stamped_by: str = ""
    stamped_at: datetime | None = None
    valid_until: datetime | None = None
    content_changed: bool = False


class ConfinedChecks:
    """The same checks, done by one child, kept from file to file and replaced when it had to be ended.

    Args:
        checks: Judges; it is handed to the child, so it is picklable.
        seconds: Time that one file may take.
        memory: Bytes of address space of the child.
    """

    def __init__(self, checks: SignatureChecks, *, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self._checks = checks
        self._confined = Confined(seconds=seconds, memory=memory)

    def verify_pdf(
        self,
        pdf: bytes,
        trust_roots: Iterable[bytes],
        expected_fields: Sequence[str] | None = None,
        *,
        at: datetime | None = None,
        timestamp_roots: Iterable[bytes] | None = None,
    ) -> SignatureVerdict:
        """Check every signature of a PDF, and that nothing was added after the last."""
        stamps = None if timestamp_roots is None else list(timestamp_roots)
        given = {"at": at, "timestamp_roots": stamps}
        return self._judged((pdf,), self._checks.verify_pdf, pdf, list(trust_roots), expected_fields, **given)

    def verify_detached(
        self, data: bytes, p7s: bytes, trust_roots: Iterable[bytes], certs: Iterable[bytes] = ()
    ) -> SealVerdict:
        """Check a detached seal byte for byte."""
        given = list(certs)
        size = (data, p7s, *given)
        return self._judged(size, self._checks.verify_detached, data, p7s, list(trust_roots), given)

    def verify_timestamp(
        self, data: bytes, tst: bytes, trust_roots: Iterable[bytes], *, at: datetime | None = None
    ) -> TimestampVerdict:
        """Check a timestamp token of ``data`` byte for byte."""
        return self._judged((data, tst), self._checks.verify_timestamp, data, tst, list(trust_roots), at=at)

    def close(self) -> None:
        """End the child; the next check starts another."""
        self._confined.close()

    def _judged(
        self, foreign: Sequence[bytes], judge: Callable[..., V], *arguments: object, **options: object
    ) -> V | NotJudged:
        if sum(map(len, foreign)) > MAX_BYTES:
            return NotJudged(("il est trop grand pour être vérifié : ce n’est pas un fichier ordinaire.",))
        try:
            return self._confined.run(judge, *arguments, **options)
        except ConfinedError as error:
            return NotJudged((_TOLD[error.cause],))
