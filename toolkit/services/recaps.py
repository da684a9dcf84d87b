"""The recap of the career path: prefilled from the history before the meeting, made final after it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.clock import today
from toolkit.errors import NotFoundError
from toolkit.law import RecapCheck, Timeline
from toolkit.model import Case, DocumentKind
from toolkit.services.actions import decided
from toolkit.services.addressing import correspondence
from toolkit.services.duties import duties_of
from toolkit.services.office import Office
from toolkit.services.people import People
from toolkit.services.pieces import Piece, sealed_letter
from toolkit.store import Unit

if TYPE_CHECKING:
    from toolkit.documents.letters import Letter, TopUp


def recap_letter(office: Office, unit: Unit, case: Case, people: People, comment: str = "") -> Letter:
    """Return the recap statement of ``case`` as the history stands.

    Raises:
        NotFoundError: no recap cycle runs for the employee.
    """
    from toolkit.documents.letters import Cycle, DueInterview, Meeting, recap_statement  # noqa: PLC0415 - heavy

    at = office.clock.now()
    day = case.held_on or today(office.clock)
    timeline = duties_of(office, unit, people.employee, day).timeline
    check = _check_of(timeline, case)
    due = tuple(
        DueInterview(interview.kind, interview.due, interview.met_by) for interview in check.interviews_due
    )
    return recap_statement(
        replace(correspondence(office, people, case, at), channel=None),
        Meeting(case, people.manager, recap_since=check.start),
        cycle=Cycle(since=check.start, until=day, interviews=due),
        history=unit.histories.of(case.matricule),
        top_up=_top_up(timeline, case, check),
        comment=comment,
        actions=decided(unit, case),
    )


def _check_of(timeline: Timeline, case: Case) -> RecapCheck:
    """Return the cycle that the meeting closes: the one held that day, else the first not held."""
    checks = timeline.recap_checks
    for check in checks:
        if case.held_on is not None and check.held_on == case.held_on:
            return check
    for check in checks:
        if check.held_on is None:
            return check
    raise NotFoundError(
        "aucun cycle d’état des lieux n’est en cours pour cette personne.",
        about=f"Dossier {case.id}",
        next_step="Vérifiez sa date d’ancienneté et ses entretiens passés (« entretiens explain »).",
    )


def _top_up(timeline: Timeline, case: Case, check: RecapCheck) -> TopUp | None:
    from toolkit.documents.letters import TopUp  # noqa: PLC0415 - heavy to import

    test = next((t for t in timeline.top_ups if t.recap_due == check.due), None)
    if test is None or not test.due or case.held_on is None:
        return None
    return TopUp(test.amount, test.pay_by)


def final_recap(office: Office, unit: Unit, case: Case, people: People, comment: str) -> Piece:
    """Return the recap statement made final, under the employer's seal."""
    letter = recap_letter(office, unit, case, people, comment)
    return sealed_letter(
        office, letter, DocumentKind.RECAP_STATEMENT, "État des lieux établi par l’employeur"
    )
