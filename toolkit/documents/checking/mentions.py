"""What a summons must say (article L6315-1, and what courts look for): looked for in the filled letters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from toolkit.documents.checking.finding import Finding, Subject, wrong


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention: any of the ``fields`` printed, or words that ``says`` finds."""

    label: str
    fields: tuple[str, ...] = ()
    says: str = ""

    @property
    def hint(self) -> str:
        """What to add to a template that lacks it."""
        shown = " ou ".join(f"« {{{{ {name} }}}} »" for name in self.fields)
        return f"Ajoutez {shown}." if shown else "Ajoutez une phrase qui le dise."


_MEETING = (
    Mention("la nature de l’entretien", ("meeting.name",)),
    Mention("le fondement légal (article L. 6315-1)", ("meeting.basis",), r"L\.?\s*6315-1"),
    Mention("le jour", ("slot.day", "slot.moment")),
    Mention("l’heure", ("slot.hours", "slot.moment")),
    Mention("le lieu ou le lien de visioconférence", ("slot.place", "slot.video_link")),
    Mention("qui mène l’entretien", ("meeting.host",)),
    Mention("en quelle qualité cette personne mène l’entretien", ("meeting.capacity",)),
    Mention("comment demander un autre créneau, et jusqu’à quand", ("meeting.reply_by",)),
    Mention("à qui s’adresser", ("heading.contact",)),
    Mention("la signature de l’employeur", ("signatory.name",)),
)
_SUMMONS = (
    *_MEETING,
    Mention("les thèmes de l’entretien", says=r"comp[ée]tences|formation|[ée]volution professionnelle"),
    Mention("la fiche de préparation jointe", says=r"fiche\s+de\s+pr[ée]paration"),
    Mention(
        "le droit à un conseil en évolution professionnelle",
        says=r"conseil(?:ler|lère)?\s+en\s+[ée]volution\s+professionnelle|\bCEP\b",
    ),
    Mention("que l’entretien n’évalue pas le travail", says=r"[ée]valu"),
)
MENTIONS: Mapping[str, tuple[Mention, ...]] = {
    "convocation": _SUMMONS,
    "nouvelle-convocation": _MEETING,
    "changement-horaire": _MEETING,
}
"""What is mandatory, by kind of document."""


def missing_mentions(nature: str, letters: Mapping[str, tuple[str, Mapping[str, str]]]) -> Iterator[Finding]:
    """Yield the mentions that a filled letter does not make.

    Args:
        nature: Kind of document.
        letters: By case, the text of the letter and the values it was given by path.
    """
    for mention in MENTIONS.get(nature, ()):
        silent = [case for case, (text, values) in letters.items() if not _made(mention, text, values)]
        if silent:
            everywhere = len(silent) == len(letters)
            cases = "" if everywhere else f" dans certains cas ({', '.join(silent)})"
            yield wrong(
                Subject.MENTION,
                f"mention obligatoire absente{cases} : {mention.label}.",
                next_step=mention.hint,
            )


def _made(mention: Mention, text: str, values: Mapping[str, str]) -> bool:
    flat = _flat(text)
    printed = any(_flat(values.get(name, "")) in flat for name in mention.fields if values.get(name))
    return printed or bool(mention.says and re.search(mention.says, flat, re.IGNORECASE))


def _flat(text: str) -> str:
    return " ".join(text.split())
