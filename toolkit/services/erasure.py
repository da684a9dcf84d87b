"""Erase pieces, or all that is known of a person: rows in one transaction, then what lies on the disk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit.digest import Sha256, sha256
from toolkit.errors import UsageError
from toolkit.model import Case, Document, Event, EventType, Matricule
from toolkit.services.leftovers import remove_leftovers
from toolkit.services.office import Office
from toolkit.services.planning import workbook_of


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased of one person.

    ``copies`` are folders and working copies, ``remaining`` files that name others too, to be looked at.
    ``manages`` tells that the name stays with interviews held with others.
    """

    matricule: Matricule
    whole: bool
    pieces: int
    copies: tuple[Path, ...] = ()
    remaining: tuple[Path, ...] = ()
    manages: bool = False


def erase_pieces(
    office: Office, matricule: Matricule, documents: Sequence[Document], reason: str, *, at_once: bool = True
) -> Erased:
    """Erase some pieces of a person, and build the evidence folder again without them.

    Args:
        office: The employer's office.
        matricule: Whose.
        documents: Which pieces.
        reason: Why; only its SHA-256 is kept.
        at_once: Empty the disk too; otherwise the caller does, once for many (:func:`remove_leftovers`).

    Raises:
        StoreError: messages are being sent; or the database or the disk refused.
    """
    with office.store.run_lock(), office.writing() as unit:  # no message of theirs is leaving
        unit.employees.get(matricule)
        unit.erasures.pieces(matricule, documents, reason)
        body = _body(reason, {document.sha256 for document in documents})
        unit.journal.append(_event(office, EventType.PIECES_ERASED, matricule, body))
    copies = remove_leftovers(office) if at_once else ()
    return Erased(matricule, whole=False, pieces=len(documents), copies=copies)


def erase_person(office: Office, matricule: Matricule, reason: str, *, at_once: bool = True) -> Erased:
    """Erase all that is known of a person; the journal keeps numbers and hashes, and its chain stays whole.

    Args:
        office: The employer's office.
        matricule: Who.
        reason: Why; only its SHA-256 is kept.
        at_once: Empty the disk too; otherwise the caller does, once for many (:func:`remove_leftovers`).

    Raises:
        NotFoundError: nobody bears this matricule.
        StoreError: messages are being sent; or the database or the disk refused.
        UsageError: no reason, or the person still holds interviews of others.
    """
    if not reason.strip():
        raise UsageError("un effacement se motive.", next_step="Ajoutez --motif « … ».")
    with office.store.run_lock(), office.writing() as unit:  # no message of theirs is leaving
        employee = unit.employees.get(matricule)
        team = [other for other in unit.employees.all() if other.manager == matricule and not other.left_on]
        if team:
            raise UsageError(
                "cette personne tient encore des entretiens.",
                about=f"{employee.name} ({matricule})",
                next_step=f"Enregistrez d’abord son départ : « entretiens left {matricule} --le JJ/MM/AAAA "
                "--remplace-par MATRICULE ».",
            )
        cases = unit.cases.all(matricule=matricule)
        pieces = unit.documents.of_employee(matricule)
        unit.erasures.person(matricule, reason)
        body = _body(reason, {piece.sha256 for piece in pieces})
        unit.journal.append(_event(office, EventType.PERSON_ERASED, matricule, body))
        manages = unit.managers.find(matricule) is not None
    return Erased(
        matricule,
        whole=True,
        pieces=len(pieces),
        copies=remove_leftovers(office) if at_once else (),
        remaining=_shared(office, cases),
        manages=manages,
    )


def _body(reason: str, pieces: Iterable[Sha256]) -> dict[str, object]:
    return {"reason": sha256(reason.encode()), "pieces": sorted(pieces)}


def _event(office: Office, kind: EventType, matricule: Matricule, body: dict[str, object]) -> Event:
    return Event(office.employer.id, kind, office.clock.now(), office.actor, matricule, body=body)


def _shared(office: Office, cases: Sequence[Case]) -> tuple[Path, ...]:
    """Return the workbooks of the person's campaigns: they hold other people's lines too."""
    campaigns = {case.campaign for case in cases if case.campaign is not None}
    return tuple(
        sorted(path for name in campaigns for path in workbook_of(office, name).parent.glob("*.xlsx"))
    )
