"""The employer's seal on a document that nobody else signs: letters, records, statements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from io import BytesIO

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.stamp import TextStampStyle

from toolkit.clock import PARIS, Clock
from toolkit.errors import SigningError, TimestampUnavailableError
from toolkit.model.document import PadesLevel
from toolkit.signing.acts import SEAL_FIELD
from toolkit.signing.admission import refuse_unfit
from toolkit.signing.archive import archived, stamped_within
from toolkit.signing.certificates import organisation
from toolkit.signing.envelope import DIGEST
from toolkit.signing.keys import KeyRing
from toolkit.signing.levels import level_of
from toolkit.signing.protection import BARE, Protection, Sealed
from toolkit.signing.signer import INVISIBLE, DatedPdfSigner, TokenStamper, room_for
from toolkit.signing.stamps import Box, stamp_style
from toolkit.signing.timestamps import TimestampServers
from toolkit.signing.verification import verify_pdf


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
    sealed = write_signature(pdf, keyring, metadata, protection.servers, at=at, style=style, new_field=spec)
    return finished(sealed, keyring, protection, at)


def finished(sealed: bytes, keyring: KeyRing, protection: Protection, at: datetime) -> Sealed:
    """Return a closed document with what ``protection`` adds after its seal, and the level read from it.

    Args:
        sealed: The document under its last signature.
        keyring: The employer's keys.
        protection: What is to be added.
        at: The present, aware.

    Raises:
        SigningError: the PDF library could not write.
    """
    servers = protection.servers
    if servers is None:
        return Sealed(sealed, PadesLevel.B_B)
    if protection.archives(keyring):
        with suppress(TimestampUnavailableError):
            sealed = archived(sealed, servers, keyring, at)
    level = level_of(sealed, [keyring.root], servers.roots, at)
    return Sealed(sealed, level, waiting=level is PadesLevel.B_B)


def upgrade_pdf(pdf: bytes, keyring: KeyRing, protection: Protection, clock: Clock) -> Sealed:
    """Return a document that was closed without a timestamp, now with what ``protection`` adds.

    The last signature gets its timestamp in the room that it keeps, and the whole document one after it. A
    signature with others after it can get none any more, so that such a document stops at B-T.

    Args:
        pdf: The closed document.
        keyring: The employer's keys.
        protection: What is to be added.
        clock: Tells the present.

    Raises:
        TimestampUnavailableError: no timestamp server answered.
        SigningError: the document is not sound, or could not be written.
    """
    at = clock.now()
    servers = protection.servers
    if servers is None:
        raise TimestampUnavailableError(
            "aucun serveur d’horodatage n’est réglé.", next_step="Indiquez signing.timestamp_servers."
        )
    refuse_unsound(pdf, [keyring.root_pem])
    vouching = keyring if protection.archives(keyring) else None
    stamped = archived(stamped_within(pdf, servers), servers, vouching, at)
    return Sealed(stamped, level_of(stamped, [keyring.root], servers.roots, at))


def renew_pdf(pdf: bytes, servers: TimestampServers, trust_roots: Iterable[bytes], at: datetime) -> bytes:
    """Return a document whose last timestamp will end soon, under a new one; its former bytes come first.

    What the former timestamp server says of its own certificates is fetched and kept while it can be.

    Args:
        pdf: The closed document.
        servers: Who stamps it anew; their roots must include that of the former.
        trust_roots: The employer's root, in PEM.
        at: The present, aware: what proves nothing any more cannot be renewed.

    Raises:
        TimestampUnavailableError: no timestamp server answered.
        SigningError: the document is not sound, or its timestamps have ended.
    """
    refuse_unsound(pdf, trust_roots, servers.roots, at)
    return archived(pdf, servers)


def refuse_unsound(
    pdf: bytes,
    trust_roots: Iterable[bytes],
    stamp_roots: Sequence[x509.Certificate] = (),
    at: datetime | None = None,
) -> None:
    """Let through only a closed document that is accepted: stamping another would lend it our name.

    Raises:
        SigningError: it is not; the sentence says why.
    """
    pems = [each.public_bytes(Encoding.PEM) for each in stamp_roots]
    verdict = verify_pdf(pdf, trust_roots, at=at, timestamp_roots=pems)
    if not verdict.ok:
        raise SigningError(
            f"ce PDF ne peut pas être horodaté : {verdict.problems[0]}",
            next_step="Vérifiez le dossier avec « entretiens evidence verify ».",
        )


def seal_mention(employer: str, at: datetime) -> str:
    """Return the visible text of a seal."""
    local = at.astimezone(PARIS)
    return f"{employer}\nDocument scellé le {local:%d/%m/%Y}\nà {local:%H:%M}, heure de Paris"


def write_signature(
    pdf: bytes,
    keyring: KeyRing,
    metadata: signers.PdfSignatureMetadata,
    servers: TimestampServers | None,
    *,
    at: datetime,
    style: TextStampStyle | None = None,
    new_field: SigFieldSpec | None = None,
) -> bytes:
    """Return ``pdf`` with one more revision that signs all before it.

    Where no server of ``servers`` answers, the signature bears no timestamp, and keeps room for one.

    Raises:
        SigningError: the PDF library could not sign.
    """
    room = room_for(keyring.signer) + (servers.room if servers is not None else 0)

    def signed(stamper: TokenStamper | None) -> bytes:
        signer = DatedPdfSigner(
            metadata, keyring.signer, timestamper=stamper, at=at, stamp_style=style, new_field_spec=new_field
        )
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        written = signer.sign_pdf(writer, existing_fields_only=new_field is None, bytes_reserved=room)
        return bytes(written.getvalue())

    try:
        if servers is not None:
            with suppress(TimestampUnavailableError):
                return signed(TokenStamper(servers))
        return signed(None)
    except Exception as error:
        raise SigningError(
            f"la signature n’a pas pu être écrite ({error}).",
            next_step="Refaites le document depuis son modèle, puis signez de nouveau.",
        ) from error
