"""The law as a person asks for it: its rules and figures, its open questions, scenarios checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from toolkit import law
from toolkit.errors import LawError
from toolkit.law import Outcome, Parameter, Question
from toolkit.model import Rule


def check_scenarios(paths: Iterable[Path]) -> list[Outcome]:
    """Run every scenario of files, or of the ``.yaml`` files of folders.

    Raises:
        LawError: a file cannot be read, a scenario is malformed, or a folder holds none.
    """
    return [outcome for path in paths for file in _files(path) for outcome in law.check_file(file)]


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = sorted(path.glob("*.yaml"))
    if not found:
        raise LawError("ce dossier ne contient aucun fichier .yaml.", about=str(path))
    return found


def all_rules() -> Mapping[str, Rule]:
    """Return every rule by id."""
    return law.rules()


def all_parameters() -> Mapping[str, Parameter]:
    """Return every dated figure by name."""
    return law.parameters()


def all_questions() -> Mapping[str, Question]:
    """Return every open question by name."""
    return law.questions()


def parameters_version() -> str:
    """Return which version of the figures is in force."""
    return law.parameters_version()


def rule_title(rule_id: str) -> str:
    """Return what a rule says in one sentence; nothing for an id that is not ours."""
    rule = law.rules().get(rule_id)
    return rule.title if rule else ""


def answer_wording(question: str, answer: str) -> str:
    """Return the French sentence of an answer to an open question."""
    return law.questions()[question].answers[answer]
