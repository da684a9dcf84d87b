"""Templates checked and tried in a process that can be ended: their authors may be strangers."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from toolkit.confined import Confined
from toolkit.documents.checking.check import TemplateCheck, check_template
from toolkit.documents.checking.fields import nature_of
from toolkit.documents.checking.finding import Subject, wrong
from toolkit.documents.checking.trial import Trial, trials
from toolkit.errors import ConfinedError, TemplateError

SECONDS = 30.0
"""Wall clock that one template may take; the longest of ours takes half a second."""

MEMORY = 2 * 2**30
"""Bytes of address space; most of them are the typesetter's own code and faces."""

_AGAIN = "Simplifiez-le : moins de balises, d’images et de tableaux imbriqués ; ou repartez du nôtre."


class LimitedChecks:
    """Checks one template after the other in one child; a context manager.

    Args:
        seconds: Time one template may take.
        memory: Address space that its check may take.
    """

    def __init__(self, *, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self._child = Confined(seconds=seconds, memory=memory)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._child.close()

    def check(self, content: bytes, *, name: str, nature: str = "") -> TemplateCheck:
        """Return what :func:`check_template` does, or that the template passes the limits."""
        try:
            return self._child.run(check_template, content, name=name, nature=nature)
        except ConfinedError as error:
            told = wrong(Subject.FILE, _told(error), "", _AGAIN)
            return TemplateCheck(name, nature or nature_of(name), (told,))

    def tried(self, content: bytes, *, nature: str, name: str) -> tuple[Trial, ...]:
        """Return every case of the document, filled.

        Raises:
            TemplateError: filling them passes the limits.
        """
        try:
            return self._child.run(_tried, content, nature, name)
        except ConfinedError as error:
            raise TemplateError(_told(error), about=f"Modèle {name}", next_step=_AGAIN) from error


def _tried(content: bytes, nature: str, name: str) -> tuple[Trial, ...]:
    return tuple(trials(content, nature=nature, name=name))


def _told(error: ConfinedError) -> str:
    return {
        "time": "sa vérification prend trop de temps ; elle est arrêtée.",
        "memory": "sa vérification demande trop de mémoire ; elle est arrêtée.",
        "crash": "sa vérification s’est arrêtée net (mémoire ou défaut).",
    }.get(error.cause, f"sa vérification a échoué ({error.detail}).")
