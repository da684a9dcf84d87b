"""An advanced signature is made by a key of the person's own at a provider, and by nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from tests.signing.conftest import START
from tests.signing.csc import BEARER, CODE, CREDENTIAL, PIN, Provider, serving
from tests.signing.test_sequence import BOXES, employee, manager

from toolkit.clock import SteppedClock
from toolkit.digest import sha256
from toolkit.errors import SigningError
from toolkit.model.document import Role, SignatureLevel
from toolkit.signing import KeyRing, Protection, await_person, begin, close, sign_person, verify_pdf
from toolkit.signing.external import finish
from toolkit.signing.remote import RemoteCredential, remote_signer

FIELDS = ["Certification", "Salarie", "Manager", "Cachet"]
ACT = employee(level=SignatureLevel.ADVANCED, channel="link")


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with serving(Provider(START - timedelta(days=1))) as running:
        yield running


@pytest.fixture
def protection(provider: Provider) -> Protection:
    return Protection(providers=(provider.root,))


@pytest.fixture
def begun(document: bytes, keyring: KeyRing, clock: SteppedClock, protection: Protection) -> bytes:
    roles = [Role.EMPLOYEE, Role.MANAGER]
    return begin(document, roles, keyring, BOXES, clock, protection, made_as=sha256(document))


def closed(document: bytes, keyring: KeyRing, clock: SteppedClock, protection: Protection) -> bytes:
    """Return the document signed by the manager with the employer's seal, and closed."""
    box = BOXES[Role.MANAGER]
    signed = sign_person(document, manager(), keyring, box, clock, protection)
    return close(signed, [ACT, manager()], keyring, BOXES[Role.EMPLOYER], clock, protection).pdf


def test_a_key_at_a_provider_signs_the_persons_field(
    begun: bytes, keyring: KeyRing, clock: SteppedClock, protection: Protection, provider: Provider
) -> None:
    own = remote_signer(RemoteCredential(provider.url, CREDENTIAL, BEARER, PIN, lambda: CODE))
    signed = sign_person(begun, ACT, keyring, BOXES[Role.EMPLOYEE], clock, protection, own)
    done = closed(signed, keyring, clock, protection)
    verdict = verify_pdf(done, [keyring.root_pem], FIELDS, provider_roots=[provider.root_pem])
    assert verdict.ok, verdict.problems
    assert [each.sealed_by for each in verdict.signatures][1] == "Inès Lambert"


def test_a_signature_made_elsewhere_comes_back_into_its_place(
    begun: bytes, keyring: KeyRing, clock: SteppedClock, protection: Protection, provider: Provider
) -> None:
    box = BOXES[Role.EMPLOYEE]
    awaited = await_person(begun, ACT, keyring, box, clock, protection, [provider.person])
    signed = finish(awaited, provider.key.sign(awaited.to_sign, PKCS1v15(), hashes.SHA256()))
    done = closed(signed, keyring, clock, protection)
    verdict = verify_pdf(done, [keyring.root_pem], FIELDS, provider_roots=[provider.root_pem])
    assert verdict.ok, verdict.problems


def test_a_provider_that_the_reader_does_not_trust_is_told(
    begun: bytes, keyring: KeyRing, clock: SteppedClock, protection: Protection, provider: Provider
) -> None:
    own = remote_signer(RemoteCredential(provider.url, CREDENTIAL, BEARER, PIN, lambda: CODE))
    signed = sign_person(begun, ACT, keyring, BOXES[Role.EMPLOYEE], clock, protection, own)
    done = closed(signed, keyring, clock, protection)
    alone = verify_pdf(done, [keyring.root_pem], FIELDS)
    assert any("Inès Lambert" in problem for problem in alone.problems)
    stranger = Provider(START - timedelta(days=1))
    other = verify_pdf(done, [keyring.root_pem], FIELDS, provider_roots=[stranger.root_pem])
    assert any("aucun prestataire" in problem for problem in other.problems)


def test_a_provider_cannot_make_the_employers_seal(
    begun: bytes, keyring: KeyRing, clock: SteppedClock, protection: Protection, provider: Provider
) -> None:
    own = remote_signer(RemoteCredential(provider.url, CREDENTIAL, BEARER, PIN, lambda: CODE))
    signed = sign_person(begun, ACT, keyring, BOXES[Role.EMPLOYEE], clock, protection, own)
    document = sign_person(signed, manager(), keyring, BOXES[Role.MANAGER], clock, protection)
    false_ring = replace(keyring, signer=own)
    acts = [ACT, manager()]
    done = close(document, acts, false_ring, BOXES[Role.EMPLOYER], clock, protection).pdf
    verdict = verify_pdf(done, [keyring.root_pem], FIELDS, provider_roots=[provider.root_pem])
    assert any("n’est pas le cachet de l’employeur" in problem for problem in verdict.problems)


def test_no_level_is_claimed_that_the_key_does_not_give(
    begun: bytes, keyring: KeyRing, clock: SteppedClock, protection: Protection, provider: Provider
) -> None:
    box = BOXES[Role.EMPLOYEE]
    with pytest.raises(SigningError, match="niveau annoncé"):
        sign_person(begun, ACT, keyring, box, clock, protection)
    own = remote_signer(RemoteCredential(provider.url, CREDENTIAL, BEARER, PIN, lambda: CODE))
    with pytest.raises(SigningError, match="niveau annoncé"):
        sign_person(begun, employee(), keyring, box, clock, protection, own)
