"""Who may cost a top-up, when, how much; each act named still avoids it, by the rules themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from python_calamine import load_workbook
from tests.services.law_people import AS_OF, HELD_AND_LOST, IN_ORDER, MISSED_ONE, TERMS, career

from toolkit.digest import sha256
from toolkit.law import DEFAULT, EmployerTerms, readings, timeline
from toolkit.model import Interview, InterviewKind, Matricule, Training
from toolkit.services.careers import Career
from toolkit.services.exposure import ExposedCycle, Exposure, Stake, exposure_of
from toolkit.services.exposure_words import advice, exposure_workbook, otherwise, spared_sentence, totals
from toolkit.services.remedies import Remedy
from toolkit.store import TopUpPayment


def exposed(*people: Career, as_of: date = AS_OF, paid: int = 0) -> Exposure:
    payments = []
    if paid:
        recap = next(line.held_on or line.recap_due for line in exposed(*people, as_of=as_of).lines)
        at = datetime(2024, 6, 1, tzinfo=UTC)
        payments = [TopUpPayment(Matricule("0001"), recap, date(2024, 6, 1), paid, sha256(b""), at, "rh")]
    return exposure_of(people, TERMS, DEFAULT, as_of, payments)


def only(found: Exposure, stake: Stake) -> ExposedCycle:
    (line,) = (line for line in found.lines if line.stake is stake)
    return line


def test_a_recap_held_on_a_lost_cycle_owes_the_sum_by_the_end_of_the_next_quarter() -> None:
    line = only(exposed(HELD_AND_LOST), Stake.OWED)
    assert (line.amount, line.remaining, line.pay_by) == (3000, 3000, date(2024, 6, 30))
    assert [way.remedy for way in line.ways] == [Remedy.PAY]


def test_a_sum_paid_in_full_is_paid_and_one_paid_in_part_still_owed() -> None:
    assert only(exposed(HELD_AND_LOST, paid=3000), Stake.PAID).remaining == 0
    assert only(exposed(HELD_AND_LOST, paid=1000), Stake.OWED).remaining == 2000


def test_a_payment_made_later_does_not_count_yet() -> None:
    assert only(exposed(HELD_AND_LOST, paid=3000, as_of=date(2024, 5, 31)), Stake.OWED).paid == 0


def test_an_interview_already_missed_puts_at_risk_and_catching_up_or_training_avoids_it() -> None:
    line = only(exposed(MISSED_ONE), Stake.AT_RISK)
    assert [way.remedy for way in line.ways] == [Remedy.CATCH_UP, Remedy.TRAIN]
    assert line.ways[1].by == line.recap_due == date(2030, 6, 1)
    assert [one.due for one in line.missing] == [date(2025, 9, 1)]


def test_who_only_has_to_keep_the_dates_is_watched() -> None:
    line = only(exposed(IN_ORDER), Stake.WATCHED)
    assert line.ways[0].remedy is Remedy.HOLD_ON_TIME
    assert line.ways[0].by == date(2028, 5, 30)


def test_a_training_other_than_mandatory_takes_the_exposure_away() -> None:
    assert exposed(career(date(2022, 6, 1), (date(2023, 9, 1),), trained=date(2024, 2, 1))).lines == ()


def test_holding_a_late_recap_avoids_what_it_alone_makes_due() -> None:
    held = (date(2021, 2, 20), date(2023, 2, 15), date(2025, 2, 14))
    line = only(exposed(career(date(2019, 3, 1), held)), Stake.RECAP_LATE)
    assert line.recap_due == date(2025, 3, 1)
    assert [(way.remedy, way.by) for way in line.ways] == [(Remedy.HOLD_RECAP, None)]


def test_a_late_recap_over_lost_interviews_only_fixes_the_day_to_pay() -> None:
    line = only(exposed(career(date(2019, 3, 1))), Stake.RECAP_LATE)
    assert [way.remedy for way in line.ways] == [Remedy.PAY]
    assert "Plus rien ne l’écarte" in advice(line, AS_OF)


def test_the_training_named_really_avoids_the_top_up() -> None:
    line = only(exposed(MISSED_ONE), Stake.AT_RISK)
    recap = Interview(line.recap_due, InterviewKind.PERIODIC, recap=True)
    facts = MISSED_ONE.facts
    without = replace(facts, history=replace(facts.history, interviews=(*facts.history.interviews, recap)))
    trained = replace(without, history=replace(without.history, trainings=(Training(line.recap_due),)))
    assert timeline(without, line.recap_due, TERMS).top_up.due
    assert not timeline(trained, line.recap_due, TERMS).top_up.due


def test_under_fifty_employees_nothing_is_due_and_it_says_why() -> None:
    for headcount, spared in ((49, True), (50, False)):
        found = exposure_of([MISSED_ONE], EmployerTerms(headcount), DEFAULT, AS_OF)
        assert found.spared is spared
        assert bool(found.lines) is not spared
    assert "moins de 50 salariés" in spared_sentence(exposure_of([], EmployerTerms(49), DEFAULT, AS_OF))


def test_another_reading_changes_what_is_at_stake() -> None:
    lenient = exposure_of(
        [HELD_AND_LOST], TERMS, readings({"interviews_missing_means": "all_missing"}), AS_OF
    )
    assert lenient.total(Stake.OWED) == 0
    line = only(exposed(HELD_AND_LOST), Stake.OWED)
    assert line.otherwise == (("interviews_missing_means", "all_missing", False),)


def test_who_left_before_the_recap_was_due_costs_nothing() -> None:
    left = career(date(2022, 6, 1), (date(2023, 9, 1),), left_on=date(2026, 3, 31))
    assert exposed(left).lines == ()
    assert exposed(left, as_of=date(2033, 1, 1)).lines == ()


def test_a_contract_that_ends_before_the_recap_costs_nothing() -> None:
    assert exposed(career(date(2025, 12, 1), contract_end=date(2027, 5, 31))).lines == ()


def test_who_left_owing_is_still_owed() -> None:
    left = replace(HELD_AND_LOST, employee=replace(HELD_AND_LOST.employee, left_on=date(2025, 3, 31)))
    assert only(exposed(left), Stake.OWED).remaining == 3000


def test_lines_come_by_date_and_sums_by_stake() -> None:
    found = exposed(MISSED_ONE, IN_ORDER, HELD_AND_LOST)
    assert [line.on for line in found.lines] == sorted(line.on for line in found.lines)
    assert (found.total(Stake.OWED), found.total(Stake.AT_RISK)) == (3000, 3000)
    assert any(sentence.startswith("3\N{NARROW NO-BREAK SPACE}000") for sentence in totals(found))


def test_advice_tells_a_delay_past_and_its_price() -> None:
    line = only(exposed(HELD_AND_LOST), Stake.OWED)
    assert "majorée de 100 %" in advice(line, AS_OF)
    assert "au plus tard le 30/06/2024" in advice(line, date(2024, 6, 30))
    assert otherwise(line, AS_OF) == ""


def test_every_line_has_an_advice_and_the_workbook_holds_them(tmp_path: Path) -> None:
    found = exposed(MISSED_ONE, IN_ORDER, HELD_AND_LOST)
    path = tmp_path / "abondements.xlsx"
    exposure_workbook(path, found.lines, found.as_of)
    rows = load_workbook(path).get_sheet_by_index(0).to_python()
    assert len(rows) == 1 + len(found.lines)
    assert all(row[12] for row in rows[1:])


def test_no_situation_makes_it_raise_and_stakes_agree_with_the_test() -> None:
    for year in range(2012, 2027):
        for gap in (1, 2, 3, 5):
            days = tuple(date(year, 3, 1) + timedelta(days=365 * gap * n) for n in (1, 2, 3))
            held = tuple(day for day in days if day <= AS_OF)
            for line in exposed(career(date(year, 3, 1), held)).lines:
                assert line.ways
                assert line.remaining == 3000
