"""A process of one's own for code that may hang, crash or eat the memory: spawned, limited, replaced.

Spawned and never forked: a fork after native threads have started can hang for ever.
"""

from __future__ import annotations

import contextlib
import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from types import TracebackType
from typing import Self

from toolkit.errors import ConversionError, DocumentError

Task = Callable[..., bytes]
"""What a worker runs: a function found by its module and name, of picklable arguments, that returns bytes."""

_STOP = None


class Worker:
    """One spawned process that runs one task at a time.

    Args:
        task: Function run in the process.
        seconds: Time a task may take.
        memory: Bytes of address space it may take, where the system knows such a limit.
        recycle_after: Number of tasks after which the process is replaced, so that leaks end with it.
    """

    def __init__(self, task: Task, *, seconds: float, memory: int, recycle_after: int) -> None:
        self._task = task
        self._seconds = seconds
        self._memory = memory
        self._recycle_after = recycle_after
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None
        self._done = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def run(self, *arguments: object) -> bytes:
        """Return what the task returns for ``arguments``.

        Raises:
            ConversionError: the task failed, ran out of time or memory, or crashed; the next call gets a new
                process.
        """
        pipe = self._started()
        try:
            pipe.send(arguments)
            if not pipe.poll(self._seconds):
                self._kill()
                raise _failure(
                    f"la conversion dépasse {self._seconds:g}\N{NO-BREAK SPACE}s ; elle est arrêtée."
                )
            problem, about, answer = pipe.recv()
        except (EOFError, BrokenPipeError, ConnectionError) as error:
            self._kill()
            raise _failure(
                "le convertisseur s’est arrêté net sur ce document (mémoire ou défaut)."
            ) from error
        self._done += 1
        if self._done >= self._recycle_after:
            self.close()
        if problem:
            raise _failure(problem, about)
        return bytes(answer)

    def close(self) -> None:
        """End the process; the next run starts another."""
        if self._pipe is not None:
            with contextlib.suppress(OSError):
                self._pipe.send(_STOP)
        if self._process is not None:
            self._process.join(timeout=2)
        self._kill()

    def _started(self) -> Connection:
        if self._process is None or self._pipe is None or not self._process.is_alive():
            self._kill()
            context = multiprocessing.get_context("spawn")
            self._pipe, theirs = context.Pipe()
            self._process = context.Process(
                target=_serve, args=(theirs, self._task, self._memory), daemon=True, name="conversion"
            )
            self._process.start()
            theirs.close()
        return self._pipe

    def _kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
        if self._pipe is not None:
            self._pipe.close()
        self._process, self._pipe, self._done = None, None, 0


def _failure(problem: str, about: str = "") -> ConversionError:
    return ConversionError(
        problem,
        about=about or "Conversion en PDF",
        next_step="Ouvrez le document dans Word pour le vérifier, simplifiez-le, puis recommencez.",
    )


def _serve(pipe: Connection, task: Task, memory: int) -> None:
    """Answer tasks until told to stop; runs in the spawned process."""
    _limit(memory)
    with contextlib.suppress(EOFError, KeyboardInterrupt, BrokenPipeError):
        while (arguments := pipe.recv()) is not _STOP:
            pipe.send(_answer(task, arguments))


def _answer(task: Task, arguments: tuple[object, ...]) -> tuple[str, str, bytes]:
    try:
        return "", "", task(*arguments)
    except DocumentError as error:
        return error.problem, error.about, b""
    except MemoryError:
        return "le document demande trop de mémoire.", "", b""
    except Exception as error:  # noqa: BLE001 - the edge of the process: every failure is told to the parent
        return f"le document n’a pas pu être converti ({error}).", "", b""


def _limit(memory: int) -> None:
    try:
        import resource  # noqa: PLC0415 - absent on Windows
    except ImportError:
        return
    for kind, amount in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CORE, 0)):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (amount, resource.getrlimit(kind)[1]))
