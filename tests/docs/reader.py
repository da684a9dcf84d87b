"""A person who follows a page: saves the files it shows, types its commands, fills its form."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from toolkit.documents import Answer, fill_form
from toolkit.model import Action, ActionKind

SECONDS = 240
"""What a command may take on a busy machine; each takes about one second on an idle one."""

_STEP = re.compile(
    r"^```(?P<language>\w+)[ ]?(?P<about>[^\n]*)\n(?P<body>.*?)^```$"
    r"|^<!-- remplir: (?P<blank>\S+) -> (?P<filled>\S+) -->$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Typed:
    """One command of a page, the lines shown after it, and the exit code it ends with."""

    command: str
    shown: tuple[str, ...]
    code: int


@dataclass(frozen=True)
class Saved:
    """A file that the page tells to save."""

    path: str
    content: str


@dataclass(frozen=True)
class Filled:
    """A form that the page tells to fill."""

    blank: str
    filled: str


def steps_of(page: str) -> Iterator[Typed | Saved | Filled]:
    """Yield what a reader of ``page`` does, in order."""
    for found in _STEP.finditer(page):
        if found["blank"]:
            yield Filled(found["blank"], found["filled"])
        elif found["language"] == "console":
            yield from _typed(found["body"], found["about"])
        elif found["about"]:
            yield Saved(found["about"], found["body"])


def _typed(body: str, about: str) -> Iterator[Typed]:
    """Yield the commands of a block; only its last one may end otherwise than with 0."""
    last = int(about.removeprefix("exit=") or 0)
    groups: list[list[str]] = []
    for line in body.splitlines():
        if line.startswith("$ "):
            groups.append([line.removeprefix("$ ")])
        elif line.strip():
            groups[-1].append(line)
    for number, (command, *shown) in enumerate(groups, start=1):
        yield Typed(command, tuple(shown), last if number == len(groups) else 0)


def plain(text: str) -> str:
    """Return ``text`` with single ordinary spaces."""
    return " ".join(text.split())


@dataclass
class Reader:
    """Someone who follows a page in a folder of their own, with ``entretiens`` on the path."""

    folder: Path
    environment: Mapping[str, str]

    def follow(self, step: Typed | Saved | Filled) -> None:
        """Do what one step says, and see what it shows."""
        match step:
            case Saved(path, content):
                # a text editor saves where the reader is; the page names the file from there
                target = self.folder / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(content, encoding="utf-8")
            case Filled(blank, filled):
                target = self.folder / filled
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(self._fill((self.folder / blank).read_bytes()))
            case Typed():
                self._type(step)

    def _type(self, step: Typed) -> None:
        if step.command.startswith("cd "):
            self.folder /= step.command.removeprefix("cd ")
            assert self.folder.is_dir(), step.command
            return
        done = subprocess.run(
            ["sh", "-c", step.command],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        told = f"$ {step.command}\n{done.stdout}{done.stderr}"
        assert done.returncode == step.code, told
        lines = iter([plain(line) for line in (done.stdout + done.stderr).splitlines()])
        for shown in step.shown:
            wanted = re.compile(".*".join(re.escape(part.strip()) for part in plain(shown).split("…")))
            assert any(wanted.fullmatch(line) for line in lines), f"« {shown} » is not shown.\n{told}"

    def _fill(self, blank: bytes) -> bytes:
        """Return a form as a manager sends it back."""
        answers: dict[str, Answer] = {
            "meeting.held_on": datetime.now(UTC).date(),
            "meeting.mode": "on_site",
            "meeting.place": "Bureau du premier étage",
            "meeting.capacity": "line_superior",
            "skills.used": "Fabrication des biscuits secs, conduite du four.",
            "skills.evolution": "Une nouvelle ligne de conditionnement arrive.",
            "path.situation": "En poste depuis l’embauche, à l’aise dans l’équipe.",
            "path.prospects": "Le poste de chef d’équipe du matin.",
            "training.job": "Conduite de la nouvelle ligne.",
            "training.project": "Aucun projet personnel pour le moment.",
            "wishes.mobility": "Pas de mobilité souhaitée.",
            "wishes.means": "Bilan de compétences évoqué.",
            "rights.cpf": "Compte activé, abondement et CEP présentés.",
            "information.vae": True,
            "information.cpf": True,
            "information.top_up": True,
            "information.cep": True,
        }
        training = Action(1, ActionKind("training"), "Conduite de ligne", "Anne Klein", date(2027, 3, 31))
        return fill_form(blank, answers, [training])
