"""A timestamp authority of the tests: in this process, at the instant that a test asks for."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from hashlib import sha256

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

YEAR = timedelta(days=365)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


@dataclass(frozen=True)
class Authority:
    """A root, and a unit that stamps: both begin at ``start``, the unit lasts ``years``."""

    start: datetime
    years: int = 5
    name: str = "Autorité d’horodatage d’essai"

    @cached_property
    def _root_key(self) -> rsa.RSAPrivateKey:
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)

    @cached_property
    def _key(self) -> rsa.RSAPrivateKey:
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)

    @cached_property
    def _root(self) -> x509.Certificate:
        subject = _name(f"Racine – {self.name}")
        builder = self._builder(subject, subject, self._root_key, self.years + 10)
        usage = x509.KeyUsage(
            digital_signature=False,
            content_commitment=False,
            key_encipherment=False,
            data_encipherment=False,
            key_agreement=False,
            key_cert_sign=True,
            crl_sign=True,
            encipher_only=False,
            decipher_only=False,
        )
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        return builder.add_extension(usage, critical=True).sign(self._root_key, hashes.SHA256())

    @cached_property
    def _unit(self) -> x509.Certificate:
        builder = self._builder(_name(self.name), self._root.subject, self._key, self.years)
        stamping = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        return builder.add_extension(stamping, critical=True).sign(self._root_key, hashes.SHA256())

    def _builder(
        self, subject: x509.Name, issuer: x509.Name, key: rsa.RSAPrivateKey, years: int
    ) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(self.start)
            .not_valid_after(self.start + years * YEAR)
        )

    @property
    def root_pem(self) -> bytes:
        """The root in PEM."""
        return self._root.public_bytes(Encoding.PEM)

    def stamp(self, data: bytes, at: datetime) -> bytes:
        """Return the token of ``data`` at an instant."""
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        store.register(_asn1(self._root))
        plain = self._key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        stamper = DummyTimeStamper(
            _asn1(self._unit), asn1_keys.PrivateKeyInfo.load(plain), certs_to_embed=store, fixed_dt=at
        )
        token = asyncio.run(stamper.async_timestamp(sha256(data).digest(), "sha256"))
        return bytes(token.dump())


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
