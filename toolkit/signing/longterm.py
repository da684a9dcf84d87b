"""Whether a signature can be validated after its certificates have ended (EN 319 102-1, 5.6.3)."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from io import BytesIO

from asn1crypto import ocsp as asn1_ocsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.validation.ades import ades_lta_validation, simulate_future_ades_lta_validation
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import ValidationInfoReadingError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.policy_decl import (
    LocalKnowledge,
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator.authority import CertTrustAnchor
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import (
    REQUIRE_REVINFO,
    CertRevTrustPolicy,
    NonRevokedStatusAssertion,
)
from pyhanko_certvalidator.registry import SimpleTrustManager

from toolkit.signing.envelope import as_asn1

_AHEAD = timedelta(days=3652)


def passes(
    signature: EmbeddedPdfSignature,
    roots: Sequence[x509.Certificate],
    stamp_roots: Sequence[x509.Certificate],
    last: Sequence[x509.Certificate],
    at: datetime,
) -> str:
    """Validate a signature as on the day ``at``, with what the document holds and nothing from a network.

    Args:
        signature: The signature.
        roots: Roots of seals.
        stamp_roots: Roots of timestamp servers.
        last: Path of the server of the last document timestamp: nothing in the document can tell whether it
            was revoked since, so that it is taken not to be.
        at: Aware instant.

    Returns:
        What keeps it from passing, as the standard calls it; empty when it passes.
    """
    spared = [NonRevokedStatusAssertion(each.fingerprint(hashes.SHA256()), at) for each in last[:-1]]
    knowledge = LocalKnowledge(nonrevoked_assertions=spared)
    timing = ValidationTimingInfo(validation_time=at, best_signature_time=at, point_in_time_validation=True)
    result = asyncio.run(
        ades_lta_validation(signature, _policy(roots, stamp_roots, knowledge), timing_info=timing)
    )
    return "" if result.ades_subindic is AdESPassed.OK else _named(result.ades_subindic)


def lasts(
    pdf: bytes,
    roots: Sequence[x509.Certificate],
    stamp_roots: Sequence[x509.Certificate],
    at: datetime,
) -> bool:
    """Tell whether every signature of ``pdf`` would pass in ten years, its timestamps renewed.

    Args:
        pdf: A document just closed.
        roots: Roots of seals.
        stamp_roots: Roots of timestamp servers.
        at: The present, aware. One ahead of the machine's clock, which the PDF library also reads, cannot be
            tried: the file is then taken at its word.
    """
    if at > datetime.now(UTC):
        return True
    policy = _policy(roots, stamp_roots, LocalKnowledge())
    signatures = PdfFileReader(BytesIO(pdf)).embedded_regular_signatures
    return all(
        asyncio.run(simulate_future_ades_lta_validation(each, policy, at + _AHEAD, at)).ades_subindic
        is AdESPassed.OK
        for each in signatures
    )


def answered(reader: PdfFileReader | HistoricalResolver) -> dict[int, datetime | None]:
    """Return the serial numbers of the certificates that the document tells of: when revoked, or None."""
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except ValidationInfoReadingError:
        return {}
    told: dict[int, datetime | None] = {}
    for reference in store.ocsps:
        response = asn1_ocsp.OCSPResponse.load(reference.get_object().data)
        for each in response["response_bytes"]["response"].parsed["tbs_response_data"]["responses"]:
            status = each["cert_status"]
            revoked = status.chosen["revocation_time"].native if status.name == "revoked" else None
            serial = each["cert_id"]["serial_number"].native
            told[serial] = revoked or told.get(serial)
    return told


def _policy(
    roots: Sequence[x509.Certificate],
    stamp_roots: Sequence[x509.Certificate],
    knowledge: LocalKnowledge,
) -> PdfSignatureValidationSpec:
    return PdfSignatureValidationSpec(
        SignatureValidationSpec(
            cert_validation_policy=_trust(roots),
            ts_cert_validation_policy=_trust(stamp_roots),
            revinfo_gathering_policy=RevocationInfoGatheringSpec(RevinfoOnlineFetchingRule.LOCAL_ONLY),
            local_knowledge=knowledge,
        )
    )


def _trust(roots: Sequence[x509.Certificate]) -> CertValidationPolicySpec:
    anchors = [CertTrustAnchor(as_asn1(each)) for each in roots]
    return CertValidationPolicySpec(
        trust_manager=SimpleTrustManager.build(anchors),
        revinfo_policy=CertRevTrustPolicy(REQUIRE_REVINFO),
    )


def _named(indication: object) -> str:
    return str(getattr(indication, "standard_name", indication))
