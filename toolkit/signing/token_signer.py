"""A signer whose key stays in a PKCS#11 token; imported only where the driver is installed."""

from __future__ import annotations

from asn1crypto import x509
from pkcs11 import Session
from pyhanko.sign.pkcs11 import PKCS11Signer
from pyhanko_certvalidator.registry import CertificateStore, SimpleCertificateStore


class TokenSigner(PKCS11Signer):
    """pyHanko's signer, which embeds each certificate once.

    Args:
        session: An open session, logged in.
        label: Label of the key.
        seal: Certificate of the key.
        issuing: Certificate that vouches for ``seal``.
    """

    def __init__(
        self, session: Session, label: str, seal: x509.Certificate, issuing: x509.Certificate
    ) -> None:
        super().__init__(session, signing_cert=seal, key_label=label, embed_roots=False)
        self._vouchers = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        self._vouchers.register(issuing)

    @property
    def cert_registry(self) -> CertificateStore:
        """What is embedded beside the signer's own certificate, which the parent would add a second time."""
        return self._vouchers
