"""``campaign``: open it, and see where it stands; planning and sending are beside."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

import click

from toolkit.cli.commanding import FrenchCommand, FrenchGroup
from toolkit.cli.commands.planning import plan
from toolkit.cli.commands.sending import posted, send, summon
from toolkit.cli.options import DATE, SHORT_NAME, Where, Worded, json_option, office_options
from toolkit.cli.output import print_json, print_table, say, say_list
from toolkit.french import STATES, count, day

if TYPE_CHECKING:
    from toolkit.model import Case
    from toolkit.services.campaigns import Opened
    from toolkit.services.office import Office
    from toolkit.services.overview import CaseLine, Overview

DEFAULT_DAYS = 90
"""How far a campaign looks ahead unless told."""


@click.group(cls=FrenchGroup)
def campaign() -> None:
    """Ouvre, planifie, montre et envoie une campagne.

    Dans l’ordre : « new » ouvre les dossiers, « plan » propose des créneaux dans un classeur que vous
    changez, « plan » de nouveau les relit, « send » convoque, « show » dit où l’on en est.
    """


@click.command("new", cls=FrenchCommand)
@click.argument("name", metavar="NOM", type=SHORT_NAME)
@click.option("--jusqu-au", "--until", "until", type=DATE, help="Tout ce qui est dû jusqu’à ce jour.")
@click.option(
    "--sous",
    "--due-within",
    "within",
    metavar="JOURS",
    type=click.IntRange(0),
    help="Tout ce qui est dû d’ici tant de jours (par défaut, 90).",
)
@click.option("--au", "--as-of", "as_of", type=DATE, help="Jour pour lequel on calcule.")
@click.option(
    "--etablissement", "--site", "sites", metavar="TEXTE", multiple=True, help="Seulement cet établissement."
)
@click.option("--salarie", "people", metavar="TEXTE", multiple=True, help="Seulement ce salarié.")
@office_options
@json_option
def new(  # noqa: PLR0913 - one argument for each option
    *,
    where: Where,
    name: str,
    until: date | None,
    within: int | None,
    as_of: date | None,
    sites: tuple[str, ...],
    people: tuple[str, ...],
    as_json: bool,
) -> None:
    """Ouvre un dossier pour chaque salarié à qui un entretien est dû.

    NOM est court, par exemple 2026-automne. Un seul dossier règle tout ce qu’un même entretien peut
    régler. Lancée de nouveau, la commande n’ajoute que les nouveaux venus.
    """
    from toolkit.clock import today  # noqa: PLC0415 - start-up time
    from toolkit.services.campaigns import open_campaign  # noqa: PLC0415 - heavy to import
    from toolkit.services.directory import find_employee, find_site  # noqa: PLC0415

    if within is not None and until is not None:
        raise click.UsageError("Choisissez : --sous ou --jusqu-au.")
    with where.open() as office:
        present = as_of or today(office.clock)
        done = open_campaign(
            office,
            name,
            until=until or present + timedelta(days=DEFAULT_DAYS if within is None else within),
            as_of=as_of,
            sites=frozenset(find_site(office, site).id for site in sites),
            only=frozenset(find_employee(office, person).matricule for person in people),
        )
        lines = _lines_of(office, done.opened)
    if as_json:
        print_json(
            {
                "campaign": done.campaign,
                "new": done.new,
                "opened": [_case_view(line) for line in lines],
                "left_out": done.left_out,
            }
        )
        return
    _tell_opened(done, lines)


def _tell_opened(done: Opened, lines: list[CaseLine]) -> None:
    from toolkit.cli.words_of_cases import short  # noqa: PLC0415 - heavy to import

    name = done.campaign.id
    if not done.new:
        say(f"Rien n’a changé : la campagne {name} est déjà ouverte, et personne n’est à y ajouter.")
    elif not lines:
        say(f"Campagne {name} ouverte, sans dossier : aucun entretien n’est dû dans cette période.")
    else:
        say(f"Campagne {name} : {count(len(lines), 'dossier ouvert', 'dossiers ouverts')}.")
        print_table(
            ("Dossier", "Salarié", "Nature", "Échéance", "Responsable"),
            [
                (
                    line.case.id,
                    line.employee,
                    short(line.case.settles),
                    day(line.case.due) if line.case.due else "—",
                    line.manager or "(aucun)",
                )
                for line in lines
            ],
        )
    say_list("Laissés de côté :", [f"{o.name} ({o.matricule}) : {o.reason}" for o in done.left_out])
    say(f"Étape suivante : « entretiens campaign plan {name} » propose des créneaux.")


@click.command("show", cls=FrenchCommand)
@click.argument("name", metavar="[NOM]", type=SHORT_NAME, required=False)
@click.option(
    "--etat",
    "state",
    type=Worded({label: state.value for state, label in STATES.items()}, "ÉTAT"),
    help="Seulement les dossiers dans cet état (convoqué, absent…).",
)
@office_options
@json_option
def show(*, where: Where, name: str | None, state: str | None, as_json: bool) -> None:
    """Montre où en est une campagne, dossier par dossier, et quoi faire ensuite.

    Sans NOM : toutes les campagnes et tous les dossiers.
    """
    from toolkit.model import CampaignId  # noqa: PLC0415 - start-up time
    from toolkit.services.overview import all_campaigns, overview  # noqa: PLC0415 - heavy to import

    with where.open() as office:
        seen = overview(office, CampaignId(name) if name else None)
        campaigns = all_campaigns(office) if name is None else []
    lines = [line for line in seen.lines if state is None or line.case.state.value == state]
    if as_json:
        print_json(
            {
                "campaign": seen.campaign,
                "campaigns": [{"campaign": c, "cases": number} for c, number in campaigns],
                "counts": seen.counts,
                "cases": [_case_view(line) for line in lines],
                "mail_waiting": seen.waiting,
                "mail_troubled": [mail.key for mail in seen.troubled],
            }
        )
        return
    for one, number in campaigns:
        say(f"Campagne {one.id}, ouverte au {day(one.as_of)} : {count(number, 'dossier')}.")
    _tell_overview(seen, lines)


def _tell_overview(seen: Overview, lines: list[CaseLine]) -> None:
    from toolkit.cli.words_of_cases import meeting  # noqa: PLC0415 - heavy to import

    if not seen.lines:
        say("Aucun dossier n’est ouvert. Ouvrez une campagne avec « entretiens campaign new ».")
        return
    print_table(
        ("Dossier", "Salarié", "Responsable", "Rendez-vous", "État"),
        [(x.case.id, x.employee, x.manager, meeting(x.case), STATES[x.case.state]) for x in lines],
    )
    say()
    for state, number in seen.counts.items():
        step = next(line.next_step for line in seen.lines if line.case.state is state)
        say(f"{count(number, 'dossier')} à l’état « {STATES[state]} ». {step}")
    if seen.waiting:
        say(f"{count(seen.waiting, 'courriel')} en attente : « entretiens mail send ».")
    if seen.troubled:
        say(f"{count(len(seen.troubled), 'courriel')} à vérifier : « entretiens mail list ».")


def _lines_of(office: Office, cases: Iterable[Case]) -> list[CaseLine]:
    from toolkit.services.overview import overview  # noqa: PLC0415 - heavy to import

    wanted = {case.id for case in cases}
    return [line for line in overview(office).lines if line.case.id in wanted]


def _case_view(line: CaseLine) -> dict[str, object]:
    return {
        "case": line.case,
        "employee": line.employee,
        "manager": line.manager,
        "next_step": line.next_step,
    }


for _command in (new, plan, send, show, summon, posted):
    campaign.add_command(_command)

COMMANDS = {"campaign": campaign}
