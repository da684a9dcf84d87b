"""A limited process of its own for an engine: what ends it there is told as a conversion that failed."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Self

from toolkit.confined import Confined
from toolkit.errors import ConfinedError, ConversionError, DocumentError

Task = Callable[..., bytes]
"""What a worker runs: a function found by its module and name, of picklable arguments, that returns bytes."""

_AGAIN = "Ouvrez le document dans Word pour le vérifier, simplifiez-le, puis recommencez."


class Worker:
    """One spawned process that runs one task at a time (see :mod:`toolkit.confined`).

    Args:
        task: Function run in the process.
        seconds: Time a task may take.
        memory: Bytes of address space it may take, where the system knows such a limit.
        recycle_after: Number of tasks after which the process is replaced, so that leaks end with it.
    """

    def __init__(self, task: Task, *, seconds: float, memory: int, recycle_after: int) -> None:
        self._task = task
        self._confined = Confined(seconds=seconds, memory=memory, recycle_after=recycle_after)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def run(self, *arguments: object, about: str = "") -> bytes:
        """Return what the task returns for ``arguments``; ``about`` names the document in errors.

        Raises:
            ConversionError: the task failed, ran out of time or memory, or crashed; the next call gets a new
                process.
        """
        try:
            return self._confined.run(self._task, *arguments)
        except DocumentError as error:
            raise _failure(error.problem, error.about or about, error.next_step) from error
        except ConfinedError as error:
            raise _failure(self._told(error), about) from error

    def close(self) -> None:
        """End the process; the next run starts another."""
        self._confined.close()

    def _told(self, error: ConfinedError) -> str:
        seconds = f"{self._confined.seconds:g}\N{NO-BREAK SPACE}s"
        return {
            "time": f"la conversion dépasse {seconds} ; elle est arrêtée.",
            "memory": "le document demande trop de mémoire.",
            "crash": "le convertisseur s’est arrêté net sur ce document (mémoire ou défaut).",
            "failure": f"le document n’a pas pu être converti ({error.detail}).",
        }[error.cause]


def _failure(problem: str, about: str, next_step: str = "") -> ConversionError:
    return ConversionError(problem, about=about or "Conversion en PDF", next_step=next_step or _AGAIN)
