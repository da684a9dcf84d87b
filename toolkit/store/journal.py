"""The journal: one chain of lines per employee, and the employer's own, in which the others are anchored.

A line is the canonical JSON of an event with ``seq`` (from 1) and ``prev``, the SHA-256 of the line before.
The heads of the chains that a unit made longer go into one ``anchored`` event of the employer's chain,
in the same transaction: a chain that is cut short or rewritten no longer ends where it was anchored.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import select

from toolkit.digest import GENESIS, Sha256, canonical_json, first_broken_link, sha256
from toolkit.errors import StoreError
from toolkit.model import Event, EventType, Matricule
from toolkit.store.rows import Scope
from toolkit.store.tables import JOURNAL

EMPLOYER_CHAIN: Final = ""
"""Name of the employer's own chain; no matricule is empty."""


@dataclass(frozen=True, slots=True)
class _End:
    seq: int
    head: Sha256


class Journal:
    """What happened, line after line; lines are added, never changed (triggers refuse it)."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._ends: dict[str, _End] = {}
        self._pending: list[dict[str, object]] = []
        self._to_anchor: set[str] = set()
        self._latest: datetime | None = None
        self._anchored: dict[str, Sha256] | None = None

    def append(self, event: Event) -> None:
        """Add ``event`` to the chain of its employee, or to the employer's own.

        Raises:
            StoreError: the event is another employer's, or its instant has no time zone.
        """
        if event.employer != self._scope.employer:
            raise StoreError(
                "cette écriture concerne un autre employeur que celui en cours.", about=str(event.employer)
            )
        if event.at.tzinfo is None:
            raise StoreError("une écriture du journal doit porter un instant avec son fuseau.")
        chain = event.matricule or EMPLOYER_CHAIN
        end = self._end(chain)
        line = _line(event, seq=end.seq + 1, prev=end.head)
        head = sha256(line)
        self._pending.append(
            {
                "employer_id": self._scope.employer,
                "chain": chain,
                "seq": end.seq + 1,
                "line": line.decode(),
                "sha256": head,
            }
        )
        self._ends[chain] = _End(end.seq + 1, head)
        self._latest = max(self._latest or event.at, event.at)
        if chain != EMPLOYER_CHAIN:
            self._to_anchor.add(chain)

    def seal(self) -> None:
        """Anchor the employees' chains that became longer, and write all; called once, before the commit."""
        if self._to_anchor and self._latest is not None:
            heads = {chain: self._ends[chain].head for chain in sorted(self._to_anchor)}
            self._to_anchor.clear()
            self.append(
                Event(
                    employer=self._scope.employer,
                    type=EventType.ANCHORED,
                    at=self._latest,
                    actor=self._scope.actor,
                    body={"heads": heads},
                )
            )
        self._flush()

    def lines(self, matricule: Matricule | None) -> list[bytes]:
        """Return the lines of the employee's chain (None: the employer's own), without their ends."""
        return [line for line, _ in self._rows(matricule or EMPLOYER_CHAIN)]

    def head(self, matricule: Matricule | None) -> Sha256:
        """Return the SHA-256 of the chain's last line, :data:`toolkit.digest.GENESIS` for an empty chain."""
        return self._end(matricule or EMPLOYER_CHAIN).head

    def verify(self, matricule: Matricule | None) -> int | None:
        """Return the number (from 1) of the first line that is not as it was written, or None.

        Besides the links, each line is held against its recorded SHA-256 and an employee's last line
        against its anchor in the employer's chain; the number after the last one says that lines are missing.
        """
        chain = matricule or EMPLOYER_CHAIN
        rows = self._rows(chain)
        altered = next((n for n, (line, digest) in enumerate(rows, start=1) if sha256(line) != digest), None)
        unlinked = first_broken_link(line for line, _ in rows)
        broken = min((n for n in (altered, unlinked) if n is not None), default=None)
        if broken is None and chain != EMPLOYER_CHAIN:
            return self._unanchored(chain, rows)
        return broken

    def _unanchored(self, chain: str, rows: list[tuple[bytes, str]]) -> int | None:
        """Return the number of the first line after the anchored one; lines of this unit wait for theirs."""
        if chain in self._to_anchor:
            return None
        anchored = self._anchors().get(chain, GENESIS)
        heads = [str(GENESIS), *(digest for _, digest in rows)]
        if anchored == heads[-1]:
            return None
        return heads.index(anchored) + 1 if anchored in heads else max(len(rows), 1)

    def _anchors(self) -> dict[str, Sha256]:
        """Return the last anchored head of each chain; lines that cannot be read anchor nothing."""
        if self._anchored is None:
            self._anchored = {}
            for line in self.lines(None):
                self._anchored.update(_heads(line))
        return self._anchored

    def _end(self, chain: str) -> _End:
        if chain not in self._ends:
            statement = (
                select(JOURNAL.c.seq, JOURNAL.c.sha256)
                .where(self._scope.mine(JOURNAL, JOURNAL.c.chain == chain))
                .order_by(JOURNAL.c.seq.desc())
                .limit(1)
            )
            row = self._scope.connection.execute(statement).one_or_none()
            self._ends[chain] = _End(row.seq, Sha256(row.sha256)) if row else _End(0, GENESIS)
        return self._ends[chain]

    def _rows(self, chain: str) -> list[tuple[bytes, str]]:
        self._flush()
        rows = self._scope.all(JOURNAL, JOURNAL.c.chain == chain, order=["seq"])
        return [(row["line"].encode(), row["sha256"]) for row in rows]

    def _flush(self) -> None:
        if self._pending:
            self._scope.connection.execute(JOURNAL.insert(), self._pending)
            self._pending = []


def _line(event: Event, *, seq: int, prev: Sha256) -> bytes:
    return canonical_json(
        {
            "actor": event.actor,
            "at": event.at.astimezone(UTC),
            "body": event.body,
            "case": event.case,
            "employer": event.employer,
            "matricule": event.matricule,
            "prev": prev,
            "seq": seq,
            "type": event.type,
        }
    )


def _heads(line: bytes) -> dict[str, Sha256]:
    if EventType.ANCHORED.value.encode() not in line:
        return {}
    try:
        entry = json.loads(line)
        if entry["type"] != EventType.ANCHORED:
            return {}
        return {str(chain): Sha256(head) for chain, head in entry["body"]["heads"].items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}
