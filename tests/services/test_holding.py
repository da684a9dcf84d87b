"""An interview held outside the tool counts, with what proves it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from toolkit.errors import UsageError
from toolkit.model import CaseState, DocumentKind, InterviewKind, ObligationKind, Status
from toolkit.services.duties import explained
from toolkit.services.holding import held_outside, held_without_case
from toolkit.services.office import Office

from .conftest import LAMBERT, MULLER, case_of, everything, pieces

HELD = date(2026, 10, 20)


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "Compte rendu signé.PDF"
    path.write_bytes(b"%PDF-1.7 un compte rendu sur papier")
    return path


def test_it_settles_the_obligation_and_its_proof_is_kept(after: Office, scan: Path) -> None:
    case = case_of(after, LAMBERT)
    done = held_outside(after, case.id, HELD, scan)
    assert (done.case.state, done.case.held_on) == (CaseState.HELD, HELD)
    assert pieces(after, case, DocumentKind.OUTSIDE_PROOF) == [scan.read_bytes()]
    periodic = [
        o
        for o in explained(after, LAMBERT, date(2026, 10, 26)).timeline.obligations
        if o.kind is ObligationKind.PERIODIC and o.met_by == HELD
    ]
    assert [o.status for o in periodic] == [Status.HELD]


def test_told_twice_it_changes_nothing(after: Office, scan: Path) -> None:
    case = case_of(after, LAMBERT)
    held_outside(after, case.id, HELD, scan)
    before = everything(after)
    assert not held_outside(after, case.id, HELD, scan).new
    assert everything(after) == before


def test_it_lies_not_in_the_future(summoned: Office) -> None:
    before = everything(summoned)
    with pytest.raises(UsageError, match="à venir"):
        held_outside(summoned, case_of(summoned, LAMBERT).id, HELD)
    assert everything(summoned) == before


@pytest.mark.parametrize("name", ["notes.exe", "absent.pdf"])
def test_a_proof_that_cannot_be_kept_keeps_the_entry_out(after: Office, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if not name.startswith("absent"):
        path.write_bytes(b"MZ")
    before = everything(after)
    with pytest.raises(UsageError):
        held_outside(after, case_of(after, LAMBERT).id, HELD, path)
    assert everything(after) == before


def test_a_meeting_that_no_case_handled_gets_one_of_its_own(after: Office, scan: Path) -> None:
    done = held_without_case(after, MULLER, InterviewKind.PERIODIC, date(2026, 9, 15), scan)
    assert done.new
    assert done.case.state is CaseState.HELD
    assert not held_without_case(after, MULLER, InterviewKind.PERIODIC, date(2026, 9, 15), scan).new
    with after.reading() as unit:
        assert [i.on for i in unit.histories.of(MULLER).interviews] == [date(2024, 10, 8), date(2026, 9, 15)]
