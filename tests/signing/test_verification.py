"""Whatever is done to a signed PDF afterwards is seen, also what other readers miss."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from toolkit import signing
from toolkit.clock import SteppedClock
from toolkit.digest import sha256
from toolkit.model.document import Role
from toolkit.signing import Box, SigningAct

FIELDS = ["Certification", "Salarie", "Cachet"]


@pytest.fixture(scope="module")
def signed(document: bytes, keyring: signing.KeyRing) -> bytes:
    clock = SteppedClock(datetime(2026, 3, 12, 9, tzinfo=UTC), timedelta(seconds=1))
    text = signing.consent_text(
        "presence-salarie", person="N", document="d", sha256="ab", collected_by="L", employer="A"
    )
    boxes = {Role.EMPLOYEE: Box(-1, 60, 200, 290, 260), Role.EMPLOYER: Box(-1, 60, 120, 535, 180)}
    act = SigningAct(Role.EMPLOYEE, "Nadia Benali", clock.now(), text)
    return signing.sign_in_presence(document, [act], keyring, boxes, clock, made_as=sha256(document)).pdf


def _updated(pdf: bytes, attack: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    attack(writer)
    output = BytesIO()
    writer.write(output)  # type: ignore[no-untyped-call]
    return output.getvalue()


def _dictionary(entries: Mapping[generic.NameObject, object]) -> generic.DictionaryObject:
    return generic.DictionaryObject(entries)  # type: ignore[no-untyped-call]


def _replace_page(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0]
    content = generic.StreamObject(stream_data=b"BT /F1 30 Tf 60 700 Td (Augmentation) Tj ET")
    page["/Contents"] = writer.add_object(content)
    writer.update_container(page)


def _add_script(writer: IncrementalPdfFileWriter) -> None:
    action = {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): generic.TextStringObject("1")}
    writer.root["/OpenAction"] = _dictionary(action)
    writer.update_root()  # type: ignore[no-untyped-call]


def _draw_over(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0]
    note = _dictionary(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/FreeText"),
            pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (60, 700, 300, 760))),
            pdf_name("/Contents"): generic.TextStringObject("faux"),
        }
    )
    page["/Annots"] = generic.ArrayObject([writer.add_object(note)])
    writer.update_container(page)


def _replace_stamp(writer: IncrementalPdfFileWriter) -> None:
    field = writer.root["/AcroForm"]["/Fields"][0]
    field["/AP"]["/N"] = writer.add_object(generic.StreamObject(stream_data=b"0 0 100 100 re f"))
    writer.update_container(field)


def _retitle(writer: IncrementalPdfFileWriter) -> None:
    info = _dictionary({pdf_name("/Title"): generic.TextStringObject("autre")})
    writer.set_info(writer.add_object(info))


ATTACKS = {
    "page content replaced": _replace_page,
    "script added": _add_script,
    "annotation drawn over": _draw_over,
    "stamp replaced": _replace_stamp,
    "title changed": _retitle,
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_incremental_attack_is_seen(attack: str, signed: bytes, keyring: signing.KeyRing) -> None:
    verdict = signing.verify_pdf(_updated(signed, ATTACKS[attack]), [keyring.root_pem], FIELDS)
    assert any("après" in problem for problem in verdict.problems), verdict.problems


def test_the_untouched_document_is_accepted(signed: bytes, keyring: signing.KeyRing) -> None:
    assert signing.verify_pdf(signed, [keyring.root_pem], FIELDS).ok


@pytest.mark.parametrize("junk", [b"x", b"\n", b"\0" * 100])
def test_bytes_after_the_end_are_seen(junk: bytes, signed: bytes, keyring: signing.KeyRing) -> None:
    verdict = signing.verify_pdf(signed + junk, [keyring.root_pem], FIELDS)
    assert any("des octets suivent" in problem for problem in verdict.problems), verdict.problems


def test_a_second_end_is_seen(signed: bytes, keyring: signing.KeyRing) -> None:
    assert not signing.verify_pdf(signed + b"%%EOF\n", [keyring.root_pem], FIELDS).ok


def test_a_rollback_misses_an_expected_signature(signed: bytes, keyring: signing.KeyRing) -> None:
    cut = signed[: signed.rindex(b"%%EOF", 0, len(signed) - 10) + 6]
    problems = signing.verify_pdf(cut, [keyring.root_pem], FIELDS).problems
    assert any(
        "attendues sont Certification, Salarie, Cachet ; il porte Certification, Salarie" in problem
        for problem in problems
    )
    assert any("resté vide" in problem for problem in problems)


def test_a_flipped_byte_anywhere_is_seen(signed: bytes, keyring: signing.KeyRing) -> None:
    source = random.Random(1914)  # noqa: S311 - a repeatable draw, no secret
    for _ in range(60):
        altered = bytearray(signed)
        position = source.randrange(len(signed))
        altered[position] ^= 1 << source.randrange(8)
        assert not signing.verify_pdf(bytes(altered), [keyring.root_pem], FIELDS).ok, position


@pytest.mark.slow
def test_a_thousand_flipped_bits_are_all_seen(signed: bytes, keyring: signing.KeyRing) -> None:
    source = random.Random(2026)  # noqa: S311 - a repeatable draw, no secret
    for _ in range(1000):
        altered = bytearray(signed)
        position = source.randrange(len(signed))
        altered[position] ^= 1 << source.randrange(8)
        assert not signing.verify_pdf(bytes(altered), [keyring.root_pem], FIELDS).ok, position


def test_the_root_of_a_stranger_vouches_for_nothing(signed: bytes, other_keyring: signing.KeyRing) -> None:
    problems = signing.verify_pdf(signed, [other_keyring.root_pem], FIELDS).problems
    assert any("ne remonte pas à la racine" in problem for problem in problems)


@pytest.mark.parametrize("roots", [[], [b"-----BEGIN CERTIFICATE-----"]])
def test_without_a_readable_root_nothing_is_trusted(roots: list[bytes], signed: bytes) -> None:
    problems = signing.verify_pdf(signed, roots, FIELDS).problems
    assert problems == tuple(
        f"signature « {field} » : le certificat du cachet ne remonte pas à la racine de confiance."
        for field in FIELDS
    )


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.7\n%%EOF", b"GIF89a", b"%PDF-1.7\n" + b"[" * 100_000])
def test_a_hostile_file_ends_in_a_verdict(pdf: bytes, keyring: signing.KeyRing) -> None:
    assert not signing.verify_pdf(pdf, [keyring.root_pem]).ok


def test_a_document_without_signature_is_not_accepted(document: bytes, keyring: signing.KeyRing) -> None:
    assert signing.verify_pdf(document, [keyring.root_pem]).problems == ("il ne porte aucune signature.",)


def test_a_sealed_letter_is_accepted_and_says_why_it_was_sealed(
    document: bytes, keyring: signing.KeyRing, clock: SteppedClock
) -> None:
    for box in (None, Box(0, 60, 60, 300, 110)):
        sealed = signing.seal_pdf(document, keyring, reason="Convocation", clock=clock, box=box).pdf
        verdict = signing.verify_pdf(sealed, [keyring.root_pem], ["Cachet"])
        assert verdict.ok, verdict.problems
        assert verdict.signatures[0].reason == "Convocation"
