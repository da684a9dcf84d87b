"""N-MID: an interview within two months of the medical mid-career visit (article L4624-2-2); TR-11."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from toolkit.law.career import Career
from toolkit.law.durations import after
from toolkit.law.rulebook import Rulebook
from toolkit.model.obligation import Obligation, ObligationKind, Regime, Step

DELAY = Step("entretien dans les 2 mois de la visite")


def mid_career(career: Career, book: Rulebook) -> Iterator[Obligation]:
    """Yield one obligation per visit on or after the switch; before it nothing is due."""
    for visit in sorted({visit.on for visit in career.facts.history.medical_visits}):
        if max(book.switch, career.facts.hired) <= visit <= career.as_of:
            due = after(visit, book.mid_career_delay)
            met_by = next((on for on in career.interviews if on >= visit), None)
            yield Obligation(
                ObligationKind.MID_CAREER,
                Regime.EPP,
                book.rules["N-MID"],
                career.status(due, due, visit, met_by),
                visit,
                due,
                met_by=met_by,
                steps=(Step("Visite médicale de mi-carrière le {}", (visit,), "medical_visit"), DELAY),
            )


def visit_window(born: date, book: Rulebook) -> tuple[date, date]:
    """Return the first and last day of the mid-career visit.

    The civil year of the 45th birthday, two years ahead.
    """
    year = born.year + book.mid_career_age
    return date(min(year - book.mid_career_advance, 9999), 1, 1), date(min(year, 9999), 12, 31)
