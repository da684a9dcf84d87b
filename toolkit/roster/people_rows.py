"""Rows of establishments, managers and employees, validated, and the value of the trade each becomes."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import model_validator

from toolkit.model import Address, Contract, Employee, Manager, Matricule, Sex, Site, SiteId
from toolkit.roster import cells
from toolkit.roster.fields import (
    Code,
    Day,
    EmailLine,
    EndDay,
    Line,
    Postcode,
    Row,
    SiteCode,
    SomeDay,
    Text,
    YesNo,
    labelled,
)


class Located(Row):
    """A row with a postal address."""

    address: Text = ""
    postcode: Postcode = ""
    city: Line = ""
    country: Line = "France"

    @model_validator(mode="after")
    def _french_postcode(self) -> Self:
        """Refuse a French postcode that lost its leading zero."""
        french = self.country.casefold() == "france"
        if (
            self.postcode
            and french
            and not (self.postcode.isdecimal() and len(self.postcode) == cells.POSTCODE_DIGITS)
        ):
            raise cells.refused(
                "postcode_length",
                f"« {self.postcode} » n’est pas un code postal français.",
                "cinq chiffres, dans une cellule au format Texte (ou le pays, s’il n’est pas la France).",
            )
        return self

    def postal(self) -> Address:
        """Return the address as a letter's window shows it."""
        return Address(tuple(self.address.splitlines()), self.postcode, self.city, self.country)


class SiteRow(Located):
    """An establishment."""

    id: SiteCode
    name: Line
    time_zone: Annotated[str, labelled("time_zone")] = ""
    good_friday: YesNo = False
    meeting_place: Line = ""

    def site(self, time_zone: str) -> Site:
        """Return the site; ``time_zone`` serves where the cell is blank."""
        return Site(
            SiteId(self.id), self.name, self.postal(), self.time_zone or time_zone, self.good_friday,
            self.meeting_place,
        )  # fmt: skip


class ManagerRow(Row):
    """Who holds interviews without being in the table of employees."""

    matricule: Code
    surname: Line
    given_name: Line
    civility: Annotated[str, labelled("civility")] = ""
    email: EmailLine = ""
    title: Line = ""

    def manager(self) -> Manager:
        """Return the manager."""
        return Manager(
            Matricule(self.matricule), self.surname, self.given_name, self.email, self.title, self.civility
        )


class EmployeeRow(Located):
    """An employee."""

    matricule: Code
    surname: Line
    given_name: Line
    hired: Day
    civility: Annotated[str, labelled("civility")] = ""
    born: SomeDay = None
    sex: Annotated[Sex | None, labelled("sex")] = None
    email: EmailLine = ""
    contract: Annotated[Contract, labelled("contract")] = Contract.CDI
    contract_end: EndDay = None
    transferred_on: SomeDay = None
    left_on: EndDay = None
    site: SiteCode = ""
    manager: Code = ""
    job: Line = ""
    category: Line = ""
    hiring_notice: SomeDay = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        """Refuse dates that cannot all be true."""
        for earlier, later, code, problem in (
            (self.born, self.hired, "hired_before_birth", "la date d’ancienneté précède la naissance."),
            (
                self.hired,
                self.contract_end,
                "contract_ends_before_hire",
                "la fin de contrat précède l’ancienneté.",
            ),
            (self.hired, self.left_on, "left_before_hire", "la date de sortie précède l’ancienneté."),
        ):
            if earlier and later and later < earlier:
                raise cells.refused(code, problem, "deux dates dans l’ordre.")
        return self

    def employee(self, site: SiteId | None, manager: Matricule | None) -> Employee:
        """Return the employee, with the references that the whole roster resolved."""
        return Employee(
            matricule=Matricule(self.matricule),
            surname=self.surname,
            given_name=self.given_name,
            hired=self.hired,
            civility=self.civility,
            born=self.born,
            sex=self.sex,
            email=self.email,
            address=self.postal(),
            contract=self.contract,
            contract_end=self.contract_end,
            transferred_on=self.transferred_on,
            left_on=self.left_on,
            site=site,
            manager=manager,
            job=self.job,
            category=self.category,
        )
