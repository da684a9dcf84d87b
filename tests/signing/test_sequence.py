"""Frozen, signed by each person in turn, closed, and never signed again; no level is embellished."""

from __future__ import annotations

import logging
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from toolkit import signing
from toolkit.clock import SteppedClock
from toolkit.digest import canonical_json, sha256
from toolkit.errors import SigningError
from toolkit.model.document import PadesLevel, Role, SignatureLevel
from toolkit.signing import Box, SigningAct

needs_poppler = pytest.mark.skipif(shutil.which("pdfsig") is None, reason="poppler-utils is not installed")


LABEL = "cachet de l’employeur, signature recueillie en présence"
AT = datetime(2026, 3, 12, 9, 42, tzinfo=UTC)
BOXES = {
    Role.EMPLOYEE: Box(-1, 60, 200, 290, 260),
    Role.MANAGER: Box(-1, 305, 200, 535, 260),
    Role.EMPLOYER: Box(-1, 60, 120, 535, 180),
}


def text_of(pdf: Path) -> str:
    """Return the words of a PDF as poppler reads them, stamps included, line by line joined."""
    read = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, check=True)
    return " ".join(read.stdout.decode().split())


def consent(role: str) -> signing.Consent:
    return signing.consent_text(
        f"presence-{role}",
        person="Nadia Benali",
        document="05_compte-rendu.pdf",
        sha256="ab" * 32,
        collected_by="Luc Roy",
        employer="Ateliers de l’Été",
    )


def employee(**changes: object) -> SigningAct:
    values: dict[str, object] = {
        "role": Role.EMPLOYEE,
        "person": "Nadia Benali-Lefèvre",
        "at": AT,
        "consent": consent("salarie"),
    }
    return SigningAct(**(values | changes))  # type: ignore[arg-type]


def manager() -> SigningAct:
    return SigningAct(Role.MANAGER, "Jean-Œdipe d’Arçon", AT, consent("manager"))


def refusal() -> SigningAct:
    return employee(consent=None, declined=True, reason="désaccord sur l’évaluation")


@pytest.fixture
def signed(document: bytes, keyring: signing.KeyRing, clock: SteppedClock) -> bytes:
    return signing.sign_in_presence(
        document, [employee(), manager()], keyring, BOXES, clock, made_as=sha256(document)
    ).pdf


def test_each_person_has_a_field_then_the_seal_closes(signed: bytes, keyring: signing.KeyRing) -> None:
    verdict = signing.verify_pdf(
        signed, [keyring.root_pem], ["Certification", "Salarie", "Manager", "Cachet"]
    )
    assert verdict.ok, verdict.problems
    assert [fact.name for fact in verdict.signatures] == [
        "Ateliers de l’Été",
        "Nadia Benali-Lefèvre",
        "Jean-Œdipe d’Arçon",
        "Ateliers de l’Été",
    ]
    assert [fact.reason for fact in verdict.signatures[1:3]] == [LABEL, LABEL]
    assert all(fact.sealed_by == "Cachet – Ateliers de l’Été" for fact in verdict.signatures)


def test_instants_come_from_the_injected_clock(signed: bytes, keyring: signing.KeyRing) -> None:
    stated = [fact.at for fact in signing.verify_pdf(signed, [keyring.root_pem]).signatures]
    assert stated == [datetime(2026, 3, 3, 8, 0, second, tzinfo=UTC) for second in range(4)]


@needs_poppler
def test_the_page_says_who_when_and_how_in_an_embedded_font(signed: bytes, tmp_path: Path) -> None:
    path = tmp_path / "signe.pdf"
    path.write_bytes(signed)
    text = text_of(path)
    fonts = subprocess.run(["pdffonts", path], capture_output=True, check=True).stdout.decode()
    assert text.count(LABEL) == 2
    assert "Nadia Benali-Lefèvre, salarié(e)" in text
    assert "le 12/03/2026 à 10:42" in text
    assert "avancée" not in text
    assert fonts.count("SourceSansPro-Regular") == 3
    assert all("yes yes yes" in line for line in fonts.splitlines() if "SourceSansPro" in line)


