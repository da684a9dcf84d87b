"""``law``: the rules and the open questions shown, scenarios checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli.commanding import FrenchGroup
from toolkit.cli.options import Where, json_option, office_options
from toolkit.cli.output import print_json, say
from toolkit.french import day

if TYPE_CHECKING:
    from toolkit.law import Outcome, Parameter, Question
    from toolkit.model import Reference, Rule
    from toolkit.services.lawbook import KeptReading

WRONG = 1


@click.group(cls=FrenchGroup)
def law() -> None:
    """Montre les règles et vérifie des scénarios.

    Le droit est dans des fichiers datés : chaque valeur a son jour, son texte et sa date de vérification.
    """


@law.command("check")
@click.argument(
    "paths", metavar="FICHIER…", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path)
)
@json_option
def check(*, paths: tuple[Path, ...], as_json: bool) -> int:
    """Vérifie des scénarios écrits en YAML ; sort avec 1 si l’un échoue.

    FICHIER : fichiers de scénarios, ou dossiers qui en contiennent. Chaque échec dit ce qui était attendu,
    ce qui a été calculé, et pourquoi.
    """
    from toolkit.services.lawbook import check_scenarios  # noqa: PLC0415 - heavy to import

    outcomes = check_scenarios(paths)
    failed = [outcome for outcome in outcomes if not outcome.passed]
    if as_json:
        print_json({"passed": len(outcomes) - len(failed), "failed": len(failed), "failures": failed})
        return WRONG if failed else 0
    for outcome in failed:
        _tell(outcome)
    click.echo(f"{len(outcomes) - len(failed)} passed, {len(failed)} failed")
    return WRONG if failed else 0


def _tell(outcome: Outcome) -> None:
    say(f"ÉCHEC, {outcome.file} : {outcome.name}")
    for failure in outcome.failures:
        say(f"  attendu : {failure.expected}")
        for number, line in enumerate(failure.computed):
            say(f"  {'calculé : ' if not number else '          '}{line}")
        for number, step in enumerate(failure.why):
            say(f"  {'parce que : ' if not number else '            '}{step}")
    say()


@law.command("show")
@click.argument("word", metavar="[NOM]", required=False)
@json_option
def show(*, word: str | None, as_json: bool) -> None:
    """Montre les règles, les paramètres et les questions ouvertes.

    NOM : une règle (N-FIRST), un paramètre (interview_period) ou une question ouverte, en entier.
    """
    from toolkit.services.lawbook import (  # noqa: PLC0415 - heavy to import
        all_parameters,
        all_questions,
        all_rules,
        parameters_of,
        parameters_version,
    )

    rules, parameters, questions = all_rules(), all_parameters(), all_questions()
    asked = {name: v for book in (rules, parameters, questions) for name, v in book.items() if name == word}
    if word and not asked:
        raise click.UsageError(f"« {word} » n’est ni une règle, ni un paramètre, ni une question ouverte.")
    if as_json:
        whole = {"version": parameters_version(), "rules": dict(rules), "parameters": dict(parameters)}
        print_json(asked or {**whole, "questions": {name: _question(q) for name, q in questions.items()}})
        return
    for name in asked:
        if name in rules:
            _tell_rule(rules[name], parameters_of(name))
        elif name in parameters:
            _tell_parameter(parameters[name])
        else:
            _tell_question(questions[name])
    if not asked:
        say(f"Version des paramètres : {parameters_version()}")
        _tell_list("Règles :", {name: rule.title for name, rule in rules.items()})
        _tell_list("Paramètres :", {name: one.description for name, one in parameters.items()})
        _tell_list("Questions ouvertes :", {name: q.wording for name, q in questions.items()})
        say("Le détail : « entretiens law show NOM ».")


@law.command("readings")
@office_options
@json_option
def readings(*, where: Where, as_json: bool) -> None:
    """Montre les questions ouvertes, leurs réponses, et celle que l’employeur a retenue.

    Chaque réponse est défendable ; la plus prudente vaut par défaut. Une autre se choisit dans
    entretiens.toml, avec un motif écrit que les documents peuvent citer.
    """
    from toolkit.services.lawbook import chosen_readings  # noqa: PLC0415 - heavy to import

    with where.open() as office:
        found = chosen_readings(office)
    if as_json:
        print_json([_kept(one) for one in found])
        return
    for one in found:
        _tell_question(one.question, one.answer)
        if one.reason:
            say(f"  Motif de l’employeur : {one.reason}")
        else:
            say("  Réponse par défaut, la plus prudente : l’employeur n’en a pas choisi d’autre.")
        say()
    say("Ce qu’un autre choix changerait : « entretiens whatif --reading QUESTION=RÉPONSE ».")


def _kept(one: KeptReading) -> dict[str, object]:
    return {"name": one.question.name, **_question(one.question), "answer": one.answer, "reason": one.reason}


def _tell_list(title: str, lines: dict[str, str]) -> None:
    say(title)
    for name, line in lines.items():
        say(f"  {name} : {line}")
    say()


def _tell_rule(rule: Rule, parameters: Mapping[str, Parameter]) -> None:
    say(f"{rule.id} : {rule.title}")
    for reference in rule.references:
        _tell_reference(reference, "  ")
    for one in parameters.values():
        say()
        _tell_parameter(one)


def _tell_reference(reference: Reference, margin: str) -> None:
    say(f"{margin}{reference.title}")
    if reference.href:
        click.echo(f"{margin}  {reference.href}")


def _tell_parameter(one: Parameter) -> None:
    from toolkit.services.lawbook import UNITS, worded  # noqa: PLC0415 - heavy to import

    say(f"{one.name} : {one.description}")
    for dated in one.values:
        published = f" (publié le {day(dated.published_on)})" if dated.published_on else ""
        say(f"  depuis le {day(dated.since)} : {worded(one, dated)}")
        _tell_reference(replace(dated.reference, title=f"{dated.reference.title}{published}"), "    ")
    adaptable = "peut" if one.adaptable else "ne peut pas"
    say(f"  Unité : {UNITS[one.unit]}. Un accord collectif {adaptable} en décider autrement.")
    say(f"  Vérifié le {day(one.last_checked_on)}.")


def _tell_question(question: Question, kept: str = "") -> None:
    say(f"{question.name} (règle {question.rule}) : {question.wording}")
    for answer, wording in question.answers.items():
        marks = [
            word
            for word, true in (("par défaut", answer == question.default), ("retenue", answer == kept))
            if true
        ]
        mark = f" ({', '.join(marks)})" if marks else ""
        say(f"  {answer}{mark} : {wording}")
    for source in question.sources:
        _tell_reference(replace(source, title=f"Source : {source.title}"), "  ")


def _question(question: Question) -> dict[str, object]:
    return {
        "rule": question.rule,
        "wording": question.wording,
        "answers": dict(question.answers),
        "default": question.default,
        "sources": question.sources,
    }


COMMANDS = {"law": law}
