"""Someone else who dates manifests in the tests: a real server on the loopback, at the instant asked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from tests.signing.tsa import YEARS, authority_at_desk

from toolkit.clock import SteppedClock
from toolkit.signing import TimestampServers, timestamp_bytes


class Dater:
    """Stamps bytes through the real client and the real protocol; ``now`` is what its clock shows."""

    def __init__(self, start: datetime) -> None:
        self.now = start
        self.root_pem = b""
        self.servers: TimestampServers

    def stamp(self, data: bytes, at: datetime) -> bytes:
        """Return the token of ``data`` at an instant."""
        self.now = at
        return timestamp_bytes(data, self.servers)


@contextmanager
def dater(start: datetime, years: float = YEARS) -> Iterator[Dater]:
    """Yield a timestamp authority whose certificates begin at ``start``; its own lasts ``years``."""
    made = Dater(start)
    with authority_at_desk(start, lambda: made.now, years) as (_, authority, address):
        made.root_pem = authority.root_pem
        made.servers = TimestampServers([address], [authority.root_pem], SteppedClock(start))
        yield made
