"""What our messages say: one frozen value per kind of message, and its rendering in text and HTML.

The bodies are the Jinja2 templates ``templates/mail/<name>.txt`` and ``.html``, in a sandbox where a missing
value is an error that names it.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

from toolkit.errors import MailError
from toolkit.french import NBSP, day, hour, local_day, long_day, weekday
from toolkit.model.case import Slot
from toolkit.resources import template_path
from toolkit.text import clean_line, clean_paragraphs

if TYPE_CHECKING:
    from jinja2 import Environment

PARIS = "Europe/Paris"
DEMONSTRATION = "Démonstration"

_ZONE_NAMES = {
    "America/Cayenne": "heure de Guyane",
    "America/Guadeloupe": "heure de Guadeloupe",
    "America/Marigot": "heure de Saint-Martin",
    "America/Martinique": "heure de Martinique",
    "America/Miquelon": "heure de Saint-Pierre-et-Miquelon",
    "America/St_Barthelemy": "heure de Saint-Barthélemy",
    "Indian/Mayotte": "heure de Mayotte",
    "Indian/Reunion": "heure de La Réunion",
    "Pacific/Noumea": "heure de Nouméa",
    "Pacific/Tahiti": "heure de Tahiti",
}


class Audience(StrEnum):
    """Whom a message speaks to."""

    EMPLOYEE = "employee"
    MANAGER = "manager"


@dataclass(frozen=True, slots=True)
class Contact:
    """Who writes, and whom to ask. ``colour`` is that of the letterhead, six hexadecimal digits."""

    employer: str
    hr_name: str = ""
    hr_email: str = ""
    hr_phone: str = ""
    colour: str = "1F4E79"


@dataclass(frozen=True, slots=True)
class Body:
    """A message's subject and its two equal bodies."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class ConvocationText:
    """The message that carries the letter of summons to the employee.

    ``interview`` is its full French name; ``held_by`` the manager's name and capacity; ``reply_by`` the
    last day to ask for another slot; ``again`` tells that it is a further summons.
    """

    template: ClassVar[str] = "convocation"
    name: str
    contact: Contact
    interview: str
    slot: Slot
    held_by: str
    reply_by: date | None = None
    again: bool = False

    @property
    def subject(self) -> str:
        """The subject line."""
        opening = "Nouvelle convocation" if self.again else "Convocation"
        return f"{opening} à votre {self.interview}, le {_slot_day(self.slot)}"


@dataclass(frozen=True, slots=True)
class ChangeText:
    """The message that carries the letter about a moved meeting."""

    template: ClassVar[str] = "changement"
    name: str
    contact: Contact
    interview: str
    slot: Slot
    previous: Slot
    held_by: str

    @property
    def subject(self) -> str:
        """The subject line."""
        return f"Votre {self.interview} est déplacé au {_slot_day(self.slot)}"


@dataclass(frozen=True, slots=True)
class CancellationText:
    """The message that tells the employee that the meeting will not take place. ``reason`` may be empty."""

    template: ClassVar[str] = "annulation"
    name: str
    contact: Contact
    interview: str
    slot: Slot
    reason: str = ""

    @property
    def subject(self) -> str:
        """The subject line."""
        return f"Votre {self.interview} du {_slot_day(self.slot)} est annulé"


class Step(StrEnum):
    """What an invitation does to the diary."""

    NEW = "new"
    MOVED = "moved"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class InvitationText:
    """The message that carries the calendar object, to the employee or to the manager.

    ``other`` names the other person of the meeting.
    """

    template: ClassVar[str] = "invitation"
    name: str
    contact: Contact
    audience: Audience
    interview: str
    slot: Slot
    other: str
    step: Step = Step.NEW

    @property
    def subject(self) -> str:
        """The subject line: neutral, because calendars and delegates show it."""
        opening = {Step.NEW: "Invitation", Step.MOVED: "Nouvel horaire", Step.CANCELLED: "Annulation"}[
            self.step
        ]
        return f"{opening}{NBSP}: {self.interview}, le {_slot_day(self.slot)}"


