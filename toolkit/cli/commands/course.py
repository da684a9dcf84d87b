"""What happens to a meeting: held outside the tool, nobody came, refused."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli.commanding import FrenchCommand
from toolkit.cli.commands.amends import correct, left
from toolkit.cli.commands.rescheduling import cancel, case_label, move, reason_option
from toolkit.cli.delivering import deliver_waiting
from toolkit.cli.options import (
    DATE,
    MEETING_KIND,
    MOMENT,
    Where,
    deliver_option,
    json_option,
    office_options,
)
from toolkit.cli.output import print_json, say
from toolkit.french import STATES, day

if TYPE_CHECKING:
    from toolkit.model import Case
    from toolkit.services.happenings import Happened
    from toolkit.services.office import Office

again_option = click.option(
    "--nouvelle-date", "again_at", type=MOMENT, help="Convoque de nouveau à ce moment (heure du site)."
)


@click.command(cls=FrenchCommand)
@click.argument("who", metavar="DOSSIER")
@click.option("--le", "on", type=DATE, required=True, help="Jour où l’entretien a eu lieu.")
@click.option(
    "--piece",
    "proof",
    metavar="FICHIER",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Ce qui le prouve : compte rendu signé, numérisé.",
)
@click.option(
    "--nature",
    "kind",
    type=MEETING_KIND,
    help="Nature d’un entretien qu’aucun dossier ne suivait (premier…).",
)
@office_options
@json_option
def held(*, where: Where, who: str, on: date, proof: Path | None, kind: str | None, as_json: bool) -> None:
    """Enregistre un entretien tenu hors de l’outil.

    DOSSIER est un numéro (C0007), un matricule ou un nom. Avec --nature, l’entretien n’avait pas de
    dossier : un dossier est ouvert pour lui.
    """
    from toolkit.model import InterviewKind  # noqa: PLC0415 - start-up time
    from toolkit.services.directory import find_case, find_employee  # noqa: PLC0415 - heavy to import
    from toolkit.services.holding import held_outside, held_without_case  # noqa: PLC0415

    with where.open() as office:
        if kind is None:
            done = held_outside(office, find_case(office, who).id, on, proof)
        else:
            person = find_employee(office, who)
            done = held_without_case(office, person.matricule, InterviewKind(kind), on, proof)
        label = case_label(office, done.case)
    if as_json:
        print_json({"case": done.case, "new": done.new, "filed": done.filed})
    elif done.new:
        say(f"{label} : entretien du {day(on)} enregistré{', avec sa pièce' if proof else ''}.")
        if proof is None:
            say("Sans pièce jointe, le dossier de preuve dira qu’elle manque (--piece FICHIER).")
    elif done.filed:
        say(f"{label} : la pièce est rangée ; l’entretien du {day(on)} était déjà enregistré.")
    else:
        say(f"Rien n’a changé : l’entretien du {day(on)} est déjà enregistré. {label}.")


@click.command(cls=FrenchCommand)
@click.argument("who", metavar="DOSSIER")
@reason_option
@again_option
@deliver_option
@office_options
@json_option
def absent(
    *, where: Where, who: str, reason: str, again_at: datetime | None, hold_mail: bool, as_json: bool
) -> int:
    """Enregistre une absence à l’entretien, et convoque de nouveau.

    DOSSIER est un numéro (C0007), un matricule ou un nom. Rien n’est conclu de l’absence : le motif est
    demandé, une nouvelle convocation est proposée.
    """
    from toolkit.services.directory import find_case  # noqa: PLC0415 - heavy to import
    from toolkit.services.happenings import Told  # noqa: PLC0415
    from toolkit.services.happenings import absent as record  # noqa: PLC0415

    with where.open() as office:
        case = find_case(office, who)
        done = record(office, case.id, Told(reason=reason), again_at=again_at)
        what = "absence enregistrée"
        return _finish_happening(office, done, what, hold=hold_mail, as_json=as_json)


@click.command(cls=FrenchCommand)
@click.argument("who", metavar="DOSSIER")
@click.option("--le", "on", type=DATE, help="Jour du refus (par défaut, aujourd’hui).")
@click.option(
    "--comment", "how", metavar="TEXTE", default="", help="Comment il a été exprimé : oral, courriel…"
)
@click.option(
    "--recu-par", "received_by", metavar="NOM", default="", help="Qui l’a reçu (par défaut, le responsable)."
)
@reason_option
@click.option("--declaration", "statement", metavar="TEXTE", default="", help="Ce que le salarié a déclaré.")
@click.option("--temoin", "witness", metavar="NOM", default="", help="Témoin du refus.")
@click.option(
    "--refuse-de-signer", "unsigned", is_flag=True, help="Le salarié refuse aussi de signer le constat."
)
@again_option
@deliver_option
@office_options
@json_option
def refuse(  # noqa: PLR0913 - one argument for each option
    *,
    where: Where,
    who: str,
    on: date | None,
    how: str,
    received_by: str,
    reason: str,
    statement: str,
    witness: str,
    unsigned: bool,
    again_at: datetime | None,
    hold_mail: bool,
    as_json: bool,
) -> int:
    """Enregistre un refus et établit le constat.

    DOSSIER est un numéro (C0007), un matricule ou un nom. Le constat distingue un refus simple, répété, ou
    après un congé ; il est scellé, rangé au dossier, et prêt à imprimer pour signature.
    """
    from toolkit.services.directory import find_case  # noqa: PLC0415 - heavy to import
    from toolkit.services.happenings import Told  # noqa: PLC0415
    from toolkit.services.happenings import refuse as record  # noqa: PLC0415

    told = Told(reason, on, how, received_by, statement, witness, refuses_to_sign=unsigned)
    with where.open() as office:
        case = find_case(office, who)
        done = record(office, case.id, told, again_at=again_at)
        what = f"{REFUSALS[done.kind]} constaté"
        return _finish_happening(office, done, what, hold=hold_mail, as_json=as_json)


REFUSALS = {"ordinary": "refus", "repeated": "refus répété", "after_leave": "refus après un congé"}


def _finish_happening(office: Office, done: Happened, what: str, *, hold: bool, as_json: bool) -> int:
    label = case_label(office, done.case)
    if not as_json:
        if not done.new and not done.again:
            say(f"Rien n’a changé : {what} auparavant. {label}, état : {STATES[done.case.state]}.")
        else:
            say(f"{label} : {what}{'' if done.new else ' auparavant'}.")
            _tell_again(office, done)
    code, delivery = deliver_waiting(office, hold=hold, quiet=as_json)
    if as_json:
        view = {"case": done.case, "new": done.new, "kind": done.kind, "summoned_again": done.again}
        print_json({**view, "delivery": delivery})
    return code


def _tell_again(office: Office, done: Happened) -> None:
    from toolkit.services.overview import told_slot  # noqa: PLC0415 - heavy to import
    from toolkit.services.printing import FOLDER  # noqa: PLC0415

    if done.kind in REFUSALS:
        say(f"Constat à imprimer et à faire signer : dossier {FOLDER}.")
    if done.again:
        say(f"Convoqué de nouveau le {told_slot(done.case.slot)}.")
        _tell_paper(office, done.case)
    elif done.kind == "absence":
        say("Étape suivante : demandez le motif, puis « entretiens campaign summon » convoque de nouveau.")


def _tell_paper(office: Office, case: Case) -> None:
    from toolkit.services.printing import FOLDER  # noqa: PLC0415 - heavy to import

    with office.reading() as unit:
        by_mail = bool(unit.employees.get(case.matricule).email)
    if not by_mail:
        say(f"Sans adresse électronique : la lettre est à imprimer, dossier {FOLDER}.")


COMMANDS = {
    "held": held,
    "absent": absent,
    "refuse": refuse,
    "move": move,
    "cancel": cancel,
    "correct": correct,
    "left": left,
}
