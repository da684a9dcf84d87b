"""The pages of the project, and what they link to and name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
READ = ("README.md", "CHANGELOG.md", "docs/explanation/*.md", "docs/tutorial/*.md")
"""French pages that are read from beginning to end."""
CONSULTED = ("docs/reference/*.md", "docs/how-to/*.md", "CONTRIBUTING.md")
DEVELOPERS = "## For developers"

_FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_SHOWN = re.compile(r"^\$ (entretiens .*)$|« (entretiens [^»]*) »", re.MULTILINE)
_NAMED = re.compile(r"`(entretiens [^`]*)`")


def pages(*patterns: str) -> list[Path]:
    """Return the pages that ``patterns`` match; all of them by default."""
    return sorted(path for pattern in patterns or (*READ, *CONSULTED) for path in ROOT.glob(pattern))


def name_of(page: Path) -> str:
    """Return the name of ``page`` from the top of the project."""
    return page.relative_to(ROOT).as_posix()


def links(page: Path) -> list[str]:
    """Return where ``page`` links to, as written."""
    return _LINK.findall(_FENCE.sub("", page.read_text(encoding="utf-8")))


def linked_files(page: Path) -> Iterator[Path]:
    """Yield the files of the project that ``page`` links to."""
    for target in links(page):
        if not target.startswith(("https:", "mailto:", "#")):
            yield (page.parent / target.partition("#")[0]).resolve()


def commands(page: Path) -> list[str]:
    """Return every command line of ours that ``page`` shows or names."""
    text = page.read_text(encoding="utf-8").replace("\N{NO-BREAK SPACE}", " ").replace("\\\n", " ")
    shown = [typed or told for block in _FENCE.findall(text) for typed, told in _SHOWN.findall(block)]
    return shown + _NAMED.findall(_FENCE.sub("", text))


def prose(page: Path) -> str:
    """Return what ``page`` says to a French reader, without code, links and the developers' paragraph."""
    text = _FENCE.sub("", page.read_text(encoding="utf-8")).partition(DEVELOPERS)[0]
    return re.sub(r"`[^`]*`|\]\([^)]*\)|<[^>]*>", "x", text)
