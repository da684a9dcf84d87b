"""A desk from which commands are run on a data folder, as a person runs them."""

from __future__ import annotations

import io
import json
import shutil
import sys
import tomllib
from contextlib import ExitStack, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from toolkit.cli.main import main
from toolkit.clock import SteppedClock
from toolkit.documents import fill_form
from toolkit.resources import examples_path

COMPANY = examples_path() / "deux-rives"
MONDAY = datetime(2026, 10, 5, 6, 0, tzinfo=UTC)
AFTER_MEETINGS = datetime(2026, 12, 14, 8, 0, tzinfo=UTC)

CELIK, WEISS, MARCHAND, LAURET = "0001010", "0001021", "0001028", "0002020"
"""Recap due; no e-mail; late, ordinary; back from leave, on the other site."""


@dataclass(frozen=True)
class Ran:
    """What a command printed and returned."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:  # noqa: ANN401 - any JSON document
        """The one JSON document on the output."""
        return json.loads(self.out)

    @property
    def flat(self) -> str:
        """The output with plain spaces and no line ends, to look for a sentence in it."""
        return " ".join(self.out.replace("\N{NO-BREAK SPACE}", " ").split())

    @property
    def flat_err(self) -> str:
        """The error stream likewise."""
        return " ".join(self.err.replace("\N{NO-BREAK SPACE}", " ").split())


@dataclass
class Desk:
    """A data folder and its clock; ``run`` is the command, its answers typed in ``typed``."""

    folder: Path
    clock: SteppedClock = field(default_factory=lambda: SteppedClock(MONDAY, timedelta(seconds=1)))

    def run(self, *arguments: str | Path, typed: str = "", here: bool = True) -> Ran:
        out, err = io.StringIO(), io.StringIO()
        words = [str(argument) for argument in arguments]
        if here:
            words += ["--dossier", str(self.folder), "--par", "rh"]
        with ExitStack() as stack:
            stack.enter_context(redirect_stdout(out))
            stack.enter_context(redirect_stderr(err))
            stack.enter_context(patch.object(sys, "stdin", io.StringIO(typed)))
            code = main(words, clock=self.clock)
        return Ran(code, out.getvalue(), err.getvalue())

    def done(self, *arguments: str | Path, typed: str = "") -> Ran:
        """Run a command that must succeed."""
        ran = self.run(*arguments, typed=typed)
        assert ran.code == 0, ran.out + ran.err
        return ran

    def copied(self, to: Path) -> Desk:
        shutil.copytree(self.folder, to)
        return Desk(to, SteppedClock(self.clock.now(), timedelta(seconds=1)))

    def case_of(self, matricule: str) -> str:
        """The number of the employee's case."""
        cases = self.done("campaign", "show", "--json").data["cases"]
        return next(str(line["case"]["id"]) for line in cases if line["case"]["matricule"] == matricule)


def filled_form(desk: Desk) -> Path:
    """Return Çelik's form as her manager sends it back."""
    blank = next((desk.folder / "formulaires").glob("*Celik*formulaire.docx"))
    written = tomllib.loads((examples_path() / "deux_rives_answers.toml").read_text(encoding="utf-8"))[CELIK]
    answers: dict[str, str | bool | date] = {
        key: value for key, value in written.items() if isinstance(value, str | bool)
    }
    meeting: dict[str, str | bool | date] = {
        "meeting.held_on": date(2026, 12, 10),
        "meeting.mode": "on_site",
        "meeting.place": "Salle Vauban",
        "meeting.capacity": "line_superior",
    }
    path = desk.folder / "recu.docx"
    path.write_bytes(fill_form(blank.read_bytes(), {**answers, **meeting}))
    return path
