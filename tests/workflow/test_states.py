"""The table of states: every state is reachable, none is a trap, and a refusal lists what can be done."""

from __future__ import annotations

from datetime import date

import pytest

from toolkit.errors import TransitionRefusedError
from toolkit.model import Case, CaseId, CaseState, EmployerId, Matricule, ObligationKind, Regime
from toolkit.workflow.states import ACTS_IN_FRENCH, TRANSITIONS, Act, next_state

# reached by a message's fate or by a request to the signing room, never by a person's act alone
START = CaseState.DUE


def case_in(state: CaseState) -> Case:
    return Case(
        id=CaseId("C0001"),
        employer=EmployerId("deux-rives"),
        matricule=Matricule("0001"),
        settles=(ObligationKind.PERIODIC,),
        regime=Regime.EPP,
        state=state,
        opened_on=date(2026, 10, 5),
    )


def test_every_state_is_reached_from_due() -> None:
    reached, frontier = {START}, [START]
    while frontier:
        for target in TRANSITIONS[frontier.pop()].values():
            if target not in reached:
                reached.add(target)
                frontier.append(target)
    assert reached == set(CaseState)


@pytest.mark.parametrize("state", CaseState)
def test_no_state_is_a_trap(state: CaseState) -> None:
    assert TRANSITIONS[state]


def test_every_act_has_its_french_verb() -> None:
    assert set(ACTS_IN_FRENCH) == set(Act)


def test_an_allowed_act_leads_on() -> None:
    assert next_state(case_in(CaseState.DUE), Act.SUMMON) is CaseState.SUMMONED


def test_a_refused_act_says_the_state_and_what_can_be_done() -> None:
    with pytest.raises(TransitionRefusedError) as refusal:
        next_state(case_in(CaseState.SIGNED), Act.ABSENT)
    assert "Dossier C0001" in str(refusal.value)
    assert "« signé »" in str(refusal.value)
    assert "remettre la copie" in str(refusal.value)
