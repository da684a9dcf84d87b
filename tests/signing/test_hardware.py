"""A seal key made in a PKCS#11 token never leaves it, and seals as one on disk does; SoftHSM is the token."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pkcs11 import Attribute, ObjectClass
from tests.signing.conftest import PASSPHRASE, START
from tests.signing.test_rotation import Cut, cut_at

from toolkit.clock import SteppedClock
from toolkit.errors import SigningError
from toolkit.signing import KeyRing, load_keys, seal_detached, seal_pdf, verify_detached, verify_pdf
from toolkit.signing.hardware import HardwareKey, hardware_signer, make_key, open_session
from toolkit.signing.key_files import HARDWARE_LABEL, SEAL_STORE
from toolkit.signing.rotation import rotate

MODULE = Path("/usr/lib/softhsm/libsofthsm2.so")
PIN = "7654321"


@pytest.fixture(scope="module")
def token(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HardwareKey]:
    """A token of SoftHSM's in a folder of its own, without a key yet."""
    if not MODULE.is_file():
        pytest.skip("softhsm2 is not installed")
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    settings = folder / "softhsm2.conf"
    settings.write_text(f"directories.tokendir = {folder}/tokens\nobjectstore.backend = file\n")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SOFTHSM2_CONF", str(settings))  # the library reads it when it is first opened
        command = ["softhsm2-util", "--init-token", "--free", "--label", "cachet-essai"]
        subprocess.run([*command, "--so-pin", "12345678", "--pin", PIN], check=True, capture_output=True)
        yield HardwareKey(MODULE, "cachet-essai", "cachet-2026", PIN.encode())


@pytest.fixture(scope="module")
def moved(
    token: HardwareKey, keys_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, KeyRing]:
    """The employer's keys after the seal moved into the token."""
    folder = tmp_path_factory.mktemp("materiel") / "cles"
    shutil.copytree(keys_folder, folder)
    return folder, rotate(folder, PASSPHRASE, SteppedClock(START), token)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"pin": b"0000000"}, "le code du jeton est refusé"),
        ({"token": "absent"}, "n’est pas présent"),
        ({"module": Path("absent.so")}, "module matériel"),
    ],
)
def test_what_keeps_the_token_shut_is_told_without_the_code(
    token: HardwareKey, changed: dict[str, object], told: str
) -> None:
    with pytest.raises(SigningError, match=told) as refusal:
        open_session(replace(token, **changed))  # type: ignore[arg-type]
    assert PIN not in str(refusal.value)
    assert PIN not in repr(token)


def test_a_document_is_sealed_by_the_key_in_the_token(
    moved: tuple[Path, KeyRing], document: bytes, clock: SteppedClock
) -> None:
    _, ring = moved
    sealed = seal_pdf(document, ring, reason="Convocation", clock=clock)
    verdict = verify_pdf(sealed.pdf, [ring.root_pem], ["Cachet"])
    assert verdict.ok, verdict.problems


def test_a_manifest_is_sealed_by_the_key_in_the_token(
    moved: tuple[Path, KeyRing], clock: SteppedClock
) -> None:
    _, ring = moved
    p7s = seal_detached(b"manifeste", ring, clock)
    assert verify_detached(b"manifeste", p7s, [ring.root_pem]).problems == ()


def test_the_key_cannot_be_taken_out_of_the_token(moved: tuple[Path, KeyRing], token: HardwareKey) -> None:
    folder, _ = moved
    label = (folder / HARDWARE_LABEL).read_text().partition("\n")[0]
    with open_session(token) as session:
        wanted = {Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.LABEL: label}
        (key,) = list(session.get_objects(wanted))
        assert key[Attribute.SENSITIVE]
        assert not key[Attribute.EXTRACTABLE]
    assert not (folder / SEAL_STORE).exists()


def test_the_folder_and_the_token_together_open_again(
    moved: tuple[Path, KeyRing], token: HardwareKey
) -> None:
    folder, ring = moved
    again = load_keys(folder, PASSPHRASE, replace(token, label=""))
    assert (again.seal, again.former) == (ring.seal, ring.former)


def test_without_the_token_the_reason_is_told(moved: tuple[Path, KeyRing]) -> None:
    folder, _ = moved
    with pytest.raises(SigningError, match=r"\[signing\.hardware\]"):
        load_keys(folder, PASSPHRASE)


def test_a_key_is_never_replaced_in_the_token(moved: tuple[Path, KeyRing], token: HardwareKey) -> None:
    folder, _ = moved
    with pytest.raises(SigningError, match="contient déjà une clé"):
        make_key(replace(token, label=(folder / HARDWARE_LABEL).read_text().partition("\n")[0]))


def test_a_key_that_is_not_the_certificates_is_refused(
    moved: tuple[Path, KeyRing], token: HardwareKey, keyring: KeyRing
) -> None:
    folder, _ = moved
    label = (folder / HARDWARE_LABEL).read_text().partition("\n")[0]
    with pytest.raises(SigningError, match="n’est pas celle du certificat"):
        hardware_signer(replace(token, label=label), keyring.seal, keyring.issuing)


@pytest.mark.parametrize("back_to_disk", [False, True])
def test_a_rotation_cut_at_any_step_leaves_a_seal_that_works_with_its_token(
    moved: tuple[Path, KeyRing],
    token: HardwareKey,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    back_to_disk: bool,
) -> None:
    folder, before = moved
    for step in range(20):
        place = Path(shutil.copytree(folder, tmp_path / f"coupure-{step}"))
        following = replace(token, label=f"cachet-suivant-{back_to_disk}-{step}")
        try:
            with monkeypatch.context() as cutting:
                cut_at(cutting, step)
                rotate(place, PASSPHRASE, SteppedClock(START), None if back_to_disk else following)
        except Cut:
            there = load_keys(place, PASSPHRASE, token)
            assert before.seal in (there.seal, *there.former)
            assert seal_detached(b"manifeste", there, SteppedClock(START))
        else:
            break
    assert 3 < step < 19


def test_a_lost_token_is_replaced_by_a_key_on_disk(moved: tuple[Path, KeyRing], tmp_path: Path) -> None:
    folder, before = moved
    place = Path(shutil.copytree(folder, tmp_path / "perdu"))
    ring = rotate(place, PASSPHRASE, SteppedClock(START))
    assert ring.former[-1] == before.seal
    assert load_keys(place, PASSPHRASE).seal == ring.seal
