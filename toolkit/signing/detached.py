"""The detached seal of a manifest: CMS in the CAdES baseline form (EN 319 122-1, level B-B).

Every byte of the seal is either signed or follows from what is signed: checking builds the one expected
encoding again and compares, so that no byte can change, be added or be cut unseen.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from asn1crypto import cms, core, tsp
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from toolkit.clock import Clock
from toolkit.digest import sha256
from toolkit.signing.certificates import holder
from toolkit.signing.chain import UNTRUSTED, chain_problems, load_pems
from toolkit.signing.envelope import DIGEST, carried_by, encode, named_by, signer_of
from toolkit.signing.keys import KeyRing

_UTC_TIME_ENDS = 2050


@dataclass(frozen=True, slots=True)
class DetachedVerdict:
    """What a detached seal is worth. ``problems`` are French sentences, empty when it is sound.

    ``sealed_at`` is the instant that the seal states; without a timestamp it rests on the sealer's clock.
    ``content_changed`` tells of a seal that is sound in itself, but of another content.
    """

    problems: tuple[str, ...]
    sealed_by: str = ""
    sealed_at: datetime | None = None
    content_changed: bool = False

    @property
    def ok(self) -> bool:
        """Whether the seal is sound."""
        return not self.problems


def seal_detached(data: bytes, keyring: KeyRing, clock: Clock) -> bytes:
    """Return the seal of ``data`` in DER; it carries the certificates of seal and authority, no root."""
    digest = bytes.fromhex(sha256(data))
    attributes = _signed_attributes(digest, keyring.seal, clock.now().replace(microsecond=0))
    signature = asyncio.run(keyring.signer.async_sign_raw(attributes.dump(), DIGEST))
    return encode(keyring.seal, keyring.issuing, attributes, signature)


def is_seal_of(data: bytes, p7s: bytes) -> bool:
    """Tell whether ``p7s`` is a seal of ``data``, sound in itself; trust in its root is not asked."""
    try:
        verdict = _checked(data, p7s, [], [])
    except (Exception, RecursionError):  # noqa: BLE001 - a damaged file is no seal
        return False
    return verdict.problems == (UNTRUSTED,)


def verify_detached(
    data: bytes, p7s: bytes, trust_roots: Iterable[bytes], certs: Iterable[bytes] = ()
) -> DetachedVerdict:
    """Check a seal made by :func:`seal_detached`, byte for byte.

    Args:
        data: The bytes sealed.
        p7s: The seal.
        trust_roots: Root certificates in PEM, obtained from elsewhere than the seal.
        certs: Certificates in PEM that stand beside the seal, the only ones it may carry. Without any, those
            within the seal are used.
    """
    try:
        return _checked(data, p7s, load_pems(trust_roots), load_pems(certs))
    except (Exception, RecursionError) as error:  # noqa: BLE001 - a hostile file ends in a verdict
        return DetachedVerdict((f"le sceau n’est pas lisible ({type(error).__name__}).",))


def _checked(
    data: bytes, p7s: bytes, roots: list[x509.Certificate], certs: list[x509.Certificate]
) -> DetachedVerdict:
    signer = signer_of(p7s)
    known = certs or carried_by(p7s)
    seal = named_by(signer, known)
    if seal is None:
        return DetachedVerdict(("le certificat qui a scellé n’est pas parmi les certificats joints.",))
    at, digest = _stated_time(signer), _stated_digest(signer)
    problems = list(chain_problems(seal, known, roots, at))
    attributes = _signed_attributes(digest, seal, at)
    signature = bytes(signer["signature"].native)
    if not any(encode(seal, other, attributes, signature) == p7s for other in known):
        problems.append("le sceau n’a pas exactement la forme attendue (octet changé, ajouté ou retiré).")
    if not _signed(seal, signature, attributes.dump()):
        problems.append("la signature du sceau est fausse.")
    changed = digest.hex() != sha256(data)
    sound = not problems
    if changed:
        problems.append("le sceau n’est pas celui de ce contenu.")
    return DetachedVerdict(tuple(problems), holder(seal), at, content_changed=changed and sound)


def _signed_attributes(digest: bytes, seal: x509.Certificate, at: datetime) -> cms.CMSAttributes:
    """Return what the signature covers (RFC 5652, 11; RFC 5035 for the certificate's own hash)."""
    certificate_id = tsp.ESSCertIDv2({"cert_hash": seal.fingerprint(hashes.SHA256())})
    kind = "utc_time" if at.year < _UTC_TIME_ENDS else "general_time"
    values = {
        "content_type": "data",
        "message_digest": digest,
        "signing_time": cms.Time({kind: at.astimezone(UTC)}),
        "signing_certificate_v2": tsp.SigningCertificateV2({"certs": [certificate_id]}),
    }
    return cms.CMSAttributes(
        [cms.CMSAttribute({"type": name, "values": (value,)}) for name, value in values.items()]
    )


def _signed(seal: x509.Certificate, signature: bytes, attributes: bytes) -> bool:
    key = seal.public_key()
    if not isinstance(key, RSAPublicKey):
        return False
    with contextlib.suppress(InvalidSignature):
        key.verify(signature, attributes, PKCS1v15(), hashes.SHA256())
        return True
    return False


def _stated_digest(signer: cms.SignerInfo) -> bytes:
    return bytes(_attribute(signer, "message_digest").native)


def _stated_time(signer: cms.SignerInfo) -> datetime:
    at = _attribute(signer, "signing_time").native
    if not isinstance(at, datetime):
        raise TypeError("signing time")
    return at


def _attribute(signer: cms.SignerInfo, name: str) -> core.Asn1Value:
    (value,) = next(each["values"] for each in signer["signed_attrs"] if each["type"].native == name)
    return value
