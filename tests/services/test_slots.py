"""A meeting moves or is cancelled after the summons: the same calendar object, revised, and both are told."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from toolkit.errors import TransitionRefusedError, UsageError
from toolkit.model import CaseState, DocumentKind, Role
from toolkit.services.office import Office
from toolkit.services.planning import local_slot
from toolkit.services.slots import cancel, move
from toolkit.services.summoning import summon

from .conftest import FONTAINE, LAMBERT, calendars, case_of, everything, pieces, waiting

TO = datetime(2026, 10, 22, 14, 0)  # noqa: DTZ001 - a moment of the site's own zone
BACK = datetime(2026, 10, 29, 9, 30)  # noqa: DTZ001 - same


def test_a_move_revises_the_same_object_and_tells_both(summoned: Office) -> None:
    case = case_of(summoned, LAMBERT)
    changed = move(summoned, case.id, TO, reason="Formation le jour prévu.")
    assert changed.new
    assert changed.case.state is CaseState.SUMMONED
    for role in (Role.EMPLOYEE, Role.MANAGER):
        (_, first), (method, second) = calendars(summoned, case, role)
        assert method == "REQUEST"
        assert second["UID"] == first["UID"] == case.uid
        assert (first["SEQUENCE"], second["SEQUENCE"]) == (0, 1)
        assert second.start == datetime(2026, 10, 22, 12, 0, tzinfo=UTC)
    assert waiting(summoned) == ["p0001@atelier.example", "p0001@atelier.example", "kessler@atelier.example"]
    assert len(pieces(summoned, case, DocumentKind.CHANGE_NOTICE)) == 1


def test_moving_to_where_it_is_changes_nothing(summoned: Office) -> None:
    case = case_of(summoned, LAMBERT)
    move(summoned, case.id, TO)
    before = everything(summoned)
    assert not move(summoned, case.id, TO).new
    assert everything(summoned) == before


def test_each_move_counts_one_more(summoned: Office) -> None:
    case = case_of(summoned, LAMBERT)
    move(summoned, case.id, TO)
    move(summoned, case.id, BACK)
    assert [event["SEQUENCE"] for _, event in calendars(summoned, case)] == [0, 1, 2]


def test_nothing_moves_into_the_past(summoned: Office) -> None:
    before = everything(summoned)
    with pytest.raises(UsageError, match="passé"):
        move(summoned, case_of(summoned, LAMBERT).id, datetime(2026, 10, 6, 9, 0))  # noqa: DTZ001 - local
    assert everything(summoned) == before


def test_what_was_never_summoned_does_not_move(planned: Office) -> None:
    with pytest.raises(TransitionRefusedError, match="à convoquer"):
        move(planned, case_of(planned, LAMBERT).id, TO)


def test_who_has_no_mailbox_gets_the_change_on_paper(summoned: Office) -> None:
    case = case_of(summoned, FONTAINE)
    assert move(summoned, case.id, TO).to_print
    assert waiting(summoned) == ["kessler@atelier.example"]
    printed = summoned.folder / "courriers-a-imprimer" / "automne"
    assert (printed / f"Fontaine-Jimmy_{case.id}_changement-horaire.pdf").exists()


def test_a_cancellation_withdraws_the_object_and_the_case_is_due_again(summoned: Office) -> None:
    case = case_of(summoned, LAMBERT)
    done = cancel(summoned, case.id, reason="Absence du responsable.")
    assert done.case.state is CaseState.DUE
    assert done.case.slot is None
    for role in (Role.EMPLOYEE, Role.MANAGER):
        method, event = calendars(summoned, case, role)[-1]
        assert method == "CANCEL"
        assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == (case.uid, 1, "CANCELLED")
    assert len(pieces(summoned, case, DocumentKind.CANCELLATION_NOTICE)) == 1


def test_cancelling_twice_changes_nothing(summoned: Office) -> None:
    case = case_of(summoned, LAMBERT)
    cancel(summoned, case.id)
    before = everything(summoned)
    assert not cancel(summoned, case.id).new
    assert everything(summoned) == before


def test_summoned_again_after_a_cancellation_it_is_a_new_object_and_no_reproach(summoned: Office) -> None:
    case = case_of(summoned, LAMBERT)
    cancel(summoned, case.id)
    with summoned.reading() as unit:
        slot = local_slot(unit, LAMBERT, BACK, 60)
    again = summon(summoned, case.id, slot).case
    assert again.uid != case.uid
    method, event = calendars(summoned, again)[-1]
    assert (method, event["UID"], event["SEQUENCE"]) == ("REQUEST", again.uid, 0)
    # the employer cancelled: the letter must not say that the employee did not come
    assert pieces(summoned, again, DocumentKind.SECOND_CONVOCATION) == []
    assert len(pieces(summoned, again, DocumentKind.CONVOCATION)) == 2
