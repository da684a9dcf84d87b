"""Who is meant by what a person types: a matricule or a name, a case number or the person it concerns."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeVar

from toolkit.errors import NotFoundError, UsageError
from toolkit.french import STATES, collation_key, listing
from toolkit.model import Case, CaseId, CaseState, Employee, Manager, Matricule, Site
from toolkit.services.office import Office

MOST_SHOWN = 8
_CASE_NUMBER = re.compile(r"[Cc](\d+)")
_FINISHED = frozenset({CaseState.CLOSED, CaseState.HANDED_OVER})


def find_employee(office: Office, asked: str) -> Employee:
    """Return the one employee whose matricule is ``asked``, or whose name holds all its words.

    Raises:
        NotFoundError: nobody is called so.
        UsageError: several are; they are listed.
    """
    with office.reading() as unit:
        known = unit.employees.find(Matricule(asked))
        everyone = [] if known else unit.employees.all()
        if known is None and Matricule(asked) in unit.erasures.persons():
            raise NotFoundError(
                "cette personne a été effacée.",
                about=asked,
                next_step="Il ne reste d’elle que des numéros et des empreintes, au journal.",
            )
        return known or _the_one(everyone, asked) or unit.employees.get(Matricule(asked))


def find_person(office: Office, asked: str) -> Matricule:
    """Return the matricule of the one person, employee or not, who bears this number or name.

    Raises:
        NotFoundError: nobody is called so.
        UsageError: several are; they are listed.
    """
    with office.reading() as unit:
        listed: dict[Matricule, Employee | Manager] = {m.matricule: m for m in unit.managers.all()}
        listed |= {person.matricule: person for person in unit.employees.all()}
        found = listed.get(Matricule(asked)) or _the_one(list(listed.values()), asked)
        return (found or unit.employees.get(Matricule(asked))).matricule


P = TypeVar("P", Employee, Manager, Employee | Manager)


def _the_one(people: Iterable[P], asked: str) -> P | None:
    """Return the one of ``people`` who is called so; None for a number, which is then looked up as such."""
    named = [person for person in people if _is_called(person, asked)]
    if len(named) > 1:
        told = listing([f"{person.name} ({person.matricule})" for person in named[:MOST_SHOWN]])
        raise UsageError(
            f"plusieurs personnes répondent à ce nom : {told}.",
            about=asked,
            next_step="Indiquez le matricule.",
        )
    if not named and not any(character.isdigit() for character in asked):
        raise NotFoundError(
            "personne de ce nom dans le fichier importé.",
            about=asked,
            next_step="Vérifiez l’orthographe, ou indiquez le matricule.",
        )
    return named[0] if named else None


def _is_called(person: Employee | Manager, asked: str) -> bool:
    words = re.findall(r"\w+", asked)
    name = [collation_key(word)[0] for word in re.findall(r"\w+", f"{person.given_name} {person.surname}")]
    return bool(words) and all(any(part.startswith(collation_key(w)[0]) for part in name) for w in words)


def find_manager(office: Office, asked: str) -> Matricule:
    """Return the matricule of the one person who holds interviews and is called ``asked``.

    Raises:
        NotFoundError: nobody is called so.
        UsageError: several are; they are listed.
    """
    with office.reading() as unit:
        listed = unit.managers.all()
    if any(manager.matricule == asked for manager in listed):
        return Matricule(asked)
    named = [manager for manager in listed if _is_called(manager, asked)]
    return named[0].matricule if len(named) == 1 else find_person(office, asked)


def find_site(office: Office, asked: str) -> Site:
    """Return the one establishment whose code is ``asked``, or whose name holds its words.

    Raises:
        NotFoundError: there is none, or several; the known ones are listed.
    """
    with office.reading() as unit:
        sites = unit.sites.all()
    wanted = collation_key(asked)[0]
    found = [site for site in sites if site.id == asked or wanted in collation_key(site.name)[0]]
    if len(found) != 1:
        raise NotFoundError(
            "aucun établissement de ce nom." if not found else "plusieurs établissements y répondent.",
            about=asked,
            next_step=f"Établissements connus : {listing([f'{site.name} ({site.id})' for site in sites])}.",
        )
    return found[0]


def find_case(office: Office, asked: str) -> Case:
    """Return the case ``C0007`` (also written ``c7``), or the one unfinished case of a person, else the last.

    Raises:
        NotFoundError: no such case or person, or the person has none.
        UsageError: the person has several.
    """
    number = _CASE_NUMBER.fullmatch(asked.strip())
    if number is not None:
        with office.reading() as unit:
            case = unit.cases.find(CaseId(f"C{int(number[1]):04d}"))
            bearer = unit.employees.find(Matricule(asked.strip()))
            if case is not None and bearer is not None and case.matricule != bearer.matricule:
                raise UsageError(
                    f"c’est un dossier ({case.matricule}) et le matricule de {bearer.name}.",
                    about=asked,
                    next_step="Indiquez la personne par son nom, ou le dossier sous sa forme courte "
                    f"(c{int(number[1])}).",
                )
            if case is not None or bearer is None:
                return case or unit.cases.get(CaseId(f"C{int(number[1]):04d}"))
    person = find_employee(office, asked)
    with office.reading() as unit:
        mine = [case for case in unit.cases.all(matricule=person.matricule) if case.state not in _FINISHED]
        mine = mine or unit.cases.all(matricule=person.matricule)[-1:]
    if not mine:
        raise NotFoundError(
            "aucun dossier n’est ouvert pour cette personne.",
            about=f"{person.name} ({person.matricule})",
            next_step="Les dossiers sont listés par « entretiens campaign show ».",
        )
    if len(mine) > 1:
        raise UsageError(
            f"plusieurs dossiers sont en cours : {listing([f'{c.id} ({STATES[c.state]})' for c in mine])}.",
            about=f"{person.name} ({person.matricule})",
            next_step="Indiquez le numéro du dossier.",
        )
    return mine[0]


def names_of(office: Office, matricules: Iterable[Matricule | None]) -> dict[Matricule | None, str]:
    """Return the name of each, « (inconnu) » where a number is nobody's."""
    wanted = set(matricules)
    with office.reading() as unit:
        names = {person.matricule: person.name for person in unit.managers.all()}
        names |= {person.matricule: person.name for person in unit.employees.all()}
    return {matricule: names.get(matricule, "(inconnu)") if matricule else "" for matricule in wanted}


def case_names(office: Office, cases: Iterable[CaseId]) -> dict[CaseId, str]:
    """Return, by case, the name of the employee whom it concerns."""
    wanted = set(cases)
    with office.reading() as unit:
        mine = {case.id: case.matricule for case in unit.cases.all() if case.id in wanted}
    names = names_of(office, mine.values())
    return {case: names[matricule] for case, matricule in mine.items()}
