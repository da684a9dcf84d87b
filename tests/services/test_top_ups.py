"""Payments of top-ups: recorded once with their proof, counted, taken back with a reason."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from tests.services.conftest import NGUYEN, everything

from toolkit.errors import NotFoundError, UsageError
from toolkit.model import DocumentKind
from toolkit.services.indicators import indicators
from toolkit.services.office import Office
from toolkit.services.top_ups import payments, record_payment, withdraw_payment

RECAP, PAID = date(2024, 9, 24), date(2026, 9, 30)


@pytest.fixture
def proof(tmp_path: Path) -> Path:
    path = tmp_path / "recu.pdf"
    path.write_bytes(b"%PDF-1.7 recu")
    return path


def test_a_payment_is_filed_with_its_proof_and_written_to_the_journal(imported: Office, proof: Path) -> None:
    done = record_payment(imported, NGUYEN, recap=RECAP, amount=3000, on=PAID, proof=proof)
    assert done.new
    with imported.reading() as unit:
        (piece,) = unit.documents.of_employee(NGUYEN)
        line = json.loads(unit.journal.lines(NGUYEN)[-1])
        assert unit.journal.verify(NGUYEN) is None
    assert piece.kind is DocumentKind.TOP_UP_PAYMENT
    assert imported.store.files.get(piece.sha256) == proof.read_bytes()
    assert line["type"] == "top_up_paid"
    assert line["body"] == {
        "amount": 3000, "paid_on": "2026-09-30", "proof": piece.sha256, "recap_on": "2024-09-24",
    }  # fmt: skip


def test_the_same_payment_twice_changes_nothing(imported: Office, proof: Path) -> None:
    record_payment(imported, NGUYEN, recap=RECAP, amount=3000, on=PAID, proof=proof)
    before = everything(imported)
    again = record_payment(imported, NGUYEN, recap=RECAP, amount=3000, on=PAID, proof=proof)
    assert not again.new
    assert everything(imported) == before
    assert len(payments(imported)) == 1


def test_another_sum_for_the_same_day_is_refused(imported: Office, proof: Path) -> None:
    record_payment(imported, NGUYEN, recap=RECAP, amount=300, on=PAID, proof=proof)
    with pytest.raises(UsageError, match="déjà enregistré"):
        record_payment(imported, NGUYEN, recap=RECAP, amount=3000, on=PAID, proof=proof)


def test_a_payment_taken_back_can_be_recorded_anew(imported: Office, proof: Path) -> None:
    record_payment(imported, NGUYEN, recap=RECAP, amount=300, on=PAID, proof=proof)
    withdraw_payment(imported, NGUYEN, recap=RECAP, on=PAID, reason="Montant mal saisi.")
    assert payments(imported) == []
    assert record_payment(imported, NGUYEN, recap=RECAP, amount=3000, on=PAID, proof=proof).new
    with imported.reading() as unit:
        types = [json.loads(line)["type"] for line in unit.journal.lines(NGUYEN)]
        assert unit.journal.verify(NGUYEN) is None
    assert types.count("top_up_paid") == 2
    assert types.count("top_up_withdrawn") == 1


def test_taking_back_wants_a_reason_and_a_payment(imported: Office) -> None:
    with pytest.raises(UsageError, match="se motive"):
        withdraw_payment(imported, NGUYEN, recap=RECAP, on=PAID, reason=" ")
    with pytest.raises(NotFoundError, match="aucun versement"):
        withdraw_payment(imported, NGUYEN, recap=RECAP, on=PAID, reason="Erreur.")


def test_a_day_on_which_no_recap_was_held_or_due_lists_those_known(imported: Office, proof: Path) -> None:
    with pytest.raises(UsageError) as error:
        record_payment(imported, NGUYEN, recap=date(2020, 1, 1), amount=3000, on=PAID, proof=proof)
    assert "tenu le 24/09/2024" in error.value.next_step


def test_a_payment_to_come_and_a_paper_that_cannot_be_kept_are_refused(
    imported: Office, tmp_path: Path
) -> None:
    paper = tmp_path / "preuve.exe"
    paper.write_bytes(b"MZ")
    with pytest.raises(UsageError, match="à venir"):
        record_payment(imported, NGUYEN, recap=RECAP, amount=3000, on=date(2030, 1, 1), proof=paper)
    with pytest.raises(UsageError, match="type de pièce"):
        record_payment(imported, NGUYEN, recap=RECAP, amount=3000, on=PAID, proof=paper)
    assert payments(imported) == []


def test_the_figures_of_the_year_count_it_once(imported: Office, proof: Path) -> None:
    assert indicators(imported, 2026).everyone.figures.top_up_paid == 0
    record_payment(imported, NGUYEN, recap=RECAP, amount=3000, on=PAID, proof=proof)
    figures = indicators(imported, 2026).everyone.figures
    assert (figures.top_up_beneficiaries, figures.top_up_paid) == (1, 3000)
    assert indicators(imported, 2025).everyone.figures.top_up_paid == 0
