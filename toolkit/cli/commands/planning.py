"""``campaign plan``: slots proposed in a workbook that a person changes, then read back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli.commanding import FrenchCommand
from toolkit.cli.options import SHORT_NAME, Where, json_option, office_options
from toolkit.cli.output import fields_of, print_json, say, say_list
from toolkit.french import count

if TYPE_CHECKING:
    from toolkit.model import CaseId
    from toolkit.services.planning import Proposed, ReadBack

WRONG = 1


@click.command("plan", cls=FrenchCommand)
@click.argument("name", metavar="NOM", type=SHORT_NAME)
@click.option(
    "--classeur",
    "workbook",
    metavar="FICHIER",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Classeur à relire, s’il a été déplacé.",
)
@click.option("--nouveau", "again", is_flag=True, help="Propose de nouveau et remplace le classeur.")
@office_options
@json_option
def plan(*, where: Where, name: str, workbook: Path | None, again: bool, as_json: bool) -> int:
    """Propose des créneaux dans un classeur, puis le relit.

    La première fois, le classeur est écrit : changez-y ce qu’il faut, enregistrez, et relancez la même
    commande, qui le relit. Tant qu’une ligne est fausse, aucune n’est prise.
    """
    from toolkit.model import CampaignId  # noqa: PLC0415 - start-up time
    from toolkit.services.directory import case_names  # noqa: PLC0415 - heavy to import
    from toolkit.services.planning import propose_slots, read_back, workbook_of  # noqa: PLC0415

    campaign_id = CampaignId(name)
    with where.open() as office:
        if again or not (workbook or workbook_of(office, campaign_id).exists()):
            proposed = propose_slots(office, campaign_id, again=again)
            names = case_names(office, [case for case, _ in proposed.unplaced])
            _show_proposed(proposed, names, name, as_json=as_json)
            return 0
        taken = read_back(office, campaign_id, workbook)
        names = case_names(office, [*(c.id for c in taken.changed), *taken.left_out])
    show_read_back(taken, names, name, as_json=as_json)
    return WRONG if is_wrong(taken) else 0


def is_wrong(taken: ReadBack) -> bool:
    """Tell whether the workbook has a line that cannot be taken."""
    return any(problem.severity.value == "error" for problem in taken.problems)


def _show_proposed(proposed: Proposed, names: dict[CaseId, str], name: str, *, as_json: bool) -> None:
    if as_json:
        print_json({"step": "proposed", **fields_of(proposed)})
        return
    placed = sum(row.on is not None for row in proposed.rows)
    say(f"Créneaux proposés : {placed} sur {count(len(proposed.rows), 'dossier')}.")
    say_list("Sans créneau :", [f"{case} {names[case]} : {reason}" for case, reason in proposed.unplaced])
    say(f"Classeur à relire et à changer : {proposed.workbook}")
    say(f"Étape suivante : enregistrez-le, puis relancez « entretiens campaign plan {name} ».")


def show_read_back(taken: ReadBack, names: dict[CaseId, str], name: str, *, as_json: bool) -> None:
    """Say what was taken from the workbook of slots, or all that is wrong with it."""
    from toolkit.cli.words_of_cases import meeting  # noqa: PLC0415 - heavy to import

    if as_json:
        print_json({"step": "read", **fields_of(taken)})
        return
    errors = [str(p) for p in taken.problems if p.severity.value == "error"]
    if errors:
        say_list("Rien n’a été pris du classeur. À corriger :", errors)
        return
    say_list("Remarques :", [str(p) for p in taken.problems])
    say_list("Créneaux retenus :", [f"{c.id} {names[c.id]} : {meeting(c)}" for c in taken.changed])
    if not taken.changed:
        say("Rien n’a changé : les créneaux du classeur sont déjà ceux des dossiers.")
    say_list("Laissés pour une autre fois :", [f"{case} {names[case]}" for case in taken.left_out])
    say(f"Étape suivante : « entretiens campaign send {name} » convoque.")
