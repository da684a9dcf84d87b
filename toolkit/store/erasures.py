"""Erase pieces past their time, or all that is known of a person; what stays is a trace of hashes.

The journal is not touched: its lines hold numbers, dates and hashes, never a name, and its chain stays whole
(Regulation (EU) 2016/679, articles 5, 1 e and 17).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Select, Table, select, union

from toolkit.digest import Sha256, sha256
from toolkit.model import CaseId, Document, DocumentKind, Matricule
from toolkit.store.rows import Scope, Shape
from toolkit.store.tables import (
    ACTIONS,
    ACTS,
    ANSWERS,
    CAMPAIGNS,
    CASES,
    DOCUMENTS,
    EMPLOYEES,
    ERASURES,
    FACTS,
    HIRING_NOTICES,
    IMPORTS,
    JOURNAL,
    MAIL_ATTEMPTS,
    MANAGERS,
    OUTBOX,
    SEALS,
    SIGNATURE_EVENTS,
    SIGNATURE_REQUESTS,
    SIGNATURES,
    SITES,
    TOP_UPS,
)

KEPT: Final = frozenset({SITES, MANAGERS, CAMPAIGNS, IMPORTS, JOURNAL, ERASURES})
"""Tables that hold nothing of an employee's own; who also holds interviews stays a manager while needed."""

OF_THE_CASE: Final = (ACTS, ANSWERS, ACTIONS, SIGNATURES, SIGNATURE_EVENTS, SIGNATURE_REQUESTS)
"""Tables whose rows are those of a case."""

OF_MAIL: Final = (OUTBOX, MAIL_ATTEMPTS)
"""Tables of messages: those of the person's cases go, and those to the person outside any case."""

OF_THE_PERSON: Final = (DOCUMENTS, TOP_UPS, FACTS, HIRING_NOTICES, CASES, EMPLOYEES)
"""Tables whose rows bear the matricule, in the order in which they are emptied."""

_REFERRING: Final = (
    DOCUMENTS.c.sha256,
    OUTBOX.c.content,
    ANSWERS.c.received,
    TOP_UPS.c.proof,
    SIGNATURES.c.shown,
    SIGNATURES.c.result,
    SIGNATURE_REQUESTS.c.shown,
    SIGNATURE_REQUESTS.c.result,
)
"""Where a piece may still be referred to."""


@dataclass(frozen=True, slots=True)
class Erasure:
    """What was erased of a person, when and by whom; ``whole`` where nothing is left but this.

    ``reason`` is the SHA-256 of the words that ordered it, ``cases`` and ``pieces`` numbers and SHA-256.
    """

    matricule: Matricule
    whole: bool
    at: datetime
    actor: str
    reason: Sha256
    cases: tuple[str, ...]
    pieces: tuple[str, ...]


_ERASURE: Final = Shape(ERASURES, Erasure)


