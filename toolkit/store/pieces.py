"""What each case gathers: documents, signatures, seals of folders; and the imports that fed the base."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, func, select

from toolkit.digest import Sha256
from toolkit.errors import StoreError
from toolkit.model import CaseId, Document, DocumentKind, Matricule, PadesLevel, Signature
from toolkit.store.rows import Scope, Shape
from toolkit.store.tables import DOCUMENTS, IMPORTS, SEALS, SIGNATURES

_DOCUMENT: Final = Shape(DOCUMENTS, Document, {"employer": "employer_id", "case": "case_id"})
_SIGNATURE: Final = Shape(SIGNATURES, Signature)


class Documents:
    """The pieces made or received; their bytes are in the store's files."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def add(self, document: Document) -> bool:
        """Record a piece; False where the same (kind, part, version, suffix) is there, which then stays.

        Raises:
            StoreError: it is another employer's.
        """
        if document.employer != self._scope.employer:
            raise StoreError(
                f"cette pièce est celle de l’employeur « {document.employer} ».", about=document.file_name
            )
        return self._scope.insert_once(DOCUMENTS, _DOCUMENT.row(document))

    def of_case(self, case_id: CaseId) -> list[Document]:
        """Return the pieces of the case by step, then in the order they were recorded."""
        rows = self._scope.all(DOCUMENTS, DOCUMENTS.c.case_id == case_id, order=["step", "n"])
        return [_DOCUMENT.value(row) for row in rows]

    def of_employee(self, matricule: Matricule) -> list[Document]:
        """Return all pieces of the employee: those outside any case first, then case by case."""
        mine = DOCUMENTS.c.matricule == matricule
        rows = self._scope.all(DOCUMENTS, mine, order=["case_id", "step", "n"])
        return [_DOCUMENT.value(row) for row in rows]

    def find(
        self,
        case: CaseId | None,
        kind: DocumentKind,
        part: str = "",
        suffix: str = "pdf",
        *,
        version: int | None = None,
        matricule: Matricule | None = None,
    ) -> Document | None:
        """Return the latest version of a piece, or the one asked for, or None.

        Args:
            case: Its case; None for a piece outside any case, which ``matricule`` then tells.
            kind: Its kind.
            part: What follows the stem of its name.
            suffix: Of its file name.
            version: A version, instead of the latest.
            matricule: Whose piece, needed where ``case`` is None.
        """
        asked = {
            DOCUMENTS.c.case_id: case or "",
            DOCUMENTS.c.kind: kind,
            DOCUMENTS.c.part: part,
            DOCUMENTS.c.suffix: suffix,
            DOCUMENTS.c.version: version,
            DOCUMENTS.c.matricule: matricule,
        }
        conditions = [column == value for column, value in asked.items() if value is not None]
        rows = self._scope.all(DOCUMENTS, *conditions, order=["version", "n"])
        return _DOCUMENT.value(rows[-1]) if rows else None

    def at_level(self, level: PadesLevel) -> list[Document]:
        """Return the pieces whose latest version bears a seal of ``level``, as they were recorded."""
        latest: dict[tuple[object, ...], Document] = {}
        for row in self._scope.all(DOCUMENTS, DOCUMENTS.c.level.is_not(None), order=["version", "n"]):
            piece = _DOCUMENT.value(row)
            latest[piece.matricule, piece.case, piece.kind, piece.part, piece.suffix] = piece
        return [piece for piece in latest.values() if piece.level is level]

    def next_step(self, case_id: CaseId | None, matricule: Matricule | None = None) -> int:
        """Return the number of the next event's pieces in the case's folder, from 1.

        ``matricule`` tells whose where ``case_id`` is None.
        """
        conditions: list[ColumnElement[bool]] = [DOCUMENTS.c.case_id == (case_id or "")]
        if matricule is not None:
            conditions.append(DOCUMENTS.c.matricule == matricule)
        statement = select(func.max(DOCUMENTS.c.step)).where(self._scope.mine(DOCUMENTS, *conditions))
        last: int | None = self._scope.connection.execute(statement).scalar_one()
        return (last or 0) + 1


class Signatures:
    """The acts of persons on documents, refusals to sign included."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def add(self, case_id: CaseId, signature: Signature) -> bool:
        """Record a signature; False where that person's same act on that document is there already."""
        return self._scope.insert_once(SIGNATURES, _SIGNATURE.row(signature) | {"case_id": case_id})

    def of(self, case_id: CaseId) -> list[Signature]:
        """Return the signatures of the case in the order they were recorded."""
        rows = self._scope.all(SIGNATURES, SIGNATURES.c.case_id == case_id, order=["n"])
        return [_SIGNATURE.value(row) for row in rows]


class Seals:
    """Seals already made, so that an unchanged folder keeps its seal and is built again to the same bytes.

    ``scope`` names what was sealed and by which file (``0001234:p7s``), ``digest`` the sealed bytes.
    """

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def get(self, scope: str, digest: str) -> bytes | None:
        """Return the seal made of these bytes, or None."""
        row = self._scope.one(SEALS, SEALS.c.scope == scope, SEALS.c.digest == digest)
        return None if row is None else bytes(row["content"])

    def put(self, scope: str, digest: str, content: bytes) -> bool:
        """Keep a seal; False where one is there for the same bytes, which then stays."""
        row = {"scope": scope, "digest": digest, "content": content, "made_at": self._scope.now()}
        return self._scope.insert_once(SEALS, row)


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """One reading of a roster into the base; ``summary`` holds its figures."""

    at: datetime
    actor: str
    sha256: Sha256
    file_name: str
    summary: dict[str, object]


_IMPORT: Final = Shape(IMPORTS, ImportRecord)


class Imports:
    """What fed the base, import after import."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def add(self, at: datetime, sha: Sha256, file_name: str, summary: dict[str, object]) -> None:
        """Record an import by the unit's actor."""
        record = ImportRecord(at, self._scope.actor, sha, file_name, summary)
        self._scope.insert(IMPORTS, _IMPORT.row(record))

    def all(self) -> list[ImportRecord]:
        """Return the imports in the order they were made."""
        return [_IMPORT.value(row) for row in self._scope.all(IMPORTS, order=["n"])]
