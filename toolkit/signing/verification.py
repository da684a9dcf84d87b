"""Whether a signed PDF still is what was signed: the rule that no single tool applies.

A PDF reader that says "valid" may have missed a page replaced, a script added or the last signatures cut off.
A document is accepted only when every signature holds, nothing was changed after any of them, each was made
by the employer's seal, the fields are the expected ones, none is empty, and the last covers the whole file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO

from asn1crypto import parser
from cryptography import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from toolkit.signing.acts import SEAL_FIELD
from toolkit.signing.certificates import holder
from toolkit.signing.chain import chain_problems, load_pems
from toolkit.signing.envelope import as_asn1, is_exact


@dataclass(frozen=True, slots=True)
class SignatureFacts:
    """What one signature says of itself: the field, the person named, the reason, the instant stated."""

    field: str
    name: str
    reason: str
    at: datetime | None
    sealed_by: str


@dataclass(frozen=True, slots=True)
class PdfVerdict:
    """What the signatures of a PDF are worth. ``problems`` are French sentences, none when accepted.

    ``empty`` names the signature fields left empty: those of persons who refused or did not answer, which the
    closing seal locks.
    """

    problems: tuple[str, ...]
    signatures: tuple[SignatureFacts, ...] = ()
    empty: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the document is accepted."""
        return not self.problems


def verify_pdf(
    pdf: bytes, trust_roots: Iterable[bytes], expected_fields: Sequence[str] | None = None
) -> PdfVerdict:
    """Apply the rule of acceptance to a signed PDF. Nothing is raised: a hostile file ends in a verdict.

    Certificates are judged at the instant that each signature states, since a seal outlives its certificate;
    without a timestamp that instant rests on the employer's clock.

    Args:
        pdf: The document.
        trust_roots: Root certificates in PEM, obtained from elsewhere than the document.
        expected_fields: Names of the signature fields in the order of signing; None accepts any, but at
            least one.
    """
    found = examine(pdf, trust_roots)
    names = [signature.field for signature in found.signatures]
    problems = [*found.problems]
    if SEAL_FIELD not in names:
        problems += [f"le champ de signature « {name} » est resté vide." for name in found.empty]
    if expected_fields is not None and names != list(expected_fields):
        listed = f"les signatures attendues sont {_listed(expected_fields)} ; il porte {_listed(names)}."
        problems.append(listed)
    return replace(found, problems=tuple(problems))


def examine(pdf: bytes, trust_roots: Iterable[bytes]) -> PdfVerdict:
    """Check the signatures that a PDF bears and that nothing was added after them, complete or not.

    Args:
        pdf: The document, between two signatures or closed.
        trust_roots: Root certificates in PEM.
    """
    try:
        return _checked(pdf, load_pems(trust_roots))
    except (Exception, RecursionError) as error:  # noqa: BLE001 - a hostile file ends in a verdict
        return PdfVerdict((f"le PDF ou sa signature n’est pas lisible ({type(error).__name__}).",))


def _checked(pdf: bytes, roots: list[x509.Certificate]) -> PdfVerdict:
    reader = PdfFileReader(BytesIO(pdf))
    signatures = list(reader.embedded_signatures)
    problems = [] if signatures else ["il ne porte aucune signature."]
    for signature in signatures:
        problems += [
            f"signature « {signature.field_name} » : {each}" for each in _judged(signature, pdf, roots)
        ]
    if signatures and signatures[-1].evaluate_signature_coverage() != SignatureCoverageLevel.ENTIRE_FILE:
        problems.append("des octets suivent la dernière signature : le document a été complété après coup.")
    empty = tuple(name for name, value, _ in enumerate_sig_fields(reader) if value is None)
    return PdfVerdict(tuple(problems), tuple(_facts(signature) for signature in signatures), empty)


def _judged(signature: EmbeddedPdfSignature, pdf: bytes, roots: list[x509.Certificate]) -> list[str]:
    at = signature.self_reported_timestamp
    if at is None:
        return ["elle ne dit pas sa date."]
    context = ValidationContext(
        trust_roots=[as_asn1(root) for root in roots], moment=at, allow_fetching=False
    )
    status = validate_pdf_signature(signature, context)
    found = list(chain_problems(_signer(signature), _others(signature), roots, at))
    if not status.intact:
        found.append("le contenu signé a changé.")
    elif not status.valid:
        found.append("elle est fausse.")
    if not _changes_allowed(status.docmdp_ok, signature):
        found.append("le document a été modifié après elle.")
    if not found and not status.bottom_line:
        found.append(f"elle n’est pas acceptée ({status.summary()}).")
    if not _plainly_written(signature, pdf):
        found.append("elle n’est pas écrite comme elle l’a été à l’origine.")
    return found


def _changes_allowed(docmdp_ok: object, signature: EmbeddedPdfSignature) -> bool:
    return bool(docmdp_ok) and signature.diff_result is not None


def _plainly_written(signature: EmbeddedPdfSignature, pdf: bytes) -> bool:
    """Tell whether the hole of the byte range holds the signature in its one encoding, then zeros only."""
    start, length, resume, _ = (int(number) for number in signature.byte_range)
    hole = pdf[start + length : resume]
    content = signature.pkcs7_content
    encoded = content[: parser.peek(content)]
    if not is_exact(encoded, [_signer(signature), *_others(signature)]):
        return False
    written = encoded.hex().upper().encode()
    digits = hole[1:-1]
    body = digits[: len(written)] == written and not digits[len(written) :].strip(b"0")
    return hole[:1] == b"<" and hole[-1:] == b">" and body


def _facts(signature: EmbeddedPdfSignature) -> SignatureFacts:
    return SignatureFacts(
        field=signature.field_name,
        name=str(signature.sig_object.get("/Name", "")),
        reason=str(signature.sig_object.get("/Reason", "")),
        at=signature.self_reported_timestamp,
        sealed_by=holder(_signer(signature)),
    )


def _signer(signature: EmbeddedPdfSignature) -> x509.Certificate:
    return x509.load_der_x509_certificate(signature.signer_cert.dump())


def _others(signature: EmbeddedPdfSignature) -> list[x509.Certificate]:
    return [x509.load_der_x509_certificate(each.dump()) for each in signature.other_embedded_certs]


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names) or "aucune"
