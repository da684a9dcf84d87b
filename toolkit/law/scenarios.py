"""Law scenarios: YAML that a lawyer reads and writes, run against the rules.

Each failure says what was expected, what was computed, and why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from toolkit.errors import LawError
from toolkit.law.scenario_form import Scenario, scenario_from
from toolkit.law.timeline import Timeline, timeline
from toolkit.law.yaml import Node, entries, read_yaml
from toolkit.model.obligation import Obligation


@dataclass(frozen=True, slots=True)
class Failure:
    """One expectation that was not met: what was expected, what was computed, and why."""

    expected: str
    computed: tuple[str, ...]
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one scenario ended; it passed when nothing failed."""

    file: str
    name: str
    failures: tuple[Failure, ...]

    @property
    def passed(self) -> bool:
        """Tell whether every expectation was met."""
        return not self.failures


def check_file(path: Path) -> list[Outcome]:
    """Run every scenario of a file, in order.

    Raises:
        LawError: the file cannot be read, or a scenario is malformed; names file, scenario and key.
    """
    return [Outcome(path.name, one.name, tuple(_failures(one))) for one in read_scenarios(path)]


def read_scenarios(path: Path) -> list[Scenario]:
    """Return the scenarios of a file.

    Raises:
        LawError: the file cannot be read, or a scenario is malformed; names file, scenario and key.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LawError("ce fichier de scénarios n’est pas lisible.", about=path.name) from error
    document = read_yaml(text, path.name)
    return [
        _numbered(node, rank, path.name) for rank, node in enumerate(entries(document, path.name), start=1)
    ]


def _numbered(node: Node, rank: int, file: str) -> Scenario:
    name = node.get("name", "") if isinstance(node, dict) else ""
    return scenario_from(node, f"{file}, scénario {rank}" + (f" « {name} »" if name else ""))


def _failures(scenario: Scenario) -> Iterator[Failure]:
    computed = timeline(scenario.facts, scenario.as_of, scenario.terms, scenario.readings)
    for expected in scenario.expect:
        if not any(_meets(one, expected) for one in computed.obligations):
            yield _unmet(expected, computed)
    for kind in scenario.expect_none:
        found = [one for one in computed.obligations if one.kind == kind]
        if found:
            yield Failure(f"aucune obligation « {kind} »", tuple(map(shown, found)), found[0].reason)
    for alternative in scenario.expect_alternative:
        if not any(_offers(one, alternative) for one in computed.obligations):
            yield _unmet(alternative, computed)
    yield from _top_up_failures(scenario.expect_top_up, computed)
    codes = [finding.code for finding in computed.findings]
    for code in scenario.expect_finding:
        if code not in codes:
            yield Failure(f"constat « {code} »", tuple(codes) or ("aucun constat",))


def _meets(one: Obligation, expected: Mapping[str, Node]) -> bool:
    return all(getattr(one, key) == value for key, value in expected.items())


def _offers(one: Obligation, expected: Mapping[str, Node]) -> bool:
    reading = expected["reading"]
    plain = {key: value for key, value in expected.items() if key not in {"reading", "due"}}
    return _meets(one, plain) and any(
        {other.question: other.answer} == reading and ("due" not in expected or other.due == expected["due"])
        for other in one.alternatives
    )


def _unmet(expected: Mapping[str, Node], computed: Timeline) -> Failure:
    same = [one for one in computed.obligations if one.kind == expected.get("kind", one.kind)]
    return Failure(
        _words(expected),
        tuple(map(shown, same)) or ("aucune obligation de cette nature",),
        same[0].reason if same else (),
    )


def _top_up_failures(expected: Mapping[str, Node], computed: Timeline) -> Iterator[Failure]:
    wrong = {key: value for key, value in expected.items() if getattr(computed.top_up, key) != value}
    if wrong:
        top_up = computed.top_up
        found = _words({"due": top_up.due, "amount": top_up.amount, "pay_by": top_up.pay_by})
        yield Failure(f"abondement {_words(expected)}", (found,), top_up.reason)


def shown(one: Obligation) -> str:
    """Return an obligation on one line, in the words of the form."""
    known = {
        "kind": one.kind,
        "opens": one.opens,
        "due": one.due,
        "latest": one.latest,
        "originally_due": one.originally_due,
        "status": one.status,
        "met_by": one.met_by,
        "rule": one.rule,
    }
    others = "".join(
        f" ; {other.question}: {other.answer} → {_word(other.due)}" for other in one.alternatives
    )
    return _words({key: value for key, value in known.items() if value is not None}) + others


def _words(values: Mapping[str, Node]) -> str:
    return ", ".join(f"{key}: {_word(value)}" for key, value in values.items())


def _word(value: Node) -> str:
    return "null" if value is None else value.isoformat() if isinstance(value, date) else str(value)
