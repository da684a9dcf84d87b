"""Facts that are missing or contradict one another: told, with what they prevent; never guessed around.

Each check takes the facts, the day and the rulebook, and yields findings; ``CHECKS`` lists them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from toolkit.law.career import career_of
from toolkit.law.durations import years_after
from toolkit.law.facts import Facts
from toolkit.law.history_checks import absences, mandates, trainings, visit_owed, visits
from toolkit.law.recap import cycles
from toolkit.law.rulebook import Rulebook
from toolkit.model.employee import Contract
from toolkit.model.obligation import Finding

Check = Callable[[Facts, date, Rulebook], Iterator[Finding]]
YOUNGEST = 14
"""Years: no contract of employment, apprenticeship included, begins earlier (article L4153-1)."""
_ENDING = frozenset({Contract.CDD, Contract.APPRENTICE, Contract.PROFESSIONALISATION})


def findings(facts: Facts, as_of: date, book: Rulebook) -> tuple[Finding, ...]:
    """Return every finding on ``facts`` known on ``as_of``."""
    return tuple(finding for check in CHECKS for finding in check(facts, as_of, book))


def _fr(day: date) -> str:
    return day.strftime("%d/%m/%Y")


def person(facts: Facts, as_of: date, book: Rulebook) -> Iterator[Finding]:
    """Birth date missing or impossible."""
    del as_of, book
    if facts.born is None:
        yield Finding(
            "birth_date_missing",
            facts.matricule,
            "date de naissance",
            "La date de naissance manque.",
            "l’entretien de fin de carrière et les thèmes propres aux 45 ans et plus",
        )
    elif years_after(facts.born, YOUNGEST) > facts.hired:
        yield Finding(
            "hired_before_14",
            facts.matricule,
            "date de naissance",
            f"La naissance ({_fr(facts.born)}) est trop proche de l’embauche ({_fr(facts.hired)}).",
            "l’entretien de fin de carrière",
        )


def contract(facts: Facts, as_of: date, book: Rulebook) -> Iterator[Finding]:
    """End of contract missing or before hiring, agency worker, hiring after the day asked for."""
    del book
    if facts.contract in _ENDING and facts.contract_end is None and facts.left_on is None:
        yield Finding(
            "contract_end_missing",
            facts.matricule,
            "fin de contrat",
            "La date de fin du contrat manque.",
            "de savoir si le contrat prend fin avant une échéance",
        )
    if facts.contract is Contract.AGENCY:
        yield Finding(
            "agency_worker",
            facts.matricule,
            "contrat",
            "Un salarié intérimaire relève de l’entreprise de travail temporaire, son employeur.",
            "tout calcul pour cette entreprise",
        )
    if facts.hired > as_of:
        yield Finding(
            "hired_later",
            facts.matricule,
            "date d’embauche",
            f"L’embauche ({_fr(facts.hired)}) est postérieure au {_fr(as_of)}.",
            "tout calcul à cette date",
        )
    for field, day, code in (
        ("fin de contrat", facts.contract_end, "contract_end_before_hire"),
        ("date de sortie", facts.left_on, "left_before_hire"),
        ("date de transfert", facts.transferred_on, "transfer_before_hire"),
    ):
        if day is not None and day < facts.hired:
            message = f"La {field} ({_fr(day)}) précède l’embauche ({_fr(facts.hired)})."
            yield Finding(code, facts.matricule, field, message, "toute échéance après cette date")


def interviews(facts: Facts, as_of: date, book: Rulebook) -> Iterator[Finding]:
    """Interviews before hiring, before the law, or after the employee left."""
    for held in facts.history.interviews:
        if held.on > as_of:
            continue
        if held.on < facts.hired:
            code, why = "interview_before_hire", f"précède l’embauche ({_fr(facts.hired)})"
        elif held.on < book.law_start:
            code, why = "interview_before_law", f"précède la loi ({_fr(book.law_start)})"
        elif facts.left_on is not None and held.on > facts.left_on:
            code, why = "interview_after_departure", f"suit la sortie ({_fr(facts.left_on)})"
        else:
            continue
        yield Finding(
            code,
            facts.matricule,
            "date d’entretien",
            f"L’entretien du {_fr(held.on)} {why}.",
            "de le compter",
        )


def recaps(facts: Facts, as_of: date, book: Rulebook) -> Iterator[Finding]:
    """Recaps held in the first half of a cycle, or without any interview of their cycle behind them."""
    career = career_of(facts, as_of, book, 1)
    if not career.recaps:
        return
    begun = {cycle.met_by: cycle.start for cycle in reversed(cycles(career, book))}
    for held in career.recaps:
        if held not in begun:
            message = f"L’état des lieux du {_fr(held)} tombe dans la première moitié d’un cycle."
            prevents = "de le rattacher à un cycle"
            yield Finding("recap_too_early", facts.matricule, "état des lieux", message, prevents)
        elif not any(begun[held] <= on < held for on in career.interviews):
            message = f"L’état des lieux du {_fr(held)} n’est précédé d’aucun entretien enregistré du cycle."
            prevents = "d’établir que les entretiens dus ont été tenus"
            yield Finding("recap_without_interviews", facts.matricule, "état des lieux", message, prevents)


CHECKS: tuple[Check, ...] = (
    person,
    contract,
    interviews,
    recaps,
    absences,
    visits,
    visit_owed,
    mandates,
    trainings,
)
"""Every check, in the order in which findings are told."""
