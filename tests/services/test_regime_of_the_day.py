"""An interview bears the regime of the day on which it is held, whatever the day its campaign was opened."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from toolkit.model import DocumentKind, Regime
from toolkit.services.campaigns import open_campaign
from toolkit.services.corrections import correct
from toolkit.services.holding import held_outside
from toolkit.services.office import Office
from toolkit.services.planning import propose_slots, read_back
from toolkit.services.resummoning import summon_at

from .conftest import CAMPAIGN, LAMBERT, UNTIL, case_of, pieces, text_of

BEFORE, SWITCH = date(2026, 9, 25), date(2026, 10, 1)
LATER = datetime(2026, 11, 10, 10, 0)  # noqa: DTZ001 - a moment of the site's own zone


@pytest.fixture
def switching(imported: Office) -> Office:
    """A campaign computed a few days before the employer's switch to the new regime."""
    open_campaign(imported, CAMPAIGN, until=UNTIL, as_of=BEFORE)
    assert case_of(imported, LAMBERT).regime is Regime.EP
    return imported


def test_a_summons_for_a_day_after_the_switch_is_of_the_new_regime(switching: Office) -> None:
    case = case_of(switching, LAMBERT)
    assert summon_at(switching, case.id, LATER).case.regime is Regime.EPP
    assert case_of(switching, LAMBERT).regime is Regime.EPP
    (letter,) = pieces(switching, case, DocumentKind.CONVOCATION)
    assert "entretien de parcours professionnel" in text_of(letter).lower()


def test_a_planned_meeting_is_of_the_regime_of_its_slot(switching: Office) -> None:
    propose_slots(switching, CAMPAIGN)
    read_back(switching, CAMPAIGN)
    case = case_of(switching, LAMBERT)
    assert case.slot is not None
    assert case.slot.starts.date() >= SWITCH
    assert case.regime is Regime.EPP


def test_a_meeting_held_before_the_switch_is_of_the_old_regime(planned: Office) -> None:
    case = case_of(planned, LAMBERT)
    assert case.regime is Regime.EPP
    assert held_outside(planned, case.id, date(2026, 9, 29)).case.regime is Regime.EP


def test_a_meeting_taken_back_gives_the_case_its_regime_again(planned: Office) -> None:
    case = case_of(planned, LAMBERT)
    held_outside(planned, case.id, date(2026, 9, 29))
    assert correct(planned, case.id, reason="Elle était en formation.").case == case
