"""The same work on a real PostgreSQL: a campaign to its folders, writers that queue, lines that stay."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from toolkit.clock import SteppedClock, SystemClock, today
from toolkit.demo.capture import CaptureServer
from toolkit.digest import sha256
from toolkit.model import (
    Case,
    CaseId,
    CaseState,
    CodeChannel,
    Employee,
    EmployerId,
    Event,
    EventType,
    LinkChannel,
    MailState,
    Matricule,
    ObligationKind,
    Regime,
    RequestState,
    Role,
    Route,
    SignatureRequest,
)
from toolkit.resources import examples_path
from toolkit.services.campaigns import open_campaign
from toolkit.services.erasure import erase_person
from toolkit.services.folders import build_folders, verify_folders
from toolkit.services.importing import import_roster
from toolkit.services.office import open_office
from toolkit.services.planning import propose_slots, read_back
from toolkit.services.sending import send_campaign
from toolkit.services.setup import init_folder
from toolkit.store import Store, Unit

pytestmark = pytest.mark.slow

EMPLOYER = EmployerId("deux-rives")


def as_postgres(*command: str) -> None:
    """Run a server program, as the user it insists on where we are root."""
    who = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    subprocess.run([*who, *command], check=True, capture_output=True)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A PostgreSQL server of its own, on a socket in a short-lived folder."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    assert programs, "PostgreSQL is not installed"
    place = programs[-1]
    with TemporaryDirectory(prefix="pg") as name:
        folder = Path(name)
        if os.geteuid() == 0:
            shutil.chown(folder, pwd.getpwnam("postgres").pw_name)
        as_postgres(str(place / "initdb"), "-D", f"{folder}/data", "-U", "postgres", "-A", "trust")
        options = f"-k {folder} -c listen_addresses="
        log = f"{folder}/log"
        as_postgres(str(place / "pg_ctl"), "-D", f"{folder}/data", "-w", "-l", log, "-o", options, "start")
        try:
            yield str(folder)
        finally:
            as_postgres(str(place / "pg_ctl"), "-D", f"{folder}/data", "-m", "immediate", "stop")


@pytest.fixture
def database(server: str, request: pytest.FixtureRequest) -> str:
    """A new database for each test."""
    name = f"t{abs(hash(request.node.name)) % 10**8}"
    admin = create_engine(f"postgresql+psycopg://postgres@/postgres?host={server}")
    with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name}"))
        connection.execute(text(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0"))
    admin.dispose()
    return f"postgresql://postgres@/{name}?host={server}"


def test_a_campaign_runs_from_its_roster_to_verified_folders(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENTRETIENS_DATABASE", database)
    folder = tmp_path / "data"
    clock = SystemClock()
    with CaptureServer() as relay:
        monkeypatch.setenv("ENTRETIENS_MAIL__HOST", relay.host)
        monkeypatch.setenv("ENTRETIENS_MAIL__PORT", str(relay.port))
        monkeypatch.setenv("ENTRETIENS_MAIL__SECURITY", "none")
        init_folder(folder, examples_path() / "deux-rives" / "entretiens.toml", clock=clock, actor="essai")
        with open_office(folder, actor="essai") as office:
            roster = [examples_path() / "deux-rives" / "effectif.xlsx"]
            assert import_roster(office, roster).done
            assert import_roster(office, roster).unchanged
            only = frozenset({Matricule("0001013"), Matricule("0001027"), Matricule("0002011")})
            until = date(today(clock).year + 1, 12, 31)
            opened = open_campaign(office, "essai", until=until, only=only)
            propose_slots(office, opened.campaign.id)
            read_back(office, opened.campaign.id)
            sent = send_campaign(office, opened.campaign.id)
            again = send_campaign(office, opened.campaign.id)
            built = build_folders(office, sorted(only))
            with office.reading() as unit:
                mails = unit.outbox.all()
                chains = [unit.journal.verify(m) for m in (None, *sorted(only))]
        assert len(sent.summoned) == 3
        assert again.summoned == ()
        assert {mail.state for mail in mails} == {MailState.ACCEPTED}
        assert len(relay.messages) == len(mails)
    assert chains == [None] * 4
    assert not (folder / "entretiens.db").exists()
    assert [report.findings for report in verify_folders([f.path for f in built])] == [()] * 3


def test_a_person_is_erased(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTRETIENS_DATABASE", database)
    folder, who, clock = tmp_path / "data", Matricule("0001013"), SystemClock()
    init_folder(folder, examples_path() / "deux-rives" / "entretiens.toml", clock=clock, actor="essai")
    with open_office(folder, actor="essai") as office:
        assert import_roster(office, [examples_path() / "deux-rives" / "effectif.xlsx"]).done
        until = date(today(clock).year + 1, 12, 31)
        opened = open_campaign(office, "essai", until=until, only=frozenset({who}))
        propose_slots(office, opened.campaign.id)
        read_back(office, opened.campaign.id)
        send_campaign(office, opened.campaign.id, deliver_now=False)
        build_folders(office, [who])
        done = erase_person(office, who, "Demande acceptée.")
        with office.reading() as unit:
            assert unit.employees.find(who) is None
            assert unit.outbox.all() == []
            assert unit.journal.verify(who) is None
            assert unit.erasures.referred() == frozenset()
        assert done.pieces > 0
    assert not [path for path in (folder / "pieces").rglob("*") if path.is_file()]


def test_writers_queue_and_the_chain_stays_whole(database: str, tmp_path: Path) -> None:
    clock = SystemClock()
    with Store.open(database, tmp_path) as store:
        store.upgrade()

        def write() -> None:
            for _ in range(25):
                with store.writing(EMPLOYER, "essai", clock) as unit:
                    event = Event(EMPLOYER, EventType.SETTINGS_CHANGED, clock.now(), "essai")
                    unit.journal.append(event)

        threads = [threading.Thread(target=write) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with store.reading(EMPLOYER) as unit:
            assert len(unit.journal.lines(None)) == 100
            assert unit.journal.verify(None) is None


@pytest.mark.parametrize("change", ["UPDATE ent_journal SET seq = 9", "DELETE FROM ent_journal"])
def test_a_line_that_was_written_stays(database: str, tmp_path: Path, change: str) -> None:
    clock = SystemClock()
    with Store.open(database, tmp_path) as store:
        store.upgrade()
        with store.writing(EMPLOYER, "essai", clock) as unit:
            unit.journal.append(Event(EMPLOYER, EventType.SETTINGS_CHANGED, clock.now(), "essai"))
    engine = create_engine(database.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection, pytest.raises(DBAPIError, match="journal"):
        connection.execute(text(change))
    engine.dispose()


def test_twenty_codes_tried_at_once_count_as_five_even_without_the_writers_lock(
    database: str, tmp_path: Path
) -> None:
    now = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
    clock = SteppedClock(now)
    request = SignatureRequest(
        "a1",
        CaseId("C0001"),
        Role.EMPLOYEE,
        Matricule("1"),
        "Élodie Schmitt",
        sha256(b"report"),
        2,
        Route(LinkChannel.IN_PERSON, CodeChannel.EMAIL, "", "elodie@exemple.fr"),
        "",
        now,
        "rh",
        RequestState.ASKED,
    )
    with Store.open(database, tmp_path) as store:
        store.upgrade()
        with store.writing(EMPLOYER, "essai", clock) as unit:
            unit.employees.put(Employee(Matricule("1"), "Schmitt", "Élodie", date(2019, 9, 2)))
            settles, state = (ObligationKind.PERIODIC,), CaseState.SIGNING
            opened_on = date(2026, 3, 1)
            unit.cases.add(
                Case(CaseId("C0001"), EMPLOYER, Matricule("1"), settles, Regime.EPP, state, opened_on)
            )
            unit.requests.add(request)
            unit.requests.give_link("a1", "token", now + timedelta(days=15))
            unit.requests.open("a1", "token")
            unit.requests.give_code("a1", "kept", now + timedelta(minutes=10))
    engine = create_engine(database.replace("postgresql:", "postgresql+psycopg:"), pool_size=20)
    gate = threading.Barrier(20)
    passed: list[bool] = []

    def attempt() -> None:
        with engine.begin() as connection:
            gate.wait()
            passed.append(Unit(connection, EMPLOYER, "x").requests.count_attempt("a1", "token", now, 5))

    threads = [threading.Thread(target=attempt) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    engine.dispose()
    assert (len(passed), sum(passed)) == (20, 5)
