"""A store on a fresh data folder for each test, and the few values that most tests need."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from toolkit.clock import SteppedClock
from toolkit.digest import sha256
from toolkit.model import (
    Case,
    CaseId,
    CaseState,
    Employee,
    EmployerId,
    MailKind,
    Matricule,
    ObligationKind,
    OutboxMail,
    Regime,
    Role,
)
from toolkit.store import Store, Unit

NOW = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
EMPLOYER = EmployerId("deux-rives")
MATRICULE = Matricule("0001234")


def employee(matricule: str = MATRICULE, **fields: object) -> Employee:
    base = {"surname": "Schmitt", "given_name": "Élodie", "hired": date(2019, 9, 2)}
    return Employee(Matricule(matricule), **(base | fields))  # type: ignore[arg-type]


def case(case_id: str = "C0001", matricule: str = MATRICULE) -> Case:
    return Case(
        id=CaseId(case_id),
        employer=EMPLOYER,
        matricule=Matricule(matricule),
        settles=(ObligationKind.PERIODIC, ObligationKind.RECAP),
        regime=Regime.EPP,
        state=CaseState.DUE,
        opened_on=date(2026, 3, 12),
    )


def mail(key: str = "C0001:salarie:letter:1", case_id: str | None = "C0001") -> OutboxMail:
    return OutboxMail(
        key=key,
        case=CaseId(case_id) if case_id else None,
        matricule=MATRICULE,
        role=Role.EMPLOYEE,
        kind=MailKind.LETTER,
        message_id=f"<{key}@exemple.fr>",
        sender="rebonds@exemple.fr",
        recipient="elodie@exemple.fr",
        content=sha256(b"message"),
        queued_at=NOW,
    )


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database just migrated, to be copied: migrating takes longer than most tests."""
    folder = tmp_path_factory.mktemp("prepared")
    with Store.open("sqlite:///entretiens.db", folder) as store:
        store.upgrade()
    return folder / "entretiens.db"


@pytest.fixture
def store(tmp_path: Path, prepared: Path) -> Iterator[Store]:
    shutil.copy(prepared, tmp_path / "entretiens.db")
    with Store.open("sqlite:///entretiens.db", tmp_path) as opened:
        yield opened


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock(NOW)


@pytest.fixture
def unit(store: Store, clock: SteppedClock) -> Iterator[Unit]:
    """Yield a writing unit in which one employee and her case are recorded."""
    with store.writing(EMPLOYER, "a.weber", clock) as opened:
        opened.employees.put(employee())
        opened.cases.add(case())
        yield opened
