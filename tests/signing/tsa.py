"""A timestamp authority on the loopback interface, and others that answer as they should not.

It speaks RFC 3161 and RFC 6960 over HTTP with keys of its own: root, authority, server.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

from asn1crypto import cms, core, keys, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as generate_curve_key
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID
from pyhanko.sign.general import as_signing_certificate_v2
from pyhanko.sign.timestamps import DummyTimeStamper

YEARS = 10
_DAY = timedelta(days=1)


class Authority:
    """Keys and certificates of a timestamp authority, and what it answers.

    Args:
        start: First day of its certificates.
        now: Tells the instant that it stamps.
        address: Where it answers about revocation; nowhere where empty.
        years: How long the server's own certificate lasts.
    """

    def __init__(
        self, start: datetime, now: Callable[[], datetime], address: str = "", years: float = YEARS
    ) -> None:
        self.now = now
        self.revoked = False
        self.asked = 0
        self._keys = [generate_private_key(65537, 2048) for _ in range(3)]
        root_key, issuing_key, server_key = self._keys
        self.root = _certificate("Racine horodatage", root_key, None, root_key, start, years + 15)
        self.issuing = _certificate(
            "Autorité horodatage", issuing_key, self.root, root_key, start, years + 14, address
        )
        self.server = _certificate(
            "Horloge d’essai", server_key, self.issuing, issuing_key, start, years, address, stamps=True
        )
        self._responders = {
            issuer.serial_number: _responder(issuer, key)
            for issuer, key in ((self.root, root_key), (self.issuing, issuing_key))
        }
        self.stamper = _Stamper(self)

    @property
    def root_pem(self) -> bytes:
        """Its root in PEM."""
        return self.root.public_bytes(Encoding.PEM)

    @property
    def server_key(self) -> RSAPrivateKey:
        """The key that stamps."""
        return self._keys[2]

    def stamp(self, request: bytes) -> bytes:
        """Return the answer to a timestamp request."""
        self.asked += 1
        self.stamper.fixed_dt = self.now().astimezone(UTC).replace(microsecond=0)
        answer = self.stamper.async_request_tsa_response(tsp.TimeStampReq.load(request))
        return bytes(asyncio.run(answer).dump())

    def status(self, request: bytes) -> bytes:
        """Return the answer to a question about one of its certificates."""
        wanted = ocsp.load_der_ocsp_request(request).serial_number
        return self.told(self.server if wanted == self.server.serial_number else self.issuing)

    def told(self, certificate: x509.Certificate) -> bytes:
        """Return what is said of its own certificate, or of its authority's."""
        of_server = certificate == self.server
        issuer = self.issuing if of_server else self.root
        now = self.now().astimezone(UTC).replace(microsecond=0)
        revoked = self.revoked and of_server
        builder = ocsp.OCSPResponseBuilder().add_response(
            certificate,
            issuer,
            hashes.SHA1(),  # noqa: S303 - how certificates are named (RFC 6960, 4.1.1)
            ocsp.OCSPCertStatus.REVOKED if revoked else ocsp.OCSPCertStatus.GOOD,
            now - timedelta(minutes=1),
            now + _DAY,
            now - timedelta(minutes=2) if revoked else None,
            None,
        )
        responder, key = self._responders[issuer.serial_number]
        builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, responder).certificates([responder])
        return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)


class _Stamper(DummyTimeStamper):
    """pyHanko's stamper for tests, with its key loaded once and its certificate named by SHA-256."""

    def __init__(self, authority: Authority) -> None:
        self._key = authority.server_key
        private = self._key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        carried = [_asn1(authority.issuing), _asn1(authority.root)]
        super().__init__(_asn1(authority.server), keys.PrivateKeyInfo.load(private), carried)  # type: ignore[arg-type]

    def _sign_tst_info(
        self,
        tst_info_data: bytes,
        md_algorithm: str,  # noqa: ARG002 - the library's
        dt: datetime,
    ) -> tuple[bytes, cms.CMSAttributes]:
        digest = hashes.Hash(hashes.SHA256())
        digest.update(tst_info_data)
        attributes = cms.CMSAttributes(
            [
                cms.CMSAttribute({"type": name, "values": (value,)})
                for name, value in (
                    ("content_type", "tst_info"),
                    ("signing_time", cms.Time({"utc_time": core.UTCTime(dt)})),
                    ("message_digest", digest.finalize()),
                    ("signing_certificate_v2", as_signing_certificate_v2(self.tsa_cert)),
                )
            ]
        )
        attributes = cms.CMSAttributes.load(attributes.dump(force=True))
        return self._key.sign(attributes.dump(), PKCS1v15(), hashes.SHA256()), attributes


