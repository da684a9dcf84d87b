"""The law as a person asks for it: its rules and figures, its open questions, scenarios checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import cast

from toolkit import law
from toolkit.errors import LawError
from toolkit.french import ABSENCES, count, day, euros
from toolkit.law import DatedValue, Outcome, Parameter, Question, parse_duration
from toolkit.law.yaml import read_yaml
from toolkit.model import Rule
from toolkit.services.office import Office

UNITS: Mapping[str, str] = MappingProxyType(
    {
        "date": "jour",
        "duration": "durée",
        "EUR": "euros",
        "employees": "salariés",
        "per_mille": "pour cent",
        "percent": "pour cent",
        "years": "années",
        "count": "nombre",
        "list": "liste",
    }
)
"""What a figure is counted in."""


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


def parameters_of(rule_id: str) -> dict[str, Parameter]:
    """Return the figures that a rule rests on, by name."""
    return {name: law.parameters()[name] for name in _named_parameters().get(rule_id, ())}


@cache
def _named_parameters() -> dict[str, tuple[str, ...]]:
    """Return, by rule, the names of its figures, as ``rules.yaml`` lists them."""
    text = (files("toolkit.law") / "rules.yaml").read_text(encoding="utf-8")
    table = cast("dict[str, dict[str, list[str]]]", read_yaml(text, "rules.yaml"))
    return {rule_id: tuple(rule.get("parameters", ())) for rule_id, rule in table.items()}


@dataclass(frozen=True, slots=True)
class KeptReading:
    """An open question and the answer in force; ``reason`` is the employer's, empty for the default."""

    question: Question
    answer: str
    reason: str = ""


def chosen_readings(office: Office) -> list[KeptReading]:
    """Return each open question with the answer in force for the employer.

    Raises:
        LawError: the settings choose a question or an answer that does not exist.
    """
    kept = law.readings_of(office.employer)
    chosen = office.employer.readings
    return [
        KeptReading(question, kept.answer(name), chosen[name].reason if name in chosen else "")
        for name, question in law.questions().items()
    ]


def worded(parameter: Parameter, dated: DatedValue) -> str:
    """Return a value in French: a day, a delay, a sum, a share, a list of absences."""
    value = dated.value
    if isinstance(value, tuple):
        names = {kind.value: words for kind, words in ABSENCES.items()}
        return ", ".join(names.get(item, item) for item in value)
    if isinstance(value, date):
        return day(value)
    if parameter.unit == "duration":
        return str(parse_duration(str(value), about=parameter.name))
    return _number(int(value), parameter.unit)


def _number(value: int, unit: str) -> str:
    match unit:
        case "EUR":
            return euros(value)
        case "employees":
            return count(value, "salarié")
        case "per_mille":
            return f"{value / 10:g} %"
        case "percent":
            return f"{value} %"
        case "years":
            return count(value, "an")
        case _:
            return str(value)
