"""``campaign send``, ``summon`` and ``posted``: what leaves, to all, to one, or on paper."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import click

from toolkit.cli.commanding import FrenchCommand
from toolkit.cli.commands.planning import is_wrong, show_read_back
from toolkit.cli.delivering import deliver_waiting
from toolkit.cli.options import (
    DATE,
    MOMENT,
    SHORT_NAME,
    Where,
    Worded,
    deliver_option,
    json_option,
    office_options,
)
from toolkit.cli.output import fields_of, print_json, progress, say, say_list
from toolkit.french import count

if TYPE_CHECKING:
    from toolkit.model import CaseId, Matricule
    from toolkit.services.hiring import Notices
    from toolkit.services.sending import Sent

WRONG = 1
NOT_DONE = 3
CHANNELS = Worded({"courrier": "post", "main-propre": "by_hand"}, "MOYEN")


@click.command("send", cls=FrenchCommand)
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
            if is_wrong(taken):
                show_read_back(taken, {}, name, as_json=as_json)
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
        print_json({**fields_of(sent), "notices": notices, "delivery": delivery})
    return code or (NOT_DONE if sent.troubles or notices.troubles else 0)


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


@click.command("posted", cls=FrenchCommand)
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


@click.command("summon", cls=FrenchCommand)
@click.argument("who", metavar="DOSSIER")
@click.option("--nouvelle-date", "moment", type=MOMENT, required=True, help="Jour et heure (du site).")
@click.option("--lieu", "place", metavar="TEXTE", default="", help="Lieu (par défaut, le même).")
@click.option("--minutes", "minutes", metavar="NOMBRE", type=click.IntRange(15, 240), help="Durée.")
@deliver_option
@office_options
@json_option
def summon(
    *,
    where: Where,
    who: str,
    moment: datetime,
    place: str,
    minutes: int | None,
    hold_mail: bool,
    as_json: bool,
) -> int:
    """Convoque une personne à une date précise.

    DOSSIER est un numéro (C0007), un matricule ou un nom. Sert après une absence, un refus ou une
    annulation : la lettre rappelle alors ce qui précède.
    """
    from toolkit.cli.words_of_cases import meeting  # noqa: PLC0415 - heavy to import
    from toolkit.services.directory import case_names, find_case  # noqa: PLC0415
    from toolkit.services.printing import FOLDER  # noqa: PLC0415
    from toolkit.services.resummoning import summon_at  # noqa: PLC0415

    with where.open() as office:
        done = summon_at(office, find_case(office, who).id, moment, place=place, minutes=minutes)
        case = done.case
        label = f"Dossier {case.id} ({case_names(office, [case.id])[case.id]})"
        if not as_json:
            again = f"convocation n° {case.summons}, " if case.summons > 1 else "convoqué "
            say(
                f"{label} : {again}{meeting(case)}." if done.new else f"Rien n’a changé : {label} l’est déjà."
            )
            if done.to_print:
                say(f"Sans adresse électronique : la lettre est à imprimer, dossier {FOLDER}.")
        code, delivery = deliver_waiting(office, hold=hold_mail, quiet=as_json)
    if as_json:
        print_json({"case": case, "new": done.new, "to_print": done.to_print, "delivery": delivery})
    return code
