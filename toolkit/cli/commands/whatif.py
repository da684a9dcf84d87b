"""``whatif``: what another agreement, reading or headcount would change."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from toolkit.cli.commanding import FrenchCommand
from toolkit.cli.options import DATE, Where, as_of_option, json_option, office_options
from toolkit.cli.output import print_json, print_table, say
from toolkit.french import OBLIGATIONS, STATUSES, count, day, euros

if TYPE_CHECKING:
    from toolkit.model import Obligation
    from toolkit.services.exposure import Exposure
    from toolkit.services.whatif import Moved, WhatIf


class Answer(click.ParamType[tuple[str, str]]):
    """An answer to an open question, written ``question=réponse``."""

    name = "QUESTION=RÉPONSE"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        """Return the question and the answer."""
        question, equals, answer = str(value).partition("=")
        if not equals:
            self.fail(
                f"« {value} » s’écrit QUESTION=RÉPONSE ; voyez « entretiens law readings ».", param, ctx
            )
        return question.strip(), answer.strip()


@click.command(cls=FrenchCommand)
@click.option(
    "--lecture",
    "--reading",
    "readings",
    type=Answer(),
    multiple=True,
    help="Autre réponse à une question ouverte (« law readings » les liste) ; plusieurs fois si besoin.",
)
@click.option("--periode", "--period", "period", metavar="DURÉE", help="Périodicité d’accord : P3Y, P30M.")
@click.option(
    "--premier", "--first-after", "first_after", metavar="DURÉE", help="Délai du premier entretien."
)
@click.option("--tolerance", "tolerance", metavar="DURÉE", help="Tolérance de l’accord : P1M.")
@click.option("--passage", "--switch-on", "switch_on", type=DATE, help="Jour du passage au nouveau régime.")
@click.option("--sans-accord", "--no-agreement", "without_agreement", is_flag=True, help="Sans aucun accord.")
@click.option(
    "--effectif", "--headcount", "headcount", metavar="NOMBRE", type=click.IntRange(0), help="Autre effectif."
)
@as_of_option
@office_options
@json_option
def whatif(  # noqa: PLR0913 - one argument for each option
    *,
    where: Where,
    readings: tuple[tuple[str, str], ...],
    period: str | None,
    first_after: str | None,
    tolerance: str | None,
    switch_on: date | None,
    without_agreement: bool,
    headcount: int | None,
    as_of: date | None,
    as_json: bool,
) -> None:
    """Montre ce qu’un autre accord ou une autre lecture changerait.

    Qui se déplace, de quelle date à quelle date, et ce que cela change aux abondements en jeu. Rien n’est
    enregistré : les réglages restent ce qu’ils sont.
    """
    from toolkit.services.whatif import Hypothesis, what_if  # noqa: PLC0415 - heavy to import

    supposed = Hypothesis(readings, headcount, without_agreement, switch_on, first_after, period, tolerance)
    with where.open() as office:
        found = what_if(office, supposed, as_of)
    if as_json:
        print_json(_view(found))
        return
    _tell(found)


def _view(found: WhatIf) -> dict[str, object]:
    return {
        "as_of": found.as_of,
        "moved": [
            {
                "matricule": one.employee.matricule,
                "name": one.employee.name,
                "kind": one.kind,
                "before": _side(one.before),
                "after": _side(one.after),
            }
            for one in found.moved
        ],
        "people": found.people,
        "unmoved": found.unmoved,
        "exposure": {"before": _sums(found.before), "after": _sums(found.after)},
    }


def _side(one: Obligation | None) -> dict[str, object] | None:
    if one is None:
        return None
    return {
        "due": one.due,
        "opens": one.opens,
        "status": one.status,
        "rule": one.rule,
        "reason": list(one.reason),
    }


def _sums(one: Exposure) -> dict[str, object]:
    from toolkit.services.exposure import Stake  # noqa: PLC0415 - heavy to import

    return {stake: one.total(stake) for stake in Stake if stake is not Stake.PAID}


def _tell(found: WhatIf) -> None:
    say(f"Au {day(found.as_of)}, par rapport aux réglages actuels :")
    if found.moved:
        print_table(
            ("Salarié", "Nature", "Aujourd’hui", "Dans cette hypothèse"),
            [
                (
                    f"{one.employee.name} ({one.employee.matricule})",
                    OBLIGATIONS[one.kind],
                    _told(one.before),
                    _told(one.after),
                )
                for one in found.moved
            ],
        )
    people = count(found.people, "salarié concerné", "salariés concernés")
    moved = count(len(found.moved), "échéance déplacée", "échéances déplacées")
    say(f"{moved}, {people} ; {count(found.unmoved, 'inchangée')}.")
    _tell_late(found.moved)
    _tell_exposure(found)
    say("Rien n’est enregistré. Le réglage se change dans entretiens.toml, avec son motif écrit.")


def _told(one: Obligation | None) -> str:
    if one is None:
        return "—"
    return f"{day(one.due) if one.due else 'sans échéance'}, {STATUSES[one.status]}"


def _tell_late(moved: tuple[Moved, ...]) -> None:
    from toolkit.model import Status  # noqa: PLC0415 - start-up time

    late = [sum(o is not None and o.status is Status.OVERDUE for o in side) for side in _sides(moved)]
    if late[0] != late[1]:
        say(f"En retard parmi elles : {late[0]} aujourd’hui, {late[1]} dans cette hypothèse.")


def _sides(moved: tuple[Moved, ...]) -> tuple[list[Obligation | None], list[Obligation | None]]:
    return [one.before for one in moved], [one.after for one in moved]


def _tell_exposure(found: WhatIf) -> None:
    from toolkit.services.exposure import Stake  # noqa: PLC0415 - heavy to import

    labels = {
        Stake.OWED: "à verser",
        Stake.RECAP_LATE: "en jeu, état des lieux en retard",
        Stake.AT_RISK: "en jeu, entretien manqué",
    }
    say("Abondements correctifs :")
    for stake, label in labels.items():
        say(f"  - {label} : {euros(found.before.total(stake))} → {euros(found.after.total(stake))}")
    if found.after.spared and not found.before.spared:
        say(f"  - moins de {found.after.floor} salariés : aucun abondement ne serait dû.")


COMMANDS = {"whatif": whatif}
