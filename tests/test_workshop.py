"""What the workshop promises: files that work anywhere, pins in step, a wheel that is whole, plain words."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from docx import Document
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version
from python_calamine import CalamineWorkbook

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
SETS = ("core", "demo", "dev")
ZIPPED = frozenset({".docx", ".xlsx", ".zip"})

# in pieces, so that this file does not hold what it forbids
REGISTRIES = (r"pypi\." + "org", "files.python" + "hosted", r"registry\." + "npm", "anaconda" + r"\.org")
INDEXES = ("(?<!no-emit-)index" + "-url", "find" + "-links", "trusted" + "-host")
PLACES = ("/(?:work|root|home|Users)" + r"/[\w.]", "[A-Z]:" + r"\\Users")
FORBIDDEN = re.compile("|".join((*REGISTRIES, *INDEXES, *PLACES)).encode())


@cache
def tracked() -> tuple[Path, ...]:
    """Return the files of the project, as git knows them."""
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True
    )
    paths = (ROOT / name for name in listed.stdout.decode().split("\0") if name)
    return tuple(path for path in paths if path.is_file())


def contents(path: Path) -> Iterator[bytes]:
    """Yield the bytes of a file, and those inside it where it is an archive."""
    content = path.read_bytes()
    yield content
    if path.suffix in ZIPPED:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield from (archive.read(name) for name in archive.namelist())


def test_no_file_names_a_registry_an_index_or_a_place_of_some_machine() -> None:
    found = {
        path.relative_to(ROOT).as_posix(): match[0].decode(errors="replace")
        for path in tracked()
        for content in contents(path)
        if (match := FORBIDDEN.search(content))
    }
    assert found == {}


@pytest.mark.parametrize(
    "line",
    [
        "--index" + "-url https://example.org/simple",
        "https://pypi" + ".org/simple",
        "/home" + "/someone/x",
    ],
)
def test_what_is_forbidden_would_be_found(line: str) -> None:
    assert FORBIDDEN.search(line.encode())


def wanted(name: str) -> dict[str, Requirement]:
    """Return the requirements written in ``name.in``, by normalised name, those it includes among them."""
    requirements: dict[str, Requirement] = {}
    for line in (ROOT / f"requirements/{name}.in").read_text(encoding="utf-8").splitlines():
        text = line.partition("#")[0].strip()
        if text.startswith("-r "):
            requirements |= wanted(text.removeprefix("-r ").removesuffix(".in"))
        elif text:
            requirement = Requirement(text)
            requirements[canonicalize_name(requirement.name)] = requirement
    return requirements


def pinned(name: str) -> dict[str, set[Version]]:
    """Return the versions pinned in ``name.txt``, by normalised name: several where markers part them."""
    pins: dict[str, set[Version]] = {}
    text = (ROOT / f"requirements/{name}.txt").read_text(encoding="utf-8")
    for package, version in re.findall(r"^([\w.-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", text, re.MULTILINE):
        pins.setdefault(canonicalize_name(package), set()).add(Version(version))
    return pins


@pytest.mark.parametrize("name", SETS)
def test_every_pin_carries_its_hashes_and_no_address(name: str) -> None:
    text = (ROOT / f"requirements/{name}.txt").read_text(encoding="utf-8")
    entries = re.split(r"^(?=[\w.-]+(?:\[[^\]]*\])?==)", text, flags=re.MULTILINE)[1:]
    assert entries
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert re.findall(r"^.*(?://|@ ).*$", text, re.MULTILINE) == []


@pytest.mark.parametrize("name", SETS)
def test_every_requirement_is_pinned_to_a_version_that_it_allows(name: str) -> None:
    pins = pinned(name)
    wrong = [
        str(requirement)
        for package, requirement in wanted(name).items()
        if not pins.get(package) or not all(v in requirement.specifier for v in pins[package])
    ]
    assert wrong == []


def test_what_tests_run_is_what_users_get() -> None:
    tested = pinned("dev")
    for name in ("core", "demo"):
        assert {p: v for p, v in pinned(name).items() if tested.get(p) != v} == {}


def test_the_project_depends_on_what_core_says() -> None:
    declared = {canonicalize_name(r.name): r for r in map(Requirement, PROJECT["dependencies"])}
    assert declared == wanted("core")


@pytest.mark.parametrize(
    "path",
    [p for p in tracked() if p.suffix in {".docx", ".xlsx"}],
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
def test_every_shipped_document_opens(path: Path) -> None:
    if path.suffix == ".docx":
        assert Document(str(path)).element.body is not None
    else:
        workbook = CalamineWorkbook.from_path(str(path))
        assert any(workbook.get_sheet_by_name(name).height for name in workbook.sheet_names)


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_the_package_its_templates_and_its_examples(wheel: Path) -> None:
    moved = {"toolkit": "toolkit", "templates": "toolkit/_templates", "examples": "toolkit/_examples"}
    parts = [(path.relative_to(ROOT).parts, path) for path in tracked()]
    expected = {"/".join((moved[top], *rest)) for (top, *rest), _ in parts if top in moved}
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    assert expected - held == set()
    assert any(name.endswith("licenses/LICENSE") for name in held)


def test_a_wheel_finds_its_templates_and_examples_without_the_checkout(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    asked = (
        "from toolkit.resources import examples_path, template_path;"
        "print(template_path('convocation.docx')); print(examples_path())"
    )
    told = subprocess.run(
        [sys.executable, "-c", asked],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert [Path(line).is_relative_to(tmp_path) for line in told.stdout.splitlines()] == [True, True]


def make(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run make as a person would, even from inside a run of make."""
    outer = {"MAKEFLAGS", "MAKELEVEL", "MFLAGS", "MAKEOVERRIDES"}
    return subprocess.run(
        ["make", "--no-print-directory", *arguments],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name not in outer},
        capture_output=True,
        text=True,
        check=False,
    )


