"""``campaign``: open it, plan its slots, see where it stands, send it, record what left on paper."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli.commanding import FrenchGroup
from toolkit.cli.delivering import deliver_waiting
from toolkit.cli.options import (
    DATE,
    SHORT_NAME,
    Where,
    Worded,
    deliver_option,
    json_option,
    office_options,
)
from toolkit.cli.output import print_json, print_table, progress, say, say_list
from toolkit.french import OBLIGATIONS, STATES, count, day

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.model import Case, CaseId, Matricule
    from toolkit.services.campaigns import Opened
    from toolkit.services.hiring import Notices
    from toolkit.services.office import Office
    from toolkit.services.overview import CaseLine, Overview
    from toolkit.services.planning import Proposed, ReadBack
    from toolkit.services.sending import Sent

WRONG = 1
CHANNELS = Worded({"courrier": "post", "main-propre": "by_hand"}, "MOYEN")


@click.group(cls=FrenchGroup)
def campaign() -> None:
    """Ouvre, planifie, montre et envoie une campagne.

    Dans l’ordre : « new » ouvre les dossiers, « plan » propose des créneaux dans un classeur que vous
    changez, « plan » de nouveau les relit, « send » convoque, « show » dit où l’on en est.
    """


@campaign.command("new")
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


DEFAULT_DAYS = 90


def _tell_opened(done: Opened, lines: list[CaseLine]) -> None:
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
                    ", ".join(OBLIGATIONS[kind] for kind in line.case.settles),
                    day(line.case.due) if line.case.due else "—",
                    line.manager or "(aucun)",
                )
                for line in lines
            ],
        )
    say_list("Laissés de côté :", [f"{o.name} ({o.matricule}) : {o.reason}" for o in done.left_out])
    say(f"Étape suivante : « entretiens campaign plan {name} » propose des créneaux.")


@campaign.command("plan")
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
    _show_read_back(taken, names, name, as_json=as_json)
    return WRONG if any(p.severity.value == "error" for p in taken.problems) else 0


def _show_proposed(proposed: Proposed, names: dict[CaseId, str], name: str, *, as_json: bool) -> None:
    if as_json:
        print_json({"step": "proposed", **_fields(proposed)})
        return
    placed = sum(row.on is not None for row in proposed.rows)
    say(f"Créneaux proposés : {placed} sur {count(len(proposed.rows), 'dossier')}.")
    say_list("Sans créneau :", [f"{case} {names[case]} : {reason}" for case, reason in proposed.unplaced])
    say(f"Classeur à relire et à changer : {proposed.workbook}")
    say(f"Étape suivante : enregistrez-le, puis relancez « entretiens campaign plan {name} ».")


def _show_read_back(taken: ReadBack, names: dict[CaseId, str], name: str, *, as_json: bool) -> None:
    if as_json:
        print_json({"step": "read", **_fields(taken)})
        return
    errors = [str(p) for p in taken.problems if p.severity.value == "error"]
    if errors:
        say_list("Rien n’a été pris du classeur. À corriger :", errors)
        return
    say_list("Remarques :", [str(p) for p in taken.problems])
    say_list("Créneaux retenus :", [f"{c.id} {names[c.id]} : {_slot(c)}" for c in taken.changed])
    if not taken.changed:
        say("Rien n’a changé : les créneaux du classeur sont déjà ceux des dossiers.")
    say_list("Laissés pour une autre fois :", [f"{case} {names[case]}" for case in taken.left_out])
    say(f"Étape suivante : « entretiens campaign send {name} » convoque.")


def _fields(value: object) -> dict[str, object]:
    from dataclasses import fields  # noqa: PLC0415 - start-up time

    return {f.name: getattr(value, f.name) for f in fields(value)}  # type: ignore[arg-type]  # a dataclass


def _slot(case: Case) -> str:
    from toolkit.services.overview import told_slot  # noqa: PLC0415 - heavy to import

    return told_slot(case.slot)


@campaign.command("show")
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
    if not seen.lines:
        say("Aucun dossier n’est ouvert. Ouvrez une campagne avec « entretiens campaign new ».")
        return
    print_table(
        ("Dossier", "Salarié", "Responsable", "Rendez-vous", "État"),
        [(x.case.id, x.employee, x.manager, _slot(x.case), STATES[x.case.state]) for x in lines],
    )
    say()
    for state, number in seen.counts.items():
        step = next(line.next_step for line in seen.lines if line.case.state is state)
        say(f"{number} {STATES[state]}. {step}")
    if seen.waiting:
        say(f"{count(seen.waiting, 'courriel')} en attente : « entretiens mail send ».")
    if seen.troubled:
        say(f"{count(len(seen.troubled), 'courriel')} à vérifier : « entretiens mail list ».")


@campaign.command("send")
@click.argument("name", metavar="NOM", type=SHORT_NAME)
@click.option(
    "--sans-embauches", "no_notices", is_flag=True, help="N’émet pas les informations à l’embauche dues."
)
@deliver_option
@office_options
@json_option
def send(*, where: Where, name: str, no_notices: bool, hold_mail: bool, as_json: bool) -> int:
    """Convoque tous ceux qui ont un créneau, et envoie.

    Relit d’abord le classeur des créneaux. Fait la lettre scellée et les invitations, les informations à
    l’embauche dues, puis envoie les courriels ; qui n’a pas d’adresse a une lettre à imprimer. Interrompue
    et relancée, la commande ne fait et n’envoie rien deux fois.
    """
    from toolkit.model import CampaignId  # noqa: PLC0415 - start-up time
    from toolkit.services.directory import case_names, names_of  # noqa: PLC0415 - heavy to import
    from toolkit.services.hiring import Notices, issue_notices  # noqa: PLC0415
    from toolkit.services.planning import read_back, workbook_of  # noqa: PLC0415
    from toolkit.services.sending import send_campaign  # noqa: PLC0415

    campaign_id = CampaignId(name)
    with where.open() as office:
        if workbook_of(office, campaign_id).exists():
            taken = read_back(office, campaign_id)
            if any(problem.severity.value == "error" for problem in taken.problems):
                _show_read_back(taken, {}, name, as_json=as_json)
                return WRONG
        with progress(wanted=not as_json) as told:
            sent = send_campaign(office, campaign_id, deliver_now=False, told=told)
            notices = Notices((), (), ()) if no_notices else issue_notices(office, campaign_id, told)
        cases = [*sent.to_print, *sent.without_slot, *(t.case for t in sent.troubles)]
        if not as_json:
            _tell_sent(sent, case_names(office, cases))
            _tell_notices(notices, names_of(office, [m for m, _ in notices.troubles]))
        code, delivery = deliver_waiting(office, hold=hold_mail, quiet=as_json)
    if as_json:
        print_json({**_fields(sent), "notices": notices, "delivery": delivery})
    return code or (NOT_DONE if sent.troubles or notices.troubles else 0)


NOT_DONE = 3


def _tell_sent(sent: Sent, names: dict[CaseId, str]) -> None:
    if sent.summoned:
        say(f"{count(len(sent.summoned), 'convocation établie', 'convocations établies')}.")
    else:
        say("Rien n’a changé : personne n’est à convoquer.")
    if sent.already:
        say(f"Déjà convoqués auparavant : {count(sent.already, 'dossier')}.")
    say_list("Lettres à imprimer (courriers-a-imprimer) :", [f"{c} {names[c]}" for c in sent.to_print])
    if sent.to_print:
        say("Une fois la lettre partie : « entretiens campaign posted DOSSIER --preuve … ».")
    say_list("Sans créneau :", [f"{case} {names[case]}" for case in sent.without_slot])
    say_list("N’ont pas pu être convoqués :", [f"{names[t.case]} : {t.error}" for t in sent.troubles])


def _tell_notices(notices: Notices, names: dict[Matricule | None, str]) -> None:
    if notices.issued:
        number = count(
            len(notices.issued), "information à l’embauche émise", "informations à l’embauche émises"
        )
        say(f"{number}, dont {len(notices.to_print)} à imprimer.")
    say_list(
        "Informations à l’embauche non émises :", [f"{names[m]} ({m}) : {why}" for m, why in notices.troubles]
    )


@campaign.command("posted")
@click.argument("who", metavar="DOSSIER")
@click.option(
    "--moyen", "channel", type=CHANNELS, default="courrier", help="courrier (par défaut) ou main-propre."
)
@click.option("--le", "on", type=DATE, help="Jour de l’envoi (par défaut, aujourd’hui).")
@click.option(
    "--preuve", "proof", metavar="TEXTE", required=True, help="Numéro du recommandé, ou qui a signé le reçu."
)
@office_options
@json_option
def posted(*, where: Where, who: str, channel: str, on: date | None, proof: str, as_json: bool) -> None:
    """Enregistre qu’une convocation est partie par courrier ou a été remise en main propre.

    DOSSIER est un numéro (C0007), un matricule ou un nom.
    """
    from toolkit.clock import today  # noqa: PLC0415 - start-up time
    from toolkit.model import Channel  # noqa: PLC0415
    from toolkit.services.directory import case_names, find_case  # noqa: PLC0415 - heavy to import
    from toolkit.services.posting import posted as record  # noqa: PLC0415

    with where.open() as office:
        case = find_case(office, who)
        done = record(office, case.id, Channel(channel), on or today(office.clock), proof)
        name = case_names(office, [case.id])[case.id]
    if as_json:
        print_json({"case": done.case, "new": done.new})
    elif done.new:
        say(f"Dossier {case.id} ({name}) : convocation partie, {proof}.")
    else:
        say(f"Rien n’a changé : l’envoi est déjà enregistré au dossier {case.id} ({name}).")


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


COMMANDS = {"campaign": campaign}
