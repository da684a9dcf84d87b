"""A new seal takes over; what the former one sealed stays sealed, and nobody can seal with it any more."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from tests.signing.conftest import PASSPHRASE, START

from toolkit.clock import SteppedClock
from toolkit.errors import SigningError
from toolkit.signing import KeyRing, load_keys, seal_detached, seal_pdf, verify_detached, verify_pdf
from toolkit.signing.key_files import ISSUING_KEY, SEAL_STORE
from toolkit.signing.rotation import rotate

NEXT_YEAR = START + timedelta(days=365)


@pytest.fixture
def folder(keys_folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(keys_folder, tmp_path / "cles"))


def test_the_new_seal_has_another_key_under_the_same_root(folder: Path, keyring: KeyRing) -> None:
    ring = rotate(folder, PASSPHRASE, SteppedClock(NEXT_YEAR))
    assert ring.root_fingerprint == keyring.root_fingerprint
    assert ring.seal.public_key() != keyring.seal.public_key()
    assert ring.former == (keyring.seal,)


def test_what_both_seals_sealed_is_accepted(
    folder: Path, keyring: KeyRing, document: bytes, clock: SteppedClock
) -> None:
    before = seal_pdf(document, keyring, reason="Convocation", clock=clock)
    p7s = seal_detached(b"manifeste", keyring, clock)
    ring = rotate(folder, PASSPHRASE, SteppedClock(NEXT_YEAR))
    after = seal_pdf(document, ring, reason="Convocation", clock=SteppedClock(NEXT_YEAR + timedelta(days=1)))
    certs = list(ring.certificates.values())
    assert verify_pdf(before.pdf, [ring.root_pem], ["Cachet"]).ok
    assert verify_pdf(after.pdf, [ring.root_pem], ["Cachet"]).ok
    assert verify_detached(b"manifeste", p7s, [ring.root_pem], certs).problems == ()


def test_the_former_private_key_is_gone(folder: Path) -> None:
    former = (folder / SEAL_STORE).read_bytes()
    rotate(folder, PASSPHRASE, SteppedClock(NEXT_YEAR))
    assert all(former not in path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_the_certificates_of_all_seals_go_into_folders_and_former_sets_are_known(folder: Path) -> None:
    first = load_keys(folder, PASSPHRASE)
    second = rotate(folder, PASSPHRASE, SteppedClock(NEXT_YEAR))
    third = rotate(folder, PASSPHRASE, SteppedClock(NEXT_YEAR + timedelta(days=365)))
    assert third.certificate_sets == (third.certificates, second.certificates, first.certificates)
    assert sorted(set(third.certificates) - set(first.certificates)) == [
        "cachet-ancien-1.pem",
        "cachet-ancien-2.pem",
    ]


def test_a_rotation_cut_short_leaves_a_seal_that_works_and_is_ended_by_the_next(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = load_keys(folder, PASSPHRASE)

    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as cutting:
        cutting.setattr("toolkit.signing.rotation.certificates.new_key", cut)
        with pytest.raises(KeyboardInterrupt):
            rotate(folder, PASSPHRASE, SteppedClock(NEXT_YEAR))
    assert load_keys(folder, PASSPHRASE).seal == before.seal
    ring = rotate(folder, PASSPHRASE, SteppedClock(NEXT_YEAR))
    assert ring.former == (before.seal,)


def test_without_the_authoritys_key_nothing_changes(folder: Path) -> None:
    before = load_keys(folder, PASSPHRASE)
    (folder / ISSUING_KEY).unlink()
    with pytest.raises(SigningError, match="introuvable"):
        rotate(folder, PASSPHRASE, SteppedClock(NEXT_YEAR))
    assert load_keys(folder, PASSPHRASE).seal == before.seal
    assert load_keys(folder, PASSPHRASE).former == ()
