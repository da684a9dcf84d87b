"""``exposure``: who may cost a corrective top-up, and what still avoids it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli.commanding import FrenchCommand
from toolkit.cli.options import Where, as_of_option, json_option, office_options, workbook_option
from toolkit.cli.output import fields_of, print_json, say
from toolkit.french import count, day, euros

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.services.exposure import ExposedCycle, Exposure


@click.command(cls=FrenchCommand)
@as_of_option
@click.option(
    "--tout",
    "--all",
    "everything",
    is_flag=True,
    help="Montre aussi qui n’a qu’à garder ses dates, et le versé.",
)
@workbook_option
@office_options
@json_option
def exposure(
    *, where: Where, as_of: date | None, everything: bool, workbook: Path | None, as_json: bool
) -> None:
    """Dit qui peut coûter un abondement correctif, et ce qui l’évite encore.

    Pour chacun : quand, combien, et l’acte le moins coûteux qui l’écarte encore, vérifié sur les règles. Par
    défaut, ce qui est dû, les états des lieux en retard et les entretiens déjà manqués.
    """
    from toolkit.services.exposure import Stake  # noqa: PLC0415 - heavy to import
    from toolkit.services.exposure import exposure as exposed  # noqa: PLC0415
    from toolkit.services.exposure_words import exposure_workbook  # noqa: PLC0415

    with where.open() as office:
        found = exposed(office, as_of)
    quiet = (Stake.WATCHED, Stake.PAID)
    shown = [line for line in found.lines if everything or line.stake not in quiet]
    if workbook is not None:
        exposure_workbook(workbook, shown, found.as_of)
    if as_json:
        print_json(_view(found, shown))
        return
    _tell(found, shown)
    if workbook is not None:
        say(f"Liste écrite dans {workbook}.")


_NOT_TOLD = frozenset({"employee", "find_ways"})


def _view(found: Exposure, shown: Sequence[ExposedCycle]) -> dict[str, object]:
    from toolkit.services.exposure import Stake  # noqa: PLC0415 - heavy to import
    from toolkit.services.exposure_words import advice, otherwise, spared_sentence  # noqa: PLC0415

    return {
        "as_of": found.as_of,
        "headcount": found.headcount,
        "floor": found.floor,
        "none_because": spared_sentence(found) if found.spared else None,
        "totals": {stake: found.total(stake) for stake in Stake},
        "lines": [
            {
                **{name: value for name, value in fields_of(line).items() if name not in _NOT_TOLD},
                "ways": line.ways,
                "matricule": line.employee.matricule,
                "name": line.employee.name,
                "remaining": line.remaining,
                "advice": advice(line, found.as_of),
                "otherwise_do": otherwise(line, found.as_of),
            }
            for line in shown
        ],
    }


def _tell(found: Exposure, shown: Sequence[ExposedCycle]) -> None:
    from toolkit.services.exposure import Stake  # noqa: PLC0415 - heavy to import
    from toolkit.services.exposure_words import (  # noqa: PLC0415
        STAKES,
        advice,
        missing_words,
        otherwise,
        spared_sentence,
        totals,
    )

    say(f"Au {day(found.as_of)} :")
    if found.spared:
        say(spared_sentence(found))
        return
    for line in shown:
        who = f"{line.employee.name} ({line.employee.matricule})"
        say(f"{day(line.on)}  {who} : {STAKES[line.stake]}, {euros(line.remaining)}")
        if line.missing and line.stake is not Stake.PAID:
            say(f"            Manque : {missing_words(line)}.")
        say(f"            {advice(line, found.as_of)}")
        other = otherwise(line, found.as_of)
        if other:
            say(f"            Ou : {other}")
    if shown:
        say()
    for sentence in totals(found):
        say(sentence)
    hidden = len(found.lines) - len(shown)
    if hidden:
        say(f"{count(hidden, 'ligne')} sans urgence : --tout les montre.")
    if not found.lines:
        say("Aucun abondement correctif n’est dû ni en jeu.")


COMMANDS = {"exposure": exposure}
