"""A letter before it is a file: its template, its values, its title; and what all letters share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date

from toolkit.documents.letters.words import full_name, greeting, of, one_line, postal_lines, siren
from toolkit.errors import MissingValueError
from toolkit.french import NBSP, capitalised, long_day
from toolkit.model.case import Channel
from toolkit.model.employee import Employee
from toolkit.model.employer import Employer
from toolkit.model.identifiers import CaseId

SMALL_COMPANY = 300
"""Employees under which the employer may use its OPCO's local advice (article L6315-1 I)."""

_CHANNEL_MENTIONS = {
    Channel.EMAIL: "Par courriel",
    Channel.POST: "Par courrier",
    Channel.BY_HAND: "Remis en main propre contre signature",
}


@dataclass(frozen=True, slots=True)
class Letter:
    """What to render: the file name of a shipped template, its values, the title of the document."""

    template: str
    context: Mapping[str, object]
    title: str


@dataclass(frozen=True, slots=True)
class Correspondence:
    """Who writes to whom, when, and by what way.

    Args:
        employer: Who writes.
        employee: To whom, or about whom.
        on: Date of the letter.
        case: Number of the case, when there is one.
        channel: How it reaches the employee; None for a document that is filed.
        footer: Text of the employer's own at the foot of each page.
        demonstration: Print the mark DÉMONSTRATION on every page.
    """

    employer: Employer
    employee: Employee
    on: date
    case: CaseId | None = None
    channel: Channel | None = None
    footer: str = ""
    demonstration: bool = False


@dataclass(frozen=True, slots=True)
class LetterheadContext:
    """``letterhead.*``: the employer at the top and at the foot of each page."""

    name: str
    address: str
    identity: str
    footer: str


@dataclass(frozen=True, slots=True)
class HeadingContext:
    """``heading.*``: references, date, whom to ask, and how the document is filed.

    ``opco`` is ready to follow a noun (``d’AKTO``), and empty from 300 employees on.
    """

    place_and_date: str
    date: str
    references: tuple[str, ...]
    filing: str
    contact: str
    opco: str
    by_hand: bool


@dataclass(frozen=True, slots=True)
class RecipientContext:
    """``recipient.*``: the employee as the letter addresses them."""

    name: str
    lines: tuple[str, ...]
    greeting: str
    matricule: str
    job: str
    hired: str


@dataclass(frozen=True, slots=True)
class SignatoryContext:
    """``signatory.*``: who signs for the employer."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class BaseContext:
    """What every document's context begins with."""

    letterhead: LetterheadContext
    heading: HeadingContext
    recipient: RecipientContext
    signatory: SignatoryContext
    demonstration: bool


def base_context(letter: Correspondence, template: str) -> BaseContext:
    """Return the shared part of a context.

    Raises:
        MissingValueError: the employer has no name, or a letter to post has no address.
    """
    employer, employee = letter.employer, letter.employee
    required(employer.name, "employeur.nom", template)
    required(employer.signatory.name, "employeur.signataire", template)
    if letter.channel is Channel.POST:
        required(employee.address, "salarie.adresse", template)
    return BaseContext(
        letterhead=LetterheadContext(
            name=employer.name,
            address=one_line(employer.address),
            identity=siren(employer.siren),
            footer=letter.footer,
        ),
        heading=_heading(letter),
        recipient=RecipientContext(
            name=full_name(employee),
            lines=postal_lines(employee.address) if employee.address else (),
            greeting=greeting(employee.civility),
            matricule=employee.matricule,
            job=employee.job,
            hired=long_day(employee.hired),
        ),
        signatory=SignatoryContext(employer.signatory.name, employer.signatory.title),
        demonstration=letter.demonstration,
    )


def _heading(letter: Correspondence) -> HeadingContext:
    employer, day = letter.employer, long_day(letter.on)
    matricule = f"Matricule{NBSP}: {letter.employee.matricule}"
    case = f"Dossier{NBSP}: {letter.case}" if letter.case else ""
    follower = f"Suivi par{NBSP}: {employer.hr_name}" if employer.hr_name else ""
    channel = _CHANNEL_MENTIONS[letter.channel] if letter.channel else ""
    city = employer.address.city
    return HeadingContext(
        place_and_date=f"{city}, le {day}" if city else f"Le {day}",
        date=day,
        references=tuple(line for line in (channel, case, matricule, follower) if line),
        filing=" – ".join(line for line in (case, matricule) if line),
        contact=contact(employer),
        opco=of(employer.opco) if employer.headcount < SMALL_COMPANY else "",
        by_hand=letter.channel is Channel.BY_HAND,
    )


def contact(employer: Employer) -> str:
    """Return whom to write to or call: name, telephone, address of e-mail, as far as they are known."""
    ways = [way for way in (employer.hr_phone.replace(" ", NBSP), employer.hr_email) if way]
    name = employer.hr_name or "le service des ressources humaines"
    return f"{name} ({', '.join(ways)})" if ways else name


def required(value: object, field: str, template: str) -> None:
    """Refuse a value that is empty, naming it as the roster does.

    Raises:
        MissingValueError: it is empty.
    """
    if not value:
        raise MissingValueError(field, template=template)


def as_mapping(value: object) -> Mapping[str, object]:
    """Return a dataclass as a mapping of plain values, the ones in it too."""
    plain = _plain(value)
    if not isinstance(plain, dict):
        raise TypeError(f"{type(value).__name__} is no context")
    return plain


def composed(base: BaseContext, own: object) -> Mapping[str, object]:
    """Return the context of a letter: what all share, and the fields of its own dataclass."""
    return {**as_mapping(base), **as_mapping(own)}


def _plain(value: object) -> object:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def titled(subject: str, letter: Correspondence) -> str:
    """Return the title of a document: what it is, and of whom."""
    return f"{capitalised(subject)} – {letter.employee.name}"
