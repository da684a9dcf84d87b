"""A signature made elsewhere comes back minutes or days later, and is put in place only when it is right."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from tests.signing.conftest import START
from tests.signing.csc import Provider

from toolkit.errors import SigningError
from toolkit.signing.external import AwaitedSignature, finish, prepare

AT = START + timedelta(days=2)


@pytest.fixture(scope="module")
def holder() -> Provider:
    """Somebody with a key of their own."""
    return Provider(START - timedelta(days=1))


@pytest.fixture
def awaited(document: bytes, holder: Provider) -> AwaitedSignature:
    writer = IncrementalPdfFileWriter(BytesIO(document))
    append_signature_field(writer, SigFieldSpec("Salarie", on_page=0, box=(60, 60, 260, 120)))
    output = BytesIO()
    writer.write(output)  # type: ignore[no-untyped-call]
    metadata = signers.PdfSignatureMetadata(
        field_name="Salarie", name="Inès Lambert", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )
    return prepare(output.getvalue(), metadata, holder.person, at=AT)


def test_the_signature_that_comes_back_makes_the_document_valid(
    awaited: AwaitedSignature, holder: Provider
) -> None:
    signature = holder.key.sign(awaited.to_sign, PKCS1v15(), hashes.SHA256())
    signed = finish(awaited, signature)
    (found,) = PdfFileReader(BytesIO(signed)).embedded_signatures
    root = asn1_x509.Certificate.load(holder.root.public_bytes(Encoding.DER))
    status = validate_pdf_signature(found, ValidationContext(trust_roots=[root], moment=AT))
    assert status.bottom_line
    assert found.self_reported_timestamp == AT


def test_a_service_that_signs_hashes_serves_as_well(awaited: AwaitedSignature, holder: Provider) -> None:
    signature = holder.key.sign(awaited.imprint, PKCS1v15(), Prehashed(hashes.SHA256()))
    assert finish(awaited, signature).startswith(b"%PDF")


def test_a_signature_of_something_else_is_refused(awaited: AwaitedSignature, holder: Provider) -> None:
    other = holder.key.sign(b"autre chose", PKCS1v15(), hashes.SHA256())
    with pytest.raises(SigningError, match="n’est pas celle de ce document"):
        finish(awaited, other)


def test_a_signature_by_another_key_is_refused(awaited: AwaitedSignature, holder: Provider) -> None:
    other = holder.root_key.sign(awaited.to_sign, PKCS1v15(), hashes.SHA256())
    with pytest.raises(SigningError, match="n’est pas celle de ce document"):
        finish(awaited, other)
