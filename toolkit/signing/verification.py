"""Whether a signed PDF still is what was signed: the rule that no single tool applies.

A PDF reader that says "valid" may have missed a page replaced, a script added or the last signatures cut off.
A document is accepted only when every signature holds, nothing was changed after any of them, each was made
by the employer's seal, the fields are the expected ones, none is empty, and the last covers the whole file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO

from cryptography import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from toolkit.model.document import PadesLevel
from toolkit.signing.acts import PERSONS_FIELDS, SEAL_FIELD
from toolkit.signing.certificates import holder, is_seal
from toolkit.signing.chain import chain_problems, load_pems, provider_problems
from toolkit.signing.dating import document_stamps, holds, signature_token, unkept
from toolkit.signing.envelope import as_asn1, as_certificates, is_exact
from toolkit.signing.levels import Evidence
from toolkit.signing.longterm import passes
from toolkit.signing.signatures import token_of, written


@dataclass(frozen=True, slots=True)
class SignatureFacts:
    """What one signature says of itself: the field, the person named, the reason, the instant stated.

    ``stamped_at`` is the earliest instant that a timestamp server proves, None where only the employer's
    clock tells.
    """

    field: str
    name: str
    reason: str
    at: datetime | None
    sealed_by: str
    stamped_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PdfVerdict:
    """What the signatures of a PDF are worth. ``problems`` are French sentences, none when accepted.

    ``empty`` names the signature fields left empty: those of persons who refused or did not answer, which the
    closing seal locks. ``level`` is that of the signature that reached least; ``stamped_by`` names the server
    of the last document timestamp, ``provable_until`` the end of its certificate.
    """

    problems: tuple[str, ...]
    signatures: tuple[SignatureFacts, ...] = ()
    empty: tuple[str, ...] = ()
    level: PadesLevel | None = None
    stamped_by: str = ""
    provable_until: datetime | None = None

    @property
    def ok(self) -> bool:
        """Whether the document is accepted."""
        return not self.problems


def verify_pdf(
    pdf: bytes,
    trust_roots: Iterable[bytes],
    expected_fields: Sequence[str] | None = None,
    *,
    at: datetime | None = None,
    timestamp_roots: Iterable[bytes] | None = None,
    provider_roots: Iterable[bytes] = (),
) -> PdfVerdict:
    """Apply the rule of acceptance to a signed PDF. Nothing is raised: a hostile file ends in a verdict.

    Without ``at``, certificates are judged at the instant that each signature states, which rests on the
    employer's clock where no timestamp proves it. With ``at``, the document is judged as by a reader of that
    day: a certificate that has ended by then counts only if a timestamp that still holds proves that the
    signature was made before, and the long-term validation of the standard must pass too.

    Args:
        pdf: The document.
        trust_roots: Root certificates in PEM, obtained from elsewhere than the document.
        expected_fields: Names of the signature fields in the order of signing, document timestamps not
            counted; None accepts any, but at least one.
        at: Aware instant at which it is judged.
        timestamp_roots: Roots of timestamp servers in PEM; those of ``trust_roots`` where None.
        provider_roots: Roots in PEM under which a person's own certificate may have signed that person's
            field; the employer's seal signs all fields where none is given.
    """
    roots = load_pems(trust_roots)
    stamp_roots = roots if timestamp_roots is None else load_pems(timestamp_roots)
    found = examine(pdf, roots, stamp_roots, at, providers=load_pems(provider_roots))
    names = [signature.field for signature in found.signatures]
    problems = [*found.problems]
    if SEAL_FIELD not in names:
        problems += [f"le champ de signature « {name} » est resté vide." for name in found.empty]
    if expected_fields is not None and names != list(expected_fields):
        listed = f"les signatures attendues sont {_listed(expected_fields)} ; il porte {_listed(names)}."
        problems.append(listed)
    return replace(found, problems=tuple(problems))


def examine(
    pdf: bytes,
    roots: Sequence[x509.Certificate],
    stamp_roots: Sequence[x509.Certificate] = (),
    at: datetime | None = None,
    *,
    providers: Sequence[x509.Certificate] = (),
) -> PdfVerdict:
    """Check the signatures that a PDF bears and that nothing was added after them, complete or not.

    Args:
        pdf: The document, between two signatures or closed.
        roots: Roots of seals.
        stamp_roots: Roots of timestamp servers.
        at: Aware instant at which it is judged; None for that of each signature.
        providers: Roots under which persons may have signed with keys of their own.
    """
    try:
        return _Reading(pdf, roots, stamp_roots, providers).verdict(at)
    except (Exception, RecursionError) as error:  # noqa: BLE001 - a hostile file ends in a verdict
        return PdfVerdict((f"le PDF ou sa signature n’est pas lisible ({type(error).__name__}).",))


_UNPROVEN = "plus aucun horodatage ne prouve qu’elle a été faite avant"


class _Reading:
    """One document being checked."""

    def __init__(
        self,
        pdf: bytes,
        roots: Sequence[x509.Certificate],
        stamp_roots: Sequence[x509.Certificate],
        providers: Sequence[x509.Certificate],
    ) -> None:
        self._pdf = pdf
        self._roots = roots
        self._providers = providers
        self._stamp_roots = stamp_roots
        self._reader = PdfFileReader(BytesIO(pdf))
        self._all = list(self._reader.embedded_signatures)
        self._signatures = list(self._reader.embedded_regular_signatures)
        self._stamps = document_stamps(self._all, pdf, stamp_roots)
        self._evidence = Evidence(self._reader, self._stamps)

    def verdict(self, at: datetime | None) -> PdfVerdict:
        """Return the verdict, ``at`` an instant or at that of each signature."""
        problems = [] if self._signatures else ["il ne porte aucune signature."]
        for stamp in self._stamps:
            problems += stamp.problems
        judged = [self._judged(each, at) for each in self._signatures]
        for signature, each in zip(self._signatures, judged, strict=True):
            problems += [f"signature « {signature.field_name} » : {one}" for one in each.problems]
        if self._all and self._all[-1].evaluate_signature_coverage() != SignatureCoverageLevel.ENTIRE_FILE:
            problems.append(
                "des octets suivent la dernière signature : le document a été complété après coup."
            )
        if at is not None:
            problems += unkept(self._stamps, at)
        last = self._stamps[-1] if self._stamps else None
        return PdfVerdict(
            tuple(problems),
            tuple(each.facts for each in judged),
            tuple(name for name, value, _ in enumerate_sig_fields(self._reader) if value is None),
            min((each.level for each in judged), key=lambda level: level.rank, default=None),
            last.by if last else "",
            last.token.server.not_valid_after_utc if last and last.token else None,
        )

    def _judged(self, signature: EmbeddedPdfSignature, at: datetime | None) -> _Judged:
        token, wrong = signature_token(signature, self._stamp_roots)
        facts, level = _facts(signature), self._evidence.level(signature, token)
        if facts.at is None:
            return _Judged(("elle ne dit pas sa date.",), facts, level)
        later = self._evidence.later(signature)
        proofs = [token] if token else []
        proofs += [stamp.token for stamp in later if stamp.token]
        if at is not None:
            proofs = [each for each in proofs if holds(each, later, at)]
        proven = min((each.at for each in proofs), default=None)
        if at is not None and proven is None:
            level = PadesLevel.B_B
        found = [*wrong, *self._integrity(signature, facts.at)]
        if not found:
            found += self._lasting(signature, proven, at)
        return _Judged(tuple(found), replace(facts, stamped_at=proven), level)

    def _integrity(self, signature: EmbeddedPdfSignature, stated: datetime) -> list[str]:
        """Return what is wrong with a signature at the instant that it states."""
        signer, *others = as_certificates(signature)
        own = self._is_persons_own(signature.field_name, signer)
        roots = self._providers if own else self._roots
        judge = provider_problems if own else chain_problems
        found = list(judge(signer, others, roots, stated))
        status = validate_pdf_signature(
            signature,
            _context(roots, stated),
            ts_validation_context=_context(self._stamp_roots, self._stamping_time(signature, stated)),
        )
        if not status.intact:
            found.append("le contenu signé a changé.")
        elif not status.valid:
            found.append("elle est fausse.")
        if not (status.docmdp_ok and signature.diff_result is not None):
            found.append("le document a été modifié après elle.")
        if not found and not status.bottom_line:
            found.append(f"elle n’est pas acceptée ({status.summary()}).")
        # How a provider encodes what it signs is its own affair.
        if not own and not _plainly_written(signature, self._pdf, [signer, *others]):
            found.append("elle n’est pas écrite comme elle l’a été à l’origine.")
        return found

    def _is_persons_own(self, field: str, signer: x509.Certificate) -> bool:
        """Tell whether a person signed with a key of their own: in their field, and where it is allowed."""
        return bool(self._providers) and field in PERSONS_FIELDS and not is_seal(signer)

    def _stamping_time(self, signature: EmbeddedPdfSignature, stated: datetime) -> datetime:
        token, _ = signature_token(signature, self._stamp_roots)
        return token.at if token else stated

    def _lasting(
        self, signature: EmbeddedPdfSignature, proven: datetime | None, at: datetime | None
    ) -> list[str]:
        """Return what keeps a sound signature from counting: revoked, or not proven to be old enough."""
        signer, *others = as_certificates(signature)
        revoked = [self._evidence.answers.get(each.serial_number) for each in (signer, *others)]
        if any(when and (proven is None or proven >= when) for when in revoked):
            return ["son certificat était révoqué."]
        end = min(each.not_valid_after_utc for each in (signer, *others))
        if at is None or at <= end:
            return []
        if proven is None or proven > end:
            return [f"{_UNPROVEN} le {end:%d/%m/%Y}, fin de son certificat."]
        return self._standard(signature, at)

    def _standard(self, signature: EmbeddedPdfSignature, at: datetime) -> list[str]:
        """Return what the standard's own long-term validation says against a signature.

        The PDF library can be asked only about signatures that bear a timestamp themselves, while the
        authorities last, and about no day ahead of the machine's clock; our own rule, which has accepted by
        now, stands alone for the others.
        """
        token, _ = signature_token(signature, self._stamp_roots)
        if token is None or at > datetime.now(UTC):
            return []
        paths = [each.token.path for each in self._stamps if each.token]
        authorities = [*as_certificates(signature)[1:], *(each for path in paths for each in path[1:])]
        if any(at > each.not_valid_after_utc for each in (*authorities, *token.path[1:])):
            return []
        last = self._stamps[-1].token if self._stamps else None
        missed = passes(signature, self._roots, self._stamp_roots, last.path if last else (), at)
        return [f"la validation à long terme ne conclut pas ({missed})."] if missed else []


@dataclass(frozen=True, slots=True)
class _Judged:
    problems: tuple[str, ...]
    facts: SignatureFacts
    level: PadesLevel


def _context(roots: Sequence[x509.Certificate], moment: datetime) -> ValidationContext:
    return ValidationContext(
        trust_roots=[as_asn1(root) for root in roots], moment=moment, allow_fetching=False
    )


def _plainly_written(
    signature: EmbeddedPdfSignature, pdf: bytes, carried: Sequence[x509.Certificate]
) -> bool:
    """Tell whether the hole of the byte range holds the signature in its one encoding, then zeros only."""
    found = written(signature, pdf)
    return found.plainly and is_exact(found.encoded, carried, token_of(signature))


def _facts(signature: EmbeddedPdfSignature) -> SignatureFacts:
    return SignatureFacts(
        field=signature.field_name,
        name=str(signature.sig_object.get("/Name", "")),
        reason=str(signature.sig_object.get("/Reason", "")),
        at=signature.self_reported_timestamp,
        sealed_by=holder(as_certificates(signature)[0]),
    )


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names) or "aucune"
