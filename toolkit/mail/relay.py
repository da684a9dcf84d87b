"""Hand a campaign's messages to the relay over a few kept connections, and tell what became of each.

Nothing here remembers anything: the caller commits an intent when ``on_start`` is called and the fate when
``on_outcome`` is. A message whose intent stands without a fate was interrupted, and is uncertain.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sized
from typing import TypeAlias

from toolkit.clock import Clock
from toolkit.errors import RelayError
from toolkit.mail.access import RelaySettings, tls_context
from toolkit.mail.connection import Connection, LinkBrokenError
from toolkit.mail.outcome import Outcome, Outgoing, Refused

OnStart: TypeAlias = Callable[[Outgoing], Awaitable[None]]
OnOutcome: TypeAlias = Callable[[Outgoing, Outcome], Awaitable[None]]

_ATTEMPTS = 2
"""A kept connection that went stale shows only when it is used; the message then goes over a new one."""


class Relay:
    """The mail server that takes our messages.

    Args:
        settings: The server and how to reach it.
        clock: Tells when each answer came.

    Raises:
        RelayError: the settings would send letters in clear, or nowhere.
    """

    def __init__(self, settings: RelaySettings, clock: Clock) -> None:
        context = tls_context(settings)
        self._connections = settings.connections
        self._connect: Callable[[], Connection] = lambda: Connection(settings, clock, context)
        self._clock = clock

    async def deliver(
        self,
        messages: Iterable[Outgoing] | AsyncIterator[Outgoing],
        *,
        on_start: OnStart,
        on_outcome: OnOutcome,
    ) -> None:
        """Hand ``messages`` over, in their order but several at a time.

        A message's fate never raises: it is told. Messages that were not started when an error is raised
        have not been touched.

        Args:
            messages: What to send; drawn one by one, only when a connection is ready for it.
            on_start: Awaited when a connection stands and before the dialogue on a message begins: commit
                the intent here. What it raises stops the delivery.
            on_outcome: Awaited once for every message that was started, before its connection takes another.

        Raises:
            RelayError: the relay cannot be used: no answer, no encryption, wrong password.
        """
        workers = self._connections
        if isinstance(messages, Sized):
            workers = min(workers, len(messages))
        run = _Run(self._connect, self._clock, _Source(messages), on_start, on_outcome)
        await run.to_the_end(workers)

    async def check(self) -> None:
        """Connect, log in and leave, to know whether the relay can be used.

        Raises:
            RelayError: it cannot.
        """
        connection = self._connect()
        await connection.open()
        await connection.close()


class _Source:
    """Gives one message at a time to whoever asks, and takes none before."""

    def __init__(self, messages: Iterable[Outgoing] | AsyncIterator[Outgoing]) -> None:
        self._lock = asyncio.Lock()
        self._later = messages if isinstance(messages, AsyncIterator) else None
        self._ready = iter(()) if isinstance(messages, AsyncIterator) else iter(messages)
        self._first: Outgoing | None = None

    async def has_more(self) -> bool:
        """Tell whether a message waits, so that no connection is opened for none."""
        async with self._lock:
            if self._first is None:
                self._first = await self._draw()
            return self._first is not None

    async def next(self) -> Outgoing | None:
        async with self._lock:
            drawn, self._first = self._first, None
            return drawn or await self._draw()

    async def _draw(self) -> Outgoing | None:
        if self._later is not None:
            return await anext(self._later, None)
        return next(self._ready, None)


class _Run:
    """One delivery: a few workers, each with its connection, until the source is dry or all must stop."""

    def __init__(
        self,
        connect: Callable[[], Connection],
        clock: Clock,
        source: _Source,
        on_start: OnStart,
        on_outcome: OnOutcome,
    ) -> None:
        self._connect = connect
        self._clock = clock
        self._source = source
        self._on_start = on_start
        self._on_outcome = on_outcome
        self._stopped = False

    async def to_the_end(self, workers: int) -> None:
        """Let every worker finish the message in its hands, then raise what stopped the delivery."""
        ends = await asyncio.gather(*(self._worker() for _ in range(workers)), return_exceptions=True)
        failures = [end for end in ends if isinstance(end, BaseException)]
        from_caller = [failure for failure in failures if not isinstance(failure, RelayError)]
        if from_caller:
            raise from_caller[0]
        # A relay may allow fewer connections than asked for: a worker that ended well found the source dry.
        if failures and len(failures) == len(ends):
            raise failures[0]

    async def _worker(self) -> None:
        connection: Connection | None = None
        try:
            while not self._stopped and await self._source.has_more():
                connection = await self._ready(connection)
                outgoing = None if self._stopped else await self._source.next()
                if outgoing is not None:
                    connection = await self._send(connection, outgoing)
        except RelayError:
            raise
        except BaseException:
            self._stopped = True
            raise
        finally:
            if connection is not None:
                await connection.close()

    async def _ready(self, connection: Connection | None) -> Connection:
        """Return a usable connection: the same one, or a new one after a break or a hundred messages."""
        if connection is not None and connection.is_usable:
            return connection
        if connection is not None:
            await connection.close()
        fresh = self._connect()
        await fresh.open()
        return fresh

    async def _send(self, connection: Connection, outgoing: Outgoing) -> Connection:
        """Send one message and tell its fate; return the connection it went over."""
        await self._on_start(outgoing)
        broken = LinkBrokenError("")
        for _ in range(_ATTEMPTS):
            try:
                connection = await self._ready(connection)
                outcome = await connection.hand_over(outgoing)
            except LinkBrokenError as error:
                broken = error
            except RelayError as error:
                await self._on_outcome(outgoing, self._not_sent(LinkBrokenError(error.problem)))
                raise
            else:
                await self._on_outcome(outgoing, outcome)
                return connection
        await self._on_outcome(outgoing, self._not_sent(broken))
        return connection

    def _not_sent(self, broken: LinkBrokenError) -> Refused:
        return Refused(broken.code, broken.text, permanent=False, at=self._clock.now())
