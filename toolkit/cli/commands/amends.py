"""``correct`` and ``left``: a mistaken entry taken back, a person who leaves mid-way."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from toolkit.cli.commanding import FrenchCommand
from toolkit.cli.delivering import deliver_waiting
from toolkit.cli.options import DATE, Where, deliver_option, json_option, office_options
from toolkit.cli.output import print_json, say, say_list
from toolkit.french import STATES, count, day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.model import Case, CaseId
    from toolkit.services.departures import Left
    from toolkit.services.office import Office


@click.command(cls=FrenchCommand)
@click.argument("who", metavar="DOSSIER")
@click.option("--motif", "reason", metavar="TEXTE", required=True, help="Pourquoi ; gardé au dossier.")
@click.option(
    "--entretien-du", "on", type=DATE, help="Retire plutôt cet entretien passé, importé par erreur."
)
@office_options
@json_option
def correct(*, where: Where, who: str, reason: str, on: date | None, as_json: bool) -> None:
    """Corrige une saisie par une nouvelle écriture.

    DOSSIER est un numéro (C0007), un matricule ou un nom. Reprend la dernière saisie : absence, refus,
    entretien tenu, envoi postal. Rien n’est effacé : le journal garde l’erreur et sa correction.
    """
    from toolkit.services.corrections import correct as take_back  # noqa: PLC0415 - heavy to import
    from toolkit.services.corrections import withdraw_interview  # noqa: PLC0415
    from toolkit.services.directory import case_names, find_case, find_employee  # noqa: PLC0415

    with where.open() as office:
        if on is not None:
            person = find_employee(office, who)
            fact = withdraw_interview(office, person.matricule, on, reason=reason)
            if as_json:
                print_json({"matricule": person.matricule, "withdrawn": fact})
            else:
                say(f"{person.name} ({person.matricule}) : entretien du {day(on)} retiré.")
                say("Étape suivante : « entretiens explain » montre ce qui est dû maintenant.")
            return
        done = take_back(office, find_case(office, who).id, reason=reason)
        name = case_names(office, [done.case.id])[done.case.id]
    if as_json:
        print_json({"case": done.case, "taken_back": done.what})
        return
    say(f"Dossier {done.case.id} ({name}) : la dernière saisie ({done.what}) est reprise.")
    say(f"Le dossier est de nouveau à l’état « {STATES[done.case.state]} ».")


@click.command(cls=FrenchCommand)
@click.argument("who", metavar="PERSONNE")
@click.option("--le", "on", type=DATE, required=True, help="Dernier jour de travail.")
@click.option(
    "--remplace-par",
    "replaced_by",
    metavar="TEXTE",
    help="Qui tient désormais ses entretiens (matricule ou nom).",
)
@deliver_option
@office_options
@json_option
def left(*, where: Where, who: str, on: date, replaced_by: str | None, hold_mail: bool, as_json: bool) -> int:
    """Enregistre un départ : salarié ou responsable.

    PERSONNE est un matricule ou un nom. Les entretiens qui ne peuvent plus avoir lieu sont abandonnés et
    retirés des agendas ; ceux que la personne devait tenir passent à qui la remplace.
    """
    from toolkit.services.departures import left as record  # noqa: PLC0415 - heavy to import
    from toolkit.services.directory import find_person, names_of  # noqa: PLC0415

    with where.open() as office:
        person = find_person(office, who)
        successor = find_person(office, replaced_by) if replaced_by else None
        done = record(office, person, on, replaced_by=successor)
        names = names_of(office, [person, successor, *done.team])
        if not as_json:
            _tell_left(office, done, f"{names[person]} ({person})", on)
            if successor and done.team:
                team = count(len(done.team), "salarié")
                say(f"Responsable désormais : {names[successor]}, pour {team}.")
        code, delivery = deliver_waiting(office, hold=hold_mail, quiet=as_json)
    if as_json:
        print_json({"matricule": person, "left": done, "delivery": delivery})
    return code


def _tell_left(office: Office, done: Left, who: str, on: date) -> None:
    from toolkit.services.directory import case_names  # noqa: PLC0415 - heavy to import

    if not done.new:
        say(f"Rien n’a changé : départ déjà enregistré au {day(on)}, {who}.")
        return
    cases = (*done.dropped, *done.handed_on, *done.kept)
    names = case_names(office, [case.id for case in cases])
    say(f"Départ enregistré au {day(on)} : {who}.")
    say_list("Abandonnés, l’entretien ne peut plus avoir lieu :", _lines(done.dropped, names))
    say_list("Confiés à un autre responsable :", _lines(done.handed_on, names))
    say_list("À terminer malgré le départ :", _lines(done.kept, names))


def _lines(cases: Sequence[Case], names: dict[CaseId, str]) -> list[str]:
    return [f"dossier {case.id} ({names[case.id]}), {STATES[case.state]}" for case in cases]
