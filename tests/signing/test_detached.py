"""The seal of a manifest: standard, and exact to the byte."""

from __future__ import annotations

import random
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from asn1crypto import cms

from toolkit import signing
from toolkit.clock import SteppedClock

needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")


DATA = b"0123  journal.jsonl\n"


@pytest.fixture
def seal(keyring: signing.KeyRing, clock: SteppedClock) -> bytes:
    return signing.seal_detached(DATA, keyring, clock)


def _verdict(data: bytes, p7s: bytes, keyring: signing.KeyRing) -> signing.DetachedVerdict:
    return signing.verify_detached(data, p7s, [keyring.root_pem], keyring.certificates.values())


def test_a_seal_is_accepted_and_states_who_and_when(seal: bytes, keyring: signing.KeyRing) -> None:
    verdict = _verdict(DATA, seal, keyring)
    assert verdict.ok, verdict.problems
    assert verdict.sealed_by == "Cachet – Ateliers de l’Été"
    assert verdict.sealed_at == datetime(2026, 3, 3, 8, 0, tzinfo=UTC)


@needs_openssl
def test_openssl_accepts_it_without_options_of_ours(
    seal: bytes, keyring: signing.KeyRing, tmp_path: Path
) -> None:
    for name, content in (("m", DATA), ("m.p7s", seal), ("racine.pem", keyring.root_pem)):
        (tmp_path / name).write_bytes(content)
    run = subprocess.run(
        [
            *("openssl", "cms", "-verify", "-binary", "-cades", "-inform", "DER", "-in", "m.p7s"),
            *("-content", "m", "-CAfile", "racine.pem", "-attime", "1772700000"),
        ],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout == DATA


def test_it_carries_seal_and_authority_but_no_root(seal: bytes, keyring: signing.KeyRing) -> None:
    certificates = cms.ContentInfo.load(seal)["content"]["certificates"]
    serials = {choice.chosen.serial_number for choice in certificates}
    assert serials == {keyring.seal.serial_number, keyring.issuing.serial_number}


def test_the_same_content_at_the_same_instant_gives_the_same_bytes(keyring: signing.KeyRing) -> None:
    at = datetime(2026, 5, 1, tzinfo=UTC)
    seals = {signing.seal_detached(DATA, keyring, SteppedClock(at)) for _ in range(2)}
    assert len(seals) == 1


def test_another_content_is_told_apart_from_a_damaged_seal(seal: bytes, keyring: signing.KeyRing) -> None:
    other = _verdict(DATA + b"x", seal, keyring)
    assert other.problems == ("le sceau n’est pas celui de ce contenu.",)
    assert other.content_changed
    assert signing.is_seal_of(DATA, seal)
    assert not signing.is_seal_of(DATA + b"x", seal)
    assert not signing.is_seal_of(DATA, b"abc")


def test_any_flipped_bit_added_or_missing_byte_is_refused(seal: bytes, keyring: signing.KeyRing) -> None:
    source = random.Random(1914)  # noqa: S311 - a repeatable draw, no secret
    assert not _verdict(DATA, seal + b"\0", keyring).ok
    assert not _verdict(DATA, b"\0" + seal, keyring).ok
    assert not _verdict(DATA, seal[:-1], keyring).ok
    assert not _verdict(DATA, b"", keyring).ok
    for position in range(0, len(seal), 11):
        altered = bytearray(seal)
        altered[position] ^= 1 << source.randrange(8)
        assert not _verdict(DATA, bytes(altered), keyring).ok, position


def test_a_longer_encoding_of_the_same_values_is_refused(seal: bytes, keyring: signing.KeyRing) -> None:
    assert seal[:2] == b"\x30\x82"
    assert not _verdict(DATA, b"\x30\x83\x00" + seal[2:], keyring).ok


def test_an_unsigned_attribute_cannot_be_slipped_in(seal: bytes, keyring: signing.KeyRing) -> None:
    content = cms.ContentInfo.load(seal)
    signer = content["content"]["signer_infos"][0]
    signer["unsigned_attrs"] = cms.CMSAttributes([cms.CMSAttribute({"type": "1.2.3.4", "values": []})])
    verdict = _verdict(DATA, content.dump(force=True), keyring)
    assert any("exactement la forme" in problem for problem in verdict.problems)


def test_the_seal_of_a_stranger_is_refused(
    keyring: signing.KeyRing, other_keyring: signing.KeyRing, clock: SteppedClock
) -> None:
    forged = signing.seal_detached(DATA, other_keyring, clock)
    verdict = signing.verify_detached(DATA, forged, [keyring.root_pem])
    assert verdict.problems == ("le certificat du cachet ne remonte pas à la racine de confiance.",)


def test_a_seal_outside_the_years_of_its_certificate_is_refused(keyring: signing.KeyRing) -> None:
    late = signing.seal_detached(DATA, keyring, SteppedClock(datetime(2037, 1, 1, tzinfo=UTC)))
    assert any("n’était pas valable le 01/01/2037" in each for each in _verdict(DATA, late, keyring).problems)
