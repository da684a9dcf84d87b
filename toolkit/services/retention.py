"""What is past its time, and why; erased on order only, down to a trace of hashes.

Storage limitation: Regulation (EU) 2016/679, article 5, 1 e. The periods are those of the settings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from toolkit.clock import PARIS, today
from toolkit.errors import UsageError
from toolkit.french import day
from toolkit.law.durations import after, parse_duration
from toolkit.model import Document, Employee
from toolkit.services.erasure import Erased, erase_person, erase_pieces
from toolkit.services.leftovers import remove_leftovers
from toolkit.services.office import Office
from toolkit.settings_tables import RetentionRule, RetentionTable


@dataclass(frozen=True, slots=True)
class PastPiece:
    """A piece past its time since ``since``, and why."""

    document: Document
    since: date
    because: str


@dataclass(frozen=True, slots=True)
class PastPerson:
    """What of one person is past its time: everything since ``since``, or some pieces."""

    employee: Employee
    since: date | None = None
    because: str = ""
    pieces: tuple[PastPiece, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether everything known of the person is past its time."""
        return self.since is not None


def past_time(office: Office, as_of: date | None = None) -> list[PastPerson]:
    """Return what is past its time on ``as_of`` (today by default), person by person.

    Args:
        office: The employer's office.
        as_of: The day of the question.
    """
    on = as_of or today(office.clock)
    table = office.settings.retention
    found = []
    with office.reading() as unit:
        for employee in unit.employees.all():
            documents = unit.documents.of_employee(employee.matricule)
            past = _of_person(employee, documents, table, on)
            if past is not None:
                found.append(past)
    return found


@dataclass(frozen=True, slots=True)
class ErasedPast:
    """What was erased, person by person, with the copies that went; ``refused`` says who was not, and why."""

    done: tuple[Erased, ...]
    copies: tuple[Path, ...]
    refused: tuple[str, ...]


def erase_past(office: Office, past: Iterable[PastPerson]) -> ErasedPast:
    """Erase what :func:`past_time` found, person by person; what an earlier run left on the disk goes too.

    Raises:
        StoreError: the database or the disk refused.
    """
    done, refused = [], []
    for person in past:
        try:
            done.append(_erase(office, person))
        except UsageError as error:
            refused.append(str(error))
    return ErasedPast(tuple(done), remove_leftovers(office), tuple(refused))


def _erase(office: Office, person: PastPerson) -> Erased:
    matricule = person.employee.matricule
    if person.whole:
        return erase_person(office, matricule, person.because, at_once=False)
    documents = [piece.document for piece in person.pieces]
    return erase_pieces(office, matricule, documents, "durée de conservation passée", at_once=False)


def kept_until(office: Office, employee: Employee) -> date | None:
    """Return the last day on which what is known of a person who left is kept; None while employed."""
    if employee.left_on is None:
        return None
    return after(employee.left_on, parse_duration(office.settings.retention.after_leaving))


def refuse_early(office: Office, employee: Employee) -> None:
    """Refuse to erase whom the employer must still be able to answer for (article 17, 3, b and e).

    Raises:
        UsageError: the person is employed, or the period after the departure is running.
    """
    end = kept_until(office, employee)
    if end is not None and end < today(office.clock):
        return
    told = "elle est dans l’effectif" if end is None else f"sa conservation court jusqu’au {day(end)}"
    raise UsageError(
        f"cette personne ne peut pas encore être effacée : {told}.",
        about=f"{employee.name} ({employee.matricule})",
        next_step="La loi vous demande de pouvoir prouver ses entretiens. Si l’effacement est dû malgré "
        "tout, ajoutez --malgre-la-duree.",
    )


def _of_person(
    employee: Employee, documents: Iterable[Document], table: RetentionTable, on: date
) -> PastPerson | None:
    if employee.left_on is not None:
        end = after(employee.left_on, parse_duration(table.after_leaving))
        if end < on:
            because = (
                f"départ le {day(employee.left_on)}, conservation de {parse_duration(table.after_leaving)}"
            )
            return PastPerson(employee, end, because)
    pieces = tuple(
        piece
        for document in documents
        if (piece := _past_piece(document, table.kinds.get(document.kind), employee, on)) is not None
    )
    return PastPerson(employee, pieces=pieces) if pieces else None


def _past_piece(
    document: Document, rule: RetentionRule | None, employee: Employee, on: date
) -> PastPiece | None:
    ends = list(_ends(document, rule, employee)) if rule is not None else []
    since, because = min(ends, default=(on, ""))
    return PastPiece(document, since, because) if since < on else None


def _ends(document: Document, rule: RetentionRule, employee: Employee) -> Iterator[tuple[date, str]]:
    """Yield each end of the time that a rule gives a piece, with its reason."""
    if rule.after_made is not None:
        made = document.made_at.astimezone(PARIS).date()
        told = f"établie le {day(made)}, conservation de {parse_duration(rule.after_made)}"
        yield after(made, parse_duration(rule.after_made)), told
    if rule.after_leaving is not None and employee.left_on is not None:
        told = f"départ le {day(employee.left_on)}, conservation de {parse_duration(rule.after_leaving)}"
        yield after(employee.left_on, parse_duration(rule.after_leaving)), told
