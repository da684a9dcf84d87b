"""One person's step: the field of who consents, closed by the employer's seal or by a key of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cryptography import x509
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import Signer

from toolkit.clock import Clock
from toolkit.errors import SigningError
from toolkit.model.document import SignatureLevel
from toolkit.signing.acts import SigningAct, signature_mention
from toolkit.signing.envelope import DIGEST
from toolkit.signing.external import AwaitedSignature, prepare
from toolkit.signing.keys import KeyRing
from toolkit.signing.progress import progress_of
from toolkit.signing.protection import BARE, Protection
from toolkit.signing.sealing import write_signature
from toolkit.signing.stamps import Box, stamp_style

ONE_ACT_EACH = "Indiquez une fois chaque personne, avec le texte auquel elle consent ou son refus."


def sign_person(
    document: bytes,
    act: SigningAct,
    keyring: KeyRing,
    box: Box,
    clock: Clock,
    protection: Protection = BARE,
    own: Signer | None = None,
) -> bytes:
    """Return ``document`` with the field of one person closed by the employer's seal, which names the person.

    Or by a key of the person's own, which a provider holds: that alone makes an advanced signature.

    Args:
        document: What :func:`begin` or an earlier call returned.
        act: The person's consent.
        keyring: The employer's keys.
        box: Where the person's block stands.
        clock: Tells the instant that the signature states.
        protection: What is added to the signature; it must trust the provider of ``own``.
        own: Signs with the person's own key.

    Raises:
        SigningError: the document is sealed, altered or not begun, has no empty field for this person, or the
            act claims another level than its key gives.
    """
    _refuse_unexpected(document, act, keyring, protection)
    _check_level(act, own=own is not None)
    ring = keyring if own is None else replace(keyring, signer=own)
    return fill(document, act, ring, box, clock, protection)


def await_person(
    document: bytes,
    act: SigningAct,
    keyring: KeyRing,
    box: Box,
    clock: Clock,
    protection: Protection,
    own: Sequence[x509.Certificate],
) -> AwaitedSignature:
    """Return what a person is to sign elsewhere with a key of their own, minutes or days from now.

    :func:`toolkit.signing.external.finish` puts the signature that comes back in its place.

    Args:
        document: What :func:`begin` or an earlier call returned; it must not be signed further meanwhile.
        act: The person's consent.
        keyring: The employer's keys.
        box: Where the person's block stands.
        clock: Tells the instant that the signature states.
        protection: Trusts the provider of ``own``.
        own: The person's certificate, then those that vouch for it, without a root.

    Raises:
        SigningError: as :func:`sign_person`.
    """
    _refuse_unexpected(document, act, keyring, protection)
    _check_level(act, own=True)
    certificate, *chain = own
    style = stamp_style(signature_mention(act), box)
    return prepare(document, _metadata(act), certificate, chain, at=clock.now(), style=style)


def _refuse_unexpected(document: bytes, act: SigningAct, keyring: KeyRing, protection: Protection) -> None:
    progress = progress_of(document, keyring, protection)
    check_consent(act)
    if act.declined or act.field_name not in progress.empty:
        raise SigningError(
            "ce document n’attend pas la signature de cette personne.",
            about=act.who,
            next_step="Vérifiez qui a déjà signé ou refusé.",
        )


def _check_level(act: SigningAct, *, own: bool) -> None:
    """Refuse a claim that the key does not bear out (Regulation (EU) 910/2014, article 26)."""
    if (act.level is SignatureLevel.ADVANCED) != own:
        raise SigningError(
            "le niveau annoncé n’est pas celui de la clé qui signe.",
            about=f"{act.who} : {act.level.value}",
            next_step="Seule la clé de la personne, chez un prestataire, fait une signature avancée.",
        )


def fill(
    document: bytes, act: SigningAct, keyring: KeyRing, box: Box, clock: Clock, protection: Protection
) -> bytes:
    """Return ``document`` with the person's field signed; what it bears was checked by the caller."""
    style = stamp_style(signature_mention(act), box)
    return write_signature(document, keyring, _metadata(act), protection.servers, at=clock.now(), style=style)


def _metadata(act: SigningAct) -> signers.PdfSignatureMetadata:
    return signers.PdfSignatureMetadata(
        field_name=act.field_name,
        name=act.person,
        reason=act.level.value,
        md_algorithm=DIGEST,
        subfilter=SigSeedSubFilter.PADES,
    )


def check_consent(act: SigningAct) -> None:
    """Refuse an act that is neither a consent nor a refusal.

    Raises:
        SigningError: it is both, or none.
    """
    if (act.consent is None) != act.declined:
        raise SigningError(
            "il faut un consentement ou un refus, pas les deux.", about=act.person, next_step=ONE_ACT_EACH
        )
