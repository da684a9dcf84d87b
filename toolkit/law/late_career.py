"""N-LATE, TR-12: the first EPP in the two years before the 60th birthday covers the end of the career."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.law.career import Career
from toolkit.law.durations import years_after
from toolkit.law.rulebook import Rulebook
from toolkit.model.obligation import Obligation, ObligationKind, Regime, Step

WINDOW = Step("un entretien dans les deux années qui précèdent le 60e anniversaire")


def late_career(career: Career, book: Rulebook) -> Iterator[Obligation]:
    """Yield the obligation when its window is still open on the switch, and opens before the horizon.

    An interview of the old regime does not meet it: only an entretien de parcours professionnel covers its
    topics.
    """
    born, hired = career.facts.born, career.facts.hired
    if born is None:
        return
    if (
        not book.switch.year
        <= born.year + book.late_career_age
        <= career.horizon.year + book.late_career_window
    ):
        return  # most careers end here, before any day is computed
    birthday = years_after(born, book.late_career_age)
    opens = years_after(birthday, -book.late_career_window)
    if birthday < book.switch or birthday < hired or opens > career.horizon:
        return
    met_by = next((on for on in career.interviews if on >= max(opens, book.switch)), None)
    yield Obligation(
        ObligationKind.LATE_CAREER,
        Regime.EPP,
        book.rules["N-LATE"],
        career.status(birthday, birthday, opens, met_by),
        opens,
        birthday,
        met_by=met_by,
        steps=(Step("Naissance le {}", (born,), "born"), WINDOW),
    )
