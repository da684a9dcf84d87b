"""The corrective top-up (abondement correctif, articles L6315-1 II, L6323-13 and R6323-3), O-CRIT, O-COVID.

From 50 employees; both must be missing over the recap's years: interviews due, and a training other than the
mandatory ones (Cass. soc. 21 January 2026, n° 24-12.972).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from toolkit.law.durations import days_after, months_after
from toolkit.law.parameter import day_of, number_of
from toolkit.law.readings import questions
from toolkit.law.recap_check import RecapCheck
from toolkit.law.rulebook import Rulebook

QUESTION = "interviews_missing_means"
LATE_YEARS = frozenset({2020, 2021})
"""Years of the recaps whose top-up was paid by 2022-03-31."""


@dataclass(frozen=True, slots=True)
class TopUp:
    """The top-up test of one recap.

    ``amount`` in EUR, 0 when nothing is due. ``pay_by`` None: nothing to pay, or a recap never held, for
    which the text sets no day. ``penalty`` is what the Treasury receives on top when the sum stays unpaid
    after formal notice. ``alternatives`` tells whether it is due under the other answers to the open
    question.
    """

    due: bool
    amount: int = 0
    pay_by: date | None = None
    penalty: int = 0
    reason: tuple[str, ...] = ()
    recap_due: date = date.max
    held_on: date | None = None
    alternatives: tuple[tuple[str, str, bool], ...] = ()


NOTHING_DUE = TopUp(due=False, reason=("aucun état des lieux échu",))
"""Where no recap was held and none is overdue."""


def top_up(check: RecapCheck, book: Rulebook) -> TopUp:
    """Return the top-up test of one recap under the readings in force."""
    due, why = _verdict(check, book.answers[QUESTION], book)
    amount = number_of("top_up_amount") if due else 0
    return TopUp(
        due=due,
        amount=amount,
        pay_by=pay_by(check) if due else None,
        penalty=amount * number_of("top_up_penalty") // 100,
        reason=(_interviews_step(check), _training_step(check), why),
        recap_due=check.due,
        held_on=check.held_on,
        alternatives=tuple(
            (QUESTION, answer, _verdict(check, answer, book)[0])
            for answer in questions()[QUESTION].answers
            if answer != book.answers[QUESTION]
        ),
    )


def _verdict(check: RecapCheck, answer: str, book: Rulebook) -> tuple[bool, str]:
    """Tell whether the top-up is owed under an ``answer`` to the open question, and what decides."""
    floor = number_of("top_up_headcount")
    if book.terms.headcount < floor:
        few = f"effectif de {book.terms.headcount}, moins de {floor} : pas d’abondement"
        return False, f"{few}, le devoir d’adapter le salarié à son poste (L6321-1) demeure"
    if _sanction_suspended(check.held_on):
        return False, "tenu pendant la suspension de la sanction (crise sanitaire) : pas d’abondement"
    if check.running:
        return False, f"cycle en cours, état des lieux dû le {check.due:%d/%m/%Y}"
    missing = len(check.interviews_missing)
    lacking = missing > 0 if answer == "any_missing" else 0 < missing == len(check.interviews_due)
    if lacking and not _measures_satisfied(check):
        return True, "les deux conditions cumulatives sont réunies : abondement"
    return False, "les deux conditions cumulatives ne sont pas réunies : pas d’abondement"


def _sanction_suspended(held: date | None) -> bool:
    """O-COVID: the top-up was suspended from 2020-03-12 to 2021-09-30."""
    if held is None:
        return False
    return day_of("sanction_suspended_from") <= held <= day_of("sanction_suspended_until")


def _measures_satisfied(check: RecapCheck) -> bool:
    """O-CRIT: until 2018 two of the three measures, since 2019 a training other than mandatory.

    The employer could choose the older test until 2021-09-30.
    """
    changed, choice_until = day_of("training_test_from"), day_of("training_test_choice_until")
    two_measures = check.measures >= number_of("measures_required")
    if check.held_on is not None and check.held_on < changed:
        return two_measures
    chosen_old = check.held_on is not None and check.held_on <= choice_until and two_measures
    return check.other_training_followed or chosen_old


def pay_by(check: RecapCheck) -> date | None:
    """Return the last day to pay: end of the civil quarter after that of the recap interview (R6323-3).

    Recaps that were due in 2020 and 2021: 2022-03-31. A recap never held: the text sets no day.
    """
    if check.held_on is None:
        return None
    if (check.originally_due or check.due).year in LATE_YEARS:
        return day_of("top_up_late_payment")
    quarter_start = check.held_on.replace(month=(check.held_on.month - 1) // 3 * 3 + 1, day=1)
    return days_after(months_after(quarter_start, 6), -1)


def _interviews_step(check: RecapCheck) -> str:
    due, missing = len(check.interviews_due), len(check.interviews_missing)
    counted = f"{due} entretiens dus" if due > 1 else f"{due} entretien dû"
    not_held = f"{missing} non tenu{'s' if missing > 1 else ''}"
    return f"du {check.start:%d/%m/%Y} au {check.due:%d/%m/%Y} : {counted}, {not_held}"


def _training_step(check: RecapCheck) -> str:
    other = [training for training in check.trainings if not training.mandatory]
    if other:
        return f"formation non obligatoire suivie le {other[0].on:%d/%m/%Y}"
    return "aucune formation autre qu’obligatoire"
