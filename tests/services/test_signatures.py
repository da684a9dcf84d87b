"""Signatures in presence: consent kept with its text, refusal recorded, one sealed file, once."""

from __future__ import annotations

import json

import pytest

from toolkit.digest import sha256
from toolkit.errors import TransitionRefusedError, UsageError
from toolkit.model import CaseState, DocumentKind, Role, SignatureLevel
from toolkit.services.ceremony import Attendance, prepare_ceremony
from toolkit.services.office import Office
from toolkit.services.signatures import sign_in_presence
from toolkit.signing import verify_pdf

from .conftest import BOTH_SIGN, LAMBERT, case_of, everything, pieces, text_of

COLLECTOR = "Claire Fontaine"
WILL_NOT = (
    Attendance(Role.EMPLOYEE, signed=False, reason="Veut le relire chez elle."),
    Attendance(Role.MANAGER),
)


def test_both_sign_and_the_file_says_no_more_than_it_is(reported: Office) -> None:
    case = case_of(reported, LAMBERT)
    done = sign_in_presence(reported, case.id, BOTH_SIGN, collected_by=COLLECTOR)
    assert (done.new, done.case.state) == (True, CaseState.SIGNED)
    unsigned, signed, proof = pieces(reported, case, DocumentKind.REPORT)
    assert signed.startswith(unsigned)
    said = text_of(signed)
    assert said.count(SignatureLevel.IN_PRESENCE.value) == 2
    assert "Inès Lambert" in said
    assert "Sophie Kessler" in said
    assert sha256(signed) in text_of(proof).replace(" ", "")


def test_each_consent_is_kept_with_its_text_and_what_was_shown(reported: Office) -> None:
    case = case_of(reported, LAMBERT)
    shown = prepare_ceremony(reported, case.id, COLLECTOR)
    sign_in_presence(reported, case.id, BOTH_SIGN, collected_by=COLLECTOR)
    with reported.reading() as unit:
        signatures = unit.signatures.of(case.id)
    assert {s.role: s.consent_text for s in signatures} == {
        role: consent.text for role, consent in shown.consents.items()
    }
    assert {s.shown for s in signatures} == {sha256(shown.report)}
    (record,) = pieces(reported, case, DocumentKind.REPORT, "json")
    assert sha256(shown.report) in json.dumps(json.loads(record))


def test_the_seals_are_sound_and_show_any_change(reported: Office) -> None:
    case = case_of(reported, LAMBERT)
    sign_in_presence(reported, case.id, BOTH_SIGN, collected_by=COLLECTOR)
    signed = pieces(reported, case, DocumentKind.REPORT)[1]
    root = reported.keys.certificates["racine.pem"]
    assert verify_pdf(signed, [root]).problems == ()
    assert verify_pdf(signed.replace(b"0", b"1", 1), [root]).problems


def test_a_refusal_to_sign_is_recorded_and_the_report_still_sealed(reported: Office) -> None:
    case = case_of(reported, LAMBERT)
    done = sign_in_presence(reported, case.id, WILL_NOT, collected_by=COLLECTOR)
    assert done.case.state is CaseState.DECLINED
    _, signed, proof = pieces(reported, case, DocumentKind.REPORT)
    assert "a refusé de signer" in text_of(signed)
    told = text_of(proof)
    assert "Veut le relire chez elle." in told
    assert "Mention portée par l’employeur" in told
    assert "« »" not in told
    with reported.reading() as unit:
        kept = {s.role: (s.declined, s.consent_text) for s in unit.signatures.of(case.id)}
    assert kept[Role.EMPLOYEE] == (True, "")
    assert not kept[Role.MANAGER][0]


@pytest.mark.parametrize("first", [BOTH_SIGN, WILL_NOT])
def test_signed_or_refused_twice_changes_nothing(
    reported: Office, first: tuple[Attendance, Attendance]
) -> None:
    case = case_of(reported, LAMBERT)
    sign_in_presence(reported, case.id, first, collected_by=COLLECTOR)
    before = everything(reported)
    assert not sign_in_presence(reported, case.id, BOTH_SIGN, collected_by=COLLECTOR).new
    assert everything(reported) == before


def test_both_must_be_told(reported: Office) -> None:
    before = everything(reported)
    with pytest.raises(UsageError, match="chacun"):
        sign_in_presence(
            reported, case_of(reported, LAMBERT).id, [Attendance(Role.EMPLOYEE)], collected_by=COLLECTOR
        )
    assert everything(reported) == before


def test_nothing_is_signed_before_the_report(held: Office) -> None:
    with pytest.raises(TransitionRefusedError, match="entretien tenu"):
        sign_in_presence(held, case_of(held, LAMBERT).id, BOTH_SIGN, collected_by=COLLECTOR)