class Erasures:
    """The erasing, and its traces."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def of(self, matricule: Matricule) -> list[Erasure]:
        """Return what was erased of a person, in that order."""
        rows = self._scope.all(ERASURES, ERASURES.c.matricule == matricule, order=["n"])
        return [_ERASURE.value(row) for row in rows]

    def all(self) -> list[Erasure]:
        """Return all that was erased, in that order."""
        return [_ERASURE.value(row) for row in self._scope.all(ERASURES, order=["n"])]

    def persons(self) -> frozenset[Matricule]:
        """Return those of whom nothing is left."""
        rows = self._scope.all(ERASURES, ERASURES.c.whole.is_(True), order=["n"])
        return frozenset(row["matricule"] for row in rows)

    def pieces(self, matricule: Matricule, documents: Iterable[Document], reason: str) -> None:
        """Erase pieces of a person, with what repeats their content.

        Args:
            matricule: Whose.
            documents: Which pieces.
            reason: Why, in words; only its SHA-256 is kept.
        """
        gone = list(documents)
        for document in gone:
            self._delete(DOCUMENTS, *_same_piece(document))
            self._forget_content(document)
        hashes = tuple(sorted({document.sha256 for document in gone}))
        cases = tuple(sorted({document.case for document in gone if document.case is not None}))
        self._trace(matricule, reason, cases, hashes, whole=False)

    def person(self, matricule: Matricule, reason: str) -> None:
        """Erase all that is known of a person.

        Args:
            matricule: Who.
            reason: Why, in words; only its SHA-256 is kept.
        """
        held = self._scope.all(DOCUMENTS, DOCUMENTS.c.matricule == matricule, order=["n"])
        answered = self._scope.all(ANSWERS, ANSWERS.c.case_id.in_(self._cases(matricule)), order=["n"])
        hashes = {Sha256(row["sha256"]) for row in held} | {Sha256(row["received"]) for row in answered}
        cases = self._scope.all(CASES, CASES.c.matricule == matricule, order=["number"])
        self._trace(
            matricule,
            reason,
            tuple(row["case_id"] for row in cases),
            tuple(sorted(hashes)),
            whole=True,
        )
        self._forget_mail(
            OUTBOX.c.case_id.in_(self._cases(matricule))
            | (OUTBOX.c.case_id.is_(None) & (OUTBOX.c.matricule == matricule))
        )
        for table in OF_THE_CASE:
            self._delete(table, table.c.case_id.in_(self._cases(matricule)))
        self._delete(SEALS, SEALS.c.scope.startswith(f"{matricule}:", autoescape=True))
        for table in OF_THE_PERSON:
            self._delete(table, table.c.matricule == matricule)
        self._forget_managers()

    def _forget_content(self, document: Document) -> None:
        """Erase the rows that repeat what a piece says: a message, what a form held, who signed."""
        if document.suffix == "eml":
            self._forget_mail(OUTBOX.c.content == document.sha256)
        if document.case is None:
            return
        if document.kind in (DocumentKind.FORM_RECEIVED, DocumentKind.REPORT):
            self._delete(ANSWERS, ANSWERS.c.case_id == document.case)
        if document.kind is DocumentKind.REPORT:
            for table in (SIGNATURES, SIGNATURE_EVENTS, SIGNATURE_REQUESTS):
                self._delete(table, table.c.case_id == document.case)

    def _forget_mail(self, which: ColumnElement[bool]) -> None:
        keys = select(OUTBOX.c.key).where(self._scope.mine(OUTBOX, which))
        self._delete(MAIL_ATTEMPTS, MAIL_ATTEMPTS.c.key.in_(keys))
        self._delete(OUTBOX, which)

    def _trace(
        self,
        matricule: Matricule,
        reason: str,
        cases: tuple[CaseId, ...],
        pieces: tuple[Sha256, ...],
        *,
        whole: bool,
    ) -> None:
        said = sha256(reason.encode())
        erasure = Erasure(matricule, whole, self._scope.now(), self._scope.actor, said, cases, pieces)
        self._scope.insert(ERASURES, _ERASURE.row(erasure))

    def _cases(self, matricule: Matricule) -> Select[tuple[str]]:
        return select(CASES.c.case_id).where(self._scope.mine(CASES, CASES.c.matricule == matricule))

    def _forget_managers(self) -> None:
        """Erase those persons as managers whose name no one else's case or line needs any more."""
        needed = union(
            *(
                select(column).where(self._scope.mine(column.table, column.is_not(None)))
                for column in (EMPLOYEES.c.manager, CASES.c.manager, EMPLOYEES.c.matricule)
            )
        )
        mine = self._scope.mine(MANAGERS)
        held = set(self._scope.connection.execute(select(MANAGERS.c.matricule).where(mine)).scalars())
        for matricule in held & self.persons() - set(self._scope.connection.execute(needed).scalars()):
            self._delete(MANAGERS, MANAGERS.c.matricule == matricule)

    def _delete(self, table: Table, *conditions: ColumnElement[bool]) -> None:
        self._scope.connection.execute(table.delete().where(self._scope.mine(table, *conditions)))

    def referred(self) -> frozenset[Sha256]:
        """Return the pieces that a row of any employer of the installation refers to."""
        found = union(*(select(column).where(column.is_not(None)) for column in _REFERRING))
        return frozenset(Sha256(digest) for digest in self._scope.connection.execute(found).scalars())


def last_erased_case(scope: Scope) -> int:
    """Return the highest number that an erased case bore, 0 where none was; none is given again."""
    rows = scope.all(ERASURES, ERASURES.c.whole.is_(True), order=["n"])
    return max((int(case[1:]) for row in rows for case in row["cases"]), default=0)


def _same_piece(document: Document) -> list[ColumnElement[bool]]:
    return [
        DOCUMENTS.c.matricule == document.matricule,
        DOCUMENTS.c.case_id == (document.case or ""),
        DOCUMENTS.c.kind == document.kind,
        DOCUMENTS.c.part == document.part,
        DOCUMENTS.c.version == document.version,
        DOCUMENTS.c.suffix == document.suffix,
    ]
