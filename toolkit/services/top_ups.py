"""Record the payment of a corrective top-up with its proof; list what was paid; take a mistake back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from toolkit.clock import today
from toolkit.errors import NotFoundError, UsageError
from toolkit.french import day, euros, listing
from toolkit.law import RecapCheck, TopUp
from toolkit.model import DocumentKind, Employee, EventType, Matricule
from toolkit.services.duties import duties_of
from toolkit.services.office import Office
from toolkit.services.pieces import Piece, Place, file
from toolkit.services.proofs import read_proof
from toolkit.store import TopUpPayment, Unit
from toolkit.workflow.course import note_person


@dataclass(frozen=True, slots=True)
class Paid:
    """A recorded payment; ``new`` is False where it was recorded before.

    ``due`` is the top-up as the rules compute it, ``remaining`` what it still lacks in EUR.
    """

    employee: Employee
    payment: TopUpPayment
    due: TopUp
    remaining: int
    new: bool


@dataclass(frozen=True, slots=True)
class PaidLine:
    """One payment and whom it was made for."""

    employee: Employee
    payment: TopUpPayment


@dataclass(frozen=True, slots=True)
class _Draft:
    """A payment before its proof is filed."""

    matricule: Matricule
    recap_on: date
    paid_on: date
    amount: int


def record_payment(
    office: Office, matricule: Matricule, *, recap: date, amount: int, on: date, proof: Path
) -> Paid:
    """Record a payment, file its proof with the employee's pieces, and write it to the journal; once.

    Args:
        office: The employer's office.
        matricule: For whom it was paid.
        recap: The recap it answers for: the day it was held, or the day it was due.
        amount: Sum paid, in whole EUR.
        on: The day it was paid.
        proof: The transfer order, the receipt of the Caisse des Dépôts or another paper.

    Raises:
        NotFoundError: no such employee.
        UsageError: the day is to come, no recap bears that day, the paper is not taken, or another sum is
            recorded for that day.
    """
    _refuse_future(office, on)
    suffix, content = read_proof(proof)
    with office.writing() as unit:
        employee = unit.employees.get(matricule)
        check, test = _recap(office, unit, employee, recap)
        recap_on = check.held_on or check.due
        known = unit.top_ups.find(matricule, recap_on, on)
        if known is None:
            at = office.clock.now()
            piece = Piece(DocumentKind.TOP_UP_PAYMENT, suffix, content, part=on.isoformat())
            known = _record(office, unit, piece, _Draft(matricule, recap_on, on, amount), at)
            new = True
        else:
            _refuse_other_sum(employee, known, amount)
            new = False
        sums = sum(one.amount for one in unit.top_ups.all(matricule) if one.recap_on == recap_on)
    return Paid(employee, known, test, max(test.amount - sums, 0), new)


def _record(office: Office, unit: Unit, piece: Piece, draft: _Draft, at: datetime) -> TopUpPayment:
    place = Place(draft.matricule, None, unit.documents.next_step(None, draft.matricule))
    document = file(office, unit, piece, place, at, received=True)
    unit.top_ups.add(draft.matricule, draft.recap_on, draft.paid_on, draft.amount, document.sha256)
    body: dict[str, object] = {
        "recap_on": draft.recap_on,
        "paid_on": draft.paid_on,
        "amount": draft.amount,
        "proof": document.sha256,
    }
    note_person(unit, draft.matricule, EventType.TOP_UP_PAID, at, body)
    recorded = unit.top_ups.find(draft.matricule, draft.recap_on, draft.paid_on)
    assert recorded is not None  # noqa: S101 - it was added above, in this transaction
    return recorded


def _recap(office: Office, unit: Unit, employee: Employee, asked: date) -> tuple[RecapCheck, TopUp]:
    """Return the recap that was held, or due, on the day asked for, and its test."""
    line = duties_of(office, unit, employee, today(office.clock)).timeline
    pairs = list(zip(line.recap_checks, line.top_ups, strict=True))
    for check, test in pairs:
        if asked in (check.held_on, check.due):
            return check, test
    days = [
        f"tenu le {day(check.held_on)}" if check.held_on else f"dû le {day(check.due)}" for check, _ in pairs
    ]
    raise UsageError(
        "aucun état des lieux n’a été tenu, ni n’était dû, ce jour-là.",
        about=f"{employee.name} ({employee.matricule}), {day(asked)}",
        next_step=f"États des lieux connus : {listing(days) or 'aucun'}.",
    )


def _refuse_other_sum(employee: Employee, known: TopUpPayment, amount: int) -> None:
    if known.amount != amount:
        raise UsageError(
            f"un versement de {euros(known.amount)} est déjà enregistré pour ce jour.",
            about=f"{employee.name} ({employee.matricule})",
            next_step="S’il est faux, retirez-le d’abord : « entretiens topup withdraw ».",
        )


def _refuse_future(office: Office, on: date) -> None:
    if on > today(office.clock):
        raise UsageError(
            "un versement ne peut pas avoir été fait à une date à venir.",
            about=day(on),
            next_step="Donnez le jour où la somme a été versée.",
        )


def payments(office: Office) -> list[PaidLine]:
    """Return the payments that stand, by the day they were made."""
    with office.reading() as unit:
        people = {person.matricule: person for person in unit.employees.all()}
        return [PaidLine(people[payment.matricule], payment) for payment in unit.top_ups.all()]


def withdraw_payment(
    office: Office, matricule: Matricule, *, recap: date, on: date, reason: str
) -> TopUpPayment:
    """Take back a payment recorded by mistake; its proof and its line stay, and the journal says why.

    Raises:
        NotFoundError: no such employee, or no such payment.
        UsageError: no reason.
    """
    if not reason.strip():
        raise UsageError("une correction se motive.", next_step="Ajoutez --motif « … ».")
    with office.writing() as unit:
        employee = unit.employees.get(matricule)
        payment = _payment(unit, employee, recap, on)
        unit.top_ups.withdraw(payment, reason)
        body: dict[str, object] = {
            "recap_on": payment.recap_on,
            "paid_on": payment.paid_on,
            "amount": payment.amount,
        }
        note_person(unit, matricule, EventType.TOP_UP_WITHDRAWN, office.clock.now(), body)
    return payment


def _payment(unit: Unit, employee: Employee, recap: date, on: date) -> TopUpPayment:
    found = unit.top_ups.find(employee.matricule, recap, on)
    if found is None:
        raise NotFoundError(
            "aucun versement de ce jour n’est enregistré pour cet état des lieux.",
            about=f"{employee.name} ({employee.matricule})",
            next_step="Relisez les versements avec « entretiens topup list ».",
        )
    return found
