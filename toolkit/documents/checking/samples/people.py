"""Who and what the fictional documents are about: an employer, its people, their meetings and their past."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from toolkit.digest import sha256
from toolkit.documents.letters import (
    Correspondence,
    Cycle,
    DueInterview,
    EarlierSummons,
    Meeting,
    Piece,
)
from toolkit.model import (
    Absence,
    AbsenceKind,
    Action,
    ActionKind,
    Address,
    Agreement,
    AgreementLevel,
    Case,
    CaseId,
    CaseState,
    Certification,
    Channel,
    Employee,
    Employer,
    EmployerId,
    History,
    Manager,
    Matricule,
    ObligationKind,
    Progression,
    ProgressionKind,
    Regime,
    Signatory,
    Slot,
    Training,
)

K = ObligationKind
MADE_AT = datetime(2026, 11, 3, 8, 0, tzinfo=UTC)
FOOTER = "RCS Strasbourg 732 829 320"

EMPLOYER = Employer(
    id=EmployerId("exemple"),
    name="Ateliers Fictifs de l’Ill SAS",
    headcount=64,
    signatory=Signatory("Hélène Brandt", "Directrice générale"),
    siren="732829320",
    address=Address(("14 quai des Bateliers",), "67000", "Strasbourg"),
    hr_name="Nadia Ferrand",
    hr_email="rh@ateliers.example",
    hr_phone="03 88 00 00 00",
    opco="AKTO",
    agreement=Agreement(
        AgreementLevel.COMPANY,
        adapts_rules=True,
        title="accord d’entreprise du 3 mai 2026",
        refusal_notice_working_days=5,
    ),
)
LONG_EMPLOYER = replace(
    EMPLOYER,
    name="Société coopérative des Ateliers de construction mécanique de l’Ill et de la Moselle",
    signatory=Signatory(
        "Marie-Hélène de Saint-Exupéry-Brandt",
        "Directrice générale adjointe, en charge des ressources humaines et de la transformation",
    ),
    address=Address(
        ("Zone d’activité du Port-du-Rhin, bâtiment C", "14 bis, quai des Bateliers"),
        "67000",
        "Strasbourg",
    ),
    hr_name="Nadia Ferrand-L’Hôte, service des ressources humaines",
    hr_email="ressources.humaines-strasbourg@ateliers-fictifs.example",
)

CAMILLE = Employee(
    matricule=Matricule("0001234"),
    surname="Exemple",
    given_name="Camille",
    hired=date(2018, 9, 3),
    civility="Mme",
    born=date(1984, 5, 2),
    address=Address(("Appartement 12", "7 rue du Général-Zimmer"), "67200", "Strasbourg"),
    manager=Matricule("0000042"),
    job="conductrice de ligne",
)
ELDER = replace(CAMILLE, born=date(1967, 5, 2), manager=None)
LONG_NAMED = replace(
    CAMILLE,
    surname="d’Ormesson-Nguyễn, épouse L’Hôtelier de la Bretonnière",
    given_name="Marie-Charlotte-Élisabeth",
    born=date(1967, 5, 2),
    address=Address(
        (
            "Chez M. et Mme Schœnfeld-Müller",
            "Résidence « Les Tilleuls », appartement 12",
            "7 bis, rue du Général-Zimmer",
        ),
        "67200",
        "Illkirch-Graffenstaden",
    ),
    job="responsable adjointe de l’ordonnancement, de la planification et de la logistique industrielle",
)
HOST = Manager(Matricule("0000042"), "Modèle", "Claire", title="responsable d’atelier", civility="Mme")
LONG_HOST = replace(
    HOST,
    surname="Vandenbroucke-Lefèvre d’Astier",
    given_name="Jean-Christophe-Emmanuel",
    title="directeur de la production, de la maintenance et des travaux neufs",
    civility="M.",
)

SLOT = Slot(
    datetime(2026, 12, 3, 8, 30, tzinfo=UTC), 60, "Europe/Paris", "Salle Vosges, 14 quai des Bateliers"
)
OVERSEAS = Slot(
    datetime(2026, 12, 10, 8, 30, tzinfo=UTC), 60, "Indian/Reunion", "", "https://visio.example/7Q2M"
)
BOTH = replace(
    OVERSEAS,
    place="Bâtiment C, 3e étage, salle « Ballon d’Alsace » (accès par l’escalier B), 14 quai des Bateliers",
    video_link="https://visio.example/l/reunion/19%3ameeting_NjM0ZGE2YjAtODVmZC00ZmQ1LWI4MzctYTk3?tenant=ateliers",
)
EARLIER = (
    EarlierSummons(date(2026, 10, 5), Channel.EMAIL, SLOT, "acceptée par le serveur", "absence"),
    EarlierSummons(date(2026, 10, 20), Channel.POST, OVERSEAS, "lettre recommandée", "refus écrit"),
)
PIECE = Piece("05_compte-rendu.pdf", "compte rendu", sha256(b"exemple"), 3)
FINGERPRINT = ":".join(sha256(b"racine")[at : at + 2].upper() for at in range(0, 64, 2))

HISTORY = History(
    trainings=(
        Training(date(2020, 5, 4), "CACES R489", mandatory=True, legal_basis="article R. 4323-55", hours=14),
        Training(date(2023, 10, 9), "Conduite de projet", hours=35),
    ),
    certifications=(Certification(date(2023, 12, 1), "Titre professionnel, bloc 2"),),
    progressions=(Progression(date(2021, 1, 1), ProgressionKind.SALARY, "Augmentation individuelle"),),
)
CYCLE = Cycle(
    date(2018, 9, 3),
    date(2026, 12, 3),
    (
        DueInterview(K.PERIODIC, date(2020, 9, 3), date(2020, 8, 20)),
        DueInterview(K.PERIODIC, date(2022, 8, 20)),
        DueInterview(K.RECAP, date(2026, 12, 31), date(2026, 12, 3)),
    ),
)
ACTION = Action(1, ActionKind.TRAINING, "Conduite de ligne", "Claire Modèle", date(2027, 3, 31), "Inscrite")


def to(
    employee: Employee = CAMILLE,
    channel: Channel | None = Channel.POST,
    *,
    employer: Employer = EMPLOYER,
    demonstration: bool = True,
) -> Correspondence:
    """Return who writes to whom, and how."""
    return Correspondence(
        employer, employee, MADE_AT.date(), CaseId("C0007"), channel, FOOTER, demonstration=demonstration
    )


def case(*settles: ObligationKind, regime: Regime = Regime.EPP, slot: Slot | None = SLOT) -> Case:
    """Return the case that settles these obligations, a periodic one by default."""
    return Case(
        id=CaseId("C0007"),
        employer=EMPLOYER.id,
        matricule=CAMILLE.matricule,
        settles=settles or (K.PERIODIC,),
        regime=regime,
        state=CaseState.SUMMONED,
        opened_on=date(2026, 10, 1),
        due=date(2026, 12, 31),
        slot=slot,
    )


def about(
    *settles: ObligationKind,
    regime: Regime = Regime.EPP,
    slot: Slot | None = SLOT,
    absence: AbsenceKind = AbsenceKind.PARENTAL,
    host: Manager = HOST,
) -> Meeting:
    """Return the meeting of such a case; one that follows an absence knows which."""
    leave = Absence(absence, date(2025, 9, 1), date(2026, 10, 31)) if K.RETURN in settles else None
    return Meeting(case(*settles, regime=regime, slot=slot), host, reply_by=date(2026, 11, 20), absence=leave)
