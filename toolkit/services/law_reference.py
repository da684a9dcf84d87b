"""The page ``docs/reference/law.md``: every rule, figure and open question, written from the data itself.

``python -m toolkit.services.law_reference docs/reference/law.md`` writes it; a test tells when it is stale.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from toolkit import law
from toolkit.french import day
from toolkit.law import Parameter, Question
from toolkit.model import Reference, Rule
from toolkit.services.lawbook import UNITS, parameters_of, worded

_HEAD = """\
# Le droit calculé

Cette page est écrite par `make law-reference`, à partir de `toolkit/law/` : elle n’est pas modifiée à la
main, et un test échoue quand elle ne correspond plus aux données. Ce sont des règles telles que l’outil les
calcule, non un avis.

- **Une règle** dit d’où vient une échéance ; `entretiens explain` la cite à chaque date.
- **Un paramètre** est une valeur datée : depuis quel jour elle vaut, le texte qui la fixe, quand elle a été
  vérifiée.
- **Une question ouverte** est un point que les textes ne tranchent pas : chaque réponse est défendable, la
  plus prudente vaut par défaut, l’employeur en choisit une autre dans `entretiens.toml` avec un motif écrit.

`entretiens law show NOM` montre la même chose à l’écran, `entretiens whatif` ce qu’un autre choix
changerait, et [écrire un scénario](../how-to/write-a-law-scenario.md) comment vérifier une règle sans
programmer.
"""


def law_reference() -> str:
    """Return the whole page as Markdown."""
    lines = [
        _HEAD,
        f"Version des paramètres : `{law.parameters_version()}`.\n",
        "## Règles\n",
        *(line for rule in law.rules().values() for line in _rule(rule)),
        "## Paramètres\n",
        *(line for one in law.parameters().values() for line in _parameter(one)),
        "## Questions ouvertes\n",
        *(line for one in law.questions().values() for line in _question(one)),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _rule(rule: Rule) -> Iterator[str]:
    yield f"### {rule.id}\n"
    yield f"{rule.title}.\n"
    names = parameters_of(rule.id)
    if names:
        yield f"Paramètres : {', '.join(f'[`{name}`](#{name})' for name in names)}.\n"
    asked = [one.name for one in law.questions().values() if one.rule == rule.id]
    if asked:
        yield f"Question ouverte : {', '.join(f'[`{name}`](#{name})' for name in asked)}.\n"
    for reference in rule.references:
        yield f"- {_linked(reference)}"
    yield ""


def _parameter(one: Parameter) -> Iterator[str]:
    yield f"### {one.name}\n"
    yield f"{one.description}.\n"
    yield "| depuis le | valeur | texte | publié le |"
    yield "|---|---|---|---|"
    for dated in one.values:
        published = day(dated.published_on) if dated.published_on else "—"
        yield f"| {day(dated.since)} | {worded(one, dated)} | {_linked(dated.reference)} | {published} |"
    can = "peut" if one.adaptable else "ne peut pas"
    yield ""
    yield f"Unité : {UNITS[one.unit]}. Un accord collectif {can} en décider autrement."
    yield f"Vérifié le {day(one.last_checked_on)}.\n"


def _question(one: Question) -> Iterator[str]:
    yield f"### {one.name}\n"
    yield f"{one.wording} (règle {one.rule})\n"
    for answer, wording in one.answers.items():
        yield f"- `{answer}`{' (par défaut)' if answer == one.default else ''} : {wording}"
    yield ""
    yield f"Sources : {' ; '.join(_linked(source) for source in one.sources)}.\n"


def _linked(reference: Reference) -> str:
    return f"[{reference.title}]({reference.href})" if reference.href else reference.title


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(law_reference(), encoding="utf-8")
