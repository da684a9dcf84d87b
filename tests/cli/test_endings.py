"""However a command ends, a person reads a sentence and a machine reads an exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.cli.desk import Desk

from toolkit.services import duties

ENTRETIENS = [sys.executable, "-m", "toolkit.cli"]
INSTALLED = Path(sys.executable).with_name("entretiens")


def entretiens(*words: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    command = [str(INSTALLED)] if INSTALLED.exists() else ENTRETIENS
    return subprocess.run(
        [*command, *words], capture_output=True, text=True, check=False, env={**os.environ, **(env or {})}
    )


def test_help_answers_at_once() -> None:
    took = []
    for _ in range(5):
        start = time.perf_counter()
        assert entretiens("--help").returncode == 0
        took.append(time.perf_counter() - start)
    assert min(took) < 0.3


def test_help_imports_no_heavy_library() -> None:
    code = (
        "import sys; from toolkit.cli.main import main; main(['--help']);"
        "heavy = {'sqlalchemy', 'pyhanko', 'docx', 'docxtpl', 'lxml', 'babel', 'pydantic', 'rich'};"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stderr.strip() == "[]"


def test_what_is_piped_is_utf_8_whatever_the_machine_prefers(imported: Desk) -> None:
    command = [*ENTRETIENS, "explain", "celik", "--dossier", str(imported.folder)]
    ran = subprocess.run(
        command, capture_output=True, check=True, env={**os.environ, "PYTHONIOENCODING": "cp1252"}
    )
    assert "Aylin Çelik" in ran.stdout.decode("utf-8")


def test_no_command_at_all_shows_the_help_and_exits_2() -> None:
    ran = entretiens()
    assert ran.returncode == 2
    assert "Commandes" in ran.stdout


def test_an_unknown_command_is_a_wrong_usage() -> None:
    ran = entretiens("convoquer")
    assert ran.returncode == 2
    assert "convoquer" in ran.stderr
    assert ran.stdout == ""


def test_a_missing_argument_is_a_wrong_usage_told_in_french() -> None:
    ran = entretiens("import")
    assert ran.returncode == 2
    assert "Il manque l’argument" in ran.stderr


def test_a_folder_that_is_no_data_folder_exits_3(tmp_path: Path) -> None:
    ran = entretiens("obligations", env={"ENTRETIENS_DOSSIER": str(tmp_path)})
    assert ran.returncode == 3
    assert "entretiens init" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_the_data_folder_may_come_from_the_environment(imported: Desk) -> None:
    ran = entretiens("obligations", "--json", env={"ENTRETIENS_DOSSIER": str(imported.folder)})
    assert ran.returncode == 0
    assert json.loads(ran.stdout)["obligations"]


def test_a_reader_that_leaves_early_is_no_error(imported: Desk) -> None:
    command = f"{sys.executable} -m toolkit.cli obligations --dossier '{imported.folder}' | head -1"
    ran = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert ran.stdout.startswith("Au ")
    assert "Traceback" not in ran.stderr
    assert "BrokenPipe" not in ran.stderr


def broken(*_: object, **__: object) -> None:
    raise ZeroDivisionError("division by zero")


def test_an_unforeseen_error_is_one_sentence_without_a_trace(
    imported: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duties, "all_duties", broken)
    ran = imported.run("obligations")
    assert ran.code == 3
    assert "erreur imprévue" in ran.flat_err
    assert "ENTRETIENS_TRACE=1" in ran.flat_err
    assert "Traceback" not in ran.err


def test_the_trace_is_shown_to_who_asks_for_it(imported: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duties, "all_duties", broken)
    monkeypatch.setenv("ENTRETIENS_TRACE", "1")
    ran = imported.run("obligations")
    assert ran.code == 3
    assert "Traceback" in ran.err


def test_a_disk_that_refuses_is_told_with_the_file(imported: Desk, tmp_path: Path) -> None:
    ran = imported.run("obligations", "--xlsx", tmp_path / "absent" / "liste.xlsx")
    assert ran.code == 3
    assert "liste.xlsx" in ran.flat_err


@pytest.mark.parametrize("words", [("campaign", "show"), ("obligations",), ("mail", "list"), ("doctor",)])
def test_json_on_stdout_is_one_document_and_nothing_else(imported: Desk, words: tuple[str, ...]) -> None:
    ran = imported.run(*words, "--json")
    assert json.loads(ran.out) is not None
