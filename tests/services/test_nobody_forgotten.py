"""Nobody to whom an interview is owed drops out of sight: not by an old case, not for want of a manager."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from toolkit.model import CampaignId, CaseState, EventType, Matricule
from toolkit.roster import write_roster
from toolkit.services.campaigns import open_campaign
from toolkit.services.happenings import Told, refuse
from toolkit.services.holding import held_outside
from toolkit.services.importing import import_roster
from toolkit.services.office import Office
from toolkit.services.planning import propose_slots

from .conftest import (
    AFTER,
    CAMPAIGN,
    COMPANY,
    EMPLOYEES,
    KESSLER,
    LAMBERT,
    OBERLIN,
    UNTIL,
    Copies,
    case_of,
    everything,
)

NEXT = CampaignId("automne-2029")
YEARS_LATER = datetime.fromisoformat("2029-10-08T08:00:00Z")


def test_an_interview_held_outside_does_not_hide_the_next_one(copies: Copies, summoned_stage: Path) -> None:
    with copies.at(summoned_stage, AFTER) as office:
        held_outside(office, case_of(office, LAMBERT).id, date(2026, 10, 20))
        again = open_campaign(office, CampaignId("bis"), until=UNTIL)
        assert LAMBERT not in {case.matricule for case in again.opened}
    with copies.again(YEARS_LATER) as office:
        opened = open_campaign(office, NEXT, until=date(2029, 12, 31)).opened
    assert LAMBERT in {case.matricule for case in opened}


def test_who_is_owed_a_meeting_that_another_case_handles_is_told_with_the_case(after: Office) -> None:
    case = case_of(after, LAMBERT)
    refuse(after, case.id, Told())
    opened = open_campaign(after, CampaignId("hiver"), until=UNTIL)
    told = {left.matricule: left.reason for left in opened.left_out}
    assert f"dossier {case.id}" in told[LAMBERT]
    assert "refus" in told[LAMBERT]


def test_a_campaign_opened_again_does_not_list_its_own_cases(planned: Office) -> None:
    again = open_campaign(planned, CAMPAIGN, until=UNTIL)
    assert LAMBERT not in {left.matricule for left in again.left_out}


def _roster(place: Path, manager: Matricule | None) -> Path:
    path = place / "nouvel-effectif.xlsx"
    people = tuple(replace(e, manager=manager) if e.matricule == LAMBERT else e for e in EMPLOYEES)
    write_roster(path, replace(COMPANY, employees=people), title="Atelier d’Essai : effectif")
    return path


def test_a_case_without_a_manager_takes_the_one_that_the_roster_then_names(
    empty: Office, tmp_path: Path
) -> None:
    assert import_roster(empty, [_roster(tmp_path, None)]).done
    open_campaign(empty, CAMPAIGN, until=UNTIL)
    assert case_of(empty, LAMBERT).manager is None
    assert import_roster(empty, [_roster(tmp_path, OBERLIN)]).done
    case = case_of(empty, LAMBERT)
    assert case.manager == OBERLIN
    assert case.id not in dict(propose_slots(empty, CAMPAIGN).unplaced)
    with empty.reading() as unit:
        lines = unit.journal.lines(LAMBERT)
    assert any(EventType.MANAGER_CHANGED.value.encode() in line for line in lines)


def test_a_case_not_yet_summoned_follows_the_change_of_manager(planned: Office, tmp_path: Path) -> None:
    assert case_of(planned, LAMBERT).manager == KESSLER
    path = _roster(tmp_path, OBERLIN)
    import_roster(planned, [path])
    assert case_of(planned, LAMBERT).manager == OBERLIN
    before = everything(planned)
    import_roster(planned, [path])
    assert everything(planned) == before


def test_a_meeting_already_summoned_keeps_who_was_announced(summoned: Office, tmp_path: Path) -> None:
    import_roster(summoned, [_roster(tmp_path, OBERLIN)])
    case = case_of(summoned, LAMBERT)
    assert (case.state, case.manager) == (CaseState.SUMMONED, KESSLER)
