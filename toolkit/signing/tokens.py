"""Timestamp tokens (RFC 3161): the question, the answer, and the one form in which a token is kept.

A token is signed by its server, but CMS leaves room around what is signed: certificates that nobody needs,
attributes, longer encodings. A token is therefore written anew when it arrives, with the certificates that
lead to the trusted root and nothing else, and checked later by building that form again and comparing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from asn1crypto import algos, cms, core, tsp
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID

from toolkit.signing.certificates import holder
from toolkit.signing.chain import authority_path
from toolkit.signing.envelope import as_asn1, named_by, signer_of

_HASHES: dict[str, type[hashes.HashAlgorithm]] = {
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}


class TokenError(Exception):
    """What a server answered is no timestamp of ours; the message is the end of a French sentence."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token whose signature holds and whose form is exact.

    ``imprint`` is the SHA-256 stamped, ``at`` the instant stated, ``path`` the certificates from the server's
    up to the trusted root.
    """

    der: bytes
    imprint: bytes
    at: datetime
    path: tuple[x509.Certificate, ...]

    @property
    def name(self) -> str:
        """Who stamped, as its certificate says."""
        return holder(self.path[0])

    @property
    def server(self) -> x509.Certificate:
        """The certificate of the server."""
        return self.path[0]


def question(imprint: bytes, nonce: int) -> bytes:
    """Return the request to stamp the SHA-256 ``imprint`` (RFC 3161, 2.4.1)."""
    request = tsp.TimeStampReq(
        {
            "version": 1,
            "message_imprint": {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": imprint},
            "nonce": nonce,
            "cert_req": True,
        }
    )
    return bytes(request.dump())


def granted(answer: bytes, imprint: bytes, nonce: int, roots: Sequence[x509.Certificate]) -> Token:
    """Return the token that a server gave, written in the form that is kept.

    Args:
        answer: The body of its answer (RFC 3161, 2.4.2).
        imprint: The SHA-256 that was to be stamped.
        nonce: The number that the request bore: another answer cannot be played again.
        roots: The roots that a timestamp server is trusted under.

    Raises:
        TokenError: the server refused, or stamped something else, or is not trusted.
    """
    try:
        token = read(_written_anew(_received(answer, nonce), roots), roots)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise TokenError(f"a répondu de façon illisible ({type(error).__name__})") from error
    if token.imprint != imprint:
        raise TokenError("a horodaté autre chose que ce qui lui était demandé")
    return token


def read(der: bytes, roots: Sequence[x509.Certificate]) -> Token:
    """Return the token that ``der`` encodes, after every check that needs no content.

    Raises:
        TokenError: it is false, not in the exact form, or not under one of ``roots``.
    """
    content = cms.ContentInfo.load(der, strict=True)
    signed = content["content"]
    signer = signer_of(der)
    carried = [x509.load_der_x509_certificate(each.chosen.dump()) for each in signed["certificates"]]
    path = _path(signer, carried, roots)
    if path is None:
        raise TokenError("n’est pas sous une racine d’horodatage de confiance")
    raw = bytes(signed["encap_content_info"]["content"])
    if _form(signed, signer, raw, path) != der:
        raise TokenError("n’a pas exactement la forme attendue (octet changé, ajouté ou retiré)")
    _check_signature(signer, raw, path[0])
    info = tsp.TSTInfo.load(raw, strict=True)
    imprint = info["message_imprint"]
    if imprint["hash_algorithm"]["algorithm"].native != "sha256":
        raise TokenError("porte une empreinte d’un autre genre que SHA-256")
    at = info["gen_time"].native
    _check_certificates(path, at)
    return Token(der, imprint["hashed_message"].native, at, path)


def _received(answer: bytes, nonce: int) -> cms.ContentInfo:
    status_info, *tokens = core.SequenceOf.load(answer, strict=True, spec=core.Any)
    status = tsp.PKIStatusInfo.load(status_info.dump())["status"].native
    if status not in {"granted", "granted_with_mods"}:
        raise TokenError(f"a refusé d’horodater ({status})")
    received = cms.ContentInfo.load(tokens[0].dump(), strict=True)
    info = received["content"]["encap_content_info"]["content"].parsed
    if info["nonce"].native != nonce:
        raise TokenError("a répondu à une autre demande")
    return received


def _written_anew(received: cms.ContentInfo, roots: Sequence[x509.Certificate]) -> bytes:
    signed = received["content"]
    (signer,) = signed["signer_infos"]
    carried = [x509.load_der_x509_certificate(each.chosen.dump()) for each in signed["certificates"]]
    path = _path(signer, carried, roots)
    if path is None:
        raise TokenError("n’est pas sous une racine d’horodatage de confiance")
    return _form(signed, signer, bytes(signed["encap_content_info"]["content"]), path)


def _form(
    signed: cms.SignedData, signer: cms.SignerInfo, content: bytes, path: Sequence[x509.Certificate]
) -> bytes:
    """Return the one encoding of these parts (RFC 5652, 5; X.690, 10): nothing but them is taken over."""
    if signed["encap_content_info"]["content_type"].native != "tst_info":
        raise TokenError("n’est pas un jeton d’horodatage")
    by_name = signer["sid"].name == "issuer_and_serial_number"
    digest = signer["digest_algorithm"].dump()
    scheme = signer["signature_algorithm"].dump()
    name = signer["digest_algorithm"]["algorithm"].native
    if name not in _HASHES or digest not in _digests(name) or scheme not in _schemes(name):
        raise TokenError("emploie un algorithme trop faible ou inconnu")
    info = {
        "version": "v1" if by_name else "v3",
        "sid": _sid(path[0], by_name=by_name),
        "digest_algorithm": algos.DigestAlgorithm.load(digest),
        "signed_attrs": signer["signed_attrs"].untag(),
        "signature_algorithm": algos.SignedDigestAlgorithm.load(scheme),
        "signature": bytes(signer["signature"].native),
    }
    data = {
        "version": "v3",
        "digest_algorithms": [algos.DigestAlgorithm.load(digest)],
        "encap_content_info": {"content_type": "tst_info", "content": cms.ParsableOctetString(content)},
        "certificates": [cms.CertificateChoices("certificate", as_asn1(each)) for each in path[:-1] or path],
        "signer_infos": [cms.SignerInfo(info)],
    }
    token = cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(data)})
    return bytes(token.dump())


def _sid(certificate: x509.Certificate, *, by_name: bool) -> cms.SignerIdentifier:
    holder = as_asn1(certificate)
    if by_name:
        named = {"issuer": holder.issuer, "serial_number": holder.serial_number}
        return cms.SignerIdentifier("issuer_and_serial_number", named)
    return cms.SignerIdentifier("subject_key_identifier", holder.key_identifier_value.native)


def _digests(name: str) -> tuple[bytes, ...]:
    """Return how a digest algorithm may be written: without parameters (RFC 5754, 2), or with NULL."""
    oid = algos.DigestAlgorithmId(name).dump()
    return _sequence(oid), _sequence(oid + core.Null().dump())


def _schemes(digest: str) -> tuple[bytes, ...]:
    """Return how the signature algorithms that may go with a digest are written (RFC 3370 to 5758)."""
    null = core.Null().dump()
    plain = [algos.SignedDigestAlgorithmId(name).dump() for name in ("rsassa_pkcs1v15", f"{digest}_rsa")]
    pss = algos.SignedDigestAlgorithm(
        {
            "algorithm": "rsassa_pss",
            "parameters": {
                "hash_algorithm": {"algorithm": digest},
                "mask_gen_algorithm": {"algorithm": "mgf1", "parameters": {"algorithm": digest}},
                "salt_length": _HASHES[digest].digest_size,
            },
        }
    )
    elliptic = algos.SignedDigestAlgorithmId(f"{digest}_ecdsa").dump()
    return (*(_sequence(oid + null) for oid in plain), pss.dump(), _sequence(elliptic))


def _sequence(content: bytes) -> bytes:
    return b"\x30" + bytes([len(content)]) + content


def _path(
    signer: cms.SignerInfo, carried: Sequence[x509.Certificate], roots: Sequence[x509.Certificate]
) -> tuple[x509.Certificate, ...] | None:
    """Return the certificates from the one that the signer names up to a trusted root."""
    known = [*carried, *roots]
    if signer["sid"].name == "issuer_and_serial_number":
        server = named_by(signer, known)
    else:
        wanted = signer["sid"].chosen.native
        server = next((each for each in known if as_asn1(each).key_identifier == wanted), None)
    return None if server is None else authority_path(server, carried, roots)


def _check_signature(signer: cms.SignerInfo, content: bytes, server: x509.Certificate) -> None:
    """Refuse a signature that does not hold over ``content``, or names another certificate (RFC 5816)."""
    algorithm = _HASHES[signer["digest_algorithm"]["algorithm"].native]()
    values = {each["type"].native: each["values"] for each in signer["signed_attrs"]}
    digest = hashes.Hash(algorithm)
    digest.update(content)
    sound = (
        values["content_type"][0].native == "tst_info"
        and values["message_digest"][0].native == digest.finalize()
        and _names(values, server)
    )
    if not sound:
        raise TokenError("porte une signature d’un autre contenu")
    attributes = signer["signed_attrs"].untag().dump()
    signature, key = bytes(signer["signature"].native), server.public_key()
    try:
        if isinstance(key, rsa.RSAPublicKey):
            pss = signer["signature_algorithm"]["algorithm"].native == "rsassa_pss"
            salted = padding.PSS(padding.MGF1(algorithm), algorithm.digest_size)
            key.verify(signature, attributes, salted if pss else padding.PKCS1v15(), algorithm)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, attributes, ec.ECDSA(algorithm))
        else:
            raise TokenError("emploie un algorithme trop faible ou inconnu")
    except InvalidSignature:
        raise TokenError("porte une signature fausse") from None


def _names(values: dict[str, cms.SetOfAny], server: x509.Certificate) -> bool:
    """Tell whether the signed attributes name the server's certificate by its hash (RFC 5035)."""
    if "signing_certificate_v2" in values:
        first = values["signing_certificate_v2"][0]["certs"][0]
        name = first["hash_algorithm"]["algorithm"].native
        stated = first["cert_hash"].native
        return name in _HASHES and bool(stated == server.fingerprint(_HASHES[name]()))
    first = values["signing_certificate"][0]["certs"][0]
    return bool(first["cert_hash"].native == server.fingerprint(hashes.SHA1()))  # noqa: S303 - RFC 2634's own


def _check_certificates(path: Sequence[x509.Certificate], at: datetime) -> None:
    """Refuse a server that was not there to stamp, or not valid then (RFC 3161, 2.3)."""
    try:
        usage = path[0].extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except x509.ExtensionNotFound:
        raise TokenError("n’est pas un serveur d’horodatage d’après son certificat") from None
    if not usage.critical or list(usage.value) != [ExtendedKeyUsageOID.TIME_STAMPING]:
        raise TokenError("n’est pas un serveur d’horodatage d’après son certificat")
    if not all(each.not_valid_before_utc <= at <= each.not_valid_after_utc for each in path):
        raise TokenError(f"emploie un certificat qui n’était pas valable le {at:%d/%m/%Y}")


def imprint_of(content: bytes) -> bytes:
    """Return what is stamped of ``content``: its SHA-256."""
    return sha256(content).digest()
