"""One row of each table, validated cell by cell, and the value of the trade that it becomes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial
from types import MappingProxyType
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator

from toolkit.model import (
    Absence,
    AbsenceKind,
    Address,
    Certification,
    Contract,
    Employee,
    Interview,
    InterviewKind,
    Manager,
    Mandate,
    Matricule,
    MedicalVisit,
    Progression,
    ProgressionKind,
    Sex,
    Site,
    SiteId,
    Training,
)
from toolkit.roster import cells
from toolkit.roster.layout import Table

Fact = Interview | Absence | Training | Certification | Progression | MedicalVisit | Mandate
"""Anything that a history holds."""

MID_CAREER_VISIT = "mid_career"


def _labelled(family: str) -> BeforeValidator:
    return BeforeValidator(partial(_label, family=family))


def _label(raw: Any, info: Any, *, family: str) -> str:  # noqa: ANN401 - pydantic hands over any cell
    return cells.label(raw, info, family)


Text = Annotated[str, BeforeValidator(cells.text)]
Line = Annotated[str, BeforeValidator(cells.line)]
Code = Annotated[str, BeforeValidator(cells.code)]
SiteCode = Annotated[str, BeforeValidator(cells.site_code)]
Postcode = Annotated[str, BeforeValidator(cells.postcode)]
Day = Annotated[date, BeforeValidator(cells.day)]
SomeDay = Annotated[date | None, BeforeValidator(cells.day)]
EndDay = Annotated[date | None, BeforeValidator(cells.end_day)]
EmailLine = Annotated[str, BeforeValidator(cells.email)]
YesNo = Annotated[bool, BeforeValidator(cells.yes_no)]
Whole = Annotated[int | None, BeforeValidator(cells.number)]
Share = Annotated[int | None, BeforeValidator(cells.share)]


class Row(BaseModel):
    """What every row shares: columns that are not its own are not read."""

    model_config = ConfigDict(extra="ignore", frozen=True)


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
    time_zone: Annotated[str, _labelled("time_zone")] = ""
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
    civility: Annotated[str, _labelled("civility")] = ""
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
    civility: Annotated[str, _labelled("civility")] = ""
    born: SomeDay = None
    sex: Annotated[Sex | None, _labelled("sex")] = None
    email: EmailLine = ""
    contract: Annotated[Contract, _labelled("contract")] = Contract.CDI
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


class FactRow(Row):
    """A row of an employee's history."""

    matricule: Code

    def fact(self) -> Fact | None:
        """Return the fact, or None for a row that the roster does not keep."""
        raise NotImplementedError


class InterviewRow(FactRow):
    """An interview that was held."""

    on: Day
    kind: Annotated[InterviewKind, _labelled("interview")] = InterviewKind.PERIODIC
    recap: YesNo = False

    def fact(self) -> Interview:
        """Return the interview; one whose kind is the recap is a recap."""
        return Interview(self.on, self.kind, recap=self.recap or self.kind is InterviewKind.RECAP)


class AbsenceRow(FactRow):
    """A period away, told by its last day or by the day of return."""

    kind: Annotated[AbsenceKind, _labelled("absence")]
    start: Day
    until: EndDay = None
    back_on: EndDay = None
    delegation_share: Share = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        """Refuse an absence that ends before it begins, or whose two ends disagree."""
        if self.until and self.back_on and self.back_on <= self.until:
            raise cells.refused(
                "return_within_absence", "la date de reprise précède le dernier jour d’absence."
            )
        until = self.last_day()
        if until and until < self.start:
            raise cells.refused(
                "absence_ends_before_start",
                f"l’absence finit ({until:%d/%m/%Y}) avant de commencer ({self.start:%d/%m/%Y}).",
                "un dernier jour qui suit le premier, ou une cellule vide si l’absence dure encore.",
            )
        return self

    def last_day(self) -> date | None:
        """Return the last day away."""
        return self.until or (self.back_on - timedelta(days=1) if self.back_on else None)

    def fact(self) -> Absence:
        """Return the absence."""
        return Absence(self.kind, self.start, self.last_day(), self.delegation_share)


class TrainingRow(FactRow):
    """A training followed."""

    on: Day
    title: Line = ""
    mandatory: YesNo = False
    legal_basis: Line = ""
    hours: Whole = None

    def fact(self) -> Training:
        """Return the training."""
        return Training(self.on, self.title, self.mandatory, self.legal_basis, self.hours)


class CertificationRow(FactRow):
    """Elements of certification obtained."""

    on: Day
    title: Line = ""

    def fact(self) -> Certification:
        """Return the certification."""
        return Certification(self.on, self.title)


class ProgressionRow(FactRow):
    """A progression."""

    on: Day
    kind: Annotated[ProgressionKind, _labelled("progression")] = ProgressionKind.SALARY
    detail: Line = ""

    def fact(self) -> Progression:
        """Return the progression."""
        return Progression(self.on, self.kind, self.detail)


class MedicalVisitRow(FactRow):
    """A visit to the occupational physician; the mid-career one alone is kept."""

    on: Day
    kind: Annotated[str, _labelled("visit")] = MID_CAREER_VISIT

    def fact(self) -> MedicalVisit | None:
        """Return the mid-career visit, None for any other."""
        return MedicalVisit(self.on) if self.kind == MID_CAREER_VISIT else None


class MandateRow(FactRow):
    """A mandate."""

    start: Day
    until: EndDay = None
    delegation_share: Share = None
    title: Line = ""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        """Refuse a mandate that ends before it begins."""
        if self.until and self.until < self.start:
            raise cells.refused("mandate_ends_before_start", "le mandat finit avant de commencer.")
        return self

    def fact(self) -> Mandate:
        """Return the mandate."""
        return Mandate(self.start, self.until, self.delegation_share, self.title)


ROWS: Mapping[Table, type[Row]] = MappingProxyType(
    {
        Table.SITES: SiteRow,
        Table.MANAGERS: ManagerRow,
        Table.EMPLOYEES: EmployeeRow,
        Table.INTERVIEWS: InterviewRow,
        Table.ABSENCES: AbsenceRow,
        Table.TRAININGS: TrainingRow,
        Table.CERTIFICATIONS: CertificationRow,
        Table.PROGRESSIONS: ProgressionRow,
        Table.MEDICAL_VISITS: MedicalVisitRow,
        Table.MANDATES: MandateRow,
    }
)
"""The form of a row, by table."""

BLAMED: Mapping[str, str] = MappingProxyType(
    {
        "postcode_length": "postcode",
        "hired_before_birth": "hired",
        "contract_ends_before_hire": "contract_end",
        "left_before_hire": "left_on",
        "return_within_absence": "back_on",
        "absence_ends_before_start": "until",
        "mandate_ends_before_start": "until",
    }
)
"""The cell that a person should look at first, for errors that concern several."""
