"""The tables of a roster: their sheets, their columns, and what each cell must hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from toolkit import french


class Table(StrEnum):
    """The tables, in the order in which a workbook shows them."""

    SITES = "sites"
    MANAGERS = "managers"
    EMPLOYEES = "employees"
    INTERVIEWS = "interviews"
    ABSENCES = "absences"
    TRAININGS = "trainings"
    CERTIFICATIONS = "certifications"
    PROGRESSIONS = "progressions"
    MEDICAL_VISITS = "medical_visits"
    MANDATES = "mandates"


class Form(StrEnum):
    """What a cell holds, which decides its format in a workbook."""

    TEXT = "text"
    CODE = "code"
    DAY = "day"
    CHOICE = "choice"
    NUMBER = "number"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its field in the code, its heading, and how a person fills it."""

    field: str
    heading: str
    form: Form = Form.TEXT
    required: bool = False
    example: str = ""
    note: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """One table: its sheet and its columns."""

    table: Table
    sheet: str
    note: str
    columns: tuple[Column, ...]

    @property
    def required(self) -> tuple[Column, ...]:
        """The columns without which the table cannot be read."""
        return tuple(column for column in self.columns if column.required)

    def column(self, field: str) -> Column:
        """Return the column of ``field``."""
        return next(column for column in self.columns if column.field == field)


YES_NO = ("Oui", "Non")
INTERVIEW_LABELS = (
    "premier entretien",
    "entretien périodique",
    "retour d’absence",
    "mi-carrière",
    "fin de carrière",
    "état des lieux récapitulatif",
)
VISIT_LABELS = ("visite de mi-carrière", "autre visite")
ZONES = ("Europe/Paris", "Indian/Reunion", "America/Guadeloupe", "America/Martinique", "America/Cayenne",
         "Indian/Mayotte", "America/Miquelon", "Pacific/Noumea", "Pacific/Tahiti")  # fmt: skip

_MATRICULE = Column(
    "matricule", "Matricule", Form.CODE, required=True, example="0001234",
    note="Le matricule de la feuille Salariés, en texte : ses zéros de tête comptent.",
)  # fmt: skip
_WHO = Column("who", "Salarié", note="Pour mémoire : cette colonne n’est pas lue.")
_ADDRESS = (
    Column("address", "Adresse", example="12 rue des Tanneurs", note="Une ou plusieurs lignes (Alt+Entrée)."),
    Column("postcode", "Code postal", Form.CODE, example="67000", note="En texte, cinq chiffres en France."),
    Column("city", "Ville", example="Strasbourg"),
    Column("country", "Pays", example="France", note="France si la cellule est vide."),
)
_EMAIL = Column(
    "email", "Adresse électronique", example="prenom.nom@exemple.fr",
    note="Une seule adresse par cellule. Vide : la personne est convoquée par courrier.",
)  # fmt: skip
_PERSON = (
    Column(
        "civility", "Civilité", Form.CHOICE, choices=("Mme", "M."), note="Telle qu’écrite sur une lettre."
    ),
    Column("surname", "Nom", required=True, example="Hérouville"),
    Column("given_name", "Prénom", required=True, example="Jean-Éric"),
)
_SHARE = Column(
    "delegation_share", "Part de délégation", Form.SHARE, example="30 %",
    note="Heures de délégation rapportées au temps de travail (article L6315-1).",
)  # fmt: skip

