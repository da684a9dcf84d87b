"""Return from leave: N-RETURN with its twelve-month exemption, O-RETURN, TR-10.

Opens on the first day back, has no legal due date, and follows the regime of that day. At the employee's
request it may take place before the return.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from toolkit.law.career import Career, first_day_back, takes_away
from toolkit.law.durations import before, months_after
from toolkit.law.rulebook import Rulebook
from toolkit.model.history import Absence, AbsenceKind
from toolkit.model.obligation import AlternativeDate, Obligation, ObligationKind, Regime, Step

QUESTION = "old_interview_exempts_return"
NO_INTERVIEW = Step("aucun entretien de parcours professionnel dans les douze mois qui précèdent")
ALWAYS = Step("entretien proposé à chaque retour (ancien régime)")
OLD_ONE = Step("entretien de l’ancien régime le {} : interprétation retenue, il ne dispense pas")


def returns(career: Career, book: Rulebook) -> Iterator[Obligation]:
    """Yield one obligation per day of return from an absence of the list."""
    days: dict[date, Absence] = {}
    for absence in (*career.absences, *_mandates(career)):
        back = first_day_back(career.absences, absence) if absence.until else None
        if back is not None and opens_return(absence, back, book):
            known = days.get(back)
            days[back] = absence if known is None or absence.start < known.start else known
    for back, absence in sorted(days.items()):
        proposal = _proposal(absence, back, career, book)
        if proposal is not None:
            yield proposal


def _mandates(career: Career) -> Iterator[Absence]:
    """Yield the mandates recorded as such: their end opens a return interview as a union mandate's does."""
    for mandate in career.facts.history.mandates:
        if mandate.start <= career.as_of and mandate.until is not None and mandate.start <= mandate.until:
            yield Absence(AbsenceKind.UNION_MANDATE, mandate.start, mandate.until, mandate.delegation_share)


def opens_return(absence: Absence, back: date, book: Rulebook) -> bool:
    """Tell whether a return interview is to be proposed after ``absence``, ended the day before ``back``."""
    if back < book.law_start:
        return False
    if absence.kind is AbsenceKind.LONG_ILLNESS and not is_long(absence, book):
        return False
    if back < book.switch:
        return absence.kind in book.old_returns
    return absence.kind in (book.new_returns if back >= book.birth_leave_from else book.old_returns)


def is_long(absence: Absence, book: Rulebook) -> bool:
    """Tell whether an ended absence lasted over six months (article L324-1 CSS)."""
    return absence.until is not None and absence.until >= months_after(
        absence.start, book.long_illness.months
    )


def _proposal(absence: Absence, back: date, career: Career, book: Rulebook) -> Obligation | None:
    opening = (Step("Absence du {} au {}", (absence.start, absence.until or back), "absence_start"),)
    year_before = before(back, book.return_exemption)
    early = _before_the_return(absence, back, year_before, career)
    if early is not None:
        step = Step("entretien tenu avant la reprise, le {}", (early,), "interview")
        return _obligation(early, early, back, (*opening, step), career, book)
    met_by = next((on for on in career.interviews if on >= back), None)
    if back < book.switch:
        return _obligation(back, met_by, back, (*opening, ALWAYS), career, book)
    recent = [on for on in career.interviews if year_before <= on < back]
    if any(on >= book.switch for on in recent):
        return None
    if not recent:
        return _obligation(back, met_by, back, (*opening, NO_INTERVIEW), career, book)
    if book.answers[QUESTION] == "yes":
        return None
    step = Step(OLD_ONE.phrase, (recent[-1],), "interview")
    kept = _obligation(back, met_by, back, (*opening, step), career, book)
    return kept._replace(
        alternatives=(AlternativeDate(QUESTION, "yes", None),), readings=(f"{QUESTION}: no",)
    )


def _before_the_return(absence: Absence, back: date, year_before: date, career: Career) -> date | None:
    """Return the day of the interview held during the absence, at the employee's request, if there is one.

    Who worked part time or held a mandate was there: an interview of that period is an ordinary one.
    """
    if not takes_away(absence):
        return None
    return next((on for on in career.interviews if max(absence.start, year_before) <= on < back), None)


def _obligation(
    opens: date, met_by: date | None, back: date, steps: tuple[Step, ...], career: Career, book: Rulebook
) -> Obligation:
    new = back >= book.switch
    return Obligation(
        ObligationKind.RETURN,
        Regime.EPP if new else Regime.EP,
        book.rules["N-RETURN" if new else "O-RETURN"],
        career.status(None, None, opens, met_by),
        opens,
        met_by=met_by,
        steps=(*steps, Step("reprise le {}", (back,))),
    )
