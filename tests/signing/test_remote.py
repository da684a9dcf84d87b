"""A key at a provider signs over the consortium's API; what the provider answers is checked before use."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from tests.signing.conftest import START
from tests.signing.csc import BEARER, CODE, CREDENTIAL, PIN, Provider, serving

from toolkit.errors import SigningError
from toolkit.signing.remote import RemoteCredential, remote_signer

CONTENT = b"ce que la personne signe"


@pytest.fixture(scope="module")
def running() -> Iterator[Provider]:
    with serving(Provider(START - timedelta(days=1))) as provider:
        yield provider


@pytest.fixture
def provider(running: Provider) -> Provider:
    running.asked.clear()
    running.fault = ""
    return running


def credential(provider: Provider) -> RemoteCredential:
    return RemoteCredential(provider.url, CREDENTIAL, BEARER, PIN, lambda: CODE, seconds=2)


def signed(chosen: RemoteCredential) -> bytes:
    return asyncio.run(remote_signer(chosen).async_sign_raw(CONTENT, "sha256"))


def test_the_key_at_the_provider_signs(provider: Provider) -> None:
    public = provider.person.public_key()
    assert isinstance(public, RSAPublicKey)
    public.verify(signed(credential(provider)), CONTENT, PKCS1v15(), hashes.SHA256())


def test_the_leave_to_sign_is_tied_to_the_hash_that_is_signed(provider: Provider) -> None:
    signed(credential(provider))
    _, (where, authorized), (_, asked) = provider.asked
    assert where.endswith("credentials/authorize")
    assert authorized["hash"] == asked["hash"]


def test_the_certificate_comes_from_the_provider(provider: Provider) -> None:
    assert remote_signer(credential(provider)).certificate == provider.person


def test_a_second_signature_asks_anew(provider: Provider) -> None:
    signer = remote_signer(credential(provider))
    first = asyncio.run(signer.async_sign_raw(CONTENT, "sha256"))
    assert asyncio.run(signer.async_sign_raw(CONTENT, "sha256")) == first
    assert [path.rsplit("/", 1)[1] for path, _ in provider.asked].count("authorize") == 2


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("false signature", "signature fausse"),
        ("garbage", "autre chose"),
        ("no JSON", "autre chose"),
        ("elsewhere", "HTTP 307"),
        ("slow", "à temps"),
    ],
)
def test_what_a_provider_answers_is_checked(provider: Provider, fault: str, told: str) -> None:
    provider.fault = fault
    with pytest.raises(SigningError, match=told):
        signed(credential(provider))


def test_a_wrong_code_is_the_providers_refusal(provider: Provider) -> None:
    with pytest.raises(SigningError, match="HTTP 401"):
        signed(replace(credential(provider), code=lambda: "000000"))


def test_a_service_that_is_not_there_is_named(provider: Provider) -> None:
    with pytest.raises(SigningError, match=r"127\.0\.0\.1:9 .*injoignable"):
        remote_signer(replace(credential(provider), service="http://127.0.0.1:9"))


def test_a_service_in_clear_is_refused_but_on_this_machine(provider: Provider) -> None:
    with pytest.raises(SigningError, match="https"):
        remote_signer(replace(credential(provider), service="http://signature.example"))


def test_no_secret_shows_in_what_is_printed(provider: Provider) -> None:
    shown = repr(credential(provider))
    assert not any(secret in shown for secret in (BEARER.decode(), PIN.decode(), CODE))
