"""The copy is handed over once, by mail or on paper against a receipt, and what was handed over is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from toolkit.digest import sha256
from toolkit.errors import TransitionRefusedError
from toolkit.model import CaseState, Channel, DocumentKind
from toolkit.services.handover import hand_over
from toolkit.services.office import Office

from .conftest import LAMBERT, RAMASSAMY, case_of, everything, pieces, text_of, waiting


def test_the_message_carries_the_signed_report_the_recap_and_the_letter(signed: Office) -> None:
    case = case_of(signed, RAMASSAMY)
    done = hand_over(signed, case.id)
    assert (done.case.state, done.channel, done.to_print) == (CaseState.HANDED_OVER, Channel.EMAIL, False)
    assert waiting(signed) == ["p0004@atelier.example"]
    (content,) = pieces(signed, case, DocumentKind.HANDOVER, "eml")
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    attached = {part.get_filename(): sha256(part.get_content()) for part in message.iter_attachments()}
    report = pieces(signed, case, DocumentKind.REPORT)[1]
    recap = pieces(signed, case, DocumentKind.RECAP_STATEMENT)[-1]
    (letter,) = pieces(signed, case, DocumentKind.HANDOVER)
    assert attached == {
        f"compte-rendu_{case.id}.pdf": sha256(report),
        f"etat-des-lieux_{case.id}.pdf": sha256(recap),
        f"remise-copie_{case.id}.pdf": sha256(letter),
    }


def test_the_letter_names_each_copy_by_the_name_it_bears_and_its_digest(signed: Office) -> None:
    case = case_of(signed, LAMBERT)
    hand_over(signed, case.id)
    said = text_of(pieces(signed, case, DocumentKind.HANDOVER)[0])
    assert f"compte-rendu_{case.id}.pdf" in said
    assert sha256(pieces(signed, case, DocumentKind.REPORT)[1]) in said.replace(" ", "")


def test_handed_over_twice_changes_nothing(signed: Office) -> None:
    case = case_of(signed, LAMBERT)
    hand_over(signed, case.id)
    before = everything(signed)
    assert not hand_over(signed, case.id).new
    assert everything(signed) == before


def test_without_a_mailbox_receipt_and_copies_are_laid_to_be_printed(signed: Office) -> None:
    with signed.writing() as unit:
        unit.employees.put(replace(unit.employees.get(LAMBERT), email=""))
    case = case_of(signed, LAMBERT)
    done = hand_over(signed, case.id, on=date(2026, 11, 18))
    assert (done.channel, done.to_print) == (Channel.BY_HAND, True)
    assert waiting(signed) == []
    printed = signed.folder / "courriers-a-imprimer" / "automne"
    receipt = printed / f"Lambert-Ines_{case.id}_remise-copie.pdf"
    assert "Reçu en main propre" in text_of(receipt.read_bytes())
    copy = printed / f"Lambert-Ines_{case.id}_compte-rendu.pdf"
    assert copy.read_bytes() == pieces(signed, case, DocumentKind.REPORT)[1]


def test_nothing_is_handed_over_before_it_is_signed(reported: Office) -> None:
    with pytest.raises(TransitionRefusedError, match="compte rendu établi"):
        hand_over(reported, case_of(reported, LAMBERT).id)
