"""The command speaks French throughout, and its reference page knows all of it."""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import click
import pytest
from babel.messages.pofile import read_po
from tests.cli.desk import Desk

from toolkit.cli.main import COMMANDS, entretiens
from toolkit.cli.words import LOCALE, compiled_catalogue

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "cli.md"
SHARED = {"--dossier", "--employeur", "--par", "--json", "--sans-envoi", "--help", "--version"}
ENGLISH = re.compile(r"\b(Usage|Show|Options?:|Error|Missing|the|and|file|required|default)\b")


def every_command() -> Iterator[tuple[str, click.Command]]:
    context = click.Context(entretiens)
    for name in COMMANDS:
        command = entretiens.get_command(context, name)
        assert command is not None
        yield name, command
        if isinstance(command, click.Group):
            for child in command.list_commands(context):
                yield f"{name} {child}", command.commands[child]


ALL = dict(every_command())


def options_of(command: click.Command) -> Iterator[click.Option]:
    return (p for p in command.params if isinstance(p, click.Option))


def section(name: str) -> str:
    text = REFERENCE.read_text(encoding="utf-8")
    found = re.search(
        rf"^##+ `entretiens {re.escape(name)}`\n(.*?)(?=^##|\Z)", text, re.MULTILINE | re.DOTALL
    )
    assert found, f"docs/reference/cli.md has no section on {name}"
    return found[1]


@pytest.mark.parametrize("name", ALL)
def test_each_command_and_each_of_its_options_has_help(name: str) -> None:
    command = ALL[name]
    assert command.help
    assert all(option.help for option in options_of(command))


@pytest.mark.parametrize("name", ALL)
def test_the_help_of_a_command_has_no_english_in_it(name: str, tmp_path: Path) -> None:
    shown = Desk(tmp_path).run(*name.split(), "--help", here=False)
    assert shown.code == 0
    assert "Utilisation" in shown.out
    assert "Affiche cette aide" in shown.flat
    assert not ENGLISH.search(shown.out.replace("Options\N{NO-BREAK SPACE}:", ""))


def test_the_list_of_commands_is_shown_in_the_order_of_the_work(tmp_path: Path) -> None:
    shown = Desk(tmp_path).run("--help", here=False)
    places = [re.search(rf"^  {name} ", shown.out, re.MULTILINE) for name in COMMANDS]
    assert all(places)
    assert [p.start() for p in places if p] == sorted(p.start() for p in places if p)


def test_clicks_own_words_are_compiled_from_their_french_source() -> None:
    source = LOCALE / "fr" / "LC_MESSAGES" / "messages.po"
    assert source.with_suffix(".mo").read_bytes() == compiled_catalogue(source)


FOR_DEVELOPERS = (
    "DeprecationWarning", "Arguments take exactly", "Boolean option", "Choice(", "Confirm the action",
    "Could not determine name", "Invalid start character", "Name '{name}' defined twice",
    "No options defined", "Unknown color", "Value must be", "{editor}",
    "Unknown standard stream", "Windows error", "Couldn't detect Bash", "Shell completion",
)  # fmt: skip
"""How those sentences of click begin that only a mistake in the code, or what we do not use, can show."""


def sentences_of_click() -> Iterator[str]:
    for path in files("click").iterdir():
        if not path.name.endswith(".py"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in {"_", "ngettext"}
            ):
                constants = (a.value for a in node.args[:2] if isinstance(a, ast.Constant))
                yield from (text for text in constants if isinstance(text, str))


def test_each_sentence_that_click_may_say_to_a_person_is_in_our_catalogue() -> None:
    with (LOCALE / "fr" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        entries = read_po(file, locale="fr")
    known = {text for m in entries for text in (m.id if isinstance(m.id, tuple) else (m.id,)) if m.string}
    said = {text for text in sentences_of_click() if text != "d" and not text.startswith(FOR_DEVELOPERS)}
    assert len(said) > 40
    assert said - known - {""} == set()


@pytest.mark.parametrize("name", ALL)
def test_the_reference_page_tells_every_command_with_an_example_and_its_exit_codes(name: str) -> None:
    told = section(name)
    if isinstance(ALL[name], click.Group):
        return
    assert f"$ entretiens {name}" in told
    assert "Sortie : 0" in told


@pytest.mark.parametrize("name", ALL)
def test_the_reference_page_tells_every_option(name: str) -> None:
    told = section(name)
    names = {opt for option in options_of(ALL[name]) for opt in option.opts}
    assert {opt for opt in names if f"`{opt}" not in told} == set()


def test_the_reference_page_explains_the_shared_options_once() -> None:
    head = REFERENCE.read_text(encoding="utf-8").partition("## `entretiens init`")[0]
    assert {option for option in SHARED if f"`{option}" not in head} == set()


def test_the_examples_of_the_reference_page_use_options_that_exist() -> None:
    text = REFERENCE.read_text(encoding="utf-8").replace("\\\n", "")
    lines = re.findall(r"^\$ entretiens (.+)$", text, re.MULTILINE)
    assert len(lines) >= len([c for c in ALL.values() if not isinstance(c, click.Group)])
    for line in lines:
        words = shlex.split(line)
        name = " ".join(words[:2]) if " ".join(words[:2]) in ALL else words[0]
        known = {opt for option in options_of(ALL[name]) for opt in option.opts}
        assert {word for word in words if word.startswith("--")} <= known, line
