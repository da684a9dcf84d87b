"""The employer's seal on a document that nobody else signs: letters, records, statements."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.stamp import TextStampStyle

from toolkit.clock import PARIS, Clock
from toolkit.errors import SigningError
from toolkit.model.document import PadesLevel
from toolkit.signing.acts import SEAL_FIELD
from toolkit.signing.admission import refuse_unfit
from toolkit.signing.certificates import organisation
from toolkit.signing.keys import KeyRing
from toolkit.signing.protection import BARE, Protection, Sealed
from toolkit.signing.signer import BYTES_RESERVED, DIGEST, DatedPdfSigner
from toolkit.signing.stamps import Box, stamp_style

INVISIBLE = fields.InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True)


def seal_pdf(
    pdf: bytes,
    keyring: KeyRing,
    *,
    reason: str,
    clock: Clock,
    box: Box | None = None,
    protection: Protection = BARE,
) -> Sealed:
    """Return ``pdf`` sealed by the employer (PAdES, EN 319 142-1), closed to any further change.

    Args:
        pdf: A static document in one revision.
        keyring: The employer's keys.
        reason: What the seal says, shown by PDF readers.
        clock: Tells the instant that the seal states.
        box: Where a visible block stands; None seals without drawing anything.
        protection: What is added to the seal.

    Raises:
        SigningError: the document may not be sealed.
    """
    refuse_unfit(pdf)
    at = clock.now()
    employer = organisation(keyring.seal)
    spec = SigFieldSpec(
        SEAL_FIELD,
        on_page=box.page if box else 0,
        box=box.corners if box else None,
        readable_field_name="Cachet de l’employeur",
        invis_sig_settings=INVISIBLE,
    )
    metadata = signers.PdfSignatureMetadata(
        field_name=SEAL_FIELD,
        name=employer,
        reason=reason,
        md_algorithm=DIGEST,
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    style = stamp_style(seal_mention(employer, at), box) if box else None
    sealed = write_signature(pdf, keyring, metadata, protection, at=at, style=style, new_field=spec)
    return finished(sealed, keyring, protection)


def finished(sealed: bytes, keyring: KeyRing, protection: Protection) -> Sealed:  # noqa: ARG001
    """Return a closed document with what ``protection`` adds after its seal, and the level it reached."""
    return Sealed(sealed, PadesLevel.B_B)


def seal_mention(employer: str, at: datetime) -> str:
    """Return the visible text of a seal."""
    local = at.astimezone(PARIS)
    return f"{employer}\nDocument scellé le {local:%d/%m/%Y}\nà {local:%H:%M}, heure de Paris"


def write_signature(
    pdf: bytes,
    keyring: KeyRing,
    metadata: signers.PdfSignatureMetadata,
    protection: Protection,  # noqa: ARG001
    *,
    at: datetime,
    style: TextStampStyle | None = None,
    new_field: SigFieldSpec | None = None,
) -> bytes:
    """Return ``pdf`` with one more revision that signs all before it.

    Raises:
        SigningError: the PDF library could not sign.
    """
    signer = DatedPdfSigner(metadata, keyring.signer, at=at, stamp_style=style, new_field_spec=new_field)
    try:
        signed = signer.sign_pdf(
            IncrementalPdfFileWriter(BytesIO(pdf)),
            existing_fields_only=new_field is None,
            bytes_reserved=BYTES_RESERVED,
        )
    except Exception as error:
        raise SigningError(
            f"la signature n’a pas pu être écrite ({error}).",
            next_step="Refaites le document depuis son modèle, puis signez de nouveau.",
        ) from error
    return bytes(signed.getvalue())
