"""Keys are made once, kept for their owner alone, and explained when they cannot be loaded."""

from __future__ import annotations

import shutil
import stat
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from toolkit import signing
from toolkit.clock import SteppedClock
from toolkit.errors import SigningError

needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")


PASSPHRASE = b"phrase-d-essai"


def test_only_their_owner_can_read_the_keys(keys_folder: Path) -> None:
    assert stat.S_IMODE(keys_folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in keys_folder.iterdir()} == {0o600}


def test_no_private_key_lies_in_clear(keys_folder: Path) -> None:
    for path in keys_folder.iterdir():
        assert b"BEGIN PRIVATE KEY" not in path.read_bytes()
        assert b"BEGIN RSA PRIVATE KEY" not in path.read_bytes()
    with pytest.raises(TypeError, match="encrypted"):
        load_pem_private_key((keys_folder / "racine.key").read_bytes(), None)


def test_loaded_keys_are_those_created(keys_folder: Path, keyring: signing.KeyRing) -> None:
    assert keyring.certificates["racine.pem"] == (keys_folder / "racine.pem").read_bytes()
    assert keyring.certificates["cachet.pem"] == (keys_folder / "cachet.pem").read_bytes()


def test_the_seal_works_without_the_key_of_the_root(keys_folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "cles"
    shutil.copytree(keys_folder, copy)
    (copy / "racine.key").unlink()
    assert signing.load_keys(copy, PASSPHRASE).seal_serial


def test_keys_of_before_still_seal_but_say_nothing_of_revocation(keys_folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "cles"
    shutil.copytree(keys_folder, copy)
    (copy / "revocation.p12").unlink()
    (copy / "intermediaire.ocsp").unlink()
    former = signing.load_keys(copy, PASSPHRASE)
    assert former.responder is None
    assert signing.seal_detached(b"x", former, SteppedClock(former.seal.not_valid_before_utc))


def test_the_seal_is_vouched_for_by_keys_that_are_not_those_of_its_authority(
    keyring: signing.KeyRing, clock: SteppedClock
) -> None:
    responder = keyring.responder
    assert responder is not None
    responder.certificate.verify_directly_issued_by(keyring.issuing)
    of_seal, of_issuing = responder.answers(keyring.seal, keyring.issuing, clock.now())
    for answer, certificate in ((of_seal, keyring.seal), (of_issuing, keyring.issuing)):
        (single,) = answer["response_bytes"]["response"].parsed["tbs_response_data"]["responses"]
        assert single["cert_id"]["serial_number"].native == certificate.serial_number
        assert single["cert_status"].name == "good"


@needs_openssl
def test_openssl_agrees_on_the_chain_and_the_fingerprint(keys_folder: Path, keyring: signing.KeyRing) -> None:
    chain = subprocess.run(
        [
            *("openssl", "verify", "-no_check_time", "-CAfile", "racine.pem"),
            *("-untrusted", "intermediaire.pem", "cachet.pem"),
        ],
        cwd=keys_folder,
        capture_output=True,
        text=True,
        check=False,
    )
    printed = subprocess.run(
        ["openssl", "x509", "-in", "racine.pem", "-noout", "-fingerprint", "-sha256"],
        cwd=keys_folder,
        capture_output=True,
        text=True,
        check=True,
    )
    assert chain.stdout == "cachet.pem: OK\n", chain.stderr
    digits = printed.stdout.strip().split("=")[1].replace(":", "")
    assert keyring.root_fingerprint.replace(" ", "") == digits


def test_validities_cover_the_years_a_folder_may_be_shown(keyring: signing.KeyRing) -> None:
    years = [
        round((each.not_valid_after_utc - each.not_valid_before_utc).days / 365.25)
        for each in (keyring.root, keyring.issuing, keyring.seal)
    ]
    assert years == [25, 24, 10]


def test_existing_keys_are_never_replaced(keys_folder: Path, clock: SteppedClock) -> None:
    before = (keys_folder / "cachet.p12").read_bytes()
    with pytest.raises(SigningError, match="jamais remplacées"):
        signing.create_keys(keys_folder, PASSPHRASE, "Ateliers", clock)
    assert (keys_folder / "cachet.p12").read_bytes() == before


def test_a_wrong_passphrase_says_so_and_what_to_do(keys_folder: Path) -> None:
    with pytest.raises(SigningError, match="phrase secrète ne correspond pas") as caught:
        signing.load_keys(keys_folder, b"autre")
    assert "restaurez la sauvegarde" in caught.value.next_step


@pytest.mark.parametrize("name", ["cachet.p12", "racine.pem", "intermediaire.pem"])
def test_a_missing_file_is_named(name: str, keys_folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "cles"
    shutil.copytree(keys_folder, copy)
    (copy / name).unlink()
    with pytest.raises(SigningError, match=name):
        signing.load_keys(copy, PASSPHRASE)


def test_a_damaged_certificate_is_told(keys_folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "cles"
    shutil.copytree(keys_folder, copy)
    (copy / "racine.pem").write_bytes(b"-----BEGIN CERTIFICATE-----\nxx\n-----END CERTIFICATE-----\n")
    with pytest.raises(SigningError, match="certificat est abîmé"):
        signing.load_keys(copy, PASSPHRASE)


def test_a_key_that_others_can_read_is_refused(keys_folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "cles"
    shutil.copytree(keys_folder, copy)
    (copy / "cachet.p12").chmod(0o644)
    with pytest.raises(SigningError, match="chmod 600"):
        signing.load_keys(copy, PASSPHRASE)


def test_a_very_long_name_of_employer_still_makes_keys(tmp_path: Path, clock: SteppedClock) -> None:
    name = "Société coopérative d’intérêt collectif des artisans réunis du Grand Est et de l’Océan Indien"
    assert signing.create_keys(tmp_path / "cles", PASSPHRASE, name, clock).seal_serial


def test_a_passphrase_is_made_of_groups_that_a_person_can_copy() -> None:
    passphrase = signing.new_passphrase(lambda size: bytes(range(size)))
    assert passphrase == b"aaaq-eayf-audq-qcik-bmgb-7kqp-y3xu-fqhc" or len(passphrase) == 39
    assert signing.new_passphrase() != signing.new_passphrase()
