"""The form of a law scenario: which keys it may have, and what each becomes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from toolkit.errors import LawError
from toolkit.law.facts import EmployerTerms, Facts
from toolkit.law.readings import Readings, readings
from toolkit.law.rulebook import rulebook
from toolkit.law.scenario_history import day_or_none, history_from, listed, truth, word
from toolkit.law.yaml import Node, day, mapping, required
from toolkit.model.employee import Contract
from toolkit.model.employer import Agreement, AgreementLevel
from toolkit.model.identifiers import Matricule
from toolkit.model.obligation import ObligationKind, Regime, Status

_KEYS = {
    "name",
    "source",
    "note",
    "as_of",
    "employer",
    "employee",
    "interviews",
    "absences",
    "trainings",
    "certifications",
    "progressions",
    "medical_visit",
    "readings",
    "expect",
    "expect_none",
    "expect_alternative",
    "expect_top_up",
    "expect_finding",
}
_EXPECTED_DATES = ("opens", "due", "latest", "originally_due", "met_by")


@dataclass(frozen=True, slots=True)
class Scenario:
    """One scenario: the facts, the day, the employer's terms and readings, and what is expected."""

    name: str
    facts: Facts
    as_of: date
    terms: EmployerTerms
    readings: Readings
    expect: tuple[Mapping[str, Node], ...]
    expect_none: tuple[str, ...]
    expect_alternative: tuple[Mapping[str, Node], ...]
    expect_top_up: Mapping[str, Node]
    expect_finding: tuple[str, ...]


def scenario_from(node: Node, about: str) -> Scenario:
    """Return the scenario written in ``node``.

    Raises:
        LawError: a key is missing, unknown or of the wrong kind; ``about`` names file and scenario.
    """
    table = mapping(node, about, _KEYS)
    terms = _terms(required(table, "employer", about), f"{about}, employer")
    answers = mapping(table.get("readings") or {}, f"{about}, readings", None)
    chosen = _checked(answers, terms, about)
    return Scenario(
        name=str(required(table, "name", about)),
        facts=_facts(table, about),
        as_of=day(required(table, "as_of", about), f"{about}, as_of"),
        terms=terms,
        readings=chosen,
        expect=tuple(_expected(one, f"{about}, expect") for one in listed(table, "expect", about)),
        expect_none=tuple(
            word(one, ObligationKind, f"{about}, expect_none") for one in listed(table, "expect_none", about)
        ),
        expect_alternative=tuple(
            _expected(one, f"{about}, expect_alternative")
            for one in listed(table, "expect_alternative", about)
        ),
        expect_top_up=_top_up(table.get("expect_top_up") or {}, f"{about}, expect_top_up"),
        expect_finding=tuple(str(code) for code in listed(table, "expect_finding", about)),
    )


def _checked(answers: Mapping[str, Node], terms: EmployerTerms, about: str) -> Readings:
    """Return the readings, once they and the terms have made a rulebook, so that both are known good."""
    try:
        chosen = readings({question: str(answer) for question, answer in answers.items()})
        rulebook(terms, chosen)
    except LawError as error:
        raise LawError(str(error), about=about) from error
    return chosen


def _terms(node: Node, about: str) -> EmployerTerms:
    table = mapping(node, about, {"headcount", "agreement"})
    headcount = table.get("headcount", 50)
    if not isinstance(headcount, int):
        raise LawError(f"« {headcount} » n’est pas un effectif.", about=f"{about}, headcount")
    return EmployerTerms(headcount, _agreement(table.get("agreement"), f"{about}, agreement"))


def _agreement(node: Node, about: str) -> Agreement | None:
    if node is None:
        return None
    delays = ("first_after", "period", "tolerance", "notice")
    known = {"level", "adapts_rules", "switch_on", "refusal_notice_working_days", "title", *delays}
    table = mapping(node, about, known)
    working_days = table.get("refusal_notice_working_days")
    if not isinstance(working_days, int | None):
        raise LawError(f"« {working_days} » n’est pas un nombre de jours.", about=about)
    first_after, period, tolerance, notice = (
        str(table[key]) if table.get(key) is not None else None for key in delays
    )
    return Agreement(
        level=word(table.get("level", "company"), AgreementLevel, f"{about}, level"),
        adapts_rules=truth(table.get("adapts_rules", True), f"{about}, adapts_rules"),
        title=str(table.get("title", "")),
        switch_on=day_or_none(table, "switch_on", about),
        first_after=first_after,
        period=period,
        tolerance=tolerance,
        notice=notice,
        refusal_notice_working_days=working_days,
    )


def _facts(table: Mapping[str, Node], about: str) -> Facts:
    about_employee = f"{about}, employee"
    known = {
        "hired",
        "born",
        "contract",
        "contract_end",
        "transferred_from",
        "left_on",
        "hiring_notice_on",
    }
    person = mapping(required(table, "employee", about), about_employee, known)
    origin = mapping(person.get("transferred_from") or {}, f"{about_employee}, transferred_from", {"on"})
    return Facts(
        matricule=Matricule("scénario"),
        hired=day(required(person, "hired", about_employee), f"{about_employee}, hired"),
        born=day_or_none(person, "born", about_employee),
        contract=word(person.get("contract", "cdi"), Contract, f"{about_employee}, contract"),
        contract_end=day_or_none(person, "contract_end", about_employee),
        left_on=day_or_none(person, "left_on", about_employee),
        transferred_on=day_or_none(origin, "on", about_employee),
        history=history_from(table, about),
        hiring_notice_on=day_or_none(person, "hiring_notice_on", about_employee),
    )


def _expected(node: Node, about: str) -> Mapping[str, Node]:
    known = {"kind", "regime", "rule", "status", "reading", *_EXPECTED_DATES}
    table = dict(mapping(node, about, known))
    for key, kind in (("kind", ObligationKind), ("regime", Regime), ("status", Status)):
        if key in table:
            table[key] = word(table[key], kind, f"{about}, {key}")
    for key in _EXPECTED_DATES:
        if key in table:
            table[key] = day_or_none(table, key, about)
    if about.endswith("alternative"):
        table["reading"] = dict(mapping(required(table, "reading", about), f"{about}, reading", None))
    return table


def _top_up(node: Node, about: str) -> Mapping[str, Node]:
    table = dict(mapping(node, about, {"due", "amount", "pay_by"}))
    if "pay_by" in table:
        table["pay_by"] = day_or_none(table, "pay_by", about)
    return table
