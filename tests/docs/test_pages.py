"""What the pages name exists, where they lead is there, and their French is set as French is."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest
from tests.docs.pages import READ, ROOT, commands, linked_files, links, name_of, pages, prose

from toolkit.cli.main import entretiens
from toolkit.demo import story

PLACEHOLDER = "COMMANDE"

every_page = pytest.mark.parametrize("page", pages(), ids=name_of)
every_french_page = pytest.mark.parametrize("page", pages(*READ), ids=name_of)


@every_page
def test_every_command_that_a_page_names_is_a_command(page: Path) -> None:
    assert {line: trouble for line in commands(page) if (trouble := _trouble(line))} == {}


@every_page
def test_every_make_command_that_a_page_names_is_in_the_workshop(page: Path) -> None:
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    named = re.findall(r"(?:`|^\$ )make ([a-z-]+)", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert set(named) - set(targets) == set()


def test_the_tour_shows_what_the_demonstration_makes() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    folders = set(re.findall(r"evidence/(\d{7})_", text))
    assert folders == {story.MOVED.matricule, story.REFUSED_TWICE[0].matricule}
    assert set(re.findall(r"\b2\d{3}-\w+\b", text)) == {story.CAMPAIGN}


def test_the_readme_shows_commands_of_a_first_campaign() -> None:
    named = {line.split()[1] for line in commands(ROOT / "README.md")}
    assert {"init", "import", "obligations", "campaign", "form", "report", "sign", "handover"} <= named


def _trouble(line: str) -> str:
    """Return what is wrong in a command line: the command, or an option that it does not have."""
    words = shlex.split(line.replace("…", ""), comments=True)[1:]
    command: click.Command = entretiens
    context = click.Context(entretiens, info_name="entretiens")
    while words and isinstance(command, click.Group) and not words[0].startswith("-"):
        found = command.get_command(context, words[0])
        if found is None:
            return "" if words[0] == PLACEHOLDER else words[0]
        command, words = found, words[1:]
    known = {option for parameter in command.get_params(context) for option in parameter.opts}
    return next((word for word in words if word.startswith("--") and word not in known), "")


def test_a_command_or_an_option_that_does_not_exist_is_found() -> None:
    assert _trouble("entretiens campaign launch été") == "launch"
    assert _trouble("entretiens import effectif.xlsx --vite") == "--vite"
    assert _trouble("entretiens campaign new été --sous 90") == ""


@every_page
def test_every_link_to_a_file_leads_to_it(page: Path) -> None:
    assert [str(target) for target in linked_files(page) if not target.exists()] == []


@every_page
def test_links_elsewhere_are_secure(page: Path) -> None:
    assert [target for target in links(page) if target.startswith("http:")] == []


def test_every_page_is_reached_from_the_readme() -> None:
    reached, waiting = set[Path](), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page.suffix == ".md" and page.exists() and page not in reached:
            reached.add(page)
            waiting += linked_files(page)
    assert {name_of(page) for page in ROOT.glob("docs/**/*.md")} <= {name_of(page) for page in reached}


def test_the_readme_shows_pictures_small_enough_to_load_at_once() -> None:
    pictures = [target for target in linked_files(ROOT / "README.md") if target.suffix == ".png"]
    assert len(pictures) == 2
    assert [p.name for p in pictures if p.stat().st_size > 150_000] == []


@every_french_page
def test_no_line_of_a_french_page_breaks_before_its_punctuation(page: Path) -> None:
    assert re.findall(r".*(?: [:;?!»]|« (?=\S)).*", prose(page)) == []


@every_french_page
def test_apostrophes_of_a_french_page_are_curved(page: Path) -> None:
    assert re.findall(r".*[^\W\d_]'[^\W\d_].*", prose(page)) == []
