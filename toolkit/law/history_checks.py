"""Findings on what happened in a career: absences, medical visits, mandates, trainings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from toolkit.law.career import takes_away
from toolkit.law.durations import months_after
from toolkit.law.facts import Facts
from toolkit.law.mid_career import visit_window
from toolkit.law.returns import is_long
from toolkit.law.rulebook import Rulebook
from toolkit.model.history import AbsenceKind
from toolkit.model.obligation import Finding


def _fr(day: date) -> str:
    return day.strftime("%d/%m/%Y")


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
