"""The corrective top-ups that were paid; one recorded by mistake is withdrawn with its trace."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import ColumnElement

from toolkit.digest import Sha256
from toolkit.errors import NotFoundError
from toolkit.model import Matricule
from toolkit.store.rows import Scope, Shape
from toolkit.store.tables import TOP_UPS


@dataclass(frozen=True, slots=True)
class TopUpPayment:
    """A top-up paid to the Caisse des Dépôts for an employee (articles L6323-13 and R6323-3).

    ``recap_on`` is the day of the recap it answers for: the day it was held, else the day it was due.
    ``amount`` in EUR, ``proof`` the SHA-256 of the piece that proves it.
    """

    matricule: Matricule
    recap_on: date
    paid_on: date
    amount: int
    proof: Sha256
    recorded_at: datetime
    recorded_by: str


_PAYMENT: Final = Shape(TOP_UPS, TopUpPayment)


class TopUps:
    """The payments of top-ups, each recorded once."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def add(self, matricule: Matricule, recap_on: date, paid_on: date, amount: int, proof: Sha256) -> bool:
        """Record a payment; False where one of that day for that recap is there, which then stays."""
        payment = TopUpPayment(
            matricule, recap_on, paid_on, amount, proof, self._scope.now(), self._scope.actor
        )
        return self._scope.insert_once(TOP_UPS, _PAYMENT.row(payment))

    def find(self, matricule: Matricule, recap_on: date, paid_on: date) -> TopUpPayment | None:
        """Return the payment of that day for that recap, or None."""
        row = self._scope.one(
            TOP_UPS,
            TOP_UPS.c.matricule == matricule,
            TOP_UPS.c.recap_on == recap_on,
            TOP_UPS.c.paid_on == paid_on,
            TOP_UPS.c.withdrawn_at.is_(None),
        )
        return None if row is None else _PAYMENT.value(row)

    def all(self, matricule: Matricule | None = None) -> list[TopUpPayment]:
        """Return the payments, of one employee where given, by the day they were made."""
        conditions: list[ColumnElement[bool]] = [TOP_UPS.c.withdrawn_at.is_(None)]
        if matricule is not None:
            conditions.append(TOP_UPS.c.matricule == matricule)
        rows = self._scope.all(TOP_UPS, *conditions, order=["paid_on", "n"])
        return [_PAYMENT.value(row) for row in rows]

    def withdraw(self, payment: TopUpPayment, reason: str) -> None:
        """Take a payment out; it stays in the table with ``reason``.

        Raises:
            NotFoundError: it is not recorded.
        """
        trace = {"withdrawn_at": self._scope.now(), "withdrawn_by": self._scope.actor, "reason": reason}
        changed = self._scope.update(
            TOP_UPS,
            trace,
            TOP_UPS.c.matricule == payment.matricule,
            TOP_UPS.c.recap_on == payment.recap_on,
            TOP_UPS.c.paid_on == payment.paid_on,
            TOP_UPS.c.withdrawn_at.is_(None),
        )
        if not changed:
            raise NotFoundError(
                "ce versement n’est pas enregistré.",
                about=payment.matricule,
                next_step="Relisez les versements avec « entretiens topup list ».",
            )
