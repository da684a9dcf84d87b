"""Campaigns, cases and acts: numbered once, changed only by who read them last, done once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.store.conftest import EMPLOYER, MATRICULE, NOW, case, employee

from toolkit.clock import SteppedClock
from toolkit.digest import sha256
from toolkit.errors import NotFoundError, StoreError
from toolkit.model import (
    Action,
    ActionKind,
    Campaign,
    CampaignId,
    CaseId,
    CaseState,
    EmployerId,
    Matricule,
    Slot,
)
from toolkit.store import Store, Unit

AUTUMN = Campaign(CampaignId("2026-automne"), EMPLOYER, "Automne", date(2026, 9, 1), NOW)
SLOT = Slot(NOW, 60, "Indian/Reunion", "Salle « Piton »", "https://visio.exemple.fr/1")


def test_every_field_of_a_case_comes_back(unit: Unit) -> None:
    full = replace(
        case("C0002"),
        campaign=AUTUMN.id,
        manager=Matricule("M01"),
        due=date(2026, 12, 31),
        slot=SLOT,
        summons=2,
        uid="c0002@exemple.fr",
        sequence=3,
        held_on=date(2026, 3, 12),
    )
    unit.cases.add(full)
    assert unit.cases.get(full.id) == full


def test_numbers_follow_one_another_even_before_they_are_used(unit: Unit) -> None:
    assert [unit.cases.next_id(), unit.cases.next_id()] == ["C0002", "C0003"]
    unit.cases.add(case("C9999"))
    assert unit.cases.next_id() == "C10000"


def test_cases_are_listed_by_number_and_not_as_text(unit: Unit) -> None:
    unit.cases.add(case("C10000"))
    unit.cases.add(case("C9999"))
    assert [c.id for c in unit.cases.all()] == ["C0001", "C9999", "C10000"]


def test_a_number_is_given_once(unit: Unit) -> None:
    with pytest.raises(StoreError, match="déjà pris"):
        unit.cases.add(case())


@pytest.mark.parametrize("number", ["", "C", "0001", "Cx", "C0000", "C-1", "C²"])
def test_what_is_no_number_of_a_case_is_refused(unit: Unit, number: str) -> None:
    with pytest.raises(StoreError, match="numéro de dossier"):
        unit.cases.add(case(number))


def test_cases_are_chosen_by_campaign_state_and_employee(unit: Unit) -> None:
    unit.employees.put(employee("7"))
    unit.cases.add(replace(case("C0002", "7"), campaign=AUTUMN.id, state=CaseState.HELD))
    assert [c.id for c in unit.cases.all(campaign=AUTUMN.id)] == ["C0002"]
    assert [c.id for c in unit.cases.all(state=CaseState.DUE)] == ["C0001"]
    assert [c.id for c in unit.cases.all(matricule=Matricule("7"))] == ["C0002"]
    assert unit.cases.all(matricule=MATRICULE, state=CaseState.HELD) == []
    assert unit.cases.counts() == {CaseState.DUE: 1, CaseState.HELD: 1}
    assert unit.cases.counts(AUTUMN.id) == {CaseState.HELD: 1}


def test_an_unknown_case_is_none_or_an_error(unit: Unit) -> None:
    assert unit.cases.find(CaseId("C0404")) is None
    with pytest.raises(NotFoundError, match="C0404"):
        unit.cases.get(CaseId("C0404"))


def test_a_case_read_here_can_be_changed_again_and_again(unit: Unit) -> None:
    for state in (CaseState.SUMMONED, CaseState.HELD):
        unit.cases.update(replace(unit.cases.get(CaseId("C0001")), state=state))
    assert unit.cases.get(CaseId("C0001")).state is CaseState.HELD


def test_a_change_decided_on_what_is_no_longer_true_is_refused(store: Store, clock: SteppedClock) -> None:
    with store.writing(EMPLOYER, "a", clock) as unit:
        unit.employees.put(employee())
        unit.cases.add(case())
    with store.reading(EMPLOYER) as unit:
        was = unit.cases.get(CaseId("C0001"))
    with store.writing(EMPLOYER, "b", clock) as unit:
        unit.cases.update(replace(was, state=CaseState.HELD), was=was)
    with pytest.raises(StoreError, match="quelqu’un d’autre"), store.writing(EMPLOYER, "c", clock) as unit:
        unit.cases.update(replace(was, state=CaseState.SUMMONED), was=was)
    with pytest.raises(StoreError, match="à relire"), store.writing(EMPLOYER, "c", clock) as unit:
        unit.cases.update(replace(was, state=CaseState.SUMMONED))
    with store.reading(EMPLOYER) as unit:
        assert unit.cases.get(CaseId("C0001")).state is CaseState.HELD


def test_a_case_of_another_employer_is_refused(unit: Unit) -> None:
    with pytest.raises(StoreError, match="autre"):
        unit.cases.add(replace(case("C0002"), employer=EmployerId("autre")))


def test_a_campaign_is_opened_once(unit: Unit) -> None:
    assert unit.campaigns.add(AUTUMN)
    assert not unit.campaigns.add(replace(AUTUMN, title="Autre titre"))
    assert unit.campaigns.all() == [unit.campaigns.get(AUTUMN.id)] == [AUTUMN]


def test_a_campaign_badly_typed_is_proposed(unit: Unit) -> None:
    unit.campaigns.add(AUTUMN)
    with pytest.raises(NotFoundError, match="Vouliez-vous dire 2026-automne"):
        unit.campaigns.get(CampaignId("2026-autone"))
    with pytest.raises(NotFoundError, match="campaign new"):
        unit.campaigns.get(CampaignId("zzz"))


def test_an_act_is_done_once_and_the_first_stands(unit: Unit) -> None:
    first = {"at": NOW, "digest": "ab", "n": 1}
    assert unit.acts.record(CaseId("C0001"), "summon", "1", NOW, first)
    assert not unit.acts.record(CaseId("C0001"), "summon", "1", NOW, {"n": 2})
    assert unit.acts.record(CaseId("C0001"), "summon", "2", NOW)
    acts = unit.acts.of(CaseId("C0001"))
    assert [(a.act, a.key, a.actor, a.at) for a in acts] == [
        ("summon", "1", "a.weber", NOW),
        ("summon", "2", "a.weber", NOW),
    ]
    assert acts[0].body == {"at": "2026-03-12T09:00:00+00:00", "digest": "ab", "n": 1}
    assert unit.acts.find(CaseId("C0001"), "summon", "2") == acts[1]
    assert unit.acts.find(CaseId("C0001"), "summon", "3") is None


def test_a_body_without_one_text_form_is_refused(unit: Unit) -> None:
    with pytest.raises(Exception, match="float"):
        unit.acts.record(CaseId("C0001"), "summon", "1", NOW, {"hours": 1.5})


def test_a_plan_of_action_is_replaced_whole(unit: Unit) -> None:
    plan = [Action(n, ActionKind.TRAINING, f"Action {n}", "RH", date(2027, 1, n)) for n in (1, 2)]
    unit.actions.replace(CaseId("C0001"), plan)
    assert unit.actions.of(CaseId("C0001")) == plan
    unit.actions.replace(CaseId("C0001"), plan[1:])
    assert unit.actions.all() == {CaseId("C0001"): plan[1:]}


def test_the_answers_read_last_of_the_highest_version_count(unit: Unit) -> None:
    case_id = CaseId("C0001")
    assert unit.answers.latest(case_id) is None
    assert unit.answers.put(case_id, 1, "F1", {"souhaits": "é"}, sha256(b"1"))
    assert not unit.answers.put(case_id, 1, "F1", {"souhaits": "é"}, sha256(b"1"))
    assert unit.answers.put(case_id, 1, "F1", {"souhaits": "corrigés"}, sha256(b"2"))
    latest = unit.answers.latest(case_id)
    assert latest is not None
    assert (latest.answers, latest.version, latest.read_at) == ({"souhaits": "corrigés"}, 1, NOW)
    assert unit.answers.put(case_id, 2, "F2", {}, sha256(b"3"))
    assert [a.version for a in unit.answers.of(case_id)] == [1, 1, 2]