_LAYOUTS = (
    Layout(Table.SITES, "Établissements", "Un établissement par ligne.", (
        Column("id", "SIRET ou code", Form.CODE, required=True, example="00000000100018",
               note="SIRET (14 chiffres) ou code à vous ; en texte."),
        Column("name", "Nom de l’établissement", required=True, example="Strasbourg"),
        *_ADDRESS,
        Column("time_zone", "Fuseau horaire", Form.CHOICE, choices=ZONES, example="Europe/Paris"),
        Column("good_friday", "Vendredi saint et 26 décembre fériés", Form.CHOICE, choices=YES_NO,
               note="Alsace et Moselle (article L3134-13 du Code du travail)."),
        Column("meeting_place", "Lieu des entretiens", example="Bureau RH, 1er étage"),
    )),
    Layout(Table.MANAGERS, "Responsables",
           "Qui tient les entretiens sans figurer dans la feuille Salariés ; les autres y sont déjà.", (
        Column("matricule", "Matricule", Form.CODE, required=True, example="DIR01",
               note="Le matricule que cite la colonne Responsable de la feuille Salariés."),
        *_PERSON,
        _EMAIL,
        Column("title", "Fonction", example="Directrice industrielle"),
    )),
    Layout(Table.EMPLOYEES, "Salariés", "Une personne par ligne, apprentis et CDD compris.", (
        Column("matricule", "Matricule", Form.CODE, required=True, example="0001234",
               note="En texte : ses zéros de tête comptent."),
        *_PERSON,
        Column("born", "Date de naissance", Form.DAY, example="24/05/1981",
               note="Nécessaire aux entretiens de mi-carrière et de fin de carrière."),
        Column("sex", "Sexe", Form.CHOICE, choices=("F", "H"),
               note="Pour les seuls indicateurs remis au CSE."),
        _EMAIL,
        *_ADDRESS,
        Column("hired", "Date d’ancienneté", Form.DAY, required=True, example="01/09/2019",
               note="Date d’embauche ; après un transfert L1224-1, celle chez le premier employeur."),
        Column("contract", "Contrat", Form.CHOICE, choices=tuple(french.CONTRACTS.values()),
               note="CDI si la cellule est vide."),
        Column("contract_end", "Fin de contrat", Form.DAY, example="31/08/2027"),
        Column("transferred_on", "Date de transfert", Form.DAY, example="01/01/2024",
               note="Transfert du contrat (article L1224-1) : l’ancienneté continue."),
        Column("left_on", "Date de sortie", Form.DAY, example="30/06/2027"),
        Column("site", "Établissement", Form.CODE, example="00000000100018",
               note="SIRET, code ou nom d’un établissement de la feuille Établissements."),
        Column("manager", "Responsable", Form.CODE, example="0000042",
               note="Matricule de qui tient l’entretien."),
        Column("job", "Emploi", example="Technicienne de maintenance"),
        Column("category", "Catégorie", example="Ouvrier"),
        Column("hiring_notice", "Information à l’embauche remise le", Form.DAY, example="01/03/2026",
               note="Embauches depuis le 26/10/2025 : date à laquelle le salarié a été informé."),
    )),
    Layout(Table.INTERVIEWS, "Entretiens", "Les entretiens professionnels déjà tenus.", (
        _MATRICULE, _WHO,
        Column("on", "Date de l’entretien", Form.DAY, required=True, example="14/06/2023"),
        Column("kind", "Nature", Form.CHOICE, choices=INTERVIEW_LABELS, note="Périodique si vide."),
        Column("recap", "Vaut état des lieux", Form.CHOICE, choices=YES_NO,
               note="Oui si l’entretien a aussi fait l’état des lieux récapitulatif."),
    )),
    Layout(Table.ABSENCES, "Absences", "Les absences longues : congés, arrêts, mandats à temps plein.", (
        _MATRICULE, _WHO,
        Column("kind", "Nature", Form.CHOICE, required=True, choices=tuple(french.ABSENCES.values())),
        Column("start", "Premier jour", Form.DAY, required=True, example="02/03/2026"),
        Column("until", "Dernier jour", Form.DAY, example="21/06/2026",
               note="Dernier jour d’absence ; vide tant que la personne n’est pas revenue."),
        Column("back_on", "Date de reprise", Form.DAY, example="22/06/2026",
               note="Premier jour travaillé, si vous n’avez pas le dernier jour d’absence."),
        _SHARE,
    )),
    Layout(Table.TRAININGS, "Formations", "Les formations suivies.", (
        _MATRICULE, _WHO,
        Column("on", "Date de fin", Form.DAY, required=True, example="18/11/2024"),
        Column("title", "Intitulé", example="Lecture de plans"),
        Column("mandatory", "Obligatoire", Form.CHOICE, choices=YES_NO,
               note="Au sens de l’article L6321-2 : imposée par un texte pour exercer l’activité."),
        Column("legal_basis", "Texte qui l’impose", example="R4544-9 (habilitation électrique)"),
        Column("hours", "Durée (heures)", Form.NUMBER, example="14"),
    )),
    Layout(Table.CERTIFICATIONS, "Certifications", "Diplômes, titres, CQP et blocs acquis, VAE comprise.", (
        _MATRICULE, _WHO,
        Column("on", "Date d’obtention", Form.DAY, required=True, example="05/07/2025"),
        Column("title", "Intitulé", example="CQPM Opérateur-régleur"),
    )),
    Layout(Table.PROGRESSIONS, "Progressions", "Progressions de salaire ou d’emploi.", (
        _MATRICULE, _WHO,
        Column("on", "Date d’effet", Form.DAY, required=True, example="01/01/2025"),
        Column("kind", "Nature", Form.CHOICE, choices=tuple(french.PROGRESSIONS.values()),
               note="Salariale si vide."),
        Column("detail", "Détail", example="Passage au coefficient 255"),
    )),
    Layout(Table.MEDICAL_VISITS, "Visites médicales",
           "Les visites de mi-carrière (article L4624-2-2) ; les autres ne sont pas reprises.", (
        _MATRICULE, _WHO,
        Column("on", "Date de la visite", Form.DAY, required=True, example="02/09/2026"),
        Column("kind", "Nature", Form.CHOICE, choices=VISIT_LABELS, note="Mi-carrière si vide."),
    )),
    Layout(Table.MANDATES, "Mandats", "Mandats syndicaux ou de représentant du personnel.", (
        _MATRICULE, _WHO,
        Column("title", "Mandat", example="Élue titulaire au CSE"),
        Column("start", "Début du mandat", Form.DAY, required=True, example="15/11/2023"),
        Column("until", "Fin du mandat", Form.DAY, example="14/11/2027"),
        _SHARE,
    )),
)  # fmt: skip

LAYOUTS: Mapping[Table, Layout] = MappingProxyType({layout.table: layout for layout in _LAYOUTS})
"""Every table, in the order of the workbook."""