@needs_poppler
def test_hours_are_told_where_the_person_works(
    document: bytes, keyring: signing.KeyRing, clock: SteppedClock, tmp_path: Path
) -> None:
    act = employee(time_zone="Indian/Reunion")
    path = tmp_path / "signe.pdf"
    path.write_bytes(
        signing.sign_in_presence(document, [act], keyring, BOXES, clock, made_as=sha256(document)).pdf
    )
    text = text_of(path)
    assert "le 12/03/2026 à 13:42" in text


@needs_poppler
def test_pdfsig_reads_the_signatures(signed: bytes, tmp_path: Path) -> None:
    path = tmp_path / "signe.pdf"
    path.write_bytes(signed)
    read = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, check=False).stdout.decode()
    assert read.count("Signature is Valid") == 4
    assert read.count("Total document signed") == 1


def test_pyhankos_own_command_line_agrees(signed: bytes, keyring: signing.KeyRing, tmp_path: Path) -> None:
    (tmp_path / "signe.pdf").write_bytes(signed)
    (tmp_path / "racine.pem").write_bytes(keyring.root_pem)
    run = subprocess.run(
        [
            *(
                str(Path(sys.executable).with_name("pyhanko")),
                "sign",
                "validate",
                "--trust",
                "racine.pem",
                "--trust-replace",
            ),
            *("--no-revocation-check", "--validation-time", "2026-03-04T00:00:00+00:00", "signe.pdf"),
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stdout.count("INTACT:TRUSTED") == 4


def test_the_seal_locks_every_field_and_allows_no_change(signed: bytes) -> None:
    form = PdfReader(BytesIO(signed)).trailer["/Root"]["/AcroForm"]  # type: ignore[index]
    seal = next(field.get_object() for field in form["/Fields"] if field.get_object()["/T"] == "Cachet")
    assert seal["/Lock"] == {"/Type": "/SigFieldLock", "/Action": "/All", "/P": 1}


@needs_poppler
def test_who_refuses_gets_no_field_and_is_named_in_page_and_seal(
    document: bytes, keyring: signing.KeyRing, clock: SteppedClock, tmp_path: Path
) -> None:
    signed = signing.sign_in_presence(
        document, [refusal(), manager()], keyring, BOXES, clock, made_as=sha256(document)
    ).pdf
    verdict = signing.verify_pdf(signed, [keyring.root_pem], ["Certification", "Manager", "Cachet"])
    assert verdict.ok, verdict.problems
    assert "Nadia Benali-Lefèvre, salarié(e), a refusé de signer" in verdict.signatures[-1].reason
    assert "désaccord sur l’évaluation" in verdict.signatures[-1].reason
    path = tmp_path / "refus.pdf"
    path.write_bytes(signed)
    text = text_of(path)
    assert "a refusé de signer le 12/03/2026 à 10:42" in text
    assert text.count(LABEL) == 1


def test_nothing_is_logged_that_a_person_should_worry_about(
    document: bytes, keyring: signing.KeyRing, clock: SteppedClock, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        signing.sign_in_presence(document, [employee()], keyring, BOXES, clock, made_as=sha256(document))
    assert caplog.records == []


@pytest.mark.parametrize(
    "acts",
    [
        [],
        [employee(), employee()],
        [employee(consent=None)],
        [employee(declined=True)],
        [employee(role=Role.EMPLOYER)],
        [employee(role=Role.WITNESS)],
    ],
    ids=["none", "twice", "no consent", "both", "the employer", "no box"],
)
def test_acts_that_do_not_hold_together_are_refused(
    acts: list[SigningAct], document: bytes, keyring: signing.KeyRing, clock: SteppedClock
) -> None:
    with pytest.raises(SigningError):
        signing.sign_in_presence(document, acts, keyring, BOXES, clock, made_as=sha256(document))


def test_a_box_too_small_to_read_is_refused() -> None:
    with pytest.raises(SigningError, match="trop petit"):
        Box(0, 10, 10, 200, 25)


def test_the_record_keeps_the_text_shown_and_both_hashes(
    document: bytes, signed: bytes, keyring: signing.KeyRing
) -> None:
    record = signing.evidence_record(
        "05_compte-rendu.pdf",
        [employee(events=(signing.ActEvent(AT, "document_displayed", {"pages": "2"}),)), refusal()],
        shown=document,
        result=signing.Sealed(signed, PadesLevel.B_B),
        keyring=keyring,
        recorded_at=AT,
    )
    text = canonical_json(record).decode()
    assert record["level"] == LABEL
    assert sha256(document) in text
    assert sha256(signed) in text
    assert "Je soussigné(e) Nadia Benali reconnais avoir lu" in text
    assert '"id":"presence-salarie"' in text
    assert '"version":"2"' in text
    assert '"outcome":"refused"' in text
    assert '"at":"2026-03-12T09:42:00Z"' in text


def test_a_consent_without_one_of_its_values_is_never_shown() -> None:
    with pytest.raises(SigningError, match="collected_by, document"):
        signing.consent_text("presence-salarie", person="N", sha256="ab", employer="A")
    with pytest.raises(SigningError, match="n’existe pas"):
        signing.consent_text("../racine")


def test_every_shipped_consent_bears_its_own_id() -> None:
    for role in ("salarie", "manager", "temoin"):
        filled = consent(role)
        assert filled.id == f"presence-{role}"
        assert "{" not in filled.text


def begun(document: bytes, keyring: signing.KeyRing, clock: SteppedClock) -> bytes:
    roles = (Role.EMPLOYEE, Role.MANAGER)
    return signing.begin(document, roles, keyring, BOXES, clock, made_as=sha256(document))


def test_days_may_pass_between_two_signatures(
    document: bytes, keyring: signing.KeyRing, clock: SteppedClock
) -> None:
    first = signing.sign_person(
        begun(document, keyring, clock), manager(), keyring, BOXES[Role.MANAGER], clock
    )
    clock.set(clock.now() + timedelta(days=9))
    act = employee(level=SignatureLevel.SIMPLE, channel="link")
    second = signing.sign_person(first, act, keyring, BOXES[Role.EMPLOYEE], clock)
    closed = signing.close(second, [manager(), act], keyring, BOXES[Role.EMPLOYER], clock)
    expected = ["Certification", "Manager", "Salarie", "Cachet"]
    verdict = signing.verify_pdf(closed.pdf, [keyring.root_pem], expected)
    assert verdict.ok, verdict.problems
    assert verdict.signatures[2].reason == "signature électronique simple, preuve forte"
    assert closed.level is PadesLevel.B_B
    assert not closed.waiting


def test_every_step_is_accepted_by_itself_but_for_what_is_missing(
    document: bytes, keyring: signing.KeyRing, clock: SteppedClock
) -> None:
    one = begun(document, keyring, clock)
    verdict = signing.verify_pdf(one, [keyring.root_pem])
    assert verdict.problems == tuple(
        f"le champ de signature « {name} » est resté vide." for name in ("Salarie", "Manager", "Cachet")
    )


@needs_poppler
def test_a_refusal_made_known_later_stands_in_the_seal(
    document: bytes, keyring: signing.KeyRing, clock: SteppedClock, tmp_path: Path
) -> None:
    one = signing.sign_person(begun(document, keyring, clock), manager(), keyring, BOXES[Role.MANAGER], clock)
    closed = signing.close(one, [manager(), refusal()], keyring, BOXES[Role.EMPLOYER], clock)
    verdict = signing.verify_pdf(closed.pdf, [keyring.root_pem], ["Certification", "Manager", "Cachet"])
    assert verdict.ok, verdict.problems
    assert verdict.empty == ("Salarie",)
    said = "Nadia Benali-Lefèvre, salarié(e), a refusé de signer le 12/03/2026 à 10:42"
    assert said in verdict.signatures[-1].reason
    path = tmp_path / "refus.pdf"
    path.write_bytes(closed.pdf)
    assert said in text_of(path)


def test_who_never_answered_is_told_by_the_seal(
    document: bytes, keyring: signing.KeyRing, clock: SteppedClock
) -> None:
    one = signing.sign_person(begun(document, keyring, clock), manager(), keyring, BOXES[Role.MANAGER], clock)
    closed = signing.close(one, [manager()], keyring, BOXES[Role.EMPLOYER], clock)
    reason = signing.verify_pdf(closed.pdf, [keyring.root_pem]).signatures[-1].reason
    assert reason.endswith("Pas de signature : salarié(e).")


def test_nothing_is_signed_after_the_seal(
    signed: bytes, document: bytes, keyring: signing.KeyRing, clock: SteppedClock
) -> None:
    box = BOXES[Role.EMPLOYER]
    letter = signing.seal_pdf(document, keyring, reason="Convocation", clock=clock).pdf
    for closed in (signed, letter):
        with pytest.raises(SigningError, match="déjà scellé"):
            signing.sign_person(closed, employee(), keyring, box, clock)
        with pytest.raises(SigningError, match="déjà scellé"):
            signing.close(closed, [employee()], keyring, box, clock)
        with pytest.raises(SigningError, match="déjà signé"):
            signing.begin(closed, [Role.EMPLOYEE], keyring, BOXES, clock, made_as=sha256(closed))


def test_nobody_signs_twice_or_without_being_expected(
    document: bytes, keyring: signing.KeyRing, clock: SteppedClock
) -> None:
    one = signing.begin(document, [Role.MANAGER], keyring, BOXES, clock, made_as=sha256(document))
    with pytest.raises(SigningError, match="n’attend pas"):
        signing.sign_person(one, employee(), keyring, BOXES[Role.EMPLOYEE], clock)
    two = signing.sign_person(one, manager(), keyring, BOXES[Role.MANAGER], clock)
    with pytest.raises(SigningError, match="n’attend pas"):
        signing.sign_person(two, manager(), keyring, BOXES[Role.MANAGER], clock)


def test_only_the_document_that_was_made_here_is_begun(
    document: bytes, keyring: signing.KeyRing, clock: SteppedClock
) -> None:
    with pytest.raises(SigningError, match="pas le document établi ici"):
        signing.begin(document, [Role.MANAGER], keyring, BOXES, clock, made_as=sha256(b"autre"))


def test_a_document_altered_between_two_signatures_is_not_signed_on(
    document: bytes, keyring: signing.KeyRing, other_keyring: signing.KeyRing, clock: SteppedClock
) -> None:
    one = begun(document, keyring, clock)
    altered = one.replace(b"page 1", b"page 7", 1) if b"page 1" in one else one[:400] + b"x" + one[401:]
    foreign = begun(document, other_keyring, clock)
    for wrong in (altered, one + b"\n%", foreign, document):
        with pytest.raises(SigningError, match="ne peut plus être signé"):
            signing.sign_person(wrong, manager(), keyring, BOXES[Role.MANAGER], clock)


def test_the_seal_says_only_what_the_document_bears(
    document: bytes, keyring: signing.KeyRing, clock: SteppedClock
) -> None:
    one = signing.sign_person(begun(document, keyring, clock), manager(), keyring, BOXES[Role.MANAGER], clock)
    for acts in ([manager(), employee()], [employee()], []):
        with pytest.raises(SigningError, match="ne sont pas ceux"):
            signing.close(one, acts, keyring, BOXES[Role.EMPLOYER], clock)
