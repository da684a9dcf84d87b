"""Write a message's subject and bodies, in text and HTML, from what it says.

The bodies are the Jinja2 templates ``templates/mail/<name>.txt`` and ``.html``, in a sandbox where a missing
value is an error that names it.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import lru_cache
from typing import TYPE_CHECKING

from toolkit.errors import MailError
from toolkit.french import hours, local_day, long_day, weekday, zone_name
from toolkit.mail.texts import MessageText
from toolkit.model.case import Slot
from toolkit.resources import template_path
from toolkit.text import clean_line, clean_paragraphs

if TYPE_CHECKING:
    from jinja2 import Environment

DEMONSTRATION = "Démonstration"


@dataclass(frozen=True, slots=True)
class Body:
    """A message's subject and its two equal bodies."""

    subject: str
    text: str
    html: str


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
    return Body(subject, clean_paragraphs(plain) + "\n", clean_paragraphs(rich) + "\n")


def when(slot: Slot) -> str:
    """Return ``mardi 6 juillet 2027, de 9 h 30 à 10 h 30``, the zone named when it is not that of Paris."""
    zone = zone_name(slot.time_zone)
    told = hours(slot.starts, slot.minutes, slot.time_zone) + (f" ({zone})" if zone else "")
    return f"{weekday(local_day(slot.starts, slot.time_zone))}, {told}"


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
    environment.filters.update(when=when, long_day=long_day, line=clean_line)
    return environment
