"""N-RECAP-CHECK: what the recap verifies over its cycle, each conclusion with the facts behind it.

The interviews due with the one that met each, or its absence; then whether the employee followed a training,
obtained elements of certification, had a salary or professional progression (article L6315-1 II).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from toolkit.law.career import Career
from toolkit.law.periodic import again_term
from toolkit.law.recap import Cycle, cycles
from toolkit.law.rulebook import Rulebook
from toolkit.model.history import Certification, Progression, Training
from toolkit.model.obligation import Obligation, ObligationKind, Regime

_CHAIN = frozenset({ObligationKind.FIRST, ObligationKind.PERIODIC})
_COUNTED = frozenset({ObligationKind.MID_CAREER, ObligationKind.LATE_CAREER})


@dataclass(frozen=True, slots=True)
class DueInterview:
    """An interview of the cycle, and the day it was held.

    ``counted`` is False for a return interview: the law has it proposed, and sets no date. ``missing``: it
    was due and not held by the recap, or by the day asked for where no recap was held.
    """

    kind: ObligationKind
    due: date | None
    met_by: date | None
    counted: bool
    missing: bool


@dataclass(frozen=True, slots=True)
class RecapCheck:
    """The recap of one cycle.

    ``due`` is the day it is due, ``held_on`` the day it was held, if it was; ``running``: not held, not late.
    """

    start: date
    regime: Regime
    due: date
    originally_due: date | None
    latest: date
    held_on: date | None
    running: bool
    interviews: tuple[DueInterview, ...]
    trainings: tuple[Training, ...]
    certifications: tuple[Certification, ...]
    progressions: tuple[Progression, ...]

    @property
    def interviews_due(self) -> tuple[DueInterview, ...]:
        """The interviews that count: those due by the recap, itself included."""
        return tuple(
            one for one in self.interviews if one.counted and (one.missing or one.met_by is not None)
        )

    @property
    def interviews_missing(self) -> tuple[DueInterview, ...]:
        """Those due and not held."""
        return tuple(one for one in self.interviews if one.missing)

    @property
    def training_followed(self) -> bool:
        """Conclusion 1°: at least one training action."""
        return bool(self.trainings)

    @property
    def other_training_followed(self) -> bool:
        """Tell whether one of them is other than the mandatory ones of article L6321-2."""
        return any(not training.mandatory for training in self.trainings)

    @property
    def certification_obtained(self) -> bool:
        """Conclusion 2°: elements of certification, by training or by VAE."""
        return bool(self.certifications)

    @property
    def progression_obtained(self) -> bool:
        """Conclusion 3°: a salary or professional progression."""
        return bool(self.progressions)

    @property
    def measures(self) -> int:
        """How many of the three measures the employee had."""
        return self.training_followed + self.certification_obtained + self.progression_obtained


def recap_checks(career: Career, obligations: Sequence[Obligation], book: Rulebook) -> tuple[RecapCheck, ...]:
    """Return the check of each cycle begun by the career's day, in order."""
    if not obligations:
        return ()
    begun = (cycle for cycle in cycles(career, book) if cycle.start <= career.as_of)
    return tuple(_check(cycle, career, obligations, book) for cycle in begun)


def _check(cycle: Cycle, career: Career, obligations: Sequence[Obligation], book: Rulebook) -> RecapCheck:
    history, until = career.facts.history, min(cycle.met_by or cycle.term.due, cycle.term.due)
    last = min(until, career.as_of)
    return RecapCheck(
        start=cycle.start,
        regime=cycle.term.regime,
        due=cycle.term.due,
        originally_due=cycle.term.originally_due,
        latest=cycle.latest,
        held_on=cycle.met_by,
        running=cycle.met_by is None and career.as_of <= cycle.term.due,
        interviews=tuple(_interviews(cycle, career, obligations, book)),
        trainings=tuple(fact for fact in history.trainings if cycle.start <= fact.on <= last),
        certifications=tuple(fact for fact in history.certifications if cycle.start <= fact.on <= last),
        progressions=tuple(fact for fact in history.progressions if cycle.start <= fact.on <= last),
    )


def _interviews(
    cycle: Cycle, career: Career, obligations: Sequence[Obligation], book: Rulebook
) -> Iterator[DueInterview]:
    for kind, original, due, last, met_by in _due(obligations, book):
        if not cycle.start < original <= cycle.ends:
            continue
        if kind in _CHAIN and original == cycle.ends:
            continue  # the recap interview counts as that one
        yield _judged(kind, due, met_by, cycle, career, last=last)
    for one in obligations:
        if one.kind is ObligationKind.RETURN and one.opens and cycle.start < one.opens <= cycle.ends:
            yield DueInterview(one.kind, None, one.met_by, counted=False, missing=False)
    yield _judged(ObligationKind.RECAP, cycle.term.due, cycle.met_by, cycle, career)


def _judged(
    kind: ObligationKind,
    due: date,
    met_by: date | None,
    cycle: Cycle,
    career: Career,
    *,
    last: date | None = None,
) -> DueInterview:
    """Tell whether the interview due on ``due`` was held; ``last`` is the end of an agreement's tolerance."""
    in_time = met_by is not None and (cycle.met_by is None or met_by <= cycle.met_by)
    past = due <= cycle.met_by if cycle.met_by is not None else (last or due) < career.as_of
    return DueInterview(kind, due, met_by if in_time else None, counted=True, missing=past and not in_time)


def _due(
    obligations: Sequence[Obligation], book: Rulebook
) -> Iterator[tuple[ObligationKind, date, date, date, date | None]]:
    """Yield kind, days first due, due and last, day met of every interview; a missed one falls due again."""
    for one in obligations:
        if one.due is None or one.kind not in _CHAIN | _COUNTED:
            continue
        yield one.kind, one.originally_due or one.due, one.due, one.latest or one.due, one.met_by
        due = one.due
        while one.kind in _CHAIN and one.met_by is not None and due < one.met_by:
            again = again_term(due, book)
            if not due < again.due < one.met_by:
                break
            yield ObligationKind.PERIODIC, again.originally_due or again.due, again.due, again.due, None
            due = again.due
