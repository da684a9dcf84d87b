"""Documents, signatures, seals, imports: each kept once and found again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.store.conftest import EMPLOYER, MATRICULE, NOW

from toolkit.digest import sha256
from toolkit.errors import StoreError
from toolkit.model import (
    CaseId,
    Document,
    DocumentKind,
    EmployerId,
    Role,
    Signature,
    SignatureLevel,
)
from toolkit.store import Unit

CASE = CaseId("C0001")
LETTER = Document(
    EMPLOYER, MATRICULE, CASE, DocumentKind.CONVOCATION, 1, "pdf", sha256(b"1"), 1, NOW, sealed=True, pages=1
)
NOTICE = replace(LETTER, case=None, kind=DocumentKind.HIRING_NOTICE, in_folder=False, pages=None)
SIGNATURE = Signature(
    role=Role.EMPLOYEE,
    matricule=MATRICULE,
    person="Élodie Schmitt",
    at=NOW,
    level=SignatureLevel.IN_PRESENCE,
    consent_id="presence",
    consent_version="1",
    consent_text="J’ai lu…",
    shown=sha256(b"shown"),
    result=sha256(b"result"),
    details={"lieu": "Strasbourg"},
)


def test_a_document_is_recorded_once_with_all_its_fields(unit: Unit) -> None:
    assert unit.documents.add(LETTER)
    assert not unit.documents.add(replace(LETTER, sha256=sha256(b"2"), step=4))
    assert unit.documents.of_case(CASE) == [LETTER]


def test_a_piece_outside_any_case_is_recorded_once_too(unit: Unit) -> None:
    assert unit.documents.add(NOTICE)
    assert not unit.documents.add(NOTICE)
    assert unit.documents.find(None, DocumentKind.HIRING_NOTICE, matricule=MATRICULE) == NOTICE
    assert unit.documents.of_case(CASE) == []


def test_an_employees_pieces_come_case_by_case_and_step_by_step(unit: Unit) -> None:
    second = replace(LETTER, step=2, kind=DocumentKind.REPORT)
    for document in (second, LETTER, NOTICE):
        unit.documents.add(document)
    assert unit.documents.of_employee(MATRICULE) == [NOTICE, LETTER, second]


def test_the_latest_version_is_found_unless_another_is_asked(unit: Unit) -> None:
    corrected = replace(LETTER, version=2, step=3)
    unit.documents.add(LETTER)
    unit.documents.add(corrected)
    assert unit.documents.find(CASE, DocumentKind.CONVOCATION) == corrected
    assert unit.documents.find(CASE, DocumentKind.CONVOCATION, version=1) == LETTER
    assert unit.documents.find(CASE, DocumentKind.CONVOCATION, suffix="docx") is None
    assert unit.documents.find(CASE, DocumentKind.CONVOCATION, part="salarie") is None


def test_steps_count_the_events_of_a_case(unit: Unit) -> None:
    assert unit.documents.next_step(CASE) == 1
    unit.documents.add(LETTER)
    unit.documents.add(replace(LETTER, part="salarie", suffix="eml"))
    assert unit.documents.next_step(CASE) == 2
    assert unit.documents.next_step(None, MATRICULE) == 1


def test_a_document_of_another_employer_is_refused(unit: Unit) -> None:
    with pytest.raises(StoreError, match="autre"):
        unit.documents.add(replace(LETTER, employer=EmployerId("autre")))


def test_a_signature_comes_back_whole_and_once(unit: Unit) -> None:
    declined = replace(SIGNATURE, declined=True, result=None, reason="désaccord")
    assert unit.signatures.add(CASE, SIGNATURE)
    assert not unit.signatures.add(CASE, SIGNATURE)
    assert unit.signatures.add(CASE, declined)
    assert unit.signatures.of(CASE) == [SIGNATURE, declined]


def test_the_first_seal_of_the_same_bytes_stays(unit: Unit) -> None:
    digest = sha256(b"manifest")
    assert unit.seals.get("0001234:p7s", digest) is None
    assert unit.seals.put("0001234:p7s", digest, b"\x30\x00")
    assert not unit.seals.put("0001234:p7s", digest, b"other")
    assert unit.seals.get("0001234:p7s", digest) == b"\x30\x00"
    assert unit.seals.get("0001234:p7s", sha256(b"other")) is None


def test_imports_are_listed_in_their_order(unit: Unit) -> None:
    for name in ("mars.xlsx", "juillet.xlsx"):
        unit.imports.add(NOW, sha256(name.encode()), name, {"salariés": 64, "au": date(2026, 3, 12)})
    imports = unit.imports.all()
    assert [(i.file_name, i.actor, i.at) for i in imports] == [
        ("mars.xlsx", "a.weber", NOW),
        ("juillet.xlsx", "a.weber", NOW),
    ]
    assert imports[0].summary == {"salariés": 64, "au": "2026-03-12"}
