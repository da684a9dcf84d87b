"""The tables: migrations and models agree, an upgrade can be run again, a wrong version is told."""

from __future__ import annotations

import io
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, UniqueConstraint, create_engine

import toolkit
from toolkit.errors import StoreError
from toolkit.store import Store
from toolkit.store.engine import without_foreign_keys
from toolkit.store.schema import REVISIONS, VERSION_TABLE, configuration
from toolkit.store.tables import METADATA


def statements(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
        return [sql for (sql,) in rows]


def test_models_and_migrations_agree(prepared: Path) -> None:
    engine = create_engine(URL.create("sqlite", database=str(prepared)))
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"version_table": VERSION_TABLE, "compare_type": True}
        )
        assert compare_metadata(context, METADATA) == []
    engine.dispose()


def test_every_table_is_an_employers_and_bears_our_prefix() -> None:
    for table in METADATA.sorted_tables:
        assert table.name.startswith("ent_")
        assert "employer_id" in table.c


def test_every_key_holds_the_employer() -> None:
    for table in METADATA.sorted_tables:
        keys = [table.primary_key.columns.keys()]
        keys += [c.columns.keys() for c in table.constraints if isinstance(c, UniqueConstraint)]
        keys += [index.columns.keys() for index in table.indexes if index.unique]
        natural = [key for key in keys if key != ["n"]]
        assert natural or table.name in {"ent_imports", "ent_erasures", "ent_signature_events"}
        assert all("employer_id" in key for key in natural), table.name


def test_the_list_of_revisions_is_that_of_the_files() -> None:
    script = ScriptDirectory.from_config(configuration())
    assert tuple(reversed([r.revision for r in script.walk_revisions()])) == REVISIONS


def test_upgrading_again_changes_nothing(store: Store, tmp_path: Path) -> None:
    before = statements(tmp_path / "entretiens.db")
    store.upgrade()
    store.check()
    assert statements(tmp_path / "entretiens.db") == before


def test_a_new_database_is_for_its_owner_only(tmp_path: Path) -> None:
    with Store.open("sqlite:///base/entretiens.db", tmp_path) as store:
        store.upgrade()
        assert (tmp_path / "base" / "entretiens.db").stat().st_mode & 0o777 == 0o600
        with closing(sqlite3.connect(tmp_path / "base" / "entretiens.db")) as connection:
            assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_processes_that_upgrade_at_once_queue(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from toolkit.store import Store\n"
        "Store.open('sqlite:///entretiens.db', Path(sys.argv[1])).upgrade()"
    )
    root = Path(toolkit.__file__).parents[1]
    runs = [
        subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], cwd=root, stderr=subprocess.PIPE)
        for _ in range(4)
    ]
    assert [run.communicate()[1] for run in runs] == [b""] * 4
    Store.open("sqlite:///entretiens.db", tmp_path).check()


def test_a_missing_database_is_told_and_not_made(tmp_path: Path) -> None:
    store = Store.open("sqlite:///entretiens.db", tmp_path)
    with pytest.raises(StoreError, match="n’existe pas encore"):
        store.check()
    with pytest.raises(StoreError, match="ne peut pas être ouverte"):
        store.employers()
    assert list(tmp_path.iterdir()) == []


def test_an_empty_database_asks_for_init(tmp_path: Path) -> None:
    (tmp_path / "entretiens.db").touch()
    store = Store.open("sqlite:///entretiens.db", tmp_path)
    with pytest.raises(StoreError) as error:
        store.check()
    assert "entretiens init" in error.value.next_step
    store.close()


def test_a_later_database_is_neither_read_nor_touched(store: Store, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "entretiens.db", isolation_level=None)) as connection:
        connection.execute(f"UPDATE {VERSION_TABLE} SET version_num = '9999'")  # noqa: S608 - a constant
    for act in (store.check, store.upgrade):
        with pytest.raises(StoreError, match="plus récente"):
            act()


def test_a_migration_that_would_orphan_a_row_changes_nothing(store: Store) -> None:
    orphan = "INSERT INTO ent_hiring_notices VALUES ('a', '9999', '2026-01-01')"
    with (
        pytest.raises(StoreError, match="rien n’a été changé"),
        without_foreign_keys(store._engine) as connection,
    ):
        connection.exec_driver_sql(orphan)
    with store._engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM ent_hiring_notices").scalar_one() == 0
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1


def test_the_migrations_speak_postgresql_too() -> None:
    config = configuration()
    config.attributes["dialect"] = "postgresql"
    config.output_buffer = io.StringIO()
    command.upgrade(config, "head", sql=True)
    sql = config.output_buffer.getvalue()
    assert "address JSONB NOT NULL" in sql
    assert "BEFORE UPDATE OR DELETE ON ent_journal" in sql
    assert "BEFORE TRUNCATE ON ent_journal" in sql


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("n’importe quoi", "pas comprise"),
        ("mysql://serveur/base", "ne convient pas"),
        ("sqlite://", "ne convient pas"),
        ("sqlite:///:memory:", "ne convient pas"),
    ],
)
def test_an_address_that_keeps_nothing_is_refused(url: str, problem: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=problem):
        Store.open(url, tmp_path)
