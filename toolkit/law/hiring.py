"""N-INFO: on hiring, the employee is told that an interview will take place in the first year."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.law.career import Career
from toolkit.law.rulebook import Rulebook
from toolkit.model.obligation import Obligation, ObligationKind, Regime, Step

ON_HIRING = Step("information individuelle à l’embauche")


def hiring_notice(career: Career, book: Rulebook) -> Iterator[Obligation]:
    """Yield the notice owed to who was hired on or after the switch, and not through a transfer L1224-1."""
    facts = career.facts
    if facts.hired < book.switch or facts.transferred_on is not None:
        return
    given = facts.hiring_notice_on
    met_by = given if given is not None and given <= career.as_of else None
    yield Obligation(
        ObligationKind.HIRING_NOTICE,
        Regime.EPP,
        book.rules["N-INFO"],
        career.status(facts.hired, facts.hired, facts.hired, met_by),
        facts.hired,
        facts.hired,
        met_by=met_by,
        steps=(Step("Embauche le {}", (facts.hired,), "hired"), ON_HIRING),
    )
