"""Two people acting at once record one act, and a folder never shows as sent what still waits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from toolkit.clock import PARIS, today
from toolkit.errors import StoreError
from toolkit.model import CampaignId, CaseState, DocumentKind, MailState, Matricule
from toolkit.services import happenings, slots
from toolkit.services.accounts import accounts
from toolkit.services.campaigns import open_campaign
from toolkit.services.departures import left
from toolkit.services.duties import duties_of
from toolkit.services.happenings import Told, refuse
from toolkit.services.office import Office
from toolkit.services.planning import propose_slots
from toolkit.services.sending import send_campaign
from toolkit.services.slots import move

from .conftest import CAMPAIGN, KESSLER, LAMBERT, OBERLIN, UNTIL, case_of, pieces

HERE, THERE = datetime(2026, 10, 23, 10, 0), datetime(2026, 10, 23, 14, 0)  # noqa: DTZ001 - local


def _meanwhile(
    monkeypatch: pytest.MonkeyPatch, module: object, name: str, other: Callable[[], object]
) -> None:
    """Let ``other`` happen while the piece that ``name`` makes is being drawn."""
    drawn = getattr(module, name)
    done: list[object] = []

    def draw(*arguments: object) -> object:
        if not done:
            done.append(None)
            other()
        return drawn(*arguments)

    monkeypatch.setattr(module, name, draw)


def test_two_moves_at_once_do_not_share_a_revision(summoned: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    case = case_of(summoned, LAMBERT)
    _meanwhile(monkeypatch, slots, "_change_notice", lambda: move(summoned, case.id, THERE))
    with pytest.raises(StoreError, match="quelqu’un d’autre"):
        move(summoned, case.id, HERE)
    assert len(pieces(summoned, case, DocumentKind.CHANGE_NOTICE)) == 1
    assert case_of(summoned, LAMBERT).sequence == 1


def test_two_refusals_at_once_make_one_record(after: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    case = case_of(after, LAMBERT)
    _meanwhile(monkeypatch, happenings, "_record_of", lambda: refuse(after, case.id, Told()))
    with pytest.raises(StoreError, match="quelqu’un d’autre"):
        refuse(after, case.id, Told())
    assert len(pieces(after, case, DocumentKind.REFUSAL_RECORD)) == 1


def test_the_cover_says_of_a_message_that_waits_that_it_waits(planned: Office) -> None:
    send_campaign(planned, CAMPAIGN, deliver_now=False)
    with planned.reading() as unit:
        employee = unit.employees.get(LAMBERT)
        told = accounts(unit, duties_of(planned, unit, employee, today(planned.clock)))
        assert {mail.state for mail in unit.outbox.all()} == {MailState.QUEUED}
    gaps = [gap for answered in told for gap in answered.missing if gap.what == "La preuve d’un envoi"]
    assert gaps
    assert all("en attente" in gap.why for gap in gaps)


def test_a_manager_is_not_booked_over_a_meeting_whose_mail_is_in_doubt(planned: Office) -> None:
    send_campaign(planned, CAMPAIGN, deliver_now=False)
    with planned.writing() as unit:
        for case in unit.cases.all(state=CaseState.SUMMONED):
            unit.cases.update(replace(case, state=CaseState.UNCERTAIN))
        taken = {
            case.slot.starts.astimezone(PARIS).replace(tzinfo=None)
            for case in unit.cases.all()
            if case.slot is not None and case.manager == KESSLER
        }
        newcomer = replace(unit.employees.get(LAMBERT), matricule=Matricule("0900"), surname="Nouvelle")
        unit.employees.put(newcomer)
        unit.histories.add(newcomer.matricule, unit.histories.of(LAMBERT).interviews[0], "essai")
    other = CampaignId("suite")
    open_campaign(planned, other, until=UNTIL, only=frozenset({newcomer.matricule}))
    (row,) = propose_slots(planned, other).rows
    assert row.on is not None
    assert row.at is not None
    assert datetime.combine(row.on, row.at) not in taken


def test_a_manager_who_leaves_and_is_no_employee_is_told_as_recorded(summoned: Office) -> None:
    done = left(summoned, KESSLER, date(2026, 10, 15), replaced_by=OBERLIN)
    assert done.new
    assert done.handed_on
    assert not left(summoned, KESSLER, date(2026, 10, 15), replaced_by=OBERLIN).new
