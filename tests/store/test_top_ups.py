"""Top-ups paid: each kept once, withdrawn with its trace, and then recorded anew."""

from __future__ import annotations

from datetime import date

import pytest
from tests.store.conftest import MATRICULE, NOW

from toolkit.digest import sha256
from toolkit.errors import NotFoundError
from toolkit.store import TopUpPayment, Unit

RECAP, PAID = date(2026, 1, 15), date(2026, 6, 30)
PROOF = sha256(b"ordre de virement")
PAYMENT = TopUpPayment(MATRICULE, RECAP, PAID, 3000, PROOF, NOW, "a.weber")


def test_a_payment_is_recorded_once_with_all_its_fields(unit: Unit) -> None:
    assert unit.top_ups.add(MATRICULE, RECAP, PAID, 3000, PROOF)
    assert not unit.top_ups.add(MATRICULE, RECAP, PAID, 2000, PROOF)
    assert unit.top_ups.all() == [PAYMENT]
    assert unit.top_ups.find(MATRICULE, RECAP, PAID) == PAYMENT
    assert unit.top_ups.find(MATRICULE, RECAP, RECAP) is None


def test_a_sum_paid_in_two_parts_is_two_payments(unit: Unit) -> None:
    for day, amount in ((PAID, 1000), (date(2026, 4, 2), 2000)):
        assert unit.top_ups.add(MATRICULE, RECAP, day, amount, PROOF)
    assert [p.amount for p in unit.top_ups.all(MATRICULE)] == [2000, 1000]


def test_a_withdrawn_payment_can_be_recorded_anew(unit: Unit) -> None:
    unit.top_ups.add(MATRICULE, RECAP, PAID, 300, PROOF)
    unit.top_ups.withdraw(unit.top_ups.all()[0], "montant mal saisi")
    assert unit.top_ups.all() == []
    assert unit.top_ups.add(MATRICULE, RECAP, PAID, 3000, PROOF)
    assert unit.top_ups.all() == [PAYMENT]


def test_only_what_is_recorded_can_be_withdrawn(unit: Unit) -> None:
    with pytest.raises(NotFoundError, match="n’est pas enregistré"):
        unit.top_ups.withdraw(PAYMENT, "erreur")
