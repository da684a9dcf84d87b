"""Signatures gathered face to face, on the employer's own device, and named for what they are.

Nobody but the employer holds a key here: each person's field is closed with the employer's seal and names the
person (Regulation (EU) 910/2014, article 26 c, is not met and not claimed). The proof is the evidence record.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from types import MappingProxyType
from zoneinfo import ZoneInfo

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.fields import FieldMDPAction, FieldMDPSpec, MDPPerm, SigFieldSpec, SigSeedSubFilter

from toolkit.clock import Clock
from toolkit.errors import SigningError
from toolkit.model.document import Role, SignatureLevel
from toolkit.signing.admission import refuse_unfit
from toolkit.signing.certificates import organisation
from toolkit.signing.consents import Consent
from toolkit.signing.keys import KeyRing
from toolkit.signing.sealing import SEAL_FIELD, seal_mention, write_signature
from toolkit.signing.signer import DIGEST
from toolkit.signing.stamps import Box, draw_mention, stamp_style

LABEL = SignatureLevel.IN_PRESENCE.value
"""What such a signature is called everywhere, and nothing stronger."""

FIELDS: Mapping[Role, str] = MappingProxyType(
    {
        Role.EMPLOYEE: "Salarie",
        Role.MANAGER: "Manager",
        Role.WITNESS: "Temoin",
        Role.EMPLOYER: SEAL_FIELD,
    }
)
"""Names of the signature fields in the PDF."""

ROLES: Mapping[Role, str] = MappingProxyType(
    {Role.EMPLOYEE: "salarié(e)", Role.MANAGER: "responsable", Role.WITNESS: "témoin"}
)


@dataclass(frozen=True, slots=True)
class ActEvent:
    """One step of an act as it was seen: what, when (aware, UTC), and what is worth knowing of it."""

    at: datetime
    kind: str
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PresenceAct:
    """What one person did in front of somebody who collected it.

    Args:
        role: In what capacity the person acts; not the employer.
        person: Name as it is to be read.
        matricule: The person's number, or empty.
        at: Aware instant of the consent, or of the refusal.
        consent: The text agreed to; None for a refusal.
        collected_by: Who was present and collected it.
        identity_source: How the person's identity is known.
        device: On whose device, for example ``poste du service RH``.
        time_zone: IANA name of the zone in which the hour is told.
        declined: The person refuses to sign.
        reason: The reason given for a refusal, or empty.
        events: The steps seen, for the evidence record.
    """

    role: Role
    person: str
    at: datetime
    consent: Consent | None = None
    matricule: str = ""
    collected_by: str = ""
    identity_source: str = ""
    device: str = ""
    time_zone: str = "Europe/Paris"
    declined: bool = False
    reason: str = ""
    events: tuple[ActEvent, ...] = ()

    @property
    def field_name(self) -> str:
        """Name of the person's signature field."""
        return FIELDS[self.role]

    @property
    def when(self) -> str:
        """The instant, for a reader: ``12/03/2026 à 10:42``."""
        return f"{self.at.astimezone(ZoneInfo(self.time_zone)):%d/%m/%Y à %H:%M}"


def sign_in_presence(
    pdf: bytes, acts: Sequence[PresenceAct], keyring: KeyRing, boxes: Mapping[Role, Box], clock: Clock
) -> bytes:
    """Return ``pdf`` with one signature per person who signed, in the order of ``acts``, then the final seal.

    Who refuses gets no field: the refusal is written in the page, in that person's box, and in the reason of
    the seal. The seal locks every field and allows no further change (ISO 32000-2, 12.8.2.2 and 12.8.2.4).

    Args:
        pdf: A static document in one revision.
        acts: One act per person, at least one.
        keyring: The employer's keys.
        boxes: Where each person's block stands, and the employer's.
        clock: Tells the instants that the signatures state.

    Raises:
        SigningError: the document may not be signed, or acts and boxes do not go together.
    """
    refuse_unfit(pdf)
    _check(acts, boxes)
    document = _with_empty_fields(pdf, acts, boxes)
    for act in acts:
        if not act.declined:
            document = _sign_for(document, act, keyring, boxes[act.role], clock)
    return _close(document, acts, keyring, boxes[Role.EMPLOYER], clock)


def field_names(acts: Sequence[PresenceAct]) -> tuple[str, ...]:
    """Return the fields that the signed document bears, in the order of signing."""
    return (*(act.field_name for act in acts if not act.declined), SEAL_FIELD)


def _check(acts: Sequence[PresenceAct], boxes: Mapping[Role, Box]) -> None:
    roles = [act.role for act in acts]
    next_step = "Indiquez une fois chaque personne, avec le texte auquel elle consent ou son refus."
    if not acts or len(set(roles)) != len(roles) or Role.EMPLOYER in roles:
        raise SigningError("les actes de signature ne se lisent pas.", next_step=next_step)
    for act in acts:
        if (act.consent is None) != act.declined:
            raise SigningError(
                "il faut un consentement ou un refus, pas les deux.", about=act.person, next_step=next_step
            )
    for role in (*roles, Role.EMPLOYER):
        if role not in boxes:
            raise SigningError(
                "l’emplacement de la signature n’est pas connu.",
                about=FIELDS[role],
                next_step="Vérifiez le bloc de signature du modèle.",
            )


def _with_empty_fields(pdf: bytes, acts: Sequence[PresenceAct], boxes: Mapping[Role, Box]) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    for act in acts:
        box = boxes[act.role]
        if act.declined:
            draw_mention(writer, _refusal_mention(act), box)
        else:
            spec = SigFieldSpec(
                act.field_name,
                on_page=box.page,
                box=box.corners,
                readable_field_name=f"Signature : {ROLES[act.role]}",
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


def _sign_for(document: bytes, act: PresenceAct, keyring: KeyRing, box: Box, clock: Clock) -> bytes:
    metadata = signers.PdfSignatureMetadata(
        field_name=act.field_name,
        name=act.person,
        reason=LABEL,
        md_algorithm=DIGEST,
        subfilter=SigSeedSubFilter.PADES,
    )
    style = stamp_style(_signature_mention(act), box)
    return write_signature(document, keyring, metadata, at=clock.now(), style=style)


def _close(document: bytes, acts: Sequence[PresenceAct], keyring: KeyRing, box: Box, clock: Clock) -> bytes:
    at = clock.now()
    employer = organisation(keyring.seal)
    metadata = signers.PdfSignatureMetadata(
        field_name=SEAL_FIELD,
        name=employer,
        reason=" ".join(_told(act) for act in acts),
        md_algorithm=DIGEST,
        subfilter=SigSeedSubFilter.PADES,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    style = stamp_style(seal_mention(employer, at), box)
    return write_signature(document, keyring, metadata, at=at, style=style)


def _signature_mention(act: PresenceAct) -> str:
    return f"{act.person}, {ROLES[act.role]}\nle {act.when}\n{LABEL}"


def _refusal_mention(act: PresenceAct) -> str:
    lines = [f"{act.person}, {ROLES[act.role]}", f"a refusé de signer le {act.when}"]
    if act.reason:
        lines.append(f"Motif donné : {act.reason}")
    lines.append("Mention portée par l’employeur.")
    return "\n".join(lines)


def _told(act: PresenceAct) -> str:
    if not act.declined:
        return f"{act.person}, {ROLES[act.role]} : {LABEL}."
    reason = f", motif donné : {act.reason}" if act.reason else ""
    return f"{act.person}, {ROLES[act.role]}, a refusé de signer{reason}."
