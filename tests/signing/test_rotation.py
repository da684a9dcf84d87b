"""A new seal takes over; what the former one sealed stays sealed, and nobody can seal with it any more."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from tests.signing.conftest import PASSPHRASE, START

from toolkit.clock import SteppedClock
from toolkit.errors import SigningError
from toolkit.signing import (
    KeyRing,
    certificates,
    load_keys,
    seal_detached,
    seal_pdf,
    verify_detached,
    verify_pdf,
)
from toolkit.signing.key_files import ISSUING_KEY, ISSUING_STATUS, RESPONDER_STORE, SEAL_STORE
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


class Cut(BaseException):
    """The process ends here."""


def cut_at(monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    """End before the given step among all that change the folder; drafts stay, as after a kill."""
    steps = itertools.count()

    def counted(name: str) -> Callable[..., object]:
        done = getattr(Path, name)

        def act(path: Path, *args: object, **named: object) -> object:
            if name == "unlink" and path.suffix == ".partiel":
                return None
            if next(steps) == step:
                raise Cut
            return done(path, *args, **named)

        return act

    for name in ("replace", "unlink", "mkdir"):
        monkeypatch.setattr(Path, name, counted(name))


@pytest.fixture(scope="module")
def two_keys() -> tuple[RSAPrivateKey, RSAPrivateKey]:
    return certificates.new_key(), certificates.new_key()


@pytest.mark.parametrize("missing", [(), (RESPONDER_STORE, ISSUING_STATUS)], ids=["now", "before"])
def test_a_rotation_cut_at_any_step_leaves_a_seal_that_works_and_is_ended_by_the_next(
    folder: Path,
    tmp_path: Path,
    two_keys: tuple[RSAPrivateKey, RSAPrivateKey],
    missing: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in missing:
        (folder / name).unlink()
    before = load_keys(folder, PASSPHRASE)
    for step in range(20):
        place = Path(shutil.copytree(folder, tmp_path / f"coupure-{step}"))
        keys = iter(two_keys)
        monkeypatch.setattr(certificates, "new_key", lambda keys=keys: next(keys))
        try:
            with monkeypatch.context() as cutting:
                cut_at(cutting, step)
                rotate(place, PASSPHRASE, SteppedClock(NEXT_YEAR))
        except Cut:
            there = load_keys(place, PASSPHRASE)
            assert (there.seal, *there.former)[-1] == before.seal
            ring = rotate(place, PASSPHRASE, SteppedClock(NEXT_YEAR))
            assert ring.former[0] == before.seal
            assert ring.seal not in ring.former
            assert not list(place.rglob("*.partiel"))
        else:
            break
    assert 5 < step < 19


def test_without_the_authoritys_key_nothing_changes(folder: Path) -> None:
    before = load_keys(folder, PASSPHRASE)
    (folder / ISSUING_KEY).unlink()
    with pytest.raises(SigningError, match="introuvable"):
        rotate(folder, PASSPHRASE, SteppedClock(NEXT_YEAR))
    assert load_keys(folder, PASSPHRASE).seal == before.seal
    assert load_keys(folder, PASSPHRASE).former == ()
