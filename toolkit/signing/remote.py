"""A key held by a trust service provider, used over the Cloud Signature Consortium's API (CSC v1.0.4).

This is the only way to an advanced signature here: the provider has identified the person, holds the key, and
asks the person's consent (Regulation (EU) 910/2014, article 26). OAuth, the choice of the credential and the
code belong to the provider; what it hands over is given to :class:`RemoteCredential`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from cryptography import x509
from pyhanko.sign.general import SigningError as LibraryError
from pyhanko.sign.signers.csc_signer import (
    CSCAuthorizationInfo,
    CSCAuthorizationManager,
    CSCCredentialInfo,
    CSCServiceSessionInfo,
    CSCSigner,
    fetch_certs_in_csc_credential,
)
from pyhanko_certvalidator.registry import CertificateStore, SimpleCertificateStore

from toolkit.errors import SigningError
from toolkit.signing.envelope import DIGEST
from toolkit.signing.rsa import is_signed_by

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
NEXT_STEP = "Vérifiez le service et le certificat dans [signing.remote], ou joignez le prestataire."


@dataclass(frozen=True, slots=True)
class RemoteCredential:
    """A credential at a provider, and what opens it.

    Args:
        service: Base address, before ``/csc/v1/``; https, but for this machine itself.
        credential: The provider's identifier of the credential.
        bearer: OAuth token of the service or of the person.
        pin: What the credential asks for, where it does.
        code: Asks the person for the one-time code that the provider sent, where it sends one.
        seconds: How long to wait for an answer.
    """

    service: str
    credential: str
    bearer: bytes = field(default=b"", repr=False)
    pin: bytes = field(default=b"", repr=False)
    code: Callable[[], str] | None = field(default=None, repr=False)
    seconds: int = 30


def remote_signer(credential: RemoteCredential) -> RemoteSigner:
    """Return what signs with a key at a provider.

    Raises:
        SigningError: the address is not safe, or the service does not answer as it should.
    """
    place = urlsplit(credential.service)
    if place.scheme != "https" and not (place.scheme == "http" and place.hostname in LOOPBACK):
        raise SigningError(
            "l’adresse du service de signature doit commencer par https://.",
            about=credential.service,
            next_step=NEXT_STEP,
        )
    session = CSCServiceSessionInfo(
        service_url=credential.service.rstrip("/"),
        credential_id=credential.credential,
        oauth_token=credential.bearer.decode() or None,
    )
    try:
        info = asyncio.run(_credential_info(session, credential.seconds))
    except (LibraryError, aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        raise _refused(credential, error) from None
    return RemoteSigner(credential, session, info)


async def _credential_info(session: CSCServiceSessionInfo, seconds: int) -> CSCCredentialInfo:
    async with aiohttp.ClientSession(middlewares=[_refuse_elsewhere]) as http:
        return await fetch_certs_in_csc_credential(http, session, timeout=seconds)


class RemoteSigner(CSCSigner):
    """pyHanko's signer for CSC services, with a connection for each signature, and the answer checked."""

    def __init__(
        self, credential: RemoteCredential, session: CSCServiceSessionInfo, info: CSCCredentialInfo
    ) -> None:
        self._credential = credential
        self._trouble: Exception | None = None
        self._authorization = _Authorization(credential, session, info)
        super().__init__(
            None,  # type: ignore[arg-type]  # each signature has an event loop, so a connection, of its own
            self._authorization,
            sign_timeout=credential.seconds,
            embed_roots=False,
        )
        self._vouchers = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        self._vouchers.register_multiple(each for each in info.chain if each.self_signed == "no")

    @property
    def certificate(self) -> x509.Certificate:
        """The certificate of the key."""
        return x509.load_der_x509_certificate(self._authorization.credential_info.signing_cert.dump())

    @property
    def cert_registry(self) -> CertificateStore:
        """What is embedded beside the signer's own certificate, which the parent would add a second time."""
        return self._vouchers

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: FBT001, FBT002 - signature of the parent
        """Return the provider's signature of ``data``, checked against the certificate.

        Raises:
            SigningError: the provider refuses, does not answer, or answers with a false signature.
        """
        if dry_run:
            return await super().async_sign_raw(data, digest_algorithm, dry_run=True)
        async with aiohttp.ClientSession(middlewares=[_refuse_elsewhere]) as http:
            self.session = http
            self._authorization.http = http
            try:
                signature = await super().async_sign_raw(data, digest_algorithm)
            except (LibraryError, aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
                raise _refused(self._credential, self._trouble or error) from None
        if not is_signed_by(self.certificate, signature, data):
            raise SigningError(
                "le service de signature a rendu une signature fausse ; elle n’est pas employée.",
                about=urlsplit(self._credential.service).netloc,
                next_step=NEXT_STEP,
            )
        return signature

    async def commit(self) -> None:
        """Ask for the signature, and remember why it failed: the parent only logs it."""
        self._trouble = None
        try:
            await super().commit()  # type: ignore[no-untyped-call]
        except (LibraryError, aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            self._trouble = error
            raise


class _Authorization(CSCAuthorizationManager):
    """Asks the provider's leave for each signature, tied to its hash (``credentials/authorize``)."""

    def __init__(
        self, credential: RemoteCredential, session: CSCServiceSessionInfo, info: CSCCredentialInfo
    ) -> None:
        super().__init__(session, info)
        self.http: aiohttp.ClientSession | None = None
        self._credential = credential

    async def authorize_signature(self, hash_b64s: list[str]) -> CSCAuthorizationInfo:
        """Return the provider's leave to sign ``hash_b64s``."""
        if self.http is None:
            raise LibraryError("no connection")
        request = self.format_csc_auth_request(
            pin=self._credential.pin.decode() or None,
            otp=self._credential.code() if self._credential.code is not None else None,
            hash_b64s=hash_b64s,
        )
        async with self.http.post(
            f"{self._credential.service.rstrip('/')}/csc/v1/credentials/authorize",
            headers=self.auth_headers,
            json=request | {"hashAlgo": DIGEST},
            raise_for_status=True,
            timeout=aiohttp.ClientTimeout(total=self._credential.seconds),
        ) as response:
            answer: dict[str, Any] = await response.json()
        return self.parse_csc_auth_response(answer)


async def _refuse_elsewhere(
    request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    """Follow no redirection: the body carries codes, and would go where the answer says, in clear even."""
    response = await handler(request)
    if response.status in range(300, 400):
        response.close()
        raise aiohttp.ClientResponseError(response.request_info, (), status=response.status)
    return response


def _refused(credential: RemoteCredential, error: Exception) -> SigningError:
    cause: BaseException = error
    while isinstance(cause, LibraryError) and cause.__cause__ is not None:
        cause = cause.__cause__
    match cause:
        case aiohttp.ClientResponseError():
            problem = f"le service de signature a refusé (réponse HTTP {cause.status})."
        case TimeoutError():
            problem = "le service de signature n’a pas répondu à temps."
        case aiohttp.ClientError() | OSError():
            problem = "le service de signature est injoignable."
        case _:
            problem = "le service de signature a répondu autre chose que ce que prévoit son interface."
    return SigningError(problem, about=urlsplit(credential.service).netloc, next_step=NEXT_STEP)
