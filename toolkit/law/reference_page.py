"""The reference page of the law, in Markdown, from the very parameters that the code computes with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from toolkit.law.durations import parse_duration
from toolkit.law.parameter import DatedValue, Parameter, parameters, parameters_version, rules
from toolkit.law.readings import Question, questions
from toolkit.model.obligation import Reference


def reference_page() -> str:
    """Return the page; the same parameters give the same bytes."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Le droit calculé"
    yield ""
    yield f"Version des paramètres : `{parameters_version()}`. Cette page en est faite ; ne la modifiez pas."
    yield ""
    yield "## Règles"
    for rule in rules().values():
        yield from ("", f"### {rule.id}", "", f"{rule.title}.", "")
        yield from (f"- {_link(reference)}" for reference in rule.references)
    yield from ("", "## Paramètres")
    for parameter in parameters().values():
        yield from _parameter(parameter)
    yield from ("", "## Interprétations")
    for question in questions().values():
        yield from _question(question)


def _parameter(parameter: Parameter) -> Iterator[str]:
    adaptable = " Un accord peut l’adapter." if parameter.adaptable else ""
    yield from ("", f"### {parameter.name}", "")
    yield f"{parameter.description}.{adaptable} Vérifié le {_day(parameter.last_checked_on)}."
    yield from ("", "| depuis le | valeur | texte | publié le |", "|---|---|---|---|")
    for value in parameter.values:
        published = _day(value.published_on) if value.published_on else ""
        yield f"| {_day(value.since)} | {shown(parameter, value)} | {_link(value.reference)} | {published} |"


def _question(question: Question) -> Iterator[str]:
    yield from ("", f"### {question.name}", "", f"{question.wording} (règle {question.rule})", "")
    for answer, wording in question.answers.items():
        default = " *(par défaut)*" if answer == question.default else ""
        yield f"- `{answer}`{default} : {wording}"
    yield from ("", "Sources : " + " ; ".join(_link(source) for source in question.sources) + ".")


def shown(parameter: Parameter, value: DatedValue) -> str:
    """Return a value as a French reader expects it, with its unit."""
    worth = value.value
    if isinstance(worth, date):
        return _day(worth)
    if isinstance(worth, tuple):
        return ", ".join(worth)
    if parameter.unit == "duration":
        return str(parse_duration(str(worth), about=parameter.name))
    return f"{worth}{_UNITS.get(parameter.unit, '')}"


_UNITS = {
    "EUR": " €",
    "employees": " salariés",
    "years": " ans",
    "percent": " %",
    "per_mille": " ‰",
}


def _day(day: date) -> str:
    return day.strftime("%d/%m/%Y")


def _link(reference: Reference) -> str:
    return f"[{reference.title}]({reference.href})" if reference.href else reference.title
