"""The people: employees and those who hold their interviews."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from toolkit.model.employer import NO_ADDRESS, Address
from toolkit.model.identifiers import Matricule, SiteId


class Contract(StrEnum):
    """Kinds of employment contract that the rules tell apart."""

    CDI = "cdi"
    CDD = "cdd"
    APPRENTICE = "apprentice"
    PROFESSIONALISATION = "professionalisation"
    AGENCY = "agency"


class Sex(StrEnum):
    """Recorded for the works council's figures only."""

    WOMAN = "woman"
    MAN = "man"


@dataclass(frozen=True, slots=True)
class Employee:
    """A person employed, kept to what the law and a letter ask.

    ``hired`` is the seniority date; after a transfer under article L1224-1 it is the date with the first
    """

    matricule: Matricule
    surname: str
    given_name: str
    hired: date
    civility: str = ""
    born: date | None = None
    sex: Sex | None = None
    email: str = ""
    address: Address = NO_ADDRESS
    contract: Contract = Contract.CDI
    contract_end: date | None = None
    transferred_on: date | None = None
    left_on: date | None = None
    site: SiteId | None = None
    manager: Matricule | None = None
    job: str = ""
    category: str = ""

    @property
    def name(self) -> str:
        """Given name then surname, as a letter writes it."""
        return f"{self.given_name} {self.surname}"


@dataclass(frozen=True, slots=True)
class Manager:
    """Who holds interviews: a line superior or a representative of management (article L6315-1)."""

    matricule: Matricule
    surname: str
    given_name: str
    email: str = ""
    title: str = ""
    civility: str = ""

    @property
    def name(self) -> str:
        """Given name then surname."""
        return f"{self.given_name} {self.surname}"
