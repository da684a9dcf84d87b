"""The cases of what is filed: refusals, decisions, evidence, proofs, the works council's note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from toolkit.digest import sha256
from toolkit.documents.checking.samples.people import (
    CAMILLE,
    EARLIER,
    EMPLOYER,
    FINGERPRINT,
    FOOTER,
    HOST,
    OVERSEAS,
    PIECE,
    K,
    about,
    case,
    to,
)
from toolkit.documents.letters import (
    Accounted,
    Anchors,
    CouncilFigures,
    CouncilGroup,
    CouncilPlan,
    Dating,
    Done,
    Exhibit,
    ExhibitGroup,
    Gap,
    Letter,
    Refusal,
    RefusalKind,
    decisions_letter,
    evidence_cover,
    refusal_record,
    signature_proof,
    works_council_note,
)
from toolkit.model import (
    Action,
    ActionKind,
    Channel,
    Decision,
    Obligation,
    Reference,
    Regime,
    Role,
    Rule,
    Ruling,
    Signature,
    SignatureLevel,
    Status,
)

_SMALL = 5
ANCHORS = Anchors(FINGERPRINT, sha256(b"journal"), 14, Dating.STAMPED, (FINGERPRINT,), "horloge simulée")
FILED = ExhibitGroup(
    "Dossier C0007 – entretien périodique, ouvert le 12 mars 2026",
    "C0007_2026-03-12_entretien-periodique",
    (
        Exhibit(1, "Convocation", (PIECE,), "cachet de l’employeur, PAdES B-LTA"),
        Exhibit(2, "Convocation, courriel au salarié", (replace(PIECE, label="message exact", pages=None),)),
    ),
)
REFUSAL = Refusal(RefusalKind.ORDINARY, date(2026, 12, 1), "par courriel", "Nadia Ferrand")
SIGNED = Signature(
    role=Role.EMPLOYEE,
    matricule=CAMILLE.matricule,
    person=CAMILLE.name,
    at=datetime(2026, 12, 4, 9, 42, 7, tzinfo=UTC),
    level=SignatureLevel.IN_PRESENCE,
    consent_id="presence",
    consent_version="1",
    consent_text="J’ai lu ce compte rendu et j’accepte de le signer.",
    shown=sha256(b"montre"),
    result=sha256(b"signe"),
    details={"recueilli par": "Nadia Ferrand"},
)
DECLINED = replace(SIGNED, role=Role.MANAGER, person=HOST.name, declined=True, reason="en désaccord")

ON_PAPER = replace(SIGNED, level=SignatureLevel.ON_PAPER, consent_id="", consent_version="", consent_text="")


def record_cases() -> Sequence[tuple[str, Letter]]:
    """Return the cases of records, by name."""
    filed = to(channel=None)
    awaited = replace(ANCHORS, dating=Dating.WAITING)
    bare = replace(ANCHORS, dating=Dating.NONE, stamp_fingerprints=(), clock="")
    return (
        *_refusals(),
        ("complet", evidence_cover(filed, accounts(), [FILED], ANCHORS)),
        ("horodatage attendu", evidence_cover(filed, accounts(), [FILED, FILED], awaited)),
        ("sans horodatage", evidence_cover(filed, [], [], bare)),
        ("deux signatures", signature_proof(filed, PIECE, [SIGNED, DECLINED])),
        ("par lien et code", _proof_by_link()),
        ("sur papier", signature_proof(filed, PIECE, [ON_PAPER])),
        *_decided(),
        ("année en cours", _council_note(3, (CouncilPlan(ActionKind.TRAINING, 12, 5, 2),))),
        ("sans action", _council_note(16, ())),
    )


def _proof_by_link() -> Letter:
    signed = replace(SIGNED, level=SignatureLevel.SIMPLE, details={"courriel": "camille@exemple.example"})
    steps = {
        Role.EMPLOYEE: (
            "04/12/2026 09:31:02 : lien personnel envoyé à camille@exemple.example",
            "04/12/2026 09:40:12 : compte rendu ouvert, 3 pages",
            "04/12/2026 09:42:01 : code saisi",
        )
    }
    return signature_proof(to(channel=None), PIECE, [signed], steps=steps, clock="horloge simulée")


def _refusals() -> Sequence[tuple[str, Letter]]:
    filed = to(channel=None)
    witnessed = replace(
        REFUSAL,
        kind=RefusalKind.REPEATED,
        statement="Je ne souhaite pas cet entretien.",
        witness="Paul Témoin",
        witness_statement="La salariée a refusé devant moi.",
        refuses_to_sign=True,
    )
    after_leave = replace(REFUSAL, kind=RefusalKind.AFTER_LEAVE, new_slot=OVERSEAS, reason="déménagement")
    return (
        ("refus", refusal_record(filed, about(), REFUSAL, earlier=EARLIER[:1])),
        ("refus réitéré", refusal_record(filed, about(), witnessed, earlier=EARLIER)),
        ("retour d’absence", refusal_record(filed, about(K.RETURN), after_leave, earlier=EARLIER[:1])),
    )


def _decided() -> Sequence[tuple[str, Letter]]:
    asked = Action(1, ActionKind.TRAINING, "Réglage, session de février", "Claire Modèle", date(2027, 2, 26))
    vae = Action(2, ActionKind.VAE, "VAE de conducteur d’équipement", "Nadia Ferrand")
    plan = (
        (asked, Decision(1, Ruling.GRANTED)),
        (vae, Decision(2, Ruling.DEFERRED, "le financement sera connu en mars", date(2027, 3, 31))),
        (Action(3, ActionKind.MOBILITY, ""), Decision(3, Ruling.REFUSED, "aucun poste n’est ouvert")),
    )
    held_on = date(2026, 10, 29)
    return (
        ("accordée, différée, refusée", decisions_letter(to(), case(), plan, held_on=held_on)),
        ("accordée", decisions_letter(to(channel=Channel.BY_HAND), case(), plan[:1], held_on=held_on)),
    )


def _council_note(managers: int, plan: tuple[CouncilPlan, ...]) -> Letter:
    kinds = {K.PERIODIC: 24, K.RECAP: 9, K.RETURN: 2}
    everyone = CouncilGroup("ensemble", 64, 31, kinds, 1, 3000, 14)
    women = CouncilGroup("femmes", 30, 16, {K.PERIODIC: 12, K.RECAP: 5}, 1, 3000, 8)
    men = CouncilGroup("hommes", 34, 15, {K.PERIODIC: 12, K.RECAP: 4}, 0, 0, 6)
    category = CouncilGroup("cadres", managers, 2, {K.PERIODIC: 2}, 0, 0, 1, small=managers < _SMALL)
    figures = CouncilFigures(2026, date(2026, 11, 3), everyone, (women, men), (category,), plan, _SMALL)
    return works_council_note(EMPLOYER, figures, on=figures.as_of, footer=FOOTER, demonstration=bool(plan))


def accounts() -> list[Accounted]:
    """Return what was done for two obligations, one kept and one late."""
    rule = Rule("N-PERIOD", "", (Reference("article L. 6315-1 I du Code du travail"),))
    held = Obligation(K.PERIODIC, Regime.EPP, rule, Status.HELD, due=date(2026, 12, 31))
    late = Obligation(K.RECAP, Regime.EPP, rule, Status.OVERDUE, due=date(2026, 9, 30))
    return [
        Accounted(held, (Done(date(2026, 11, 3), "convocation envoyée par courriel"),)),
        Accounted(late, (), (Gap("Compte rendu", "l’entretien n’a pas eu lieu"),)),
    ]
