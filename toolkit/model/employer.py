"""The employer, its establishments and its collective agreement."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from toolkit.model.identifiers import EmployerId, SiteId


@dataclass(frozen=True, slots=True)
class Address:
    """A French postal address, for the letter's window."""

    lines: tuple[str, ...] = ()
    postcode: str = ""
    city: str = ""
    country: str = "France"

    def __bool__(self) -> bool:
        """Tell whether a letter could reach it."""
        return bool(self.city and (self.lines or self.postcode))


NO_ADDRESS = Address()
"""Where none is known."""


@dataclass(frozen=True, slots=True)
class Site:
    """An establishment, with the time zone its people live in.

    ``time_zone`` is an IANA name, for example ``Indian/Reunion``. ``good_friday`` tells whether Good
    Friday and 26 December are public holidays there (article L3134-13 du Code du travail).
    """

    id: SiteId
    name: str
    address: Address = NO_ADDRESS
    time_zone: str = "Europe/Paris"
    good_friday: bool = False
    meeting_place: str = ""


NO_SITE = Site(SiteId(""), "")
"""Where no establishment is known: metropolitan time, no place."""


class AgreementLevel(StrEnum):
    """Who concluded the agreement; a company's prevails over its branch's (loi 2025-989, article 3)."""

    COMPANY = "company"
    BRANCH = "branch"


@dataclass(frozen=True, slots=True)
class Agreement:
    """A collective agreement on career interviews (article L6315-1 III du Code du travail).

    Durations are ISO 8601 text (``P3Y``, ``P6M``, ``P15D``); None where the agreement is silent.
    """

    level: AgreementLevel
    adapts_rules: bool
    title: str = ""
    switch_on: date | None = None
    first_after: str | None = None
    period: str | None = None
    tolerance: str | None = None
    notice: str | None = None
    refusal_notice_working_days: int | None = None


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs for the employer."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class ChosenReading:
    """The answer an employer gives to an open question of law, with its written reason."""

    answer: str
    reason: str


@dataclass(frozen=True, slots=True)
class Employer:
    """One legal person that employs, as its letters and its obligations need it.

    ``headcount`` is counted in the meaning of article L130-1 du Code de la sécurité sociale.
    """

    id: EmployerId
    name: str
    headcount: int
    signatory: Signatory
    siren: str = ""
    address: Address = NO_ADDRESS
    hr_name: str = ""
    hr_email: str = ""
    hr_phone: str = ""
    agreement: Agreement | None = None
    readings: dict[str, ChosenReading] = field(default_factory=dict)
    opco: str = ""