Answer = Callable[[bytes], bytes]


class Desk:
    """A server on a port of its own: what it answers is chosen by the path asked."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[str, Answer]] = {}
        self.seen: list[tuple[str, str]] = []
        desk = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
                desk.seen.append((self.path, self.headers.get("Authorization", "")))
                if self.path not in desk.answers:
                    self.send_error(500)
                    return
                kind, answer = desk.answers[self.path]
                content = answer(body)
                self.send_response(200)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.block_on_close = False

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def serve(self, authority: Authority, path: str = "") -> str:
        """Let ``authority`` answer, and return the address where it stamps."""
        self.answers[f"{path}/ocsp"] = ("application/ocsp-response", authority.status)
        return self.answer(f"{path}/tsa", authority.stamp)

    def answer(self, path: str, answer: Answer, kind: str = "application/timestamp-reply") -> str:
        """Let ``path`` be answered by ``answer``, and return its address."""
        self.answers[path] = (kind, answer)
        return self.address + path

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def authority_at_desk(
    start: datetime, now: Callable[[], datetime], years: float = YEARS
) -> Iterator[tuple[Desk, Authority, str]]:
    """Yield a desk, the authority that answers there, and the address where it stamps."""
    with Desk() as desk:
        authority = Authority(start, now, f"{desk.address}/ocsp", years)
        yield desk, authority, desk.serve(authority)


def changed_request(change: Callable[[tsp.TimeStampReq], None], authority: Authority) -> Answer:
    """Return an answer that is sound, but to another question."""

    def answer(body: bytes) -> bytes:
        request = tsp.TimeStampReq.load(body)
        change(request)
        return authority.stamp(request.dump(force=True))

    return answer


def slow(seconds: float, authority: Authority) -> Answer:
    """Return an answer that comes late."""

    def answer(body: bytes) -> bytes:
        time.sleep(seconds)
        return authority.stamp(body)

    return answer


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))


def _responder(
    issuer: x509.Certificate, issuer_key: RSAPrivateKey
) -> tuple[x509.Certificate, EllipticCurvePrivateKey]:
    """Return a delegate that answers about revocation for ``issuer``."""
    key = generate_curve_key(SECP256R1())
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Révocation")]))
        .issuer_name(issuer.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(issuer.not_valid_before_utc)
        .not_valid_after(issuer.not_valid_after_utc)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING]), critical=False)
        .add_extension(x509.OCSPNoCheck(), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False
        )
    )
    return builder.sign(issuer_key, hashes.SHA256()), key


def _certificate(
    name: str,
    key: RSAPrivateKey,
    issuer: x509.Certificate | None,
    issuer_key: RSAPrivateKey,
    start: datetime,
    years: float,
    address: str = "",
    *,
    stamps: bool = False,
) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    usage = dict.fromkeys(
        (
            "content_commitment",
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=365.25 * years))
        .add_extension(x509.BasicConstraints(ca=not stamps, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(digital_signature=True, key_cert_sign=not stamps, crl_sign=not stamps, **usage),
            critical=True,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False
        )
    )
    if stamps:
        builder = builder.add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True
        )
    if address:
        place = x509.UniformResourceIdentifier(address)
        access = x509.AccessDescription(AuthorityInformationAccessOID.OCSP, place)
        builder = builder.add_extension(x509.AuthorityInformationAccess([access]), critical=False)
    return builder.sign(issuer_key, hashes.SHA256())
