"""What follows an absence or a refusal, or proves a letter, is never lost between two steps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest

from toolkit.errors import UsageError
from toolkit.model import CaseState, Channel, DocumentKind
from toolkit.services.corrections import correct
from toolkit.services.happenings import Happened, Told, absent, refuse
from toolkit.services.office import Office
from toolkit.services.posting import posted
from toolkit.services.summons_history import earlier_summonses

from .conftest import FONTAINE, LAMBERT, case_of, everything, pieces

AGAIN = datetime(2026, 11, 10, 10, 0)  # noqa: DTZ001 - a moment of the site's own zone
GONE = datetime(2026, 10, 21, 10, 0)  # noqa: DTZ001
SENT = date(2026, 10, 6)


def test_a_letter_wrongly_recorded_as_posted_is_recorded_anew_once_taken_back(after: Office) -> None:
    case = case_of(after, FONTAINE)
    posted(after, case.id, Channel.POST, SENT, "1A 111")
    correct(after, case.id, reason="Numéro d’un autre recommandé.")
    assert posted(after, case.id, Channel.POST, SENT, "1A 222").new
    assert not posted(after, case.id, Channel.POST, SENT, "1A 222").new
    with after.reading() as unit:
        (summons,) = earlier_summonses(unit, case_of(after, FONTAINE))
    assert summons.proof == "1A 222"


def test_a_proof_of_posting_taken_back_is_not_cited(after: Office) -> None:
    case = case_of(after, FONTAINE)
    posted(after, case.id, Channel.POST, SENT, "1A 111")
    correct(after, case.id, reason="Numéro d’un autre recommandé.")
    with after.reading() as unit:
        (summons,) = earlier_summonses(unit, case_of(after, FONTAINE))
    assert summons.proof == ""


def test_an_absence_recorded_before_a_cut_is_followed_by_its_summons_when_told_again(after: Office) -> None:
    case = case_of(after, LAMBERT)
    absent(after, case.id, Told())  # the process died here, before the summons
    done = absent(after, case.id, Told(), again_at=AGAIN)
    assert (done.new, done.again) == (False, True)
    assert (done.case.state, done.case.summons) == (CaseState.SUMMONED, 2)
    before = everything(after)
    assert not absent(after, case.id, Told(), again_at=AGAIN).again
    assert everything(after) == before


def test_a_refusal_recorded_before_a_cut_is_followed_by_its_summons_when_told_again(after: Office) -> None:
    case = case_of(after, LAMBERT)
    refuse(after, case.id, Told())
    done = refuse(after, case.id, Told(), again_at=AGAIN)
    assert (done.new, done.again, done.case.summons) == (False, True, 2)
    assert len(pieces(after, case, DocumentKind.REFUSAL_RECORD)) == 1


@pytest.mark.parametrize("happening", [absent, refuse])
def test_nobody_is_summoned_again_for_a_moment_that_is_past(
    after: Office, happening: Callable[..., Happened]
) -> None:
    before = everything(after)
    with pytest.raises(UsageError, match="passé"):
        happening(after, case_of(after, LAMBERT).id, Told(), again_at=GONE)
    assert everything(after) == before
