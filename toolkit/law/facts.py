"""What the rules are told of a person and of an employer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from toolkit.model.employee import Contract, Employee
from toolkit.model.employer import Agreement, Employer
from toolkit.model.history import History
from toolkit.model.identifiers import Matricule

NOTHING_KNOWN = History()
"""The history of who has just been hired."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the law reads of one employee. ``hired`` is the seniority date."""

    matricule: Matricule
    hired: date
    born: date | None = None
    contract: Contract = Contract.CDI
    contract_end: date | None = None
    left_on: date | None = None
    transferred_on: date | None = None
    history: History = NOTHING_KNOWN
    hiring_notice_on: date | None = None


def facts_of(employee: Employee, history: History, hiring_notice_on: date | None = None) -> Facts:
    """Return the facts of ``employee``.

    ``hiring_notice_on`` is the day of the written information on hiring.
    """
    return Facts(
        matricule=employee.matricule,
        hired=employee.hired,
        born=employee.born,
        contract=employee.contract,
        contract_end=employee.contract_end,
        left_on=employee.left_on,
        transferred_on=employee.transferred_on,
        history=history,
        hiring_notice_on=hiring_notice_on,
    )


@dataclass(frozen=True, slots=True)
class EmployerTerms:
    """What the law reads of an employer: headcount (article L130-1 CSS) and collective agreement."""

    headcount: int
    agreement: Agreement | None = None


def terms_of(employer: Employer) -> EmployerTerms:
    """Return the terms of ``employer``."""
    return EmployerTerms(employer.headcount, employer.agreement)
