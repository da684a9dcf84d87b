"""What facts, each readable, leave open or say against one another: findings, never corrections."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from toolkit.model import Absence, Address, Contract, Employee, Interview, Site
from toolkit.roster.fact_rows import Fact
from toolkit.roster.problems import Place, RowProblem, finding

_LOCAL_LAW = ("57", "67", "68")  # Moselle, Bas-Rhin, Haut-Rhin: article L3134-13 du Code du travail
_YOUNGEST = 14  # years: the youngest apprentice, article L6222-1 du Code du travail, less one
_SIRET = 14
_OVERSEAS = (
    ("97133", "America/St_Barthelemy"),
    ("97150", "America/Marigot"),
    ("971", "America/Guadeloupe"),
    ("972", "America/Martinique"),
    ("973", "America/Cayenne"),
    ("974", "Indian/Reunion"),
    ("975", "America/Miquelon"),
    ("976", "Indian/Mayotte"),
    ("986", "Pacific/Wallis"),
    ("987", "Pacific/Tahiti"),
    ("988", "Pacific/Noumea"),
)


def usual_time_zone(address: Address) -> str:
    """Return the time zone of a French postcode."""
    return next((zone for start, zone in _OVERSEAS if address.postcode.startswith(start)), "Europe/Paris")


def site_findings(
    site: Site, place: Place, *, zone_said: bool, good_friday_said: bool
) -> Iterator[RowProblem]:
    """Yield what an establishment leaves open."""
    if not zone_said:
        yield finding(
            place,
            "time_zone_assumed",
            f"pas de fuseau horaire : « {site.time_zone} » est retenu d’après le code postal.",
        )
    if not good_friday_said and site.address.postcode.startswith(_LOCAL_LAW):
        yield finding(
            place,
            "good_friday_unsaid",
            "le Vendredi saint et le 26 décembre peuvent y être fériés (article L3134-13) ; "
            "rien n’est dit : ils sont tenus pour ouvrés.",
        )
    if site.id.isdecimal() and len(site.id) == _SIRET and not _luhn(site.id):
        yield finding(
            place, "siret_check_digit", "ce SIRET ne satisfait pas à sa clé de contrôle.", value=site.id
        )


def _luhn(digits: str) -> bool:
    """Tell whether the key of a SIRET holds (ISO/IEC 7812-1, annex B)."""
    total = 0
    for i, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if i % 2 else 1)
        total += value - 9 if value > 9 else value  # noqa: PLR2004 - the sum of the two digits
    return total % 10 == 0


def employee_findings(employee: Employee, place: Place) -> Iterator[RowProblem]:
    """Yield what an employee's row leaves open."""
    for code, is_open, message in (
        ("birth_date_missing", employee.born is None,
         "pas de date de naissance : ses entretiens de milieu et de fin de carrière ne se calculent pas."),
        ("contract_end_missing", employee.contract is not Contract.CDI and employee.contract_end is None,
         "ce contrat a un terme, mais sa fin n’est pas indiquée."),
        ("manager_missing", employee.manager is None, "pas de responsable : qui tiendra l’entretien ?"),
        ("own_manager", employee.manager == employee.matricule, "cette personne est son propre responsable."),
        ("unreachable", not employee.email and not employee.address,
         "ni adresse électronique ni adresse postale : cette personne ne peut pas être convoquée."),
        ("implausible_age", _too_young(employee), "l’âge à l’embauche n’est pas plausible."),
        ("transfer_before_hire", bool(employee.transferred_on and employee.transferred_on < employee.hired),
         "le transfert précède l’ancienneté, qui devrait courir depuis le premier employeur."),
    ):  # fmt: skip
        if is_open:
            yield finding(place, code, f"{employee.name} : {message}", matricule=employee.matricule)


def _too_young(employee: Employee) -> bool:
    return employee.born is not None and employee.hired.year - employee.born.year < _YOUNGEST


def shared_addresses(employees: Iterable[tuple[Employee, Place]]) -> Iterator[RowProblem]:
    """Yield a finding for each e-mail address that several people bear: one would read the other's letter."""
    bearers: dict[str, list[tuple[Employee, Place]]] = defaultdict(list)
    for employee, place in employees:
        if employee.email:
            bearers[employee.email.casefold()].append((employee, place))
    for people in bearers.values():
        for employee, place in people[1:]:
            yield finding(
                place,
                "shared_address",
                f"{employee.name} a la même adresse électronique que {people[0][0].name} "
                f"(ligne {people[0][1].row}).",
                value=employee.email,
                matricule=employee.matricule,
            )


def fact_findings(fact: Fact, employee: Employee, place: Place) -> Iterator[RowProblem]:
    """Yield what a fact leaves open, or how it contradicts its employee's row."""
    if isinstance(fact, Interview) and fact.on < employee.hired:
        yield finding(
            place,
            "interview_before_hire",
            f"{employee.name} : entretien du {fact.on:%d/%m/%Y}, "
            f"avant l’ancienneté ({employee.hired:%d/%m/%Y}).",
            matricule=employee.matricule,
        )
    if isinstance(fact, Absence) and fact.until is None:
        yield finding(
            place,
            "absence_without_end",
            f"{employee.name} : absence sans dernier jour ; elle est tenue pour en cours.",
            matricule=employee.matricule,
        )
    if isinstance(fact, Absence) and fact.start < employee.hired:
        yield finding(
            place,
            "absence_before_hire",
            f"{employee.name} : absence commencée avant l’ancienneté ({employee.hired:%d/%m/%Y}).",
            matricule=employee.matricule,
        )
