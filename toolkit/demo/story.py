"""What happens in the demonstration: who is moved, cancelled, absent, who refuses; days and people by number.

The company is that of ``examples/deux-rives``; what its managers wrote is in ``formulaires`` there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from toolkit.model import Matricule
from toolkit.model.decision import Decision, Ruling

CAMPAIGN = "2026-automne"
UNTIL = date(2026, 12, 31)
ACTOR = "demonstration"
COLLECTED_BY = "Claire Fontaine-Vogel"
CLOCK_NAME = "horloge de démonstration, réglée pas à pas à partir du 5 octobre 2026"

IMPORT_DAY = datetime(2026, 10, 5, 6, 0, tzinfo=UTC)
POST_DAY = datetime(2026, 10, 6, 13, 0, tzinfo=UTC)
CHANGE_DAY = datetime(2026, 10, 12, 7, 30, tzinfo=UTC)
AFTER_MEETINGS = datetime(2026, 10, 26, 8, 0, tzinfo=UTC)
AFTER_SECOND_MEETINGS = datetime(2026, 11, 12, 8, 0, tzinfo=UTC)
REPORT_DAY = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
SIGNING_DAY = datetime(2026, 11, 18, 8, 0, tzinfo=UTC)
FOLDER_DAY = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Moved:
    """A meeting that moves, to a moment of the site's own zone."""

    matricule: Matricule
    to: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Missed:
    """A meeting that nobody came to, or that the employee refused; ``again`` is the moment offered anew."""

    matricule: Matricule
    reason: str
    again: datetime | None = None
    how: str = ""
    statement: str = ""
    witness: str = ""
    refuses_to_sign: bool = False


MOVED = Moved(
    Matricule("0001013"),
    datetime(2026, 10, 22, 14, 0),  # noqa: DTZ001 - a moment of the site's own zone
    "Vous êtes en formation le jour prévu.",
)
CANCELLED = (Matricule("0001037"), "Absence imprévue du responsable ; une nouvelle date sera proposée.")
ABSENT = Missed(
    Matricule("0001028"),
    "",
    again=datetime(2026, 11, 13, 10, 0),  # noqa: DTZ001 - same
)
REFUSED = Missed(
    Matricule("0001016"),
    "Ne souhaite pas d’entretien cette année.",
    how="par courriel",
    statement="Je n’en vois pas l’utilité en ce moment, je préfère attendre le printemps.",
)
REFUSED_TWICE = (
    Missed(
        Matricule("0001027"),
        "",
        again=datetime(2026, 11, 10, 10, 0),  # noqa: DTZ001 - same
        how="oralement, à l’atelier",
    ),
    Missed(
        Matricule("0001027"),
        "Maintient son refus.",
        how="oralement, lors du rendez-vous",
        statement="Je n’irai pas.",
        witness="Anne-Laure Meyer, déléguée du service",
        refuses_to_sign=True,
    ),
)
REFUSED_AFTER_LEAVE = Missed(
    Matricule("0002020"),
    "Estime son retour bien organisé et décline la proposition.",
    how="par courriel",
    statement="Merci, mon retour se passe bien, je n’en ai pas besoin.",
)
DECLINES_TO_SIGN = (Matricule("0001011"), "Souhaite d’abord relire le compte rendu chez lui.")
BY_LINK = Matricule("0002018")
"""Signs from afar, and so does the manager: a personal link, and a code that comes by mail."""
DECIDED = Matricule("0001010")
"""Gets the letter of what was decided of each action of the plan."""
RULINGS = (
    Decision(1, Ruling.GRANTED, on=date(2027, 4, 30)),
    Decision(2, Ruling.DEFERRED, "À revoir avec le budget de formation de 2027.", on=date(2027, 1, 29)),
)
NOT_YET_SIGNED = frozenset({Matricule("0002013")})
"""Reported, and still to be signed when the demonstration ends."""
