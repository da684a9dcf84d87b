"""Units of work: all or nothing, one writer at a time, and a killed process leaves a whole journal."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from textwrap import dedent

import pytest
from tests.store.conftest import EMPLOYER, MATRICULE, NOW, employee

import toolkit
from toolkit.clock import SteppedClock
from toolkit.errors import StoreError
from toolkit.model import EmployerId, Event, EventType
from toolkit.store import Store

ROOT = Path(toolkit.__file__).parents[1]

WRITER = dedent(
    """
    import sys, time
    from datetime import UTC, datetime
    from pathlib import Path
    from toolkit.clock import SteppedClock
    from toolkit.model import EmployerId, Event, EventType, Matricule
    from toolkit.store import Store

    folder, units, pause = Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    now = datetime(2026, 3, 12, 9, tzinfo=UTC)
    store = Store.open("sqlite:///entretiens.db", folder)
    employer, matricule = EmployerId("deux-rives"), Matricule("0001234")
    for number in range(units):
        with store.writing(employer, "a.weber", SteppedClock(now)) as unit:
            for _ in range(3):
                unit.journal.append(Event(employer, EventType.HELD, now, "a.weber", matricule))
            unit.journal.lines(matricule)  # sends the lines to the database, uncommitted
            print("writing", number, flush=True)
            time.sleep(pause)
        print("done", number, flush=True)
    """
)


def writer(folder: Path, units: int, pause: float) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), str(units), str(pause)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def event() -> Event:
    return Event(EMPLOYER, EventType.HELD, NOW, "a.weber", MATRICULE)


def test_an_error_undoes_the_whole_unit(store: Store, clock: SteppedClock) -> None:
    def write_then_fail() -> None:
        with store.writing(EMPLOYER, "a", clock) as unit:
            unit.employees.put(employee())
            unit.journal.append(event())
            raise KeyError

    with pytest.raises(KeyError):
        write_then_fail()
    with store.reading(EMPLOYER) as unit:
        assert unit.employees.all() == []
        assert unit.journal.lines(MATRICULE) == unit.journal.lines(None) == []


def test_a_reading_unit_cannot_write(store: Store, clock: SteppedClock) -> None:
    with pytest.raises(StoreError, match="ne peut pas être modifiée"), store.reading(EMPLOYER) as unit:
        unit.employees.put(employee())
    with store.writing(EMPLOYER, "a", clock) as unit:
        assert unit.employees.put(employee())


def test_a_reading_unit_sees_one_state_throughout(store: Store, clock: SteppedClock) -> None:
    with store.reading(EMPLOYER) as reader:
        assert reader.employees.all() == []
        with store.writing(EMPLOYER, "a", clock) as unit:
            unit.employees.put(employee())
        assert reader.employees.all() == []
    with store.reading(EMPLOYER) as reader:
        assert len(reader.employees.all()) == 1


def test_the_clock_is_read_once_in_a_unit(store: Store) -> None:
    minutes = SteppedClock(NOW, timedelta(minutes=1))
    with store.writing(EMPLOYER, "a", minutes) as unit:
        unit.seals.put("a", "b", b"")
        unit.seals.put("a", "c", b"")
    assert minutes.now() == NOW + timedelta(minutes=1)


def test_employers_do_not_see_one_another(store: Store, clock: SteppedClock) -> None:
    other = EmployerId("autre")
    with store.writing(EMPLOYER, "a", clock) as unit:
        unit.employees.put(employee())
    with store.writing(other, "a", clock) as unit:
        assert unit.employees.find(MATRICULE) is None
        assert unit.employees.put(employee(surname="Weber"))
        assert unit.cases.next_id() == "C0001"
    with store.reading(EMPLOYER) as unit:
        assert unit.employees.get(MATRICULE).surname == "Schmitt"
    assert store.employers() == [other, EMPLOYER]


def test_an_employer_known_by_its_journal_alone_is_listed(store: Store, clock: SteppedClock) -> None:
    assert store.employers() == []
    with store.writing(EMPLOYER, "a", clock) as unit:
        unit.journal.append(event())
    assert store.employers() == [EMPLOYER]


def test_threads_that_write_at_once_queue(store: Store) -> None:
    def write(number: int) -> None:
        for _ in range(10):
            with store.writing(EMPLOYER, f"t{number}", SteppedClock(NOW)) as unit:
                unit.journal.append(event())

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    with store.reading(EMPLOYER) as unit:
        assert len(unit.journal.lines(MATRICULE)) == 80
        assert unit.journal.verify(MATRICULE) is None
        assert unit.journal.verify(None) is None


def test_processes_that_write_at_once_queue(store: Store) -> None:
    runs = [writer(store.folder, units=15, pause=0.002) for _ in range(3)]
    assert [run.communicate()[1] for run in runs] == [""] * 3
    with store.reading(EMPLOYER) as unit:
        assert len(unit.journal.lines(MATRICULE)) == 3 * 15 * 3
        assert unit.journal.verify(MATRICULE) is None


@pytest.mark.parametrize("units_before", [1, 2, 4])
def test_a_writer_killed_in_mid_transaction_leaves_the_chain_whole(store: Store, units_before: int) -> None:
    with writer(store.folder, units=100, pause=0.2) as run:
        assert run.stdout is not None
        for line in run.stdout:
            if line == f"writing {units_before}\n":
                run.send_signal(signal.SIGKILL)
                break
        assert run.wait() == -signal.SIGKILL
    with store.writing(EMPLOYER, "a", SteppedClock(NOW)) as unit:
        assert len(unit.journal.lines(MATRICULE)) == 3 * units_before
        assert unit.journal.verify(MATRICULE) is None
        unit.journal.append(event())
    with store.reading(EMPLOYER) as unit:
        assert unit.journal.verify(MATRICULE) is None
        assert unit.journal.verify(None) is None


def test_one_run_at_a_time(store: Store) -> None:
    with store.run_lock():
        with pytest.raises(StoreError, match="autre traitement est en cours"), store.run_lock():
            pytest.fail("two runs at once")
        with store.writing(EMPLOYER, "a", SteppedClock(NOW)) as unit:
            unit.employees.put(employee())
    with store.run_lock():
        assert (store.folder / "run.lock").stat().st_mode & 0o777 == 0o600


def test_a_killed_run_gives_its_lock_back(store: Store) -> None:
    program = dedent(
        """
        import sys, time
        from pathlib import Path
        from toolkit.store import Store
        with Store.open("sqlite:///entretiens.db", Path(sys.argv[1])).run_lock():
            print("held", flush=True)
            time.sleep(60)
        """
    )
    command = [sys.executable, "-c", program, str(store.folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == "held\n"
        with pytest.raises(StoreError), store.run_lock():
            pytest.fail("two runs at once")
        run.send_signal(signal.SIGKILL)
        run.wait()
    with store.run_lock():
        assert (store.folder / "run.lock").exists()


def test_a_locked_database_is_told_with_the_next_step(
    tmp_path: Path, prepared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("toolkit.store.engine._WAIT_SECONDS", 0)
    shutil.copy(prepared, tmp_path / "entretiens.db")
    with (
        Store.open("sqlite:///entretiens.db", tmp_path) as store,
        closing(sqlite3.connect(tmp_path / "entretiens.db", isolation_level=None)) as other,
    ):
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError) as error, store.writing(EMPLOYER, "a", SteppedClock(NOW)):
            pytest.fail("two writers at once")
    assert "occupée" in error.value.problem
    assert "relancez" in error.value.next_step


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "entretiens.db").write_bytes(b"Bonjour, je ne suis pas une base." * 100)
    with (
        Store.open("sqlite:///entretiens.db", tmp_path) as store,
        pytest.raises(StoreError, match="n’est pas une base"),
    ):
        store.check()


def test_a_damaged_database_is_told(tmp_path: Path, prepared: Path) -> None:
    content = bytearray(prepared.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    (tmp_path / "entretiens.db").write_bytes(content)
    with (
        Store.open("sqlite:///entretiens.db", tmp_path) as store,
        pytest.raises(StoreError, match="abîmée"),
        store.reading(EMPLOYER) as unit,
    ):
        unit.employees.all()


def test_a_full_disk_is_told_and_nothing_is_recorded(store: Store, clock: SteppedClock) -> None:
    many = [employee(f"{number:07d}") for number in range(5000)]
    with store.writing(EMPLOYER, "a", clock) as unit:
        pages = unit.connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        unit.connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    with pytest.raises(StoreError, match="disque est plein"), store.writing(EMPLOYER, "a", clock) as unit:
        unit.employees.put_all(many)
    with store.reading(EMPLOYER) as unit:
        assert unit.employees.all() == []


def test_errors_never_quote_what_the_rows_hold(store: Store, clock: SteppedClock) -> None:
    with pytest.raises(StoreError) as error, store.writing(EMPLOYER, "a", clock) as unit:
        unit.employees.put(employee("1", surname=None))
    assert "Élodie" not in str(error.value)
    assert "Élodie" not in str(error.value.__cause__)


def test_a_driver_that_is_missing_is_named_and_no_password_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_: object, **__: object) -> None:
        raise ModuleNotFoundError(name="psycopg")

    monkeypatch.setattr("toolkit.store.engine.create_engine", missing)
    with pytest.raises(StoreError) as error:
        Store.open("postgresql://rh:secret@serveur/entretiens", tmp_path)
    assert "psycopg" in str(error.value)
    assert "secret" not in str(error.value)


def test_a_lock_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    store = Store.open("sqlite:///entretiens.db", tmp_path / "absent")
    with pytest.raises(StoreError, match="ne peut pas être ouverte"), store.run_lock():
        pytest.fail("no lock was held")
