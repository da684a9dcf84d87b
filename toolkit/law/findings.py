"""Facts that are missing or contradict one another: told, with what they prevent; never guessed around.

Each check takes the facts, the day and the rulebook, and yields findings; ``CHECKS`` lists them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from toolkit.law.career import career_of, takes_away
from toolkit.law.durations import months_after, years_after
from toolkit.law.facts import Facts
from toolkit.law.mid_career import visit_window
from toolkit.law.recap import cycles
from toolkit.law.returns import is_long
from toolkit.law.rulebook import Rulebook
from toolkit.model.employee import Contract
from toolkit.model.history import AbsenceKind
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
    """Recaps held in the first half of a cycle, or without any interview behind them."""
    career = career_of(facts, as_of, book, 1)
    attached = {cycle.met_by for cycle in cycles(career, book)} if career.recaps else set()
    for held in career.recaps:
        if held not in attached:
            message = f"L’état des lieux du {_fr(held)} tombe dans la première moitié d’un cycle."
            prevents = "de le rattacher à un cycle"
            yield Finding("recap_too_early", facts.matricule, "état des lieux", message, prevents)
        elif career.interviews[0] == held:
            message = f"L’état des lieux du {_fr(held)} n’est précédé d’aucun entretien enregistré."
            prevents = "d’établir que les entretiens dus ont été tenus"
            yield Finding("recap_without_interviews", facts.matricule, "état des lieux", message, prevents)


def absences(facts: Facts, as_of: date, book: Rulebook) -> Iterator[Finding]:
    """Absences reversed, before hiring, overlapping, or of a length that contradicts their kind."""
    known = [away for away in facts.history.absences if away.start <= as_of]
    for away in known:
        code, message, prevents = "", "", "l’entretien de retour"
        if away.until is not None and away.until < away.start:
            code, message = "absence_ends_before_start", f"finit le {_fr(away.until)}, avant de commencer"
            prevents = "d’en tenir compte"
        elif away.start < facts.hired:
            code, message = "absence_before_hire", f"précède l’embauche ({_fr(facts.hired)})"
        elif away.kind is AbsenceKind.LONG_ILLNESS and away.until is not None and not is_long(away, book):
            code, message = "long_illness_too_short", "est une longue maladie de six mois ou moins"
        elif away.kind is AbsenceKind.ILLNESS:
            end = min(away.until or as_of, as_of)
            if end >= months_after(away.start, book.long_illness.months):
                code, message = (
                    "illness_over_six_months",
                    "est un arrêt maladie ordinaire de plus de six mois",
                )
        if code:
            text = f"L’absence commencée le {_fr(away.start)} {message}."
            yield Finding(code, facts.matricule, "absence", text, prevents)
    yield from _overlaps(facts, as_of)


def _overlaps(facts: Facts, as_of: date) -> Iterator[Finding]:
    spells = sorted(
        (away.start, away.until or date.max)
        for away in facts.history.absences
        if takes_away(away) and away.start <= as_of and (away.until is None or away.until >= away.start)
    )
    reach: date | None = None
    for start, until in spells:
        if reach is not None and start <= reach:
            yield Finding(
                "absences_overlap",
                facts.matricule,
                "absence",
                f"L’absence commencée le {_fr(start)} en chevauche une autre.",
                "de compter une seule fois les jours communs avec certitude",
            )
        reach = until if reach is None else max(reach, until)


def visits(facts: Facts, as_of: date, book: Rulebook) -> Iterator[Finding]:
    """Mid-career visits too early, before hiring, or missing in the civil year of the 45th birthday."""
    for visit in facts.history.medical_visits:
        if visit.on > as_of:
            continue
        if facts.born is not None and visit.on < visit_window(facts.born, book)[0]:
            message = f"La visite du {_fr(visit.on)} précède l’année des 43 ans."
            yield Finding(
                "visit_before_43", facts.matricule, "visite médicale", message, "de la tenir pour certaine"
            )
        if visit.on < facts.hired:
            message = f"La visite du {_fr(visit.on)} précède l’embauche ({_fr(facts.hired)})."
            yield Finding(
                "visit_before_hire", facts.matricule, "visite médicale", message, "d’en tirer une échéance"
            )


def visit_owed(facts: Facts, as_of: date, book: Rulebook) -> Iterator[Finding]:
    """No mid-career visit by the civil year of the 45th birthday.

    The employer sees to it that it takes place.
    """
    if facts.born is None or facts.history.medical_visits or facts.hired > as_of:
        return
    year = visit_window(facts.born, book)[1].year
    if max(year, book.switch.year) <= as_of.year <= year + 1 and facts.left_on is None:
        yield Finding(
            "mid_career_visit_missing",
            facts.matricule,
            "visite médicale",
            f"Aucune visite de mi-carrière n’est enregistrée ; l’année des 45 ans est {year}.",
            "l’entretien de mi-carrière",
        )


def mandates(facts: Facts, as_of: date, book: Rulebook) -> Iterator[Finding]:
    """Mandates reversed, or without the share of working time that decides under 2,000 employees."""
    del book
    for mandate in facts.history.mandates:
        if mandate.start > as_of:
            continue
        if mandate.until is not None and mandate.until < mandate.start:
            message = f"Le mandat commencé le {_fr(mandate.start)} finit avant de commencer."
            yield Finding(
                "mandate_ends_before_start", facts.matricule, "mandat", message, "d’en tenir compte"
            )
        elif mandate.until is not None and mandate.delegation_share is None:
            message = f"La part d’heures de délégation du mandat du {_fr(mandate.start)} manque."
            yield Finding(
                "delegation_share_missing",
                facts.matricule,
                "mandat",
                message,
                "de décider du recensement des acquis",
            )


def trainings(facts: Facts, as_of: date, book: Rulebook) -> Iterator[Finding]:
    """Mandatory trainings without the text that makes them so, trainings before hiring."""
    del book
    for training in facts.history.trainings:
        if training.on > as_of:
            continue
        if training.on < facts.hired:
            message = f"La formation du {_fr(training.on)} précède l’embauche ({_fr(facts.hired)})."
            yield Finding("training_before_hire", facts.matricule, "formation", message, "de la compter")
        elif training.mandatory and not training.legal_basis:
            message = f"La formation obligatoire du {_fr(training.on)} n’a pas de fondement enregistré."
            yield Finding(
                "mandatory_without_basis",
                facts.matricule,
                "formation",
                message,
                "de montrer qu’elle est obligatoire",
            )


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