def test_help_lists_every_command_of_the_workshop() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    declared = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert declared
    listed = {line.split()[1] for line in make("help").stdout.splitlines()}
    assert listed == set(declared[1].split()) - {"python-found"}


def stub(folder: Path, body: str) -> Path:
    """Return a program that stands for a Python, in shell."""
    program = folder / "python3"
    program.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    program.chmod(0o755)
    return program


def test_a_missing_python_is_told_in_one_sentence() -> None:
    done = make("python-found", "PYTHON=/nonexistent/python3")
    assert done.returncode != 0
    assert re.fullmatch(r"Python introuvable\s: installez Python 3\.11 .*\.\n", done.stdout)


def test_a_python_that_is_too_old_is_told_in_one_sentence(tmp_path: Path) -> None:
    old = stub(tmp_path, 'case "$1" in --version) echo "Python 3.9.2" ;; *) exit 1 ;; esac')
    done = make("python-found", f"PYTHON={old}")
    assert done.returncode != 0
    assert re.fullmatch(r"Python trop ancien \(Python 3\.9\.2\)\s: .*3\.11.*\.\n", done.stdout)


def test_a_missing_venv_module_is_told_in_one_sentence(tmp_path: Path) -> None:
    bare = stub(tmp_path, 'case "$2" in *venv*) echo "No module named venv" >&2; exit 1 ;; esac')
    done = make("python-found", f"PYTHON={bare}")
    assert done.returncode != 0
    assert re.fullmatch(r"Le module venv de Python manque\s: .*\.\n", done.stdout)


def test_the_python_that_runs_this_is_found() -> None:
    done = make("python-found", f"PYTHON={sys.executable}")
    assert (done.returncode, done.stdout) == (0, "")


def test_the_licence_is_mit() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert text.startswith("MIT License")
    assert "Permission is hereby granted, free of charge" in text
    assert PROJECT["license"] == "MIT"


def test_the_changelog_begins_with_this_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## (\d+\.\d+\.\d+)", text, re.MULTILINE)
    assert versions[0] == PROJECT["version"]


def test_the_gate_runs_commands_that_the_workshop_has() -> None:
    gate = ROOT / ".ci/run"
    assert os.access(gate, os.X_OK)
    named = set(re.findall(r"^(?:make|run_tests) ([a-z-]+)$", gate.read_text(encoding="utf-8"), re.MULTILINE))
    assert named == {"test", "test-slow", "check"}
