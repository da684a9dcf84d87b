"""Signers that HR volumes can live with: the key is checked once, and time comes from the injected clock."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Any

from asn1crypto import cms
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_der_private_key
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import InvisSigSettings
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.timestamps import TimeStamper

from toolkit.signing.envelope import DIGEST
from toolkit.signing.timestamps import TimestampServers
from toolkit.signing.tokens import Token

BYTES_RESERVED = 24576
"""Hexadecimal digits kept for a signature whose certificates are not known beforehand."""

INVISIBLE = InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True)
"""How a field that nobody sees is written: PDF/A forbids one that is hidden (ISO 19005-3, 6.3.2)."""

_MARGIN = 8192


def room_for(signer: signers.Signer) -> int:
    """Return the hexadecimal digits to keep for a signature with the certificates that it carries.

    Knowing it beforehand spares the trial signature that would measure it; much more than needed would be
    read digit by digit each time the document is opened.
    """
    certificates = [signer.signing_cert, *signer.cert_registry]
    return 2 * sum(len(each.dump()) for each in certificates if each is not None) + _MARGIN


class CachedSigner(signers.SimpleSigner):
    """A signer in memory that loads and checks its private key once instead of at each signature."""

    @cached_property
    def _key(self) -> RSAPrivateKey:
        # The PKCS#12 reader has just checked this very key; checking again costs 100 ms.
        key = load_der_private_key(
            self.signing_key.dump(), password=None, unsafe_skip_rsa_key_validation=True
        )
        if not isinstance(key, RSAPrivateKey):
            raise TypeError("the seal key must be RSA")
        return key

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        """Return the RSASSA-PKCS1-v1_5 signature of ``data`` (RFC 8017, 8.2)."""
        if digest_algorithm != DIGEST:
            return super().sign_raw(data, digest_algorithm)
        return self._key.sign(data, PKCS1v15(), hashes.SHA256())


class TokenStamper(TimeStamper):
    """The timestamp servers as the PDF library asks for them.

    ``last`` is the token received last.
    """

    def __init__(self, servers: TimestampServers) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._servers = servers
        self.last: Token | None = None

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """Return a token over ``message_digest``, which is a SHA-256."""
        if md_algorithm != DIGEST:
            raise ValueError(md_algorithm)
        self.last = await self._servers.stamp_async(message_digest)
        return cms.ContentInfo.load(self.last.der)


class DatedPdfSigner(signers.PdfSigner):
    """A PDF signer that states the instant it is given rather than the machine's.

    Args:
        at: Aware instant of the signature, written in the field ``/M``.
    """

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:  # noqa: ANN401 - the parent's own
        super().__init__(*args, **kwargs)
        self._at = at

    def init_signing_session(
        self,
        pdf_out: BasePdfFileWriter,
        existing_fields_only: bool = False,  # noqa: FBT001, FBT002 - signature of the parent
    ) -> PdfSigningSession:
        """Return the parent's session, dated."""
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._at
        return session
