"""Which timestamps a PDF bears, as an evidence record names them: the number each server gave, its own."""

from __future__ import annotations

from io import BytesIO

from asn1crypto import cms, tsp
from pyhanko.pdf_utils.reader import PdfFileReader

from toolkit.signing.signatures import token_of, written


def stamps_of(pdf: bytes) -> list[dict[str, object]]:
    """Return the timestamps of a sealed PDF in the order of its signatures.

    Each tells the field it dates, its serial number and instant (RFC 3161, 2.4.2), and the serial number of
    the server's certificate. Nothing is checked here: the document was just made, or is verified elsewhere.
    """
    reader = PdfFileReader(BytesIO(pdf))
    found = []
    for signature in reader.embedded_signatures:
        encoded = (
            written(signature, pdf).encoded
            if signature.sig_object_type == "/DocTimeStamp"
            else token_of(signature)
        )
        if encoded is not None:
            found.append({"field": signature.field_name, **stamp_facts(encoded)})
    return found


def stamp_facts(encoded: bytes) -> dict[str, object]:
    """Return what a timestamp token says of itself."""
    content = cms.ContentInfo.load(encoded)["content"]
    stamp = content["encap_content_info"]["content"].parsed
    if not isinstance(stamp, tsp.TSTInfo):
        return {}
    server = content["signer_infos"][0]["sid"].chosen
    return {
        "serial": f"{stamp['serial_number'].native:x}",
        "at": stamp["gen_time"].native,
        "server_certificate": f"{server['serial_number'].native:x}"
        if isinstance(server, cms.IssuerAndSerialNumber)
        else "",
    }
