"""A campaign has one case per person who is owed a meeting, whoever launches it however often."""

from __future__ import annotations

from datetime import date

from toolkit.model import CaseState, ObligationKind
from toolkit.services.campaigns import open_campaign
from toolkit.services.office import Office

from .conftest import CAMPAIGN, FONTAINE, LAMBERT, MULLER, NGUYEN, RAMASSAMY, SCHNEIDER, UNTIL, everything


def test_each_person_gets_one_case_that_settles_all_that_one_meeting_can(imported: Office) -> None:
    opened = open_campaign(imported, CAMPAIGN, until=UNTIL)
    assert {case.matricule: case.settles for case in opened.opened} == {
        LAMBERT: (ObligationKind.PERIODIC,),
        FONTAINE: (ObligationKind.PERIODIC,),
        NGUYEN: (ObligationKind.RETURN,),
        RAMASSAMY: (ObligationKind.RECAP, ObligationKind.PERIODIC),
    }
    assert all(case.state is CaseState.DUE for case in opened.opened)


def test_again_adds_nothing_and_says_so(planned: Office) -> None:
    before = everything(planned)
    again = open_campaign(planned, CAMPAIGN, until=UNTIL)
    assert not again.new
    assert again.opened == ()
    assert everything(planned) == before


def test_a_longer_campaign_adds_only_who_is_new(planned: Office) -> None:
    longer = open_campaign(planned, CAMPAIGN, until=date(2027, 10, 31), only=frozenset({LAMBERT, MULLER}))
    assert longer.new
    assert [case.matricule for case in longer.opened] == [MULLER]


def test_a_second_campaign_leaves_alone_what_another_handles(planned: Office) -> None:
    assert open_campaign(planned, "autre", until=UNTIL).opened == ()


def test_who_is_away_is_left_out_with_the_reason(imported: Office) -> None:
    opened = open_campaign(imported, CAMPAIGN, until=UNTIL)
    (left_out,) = opened.left_out
    assert left_out.matricule == SCHNEIDER
    assert "suspendu pendant l’absence" in left_out.reason


def test_only_those_asked_for_are_looked_at(imported: Office) -> None:
    opened = open_campaign(imported, CAMPAIGN, until=UNTIL, only=frozenset({LAMBERT}))
    assert [case.matricule for case in opened.opened] == [LAMBERT]