@dataclass(frozen=True, slots=True)
class HandoverText:
    """The message that hands the copy of the report over (article L6315-1 du Code du travail).

    ``documents`` are the titles of what is attached; ``fingerprint`` that of the employer's root certificate,
    which checks the seals, empty when nothing is sealed.
    """

    template: ClassVar[str] = "remise"
    name: str
    contact: Contact
    interview: str
    held_on: date
    documents: tuple[str, ...]
    fingerprint: str = ""

    @property
    def subject(self) -> str:
        """The subject line."""
        return f"Copie de votre compte rendu d’entretien du {long_day(self.held_on)}"


@dataclass(frozen=True, slots=True)
class HiringNoticeText:
    """The message that carries the information owed on hiring; the first interview is due by ``first_by``."""

    template: ClassVar[str] = "embauche"
    name: str
    contact: Contact
    interview: str
    first_by: date | None = None

    @property
    def subject(self) -> str:
        """The subject line."""
        return f"Votre {self.interview}{NBSP}: information à l’embauche"


LetterText = ConvocationText | ChangeText | CancellationText | HiringNoticeText
MessageText = LetterText | InvitationText | HandoverText


def render(text: MessageText, *, demonstration: bool = False) -> Body:
    """Return the subject and both bodies of a message.

    Args:
        text: What the message says.
        demonstration: Marks subject and bodies as made by the demonstration.

    Raises:
        MailError: a template is missing, broken, or asks for a value that the message has not.
    """
    from jinja2 import TemplateError  # noqa: PLC0415 - loads only when a message is written

    values: dict[str, object] = {field.name: getattr(text, field.name) for field in fields(text)}
    values |= {"demonstration": demonstration, "title": clean_line(text.subject)}
    mark = f"[{DEMONSTRATION}] " if demonstration else ""
    subject = clean_line(mark + text.subject)
    values["subject"] = subject
    try:
        plain, rich = (
            _environment().get_template(f"{text.template}.{suffix}").render(values)
            for suffix in ("txt", "html")
        )
    except TemplateError as error:
        raise MailError(
            f"le modèle du message ne peut pas être rempli ({error}).",
            about=f"templates/mail/{text.template}",
            next_step="Rétablissez le modèle d’origine, ou complétez la donnée qu’il demande.",
        ) from error
    return Body(subject, clean_paragraphs(plain) + "\n", rich.strip() + "\n")


def when(slot: Slot) -> str:
    """Return ``mardi 6 juillet 2027, de 9 h 30 à 10 h 30``, the zone named when it is not that of Paris."""
    ends = slot.starts + timedelta(minutes=slot.minutes)
    zone = slot.time_zone
    hours = f"de {hour(slot.starts, zone)} à {hour(ends, zone)}"
    name = "" if zone == PARIS else f" ({_zone_name(slot)})"
    return f"{weekday(local_day(slot.starts, zone))}, {hours}{name}"


def _zone_name(slot: Slot) -> str:
    zone = slot.time_zone
    city = zone.rpartition("/")[2].replace("_", " ")
    offset = slot.starts.astimezone(ZoneInfo(zone)).strftime("%z")
    return _ZONE_NAMES.get(zone, f"heure de {city}, UTC{offset[:3]}:{offset[3:]}")


def _slot_day(slot: Slot) -> str:
    return long_day(local_day(slot.starts, slot.time_zone))


@lru_cache(maxsize=1)
def _environment() -> Environment:
    """Return the sandbox of the mail templates: escaping in HTML, no missing value let through."""
    from jinja2 import FileSystemLoader, StrictUndefined  # noqa: PLC0415 - loads only when a message is written
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415

    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(template_path("mail/base.html").parent),
        autoescape=lambda name: bool(name) and str(name).endswith(".html"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(when=when, day=day, long_day=long_day, line=clean_line)
    return environment
