"""Days are those of the site: a letter, its record and its message tell the same one, near midnight too."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from toolkit.model import CaseState
from toolkit.services.campaigns import open_campaign
from toolkit.services.departures import left
from toolkit.services.happenings import Told, refuse
from toolkit.services.holding import held_outside
from toolkit.services.office import Office
from toolkit.services.planning import propose_slots, read_back
from toolkit.services.returned_forms import read_forms
from toolkit.services.sending import send_campaign
from toolkit.services.summons_history import earlier_summonses
from toolkit.workflow.states import Act

from .conftest import CAMPAIGN, COMPANY, LAMBERT, UNTIL, Copies, case_of, returned_form

NOUMEA = "Pacific/Noumea"


def _in_noumea(office: Office) -> None:
    with office.writing() as unit:
        unit.sites.put_all([replace(COMPANY.sites[0], time_zone=NOUMEA)])


def _summoned(office: Office) -> None:
    _in_noumea(office)
    open_campaign(office, CAMPAIGN, until=UNTIL)
    propose_slots(office, CAMPAIGN)
    read_back(office, CAMPAIGN)
    send_campaign(office, CAMPAIGN, deliver_now=False)


EVENING = datetime.fromisoformat("2026-10-05T21:00:00Z")
"""The 6th in Nouméa."""


def test_a_summons_is_recalled_with_the_day_that_its_letter_bore(
    copies: Copies, imported_stage: Path
) -> None:
    with copies.at(imported_stage, EVENING) as office:
        _summoned(office)
        with office.reading() as unit:
            (summons,) = earlier_summonses(unit, case_of(office, LAMBERT))
    assert summons.sent_on == date(2026, 10, 6)


def test_a_refusal_is_recorded_on_the_day_that_its_record_states(
    copies: Copies, imported_stage: Path
) -> None:
    with copies.at(imported_stage, EVENING) as office:
        _summoned(office)
        case = case_of(office, LAMBERT)
        refuse(office, case.id, Told())
        with office.reading() as unit:
            (act,) = [act for act in unit.acts.of(case.id) if act.act == Act.REFUSE]
    assert act.body["on"] == "2026-10-06"


def test_a_meeting_held_today_on_the_site_is_not_to_come(
    copies: Copies, imported_stage: Path, tmp_path: Path
) -> None:
    with copies.at(imported_stage, EVENING) as office:
        _summoned(office)
        day = case_of(office, LAMBERT).slot
        assert day is not None
        form = returned_form(office, LAMBERT, tmp_path, meeting__held_on=date(2026, 10, 23))
    with copies.again(datetime.fromisoformat("2026-10-22T21:30:00Z")) as office:
        (read,) = read_forms(office, [form])
        assert read.new, read
        assert case_of(office, LAMBERT).held_on == date(2026, 10, 23)


def test_so_is_one_held_outside(copies: Copies, imported_stage: Path) -> None:
    with copies.at(imported_stage, EVENING) as office:
        _summoned(office)
        assert held_outside(office, case_of(office, LAMBERT).id, date(2026, 10, 6)).new


def test_a_meeting_on_the_morrow_of_the_last_day_cannot_take_place(
    copies: Copies, imported_stage: Path
) -> None:
    with copies.at(imported_stage, EVENING) as office:
        _summoned(office)
        slot = case_of(office, LAMBERT).slot
        assert slot is not None
        assert slot.starts.hour > 20  # the day before in UTC
        left(office, LAMBERT, slot.starts.date())
        assert case_of(office, LAMBERT).state is CaseState.CLOSED
