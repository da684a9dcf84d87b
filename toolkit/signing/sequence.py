"""The order in which a document is signed: frozen, signed by each person, closed by the employer's seal.

1. :func:`begin` takes a static document that this installation made, adds every signature field empty, and
   certifies it: from there on, nothing but signing is allowed (ISO 32000-2, 12.8.2.2, P = 2).
2. :func:`sign_person` fills one person's field, any number of times, minutes or days apart.
3. :func:`close` seals: every field is locked, no change is allowed any more (12.8.2.4, P = 1).

Each step checks the whole document again, and none accepts one that is sealed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.fields import FieldMDPAction, FieldMDPSpec, MDPPerm, SigFieldSpec, SigSeedSubFilter

from toolkit.clock import Clock
from toolkit.digest import Sha256
from toolkit.errors import SigningError
from toolkit.model.document import Role
from toolkit.signing.acts import (
    CERTIFICATION_FIELD,
    FIELDS,
    ROLES,
    SEAL_FIELD,
    SigningAct,
    refusal_mention,
    told,
)
from toolkit.signing.admission import refuse_foreign, refuse_unfit
from toolkit.signing.certificates import organisation
from toolkit.signing.envelope import DIGEST
from toolkit.signing.keys import KeyRing
from toolkit.signing.persons import ONE_ACT_EACH, check_consent, fill
from toolkit.signing.progress import Progress, progress_of
from toolkit.signing.protection import BARE, Protection, Sealed
from toolkit.signing.sealing import finished, seal_mention, write_signature
from toolkit.signing.signer import INVISIBLE
from toolkit.signing.stamps import Box, draw_mention, stamp_style


def begin(  # noqa: PLR0913 - document, persons, keys, places, time, protection: each is the caller's
    pdf: bytes,
    roles: Sequence[Role],
    keyring: KeyRing,
    boxes: Mapping[Role, Box],
    clock: Clock,
    protection: Protection = BARE,
    *,
    made_as: Sha256,
    refusals: Sequence[SigningAct] = (),
) -> bytes:
    """Return ``pdf`` with its empty fields, certified by the employer, ready for the first person.

    Args:
        pdf: A static document in one revision.
        roles: Who is to sign, in the order of their fields; may be empty where everybody has refused.
        keyring: The employer's keys.
        boxes: Where each person's block stands, and the employer's.
        clock: Tells the instant that the certification states.
        protection: What is added to the signature.
        made_as: SHA-256 that the journal recorded when this document was made: a file that only looks like
            one of ours has another.
        refusals: Those who refused already; their mention is drawn in their box, and they get no field.

    Raises:
        SigningError: the document may not be signed, or persons and boxes do not go together.
    """
    refuse_foreign(pdf, made_as)
    refuse_unfit(pdf)
    _check_roles([*roles, *(act.role for act in refusals)], boxes)
    prepared = _with_empty_fields(pdf, roles, refusals, boxes)
    metadata = signers.PdfSignatureMetadata(
        field_name=CERTIFICATION_FIELD,
        name=organisation(keyring.seal),
        reason="Document arrêté par l’employeur avant signature",
        md_algorithm=DIGEST,
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.FILL_FORMS,
    )
    spec = SigFieldSpec(
        CERTIFICATION_FIELD,
        readable_field_name="Certification par l’employeur",
        invis_sig_settings=INVISIBLE,
    )
    return write_signature(prepared, keyring, metadata, protection.servers, at=clock.now(), new_field=spec)


def close(
    document: bytes,
    acts: Sequence[SigningAct],
    keyring: KeyRing,
    box: Box,
    clock: Clock,
    protection: Protection = BARE,
) -> Sealed:
    """Return ``document`` under the employer's final seal, which says what each person did.

    A refusal made known after the document was begun stands in the reason of the seal and in its visible
    block; the person's field stays empty, and is locked like all others.

    Args:
        document: What :func:`sign_person` returned last.
        acts: What each person did, refusals included, in their order.
        keyring: The employer's keys.
        box: Where the employer's block stands.
        clock: Tells the instant that the seal states.
        protection: What is added to the signature.

    Raises:
        SigningError: the document is sealed, altered or not begun, or does not bear these acts.
    """
    progress = progress_of(document, keyring, protection)
    _check_acts(acts, progress)
    return _sealed(document, acts, progress, keyring, box, clock, protection)


def _sealed(
    document: bytes,
    acts: Sequence[SigningAct],
    progress: Progress,
    keyring: KeyRing,
    box: Box,
    clock: Clock,
    protection: Protection,
) -> Sealed:
    at = clock.now()
    employer = organisation(keyring.seal)
    late = [act for act in acts if act.declined and act.field_name in progress.empty]
    metadata = signers.PdfSignatureMetadata(
        field_name=SEAL_FIELD,
        name=employer,
        reason=" ".join([*map(told, acts), *_silent(acts, progress)]),
        md_algorithm=DIGEST,
        subfilter=SigSeedSubFilter.PADES,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    mention = "\n".join([seal_mention(employer, at), *map(told, late), *_silent(acts, progress)])
    style = stamp_style(mention, box)
    sealed = write_signature(document, keyring, metadata, protection.servers, at=at, style=style)
    return finished(sealed, keyring, protection, at)


def sign_in_presence(
    pdf: bytes,
    acts: Sequence[SigningAct],
    keyring: KeyRing,
    boxes: Mapping[Role, Box],
    clock: Clock,
    protection: Protection = BARE,
    *,
    made_as: Sha256,
) -> Sealed:
    """Return ``pdf`` certified, signed by each person who signs, in the order of ``acts``, and sealed.

    Args:
        pdf: A static document in one revision.
        acts: One act per person, at least one.
        keyring: The employer's keys.
        boxes: Where each person's block stands, and the employer's.
        clock: Tells the instants that the signatures state.
        protection: What is added to the signatures.
        made_as: SHA-256 that the journal recorded when this document was made.

    Raises:
        SigningError: the document may not be signed, or acts and boxes do not go together.
    """
    if not acts:
        raise SigningError("personne ne signe ni ne refuse.", next_step=ONE_ACT_EACH)
    for act in acts:
        check_consent(act)
    signing = [act for act in acts if not act.declined]
    refusals = [act for act in acts if act.declined]
    roles = [act.role for act in signing]
    document = begin(pdf, roles, keyring, boxes, clock, protection, made_as=made_as, refusals=refusals)
    # The document does not leave this call, so that nothing is to be checked again between two signatures.
    for act in signing:
        document = fill(document, act, keyring, boxes[act.role], clock, protection)
    progress = Progress(tuple(act.field_name for act in signing), ())
    return _sealed(document, acts, progress, keyring, boxes[Role.EMPLOYER], clock, protection)


def _check_roles(roles: Sequence[Role], boxes: Mapping[Role, Box]) -> None:
    if not roles or len(set(roles)) != len(roles) or Role.EMPLOYER in roles:
        raise SigningError("les actes de signature ne se lisent pas.", next_step=ONE_ACT_EACH)
    for role in (*roles, Role.EMPLOYER):
        if role not in boxes:
            raise SigningError(
                "l’emplacement de la signature n’est pas connu.",
                about=FIELDS[role],
                next_step="Vérifiez le bloc de signature du modèle.",
            )


def _check_acts(acts: Sequence[SigningAct], progress: Progress) -> None:
    """Refuse acts that the document does not bear, and signatures that nobody tells of."""
    for act in acts:
        check_consent(act)
    announced = sorted(act.field_name for act in acts if not act.declined)
    refused = {act.field_name for act in acts if act.declined}
    if announced != sorted(progress.signed) or refused & set(progress.signed):
        raise SigningError(
            "les actes indiqués ne sont pas ceux que porte le document.",
            about=", ".join(progress.signed),
            next_step=ONE_ACT_EACH,
        )


def _silent(acts: Sequence[SigningAct], progress: Progress) -> list[str]:
    """Return the sentences about those who neither signed nor refused."""
    known = {act.field_name for act in acts}
    return [
        f"Pas de signature : {ROLES[role]}."
        for role, name in FIELDS.items()
        if name in progress.empty and name not in known and role in ROLES
    ]


def _with_empty_fields(
    pdf: bytes, roles: Sequence[Role], refusals: Sequence[SigningAct], boxes: Mapping[Role, Box]
) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    for act in refusals:
        draw_mention(writer, refusal_mention(act), boxes[act.role])
    for role in roles:
        box = boxes[role]
        spec = SigFieldSpec(
            FIELDS[role],
            on_page=box.page,
            box=box.corners,
            readable_field_name=f"Signature : {ROLES[role]}",
        )
        fields.append_signature_field(writer, spec)
    seal = boxes[Role.EMPLOYER]
    fields.append_signature_field(
        writer,
        SigFieldSpec(
            SEAL_FIELD,
            on_page=seal.page,
            box=seal.corners,
            field_mdp_spec=FieldMDPSpec(FieldMDPAction.ALL),
            doc_mdp_update_value=MDPPerm.NO_CHANGES,
            readable_field_name="Cachet de l’employeur",
        ),
    )
    output = BytesIO()
    writer.write(output)  # type: ignore[no-untyped-call]
    return output.getvalue()
