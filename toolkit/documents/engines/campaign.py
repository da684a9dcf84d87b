"""Many documents at once: they go by handfuls to limited processes, and come back in their order.

A process opens each template once. What it is given and what it gives back is bounded by the handful, so that
ten thousand letters take no more memory than a hundred.
"""

from __future__ import annotations

import gc
import os
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import islice
from queue import LifoQueue
from types import TracebackType
from typing import Self

from toolkit.confined import Confined
from toolkit.documents.properties import DocumentProperties
from toolkit.errors import ConfinedError, ConversionError, DocumentError

HANDFUL = 16
_MOST_PROCESSES = 4


@dataclass(frozen=True, slots=True)
class Order:
    """One document to make.

    Args:
        template: A Word template that the fast engine draws; many orders may hold the same bytes.
        context: Values by top-level name.
        properties: Title, author, instant and language.
        name: File name of the template, for errors.
    """

    template: bytes
    context: Mapping[str, object]
    properties: DocumentProperties
    name: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """One document made: as Word, and as tagged PDF/A-3b."""

    docx: bytes
    pdf: bytes


Outcome = Made | DocumentError
"""What became of an order: a wrong value spoils its own document and no other."""


@dataclass(frozen=True, slots=True)
class _Work:
    """An order as it goes through a pipe: its template is a number, its values are plain."""

    template: int
    name: str
    context: Mapping[str, object]
    title: str
    author: str
    made_at: datetime
    language: str
    subject: str
    custom: Mapping[str, str]

    @property
    def properties(self) -> DocumentProperties:
        return DocumentProperties(
            self.title, self.author, self.made_at, self.language, self.subject, self.custom
        )


class Campaign:
    """Makes documents in several processes; a context manager, or call :meth:`close`.

    Args:
        processes: How many; by default one for each processor that this program may use, four at most.
        seconds: Time that a handful of documents may take.
        memory: Bytes of address space one process may take.
        recycle_after: Handfuls after which a process is replaced, so that leaks end with it.
    """

    def __init__(
        self,
        *,
        processes: int | None = None,
        seconds: float = 60,
        memory: int = 3 * 2**30,
        recycle_after: int = 500,
    ) -> None:
        self._processes = [
            Confined(seconds=seconds, memory=memory, recycle_after=recycle_after)
            for _ in range(processes or _processors())
        ]
        self._idle: LifoQueue[Confined] = LifoQueue()
        for process in self._processes:
            self._idle.put(process)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def make(self, orders: Iterable[Order]) -> Iterator[Outcome]:
        """Yield what became of each order, in their order, while the next ones are made.

        ``orders`` is read a few handfuls ahead and no further.
        """
        coming = iter(orders)
        waiting: deque[Future[list[Outcome]]] = deque()
        with ThreadPoolExecutor(len(self._processes), thread_name_prefix="campaign") as threads:
            try:
                while True:
                    while len(waiting) <= len(self._processes):
                        handful = tuple(islice(coming, HANDFUL))
                        if not handful:
                            break
                        waiting.append(threads.submit(self._made, handful))
                    if not waiting:
                        return
                    yield from waiting.popleft().result()
            finally:
                for unstarted in waiting:
                    unstarted.cancel()

    def close(self) -> None:
        """End the processes; a later order starts new ones."""
        for process in self._processes:
            process.close()

    def _made(self, handful: tuple[Order, ...]) -> list[Outcome]:
        process = self._idle.get()
        try:
            return process.run(made_here, *_packed(handful))
        except ConfinedError as error:
            if len(handful) == 1:
                return [_lost(error, handful[0])]
        finally:
            self._idle.put(process)
        # One of them hung or crashed the process: each goes alone, and only that one is lost.
        return [outcome for order in handful for outcome in self._made((order,))]


def made_here(templates: tuple[bytes, ...], works: tuple[_Work, ...]) -> list[Outcome]:
    """Return what became of each work; :class:`Campaign` runs it in limited processes."""
    outcomes = [_outcome(templates[work.template], work) for work in works]
    _settle()
    return outcomes


@cache
def _settle() -> None:
    """Spare the collector what the first handful loaded, libraries and templates: it stays for good."""
    gc.collect()
    gc.freeze()


def _outcome(template: bytes, work: _Work) -> Outcome:
    from toolkit.documents.engines.typst.engine import drawn_here  # noqa: PLC0415 - loaded in the process alone
    from toolkit.documents.rendering import render_docx  # noqa: PLC0415 - same

    try:
        docx = render_docx(template, work.context, properties=work.properties, name=work.name)
        return Made(docx, drawn_here(template, work.context, properties=work.properties, name=work.name))
    except DocumentError as error:
        return error


def _packed(handful: tuple[Order, ...]) -> tuple[tuple[bytes, ...], tuple[_Work, ...]]:
    """Return the templates of ``handful``, each once, and its works."""
    numbers: dict[bytes, int] = {}
    works = []
    for order in handful:
        facts = order.properties
        works.append(
            _Work(
                numbers.setdefault(order.template, len(numbers)),
                order.name,
                dict(order.context),
                facts.title,
                facts.author,
                facts.made_at,
                facts.language,
                facts.subject,
                dict(facts.custom),
            )
        )
    return tuple(numbers), tuple(works)


def _lost(error: ConfinedError, order: Order) -> ConversionError:
    return ConversionError(
        error.problem,
        about=order.properties.title or order.name,
        next_step="Ouvrez le document dans Word pour le vérifier, simplifiez-le, puis recommencez.",
    )


def _processors() -> int:
    try:
        usable = len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        usable = os.cpu_count() or 1
    return min(usable, _MOST_PROCESSES)
