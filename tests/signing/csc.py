"""A trust service provider for the tests: the Cloud Signature Consortium's API on this machine alone."""

from __future__ import annotations

import asyncio
import base64
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

RSA_SHA256 = "1.2.840.113549.1.1.11"
CREDENTIAL = "salarie-0001"
BEARER = b"jeton-d-essai"
PIN = b"2468"
CODE = "135790"


@dataclass
class Provider:
    """Keys and certificates of a provider, what it was asked, and how it misbehaves."""

    start: datetime
    root_key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))
    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))
    asked: list[tuple[str, dict[str, object]]] = field(default_factory=list)
    fault: str = ""
    url: str = ""

    def __post_init__(self) -> None:
        self.root = self._certificate("Racine du prestataire", self.root_key, "Racine du prestataire")
        self.person = self._certificate("Inès Lambert", self.key, "Racine du prestataire")

    def _certificate(self, name: str, key: rsa.RSAPrivateKey, issuer: str) -> x509.Certificate:
        authority = name == issuer
        builder = (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
            .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(self.start)
            .not_valid_after(self.start + timedelta(days=3650))
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self.root_key.public_key()), critical=False
            )
            .add_extension(
                x509.KeyUsage(
                    digital_signature=not authority,
                    content_commitment=not authority,
                    key_cert_sign=authority,
                    crl_sign=authority,
                    key_encipherment=False,
                    data_encipherment=False,
                    key_agreement=False,
                    encipher_only=False,
                    decipher_only=False,
                ),
                critical=True,
            )
        )
        return builder.sign(self.root_key, hashes.SHA256())

    @property
    def root_pem(self) -> bytes:
        """The root that a reader trusts."""
        return self.root.public_bytes(Encoding.PEM)

    async def info(self, request: web.Request) -> web.Response:
        """Answer ``credentials/info``."""
        await self._note(request)
        certificates = [self.person, self.root]
        return web.json_response(
            {
                "key": {"status": "enabled", "algo": [RSA_SHA256], "len": 2048},
                "cert": {
                    "certificates": [
                        base64.b64encode(c.public_bytes(Encoding.DER)).decode() for c in certificates
                    ]
                },
                "multisign": 1,
                "SCAL": "2",
            }
        )

    async def authorize(self, request: web.Request) -> web.Response:
        """Answer ``credentials/authorize``: leave to sign these hashes, for the right code."""
        body = await self._note(request)
        if body.get("PIN") != PIN.decode() or body.get("OTP") != CODE:
            raise web.HTTPUnauthorized
        if self.fault == "elsewhere":
            raise web.HTTPTemporaryRedirect(f"{self.url}/csc/v1/credentials/info")
        if self.fault == "no JSON":
            return web.Response(text="{", content_type="application/json")
        return web.json_response({"SAD": "|".join(str(each) for each in _listed(body["hash"]))})

    async def sign(self, request: web.Request) -> web.Response:
        """Answer ``signatures/signHash`` for the hashes that were authorised."""
        body = await self._note(request)
        wanted = [str(each) for each in _listed(body["hash"])]
        if body.get("SAD") != "|".join(wanted):
            raise web.HTTPForbidden
        digests = [base64.b64decode(each) for each in wanted]
        if self.fault == "false signature":
            digests = [bytes(32) for _ in digests]
        if self.fault == "garbage":
            return web.json_response({"signatures": "rien"})
        if self.fault == "slow":
            await asyncio.sleep(5)
        signatures = [self.key.sign(each, PKCS1v15(), Prehashed(hashes.SHA256())) for each in digests]
        return web.json_response({"signatures": [base64.b64encode(each).decode() for each in signatures]})

    async def _note(self, request: web.Request) -> dict[str, object]:
        if request.headers.get("Authorization") != f"Bearer {BEARER.decode()}":
            raise web.HTTPUnauthorized
        body: dict[str, object] = await request.json()
        self.asked.append((request.path, body))
        return body


def _listed(value: object) -> list[object]:
    assert isinstance(value, list)
    return value


@contextmanager
def serving(provider: Provider) -> Iterator[Provider]:
    """Serve ``provider`` on a port of this machine, in a thread."""
    loop = asyncio.new_event_loop()
    started = threading.Event()
    runner: list[web.AppRunner] = []

    async def start() -> None:
        app = web.Application()
        app.add_routes(
            [
                web.post("/csc/v1/credentials/info", provider.info),
                web.post("/csc/v1/credentials/authorize", provider.authorize),
                web.post("/csc/v1/signatures/signHash", provider.sign),
            ]
        )
        runner.append(web.AppRunner(app))
        await runner[0].setup()
        site = web.TCPSite(runner[0], "127.0.0.1", 0)
        await site.start()
        host, port = runner[0].addresses[0][:2]
        provider.url = f"http://{host}:{port}"
        started.set()

    def run() -> None:
        loop.run_until_complete(start())
        loop.run_forever()
        loop.run_until_complete(runner[0].cleanup())
        loop.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert started.wait(10)
    try:
        yield provider
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
