"""Work on what strangers wrote, in a process that can be ended: it may hang, crash or eat the memory there.

Parsers of PDF, Word and pictures meet files made to break them, and some of those parsers are native code
that no exception stops. Their work is done by a child: spawned and never forked (a fork after native threads
have started can hang for ever), limited in address space, wall clock and processor time, replaced when one of
them is passed. The parent lives, and says what happened.

The child is a limit of resources, not a jail: it runs as the same user and may open the same files.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from enum import Enum, auto
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from threading import Lock
from types import TracebackType
from typing import Any, NoReturn, ParamSpec, Self, TypeVar

from toolkit.errors import ConfinedError, EntretiensError

try:
    import resource
except ImportError:  # Windows knows no such limits; the wall clock holds there too
    resource = None  # type: ignore[assignment]

P = ParamSpec("P")
T = TypeVar("T")

START_SECONDS = 60.0
"""Seconds in which a child must have started and loaded what the work needs; not counted as its time."""

_STOP = None
_RESTED = 2.0


class _Sign(Enum):
    """What a child tells: it begins, and how its work ended."""

    BEGUN = auto()
    DONE = auto()
    REFUSED = auto()
    FAILED = auto()
    NO_MEMORY = auto()


class Confined:
    """One limited child that does one piece of work at a time; a context manager, or call :meth:`close`.

    It starts with the first piece of work and is kept for the next ones. Calls from several threads wait for
    one another.

    Args:
        seconds: Wall clock and processor time that one piece of work may take, once begun.
        memory: Bytes of address space of the child, where the system knows such a limit.
        recycle_after: Pieces of work after which the child is replaced, so that leaks end with it.
    """

    def __init__(self, *, seconds: float, memory: int, recycle_after: int = 1_000) -> None:
        self._seconds = seconds
        self._memory = memory
        self._recycle_after = recycle_after
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None
        self._done = 0
        self._owner = os.getpid()
        self._lock = Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def seconds(self) -> float:
        """Time that one piece of work may take."""
        return self._seconds

    def run(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what ``function`` returns in the child.

        Args:
            function: Found by its module and name; it and its arguments, result and errors are pickled.
            args: Of the function.
            kwargs: Of the function.

        Raises:
            ConfinedError: it ran out of time or memory, crashed, or raised what is no error of this toolkit;
                the next call gets a new child where this one is gone.
            EntretiensError: the function raised it.
        """
        with self._lock:
            try:
                sign, answer = self._asked((function, args, kwargs))
            except BaseException:
                # Interrupted too: an answer still to come would be taken for the next one's.
                self._kill()
                raise
            self._done += 1
            if sign is _Sign.NO_MEMORY:
                self._kill()
                raise ConfinedError("le travail demande trop de mémoire ; il est arrêté.", cause="memory")
            if self._done >= self._recycle_after:
                self._end()
        if sign is _Sign.REFUSED:
            raise answer
        if sign is _Sign.FAILED:
            raise ConfinedError(f"le travail a échoué ({answer}).", cause="failure", detail=str(answer))
        return answer  # type: ignore[no-any-return]  # what the function returned, through the pipe

    def close(self) -> None:
        """End the child; the next run starts another."""
        with self._lock:
            self._end()

    def _asked(self, work: tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]) -> tuple[_Sign, Any]:
        pipe = self._started()
        try:
            pipe.send(work)
            sign, answer = self._heard(pipe, START_SECONDS)
            return self._heard(pipe, self._seconds) if sign is _Sign.BEGUN else (sign, answer)
        except (EOFError, BrokenPipeError, ConnectionError) as error:
            raise ConfinedError("le travail s’est arrêté net (mémoire ou défaut).", cause="crash") from error

    def _heard(self, pipe: Connection, seconds: float) -> tuple[_Sign, Any]:
        if not pipe.poll(seconds):
            raise ConfinedError(
                f"le travail dépasse {seconds:g}\N{NO-BREAK SPACE}s ; il est arrêté.", cause="time"
            )
        sign, answer = pipe.recv()
        return sign, answer

    def _started(self) -> Connection:
        if self._owner != os.getpid():  # this process was forked from the one whose child that is
            self._process, self._pipe, self._done = None, None, 0
        if self._process is None or self._pipe is None or not self._process.is_alive():
            self._kill()
            context = multiprocessing.get_context("spawn")
            self._pipe, theirs = context.Pipe()
            self._process = context.Process(
                target=_serve, args=(theirs, self._seconds, self._memory), daemon=True, name="confined"
            )
            self._process.start()
            self._owner = os.getpid()
            theirs.close()
        return self._pipe

    def _end(self) -> None:
        if self._pipe is not None:
            with contextlib.suppress(OSError):
                self._pipe.send(_STOP)
        if self._process is not None:
            self._process.join(timeout=_RESTED)
        self._kill()

    def _kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
        if self._pipe is not None:
            self._pipe.close()
        self._process, self._pipe, self._done = None, None, 0


def _serve(pipe: Connection, seconds: float, memory: int) -> None:
    """Do what is asked until told to stop; runs in the child."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is told, and decides
    _limit_memory(memory)
    _hush()
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            try:
                work = pipe.recv()
            except MemoryError:
                # Part of the message was read: nothing after it would be understood.
                _leave(pipe, _Sign.NO_MEMORY, None)
            except Exception as error:  # noqa: BLE001 - a function that cannot be found here is told too
                _leave(pipe, _Sign.FAILED, f"{type(error).__name__}: {error}")
            if work is _STOP:
                return
            pipe.send((_Sign.BEGUN, None))
            _limit_processor(seconds)
            pipe.send(_answer(*work))


def _answer(
    function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> tuple[_Sign, object]:
    try:
        return _Sign.DONE, function(*args, **kwargs)
    except EntretiensError as error:
        return _Sign.REFUSED, error
    except MemoryError:
        return _Sign.NO_MEMORY, None
    except (Exception, RecursionError) as error:  # noqa: BLE001 - the edge of the process: every failure is told
        return _Sign.FAILED, f"{type(error).__name__}: {error}"[:500]


def _leave(pipe: Connection, sign: _Sign, answer: object) -> NoReturn:
    pipe.send((sign, answer))
    raise SystemExit


def _hush() -> None:
    """Keep what native code prints as it dies off the terminal, and off what a machine reads there."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)


def _limit_memory(memory: int) -> None:
    if resource is not None:
        for kind, amount in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CORE, 0)):
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(kind, (amount, resource.getrlimit(kind)[1]))


def _limit_processor(seconds: float) -> None:
    """Let the system end a child that runs on when its parent is gone and nobody looks at the clock."""
    if resource is not None:
        until = int(time.process_time() + seconds) + 2
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CPU, (until, resource.getrlimit(resource.RLIMIT_CPU)[1]))
