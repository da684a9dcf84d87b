"""Dates, hours, numbers, names and the trade's words as French readers expect them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from babel.dates import format_date

from toolkit.model.case import ActionKind, CaseState, Channel
from toolkit.model.decision import Ruling
from toolkit.model.employee import Contract
from toolkit.model.history import AbsenceKind, ProgressionKind
from toolkit.model.mail import MailKind, MailState
from toolkit.model.obligation import ObligationKind, Regime, Status

NBSP = "\N{NO-BREAK SPACE}"
NNBSP = "\N{NARROW NO-BREAK SPACE}"

OBLIGATIONS: Mapping[ObligationKind, str] = MappingProxyType(
    {
        ObligationKind.HIRING_NOTICE: "information à l’embauche",
        ObligationKind.FIRST: "premier entretien",
        ObligationKind.PERIODIC: "entretien périodique",
        ObligationKind.RETURN: "entretien de retour d’absence",
        ObligationKind.MID_CAREER: "entretien de mi-carrière",
        ObligationKind.LATE_CAREER: "entretien de fin de carrière",
        ObligationKind.RECAP: "état des lieux récapitulatif",
    }
)

STATUSES: Mapping[Status, str] = MappingProxyType(
    {
        Status.HELD: "tenu",
        Status.HELD_LATE: "tenu en retard",
        Status.NOT_REACHED: "non atteint",
        Status.SUSPENDED: "suspendu jusqu’au retour",
        Status.OVERDUE: "en retard",
        Status.OPEN: "à tenir",
        Status.UPCOMING: "à venir",
    }
)

REGIMES: Mapping[Regime, str] = MappingProxyType(
    {
        Regime.EP: "entretien professionnel",
        Regime.EPP: "entretien de parcours professionnel",
    }
)

STATES: Mapping[CaseState, str] = MappingProxyType(
    {
        CaseState.DUE: "à convoquer",
        CaseState.SUMMONED: "convoqué",
        CaseState.UNCERTAIN: "envoi incertain",
        CaseState.UNDELIVERED: "non remis",
        CaseState.ABSENT: "absent",
        CaseState.REFUSED: "refusé",
        CaseState.HELD: "entretien tenu",
        CaseState.REPORTED: "compte rendu établi",
        CaseState.SIGNING: "signatures en cours",
        CaseState.SIGNED: "signé",
        CaseState.DECLINED: "signature refusée",
        CaseState.HANDED_OVER: "copie remise",
        CaseState.CLOSED: "clos",
    }
)

ABSENCES: Mapping[AbsenceKind, str] = MappingProxyType(
    {
        AbsenceKind.MATERNITY: "congé de maternité",
        AbsenceKind.ADOPTION: "congé d’adoption",
        AbsenceKind.PARENTAL: "congé parental d’éducation",
        AbsenceKind.PARENTAL_PART_TIME: "temps partiel d’éducation",
        AbsenceKind.CAREGIVER: "congé de proche aidant",
        AbsenceKind.SABBATICAL: "congé sabbatique",
        AbsenceKind.SECURED_MOBILITY: "mobilité volontaire sécurisée",
        AbsenceKind.LONG_ILLNESS: "arrêt longue maladie",
        AbsenceKind.UNION_MANDATE: "mandat syndical",
        AbsenceKind.BIRTH_SUPPLEMENTARY: "congé supplémentaire de naissance",
        AbsenceKind.PARENTAL_PRESENCE: "congé de présence parentale",
        AbsenceKind.FAMILY_SOLIDARITY: "congé de solidarité familiale",
        AbsenceKind.UNPAID: "congé sans solde",
        AbsenceKind.ILLNESS: "arrêt maladie",
        AbsenceKind.WORK_ACCIDENT: "accident du travail",
        AbsenceKind.PAID_LEAVE: "congés payés",
        AbsenceKind.OTHER: "autre absence",
    }
)

CONTRACTS: Mapping[Contract, str] = MappingProxyType(
    {
        Contract.CDI: "CDI",
        Contract.CDD: "CDD",
        Contract.APPRENTICE: "apprentissage",
        Contract.PROFESSIONALISATION: "professionnalisation",
        Contract.AGENCY: "intérim",
    }
)

PROGRESSIONS: Mapping[ProgressionKind, str] = MappingProxyType(
    {
        ProgressionKind.SALARY: "salariale",
        ProgressionKind.PROFESSIONAL: "professionnelle",
    }
)

ACTIONS: Mapping[ActionKind, str] = MappingProxyType(
    {
        ActionKind.TRAINING: "formation",
        ActionKind.MOBILITY: "mobilité",
        ActionKind.VAE: "VAE",
        ActionKind.SKILLS_REVIEW: "bilan de compétences",
        ActionKind.TUTORING: "tutorat",
        ActionKind.POST_ADAPTATION: "adaptation du poste",
        ActionKind.OTHER: "autre",
    }
)

RULINGS: Mapping[Ruling, str] = MappingProxyType(
    {
        Ruling.GRANTED: "accordée",
        Ruling.REFUSED: "refusée",
        Ruling.DEFERRED: "différée",
    }
)

CHANNELS: Mapping[Channel, str] = MappingProxyType(
    {
        Channel.EMAIL: "courriel",
        Channel.POST: "courrier",
        Channel.BY_HAND: "remise en main propre",
    }
)


MAIL_STATES: Mapping[MailState, str] = MappingProxyType(
    {
        MailState.QUEUED: "en attente",
        MailState.SENDING: "interrompu",
        MailState.DEFERRED: "à réessayer",
        MailState.ACCEPTED: "accepté",
        MailState.FAILED: "refusé",
        MailState.BOUNCED: "revenu",
        MailState.UNCERTAIN: "incertain",
        MailState.POSTED: "par courrier",
        MailState.WITHDRAWN: "retiré",
    }
)

MAIL_KINDS: Mapping[MailKind, str] = MappingProxyType(
    {
        MailKind.LETTER: "convocation",
        MailKind.INVITATION: "invitation",
        MailKind.CHANGE_NOTICE: "changement",
        MailKind.CANCELLATION: "annulation",
        MailKind.HIRING_NOTICE: "embauche",
        MailKind.FORM: "trame",
        MailKind.REFUSAL_RECORD: "constat de refus",
        MailKind.REMINDER: "relance",
        MailKind.SIGNATURE_LINK: "demande de signature",
        MailKind.SIGNATURE_CODE: "code de signature",
        MailKind.HANDOVER: "remise de copie",
        MailKind.DECISIONS: "décisions",
    }
)

ZONES: Mapping[str, str] = MappingProxyType(
    {
        "Indian/Reunion": "de La Réunion",
        "Indian/Mayotte": "de Mayotte",
        "America/Guadeloupe": "de la Guadeloupe",
        "America/Martinique": "de la Martinique",
        "America/Cayenne": "de la Guyane",
        "America/Miquelon": "de Saint-Pierre-et-Miquelon",
        "America/St_Barthelemy": "de Saint-Barthélemy",
        "America/Marigot": "de Saint-Martin",
        "Pacific/Noumea": "de la Nouvelle-Calédonie",
        "Pacific/Tahiti": "de Tahiti",
        "Pacific/Marquesas": "des Marquises",
        "Pacific/Gambier": "des Gambier",
        "Pacific/Wallis": "de Wallis-et-Futuna",
    }
)
"""How the hour of a place overseas is named, after « heure »."""


def day(value: date) -> str:
    """Return ``12/03/2026``."""
    return value.strftime("%d/%m/%Y")


def long_day(value: date) -> str:
    """Return ``12 mars 2026``, the first of a month as ``1er mars 2026``."""
    text = format_date(value, "d MMMM y", locale="fr_FR")
    return "1er" + text[1:] if value.day == 1 else text


def weekday(value: date) -> str:
    """Return ``jeudi 12 mars 2026``."""
    return f"{format_date(value, 'EEEE', locale='fr_FR')} {long_day(value)}"


def hour(value: datetime, time_zone: str) -> str:
    """Return ``9 h 30`` in ``time_zone`` (an IANA name), with no-break spaces.

    ``value`` is aware.
    """
    local = value.astimezone(ZoneInfo(time_zone))
    minutes = f"{NBSP}{local.minute:02d}" if local.minute else ""
    return f"{local.hour}{NBSP}h{minutes}"


def hours(starts: datetime, minutes: int, time_zone: str) -> str:
    """Return ``de 9 h 30 à 10 h 30`` in ``time_zone``; ``starts`` is aware."""
    return f"de {hour(starts, time_zone)} à {hour(starts + timedelta(minutes=minutes), time_zone)}"


def zone_name(time_zone: str) -> str:
    """Return ``heure de La Réunion``; empty in metropolitan France, where nobody would ask."""
    if time_zone == "Europe/Paris":
        return ""
    return f"heure {ZONES[time_zone]}" if time_zone in ZONES else f"heure locale, {time_zone}"


def local_day(value: datetime, time_zone: str) -> date:
    """Return the civil day of an aware instant in ``time_zone``."""
    return value.astimezone(ZoneInfo(time_zone)).date()


def euros(amount: int) -> str:
    """Return ``3 000 €`` with no-break spaces; ``amount`` in whole EUR."""
    return f"{amount:,}".replace(",", NNBSP) + NBSP + "€"


def count(number: int, singular: str, plural: str = "") -> str:
    """Return ``1 dossier``, ``3 dossiers``; zero takes the singular, as French does."""
    noun = singular if number < 2 else (plural or f"{singular}s")  # noqa: PLR2004 - French plural starts at 2
    return f"{number}{NBSP}{noun}"


def listing(items: Sequence[str]) -> str:
    """Return ``a, b et c``."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} et {items[-1]}" if items else ""


def plain_letters(text: str) -> str:
    """Return ``text`` in ASCII letters, digits and hyphens, for file names: ``d’Été`` becomes ``d-Ete``."""
    spelled = (
        text.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae").replace("Æ", "AE").replace("ß", "ss")
    )
    decomposed = unicodedata.normalize("NFKD", spelled)
    ascii_only = "".join(c for c in decomposed if not unicodedata.combining(c))
    return re.sub(r"[^A-Za-z0-9]+", "-", ascii_only).strip("-")


def collation_key(name: str) -> tuple[str, str]:
    """Return a key that sorts names as a French directory does: accents and case count last."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in decomposed if c.isalnum()), name


def capitalised(text: str) -> str:
    """Return ``text`` with its first letter in upper case, the others untouched."""
    return text[:1].upper() + text[1:]
