"""``form`` and ``report``: forms made for managers, read back, and the reports they give."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli.commanding import FrenchCommand, FrenchGroup
from toolkit.cli.options import SHORT_NAME, Where, json_option, office_options
from toolkit.cli.output import print_json, progress, say, say_list
from toolkit.french import count

if TYPE_CHECKING:
    from toolkit.model import Case, CaseId
    from toolkit.services.office import Office
    from toolkit.services.reports import Reported
    from toolkit.services.returned_forms import ReadForm

WRONG = 1
NOT_DONE = 3

campaign_option = click.option(
    "--campagne", "campaign", metavar="NOM", type=SHORT_NAME, help="Tous les dossiers de cette campagne."
)


@click.group(cls=FrenchGroup)
def form() -> None:
    """Prépare et relit les trames d’entretien.

    La trame est un document Word ou PDF à remplir par le responsable ; ses réponses deviennent le compte
    rendu.
    """


@form.command("make")
@click.argument("who", metavar="[DOSSIER]…", nargs=-1)
@campaign_option
@click.option("--pdf", "pdf", is_flag=True, help="Écrit aussi la même trame en PDF à remplir.")
@office_options
@json_option
def make(*, where: Where, who: tuple[str, ...], campaign: str | None, pdf: bool, as_json: bool) -> None:
    """Écrit les trames à remplir, et l’état des lieux prérempli s’il est dû.

    DOSSIER est un numéro (C0007), un matricule ou un nom ; sans rien, tous les entretiens à tenir. Une
    trame déjà faite reste la même. Elle reprend les actions décidées à l’entretien précédent.
    """
    from toolkit.services.forms import cases_ahead, make_forms  # noqa: PLC0415 - heavy to import

    with where.open() as office, progress(wanted=not as_json) as told:
        wanted = [case.id for case in _named(office, who)] if who else cases_ahead(_all(office, campaign))
        done = make_forms(office, wanted, told, pdf=pdf)
    if as_json:
        print_json({"folder": done.folder, "made": done.made, "already": done.already})
        return
    if done.made:
        say(f"{count(len(done.made), 'fichier écrit', 'fichiers écrits')} dans {done.folder}.")
    else:
        say("Rien n’a changé : aucune trame n’était à faire.")
    if done.already:
        say(f"Déjà faites auparavant : {count(done.already, 'trame')}.")
    say("Étape suivante : transmettez-les aux responsables, puis « entretiens form read FICHIER ».")


def _named(office: Office, who: tuple[str, ...]) -> list[Case]:
    from toolkit.services.directory import find_case  # noqa: PLC0415 - heavy to import

    return [find_case(office, asked) for asked in who]


def _all(office: Office, campaign: str | None) -> list[Case]:
    from toolkit.model import CampaignId  # noqa: PLC0415
    from toolkit.services.overview import overview  # noqa: PLC0415 - heavy to import

    return [line.case for line in overview(office, CampaignId(campaign) if campaign else None).lines]


@form.command("read")
@click.argument(
    "paths", metavar="FICHIER…", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path)
)
@office_options
@json_option
def read(*, where: Where, paths: tuple[Path, ...], as_json: bool) -> int:
    """Relit les trames remplies : les réponses et le plan d’action deviennent des données.

    FICHIER : documents Word ou PDF, ou dossiers qui en contiennent. Une trame fausse ou incomplète est
    refusée avec tout ce qui manque ; les autres sont prises.
    """
    from toolkit.services.directory import case_names  # noqa: PLC0415 - heavy to import
    from toolkit.services.returned_forms import read_forms  # noqa: PLC0415

    with where.open() as office, progress(wanted=not as_json) as told:
        results = read_forms(office, paths, told)
        names = case_names(office, [r.case for r in results if r.case])
    wrong = [r for r in results if not r.sound]
    if as_json:
        print_json([_read_view(r, names) for r in results])
    else:
        _tell_read(results, names)
    return WRONG if wrong else 0


def _read_view(result: ReadForm, names: dict[CaseId, str]) -> dict[str, object]:
    return {
        "file": result.file,
        "case": result.case,
        "name": names.get(result.case, "") if result.case else "",
        "taken": result.sound,
        "new": result.new,
        "actions": result.actions,
        "problems": list(result.problems),
        "outside": list(result.outside),
        "refused": result.refused,
    }


def _tell_read(results: list[ReadForm], names: dict[CaseId, str]) -> None:
    if not results:
        say("Aucun fichier à relire dans ce dossier.")
        return
    new = [r for r in results if r.sound and r.new]
    known = [r for r in results if r.sound and not r.new]
    say_list("Trames relues :", [_read_line(r, names) for r in new])
    if known:
        say(f"Déjà relues auparavant, rien n’a changé : {count(len(known), 'trame')}.")
    for result in results:
        if result.refused:
            say(f"Refusée : {result.refused}")
        elif result.problems:
            name = names.get(result.case, "") if result.case else ""
            say_list(f"Incomplète : {result.file}, dossier {result.case} ({name})", result.problems)
    for result in results:
        who = f"{result.file}, dossier {result.case}"
        say_list(f"Écrit hors des champs, joint au compte rendu : {who}", result.outside)
    wrong = len(results) - len(new) - len(known)
    if wrong:
        say(f"{count(wrong, 'trame')} à corriger par le responsable, puis à relire de nouveau.")
    if new or known:
        say("Étape suivante : « entretiens report » établit les comptes rendus.")


def _read_line(result: ReadForm, names: dict[CaseId, str]) -> str:
    name = names[result.case] if result.case else ""
    actions = count(len(result.actions), "action")
    return f"dossier {result.case} ({name}) : {actions} au plan d’action [{result.file}]"


@click.command(cls=FrenchCommand)
@click.argument("who", metavar="[DOSSIER]…", nargs=-1)
@campaign_option
@office_options
@json_option
def report(*, where: Where, who: tuple[str, ...], campaign: str | None, as_json: bool) -> int:
    """Établit les comptes rendus à partir des trames relues.

    DOSSIER est un numéro (C0007), un matricule ou un nom ; sans rien, tous les entretiens tenus. L’état
    des lieux devient définitif avec le compte rendu.
    """
    from toolkit.services.directory import case_names  # noqa: PLC0415 - heavy to import
    from toolkit.services.reports import make_reports, reportable  # noqa: PLC0415

    with where.open() as office, progress(wanted=not as_json) as told:
        named = [case.id for case in _named(office, who)]
        wanted = named or reportable(_all(office, campaign))
        ready = wanted if who else _with_form(office, wanted)
        without = [case for case in wanted if case not in ready]
        results = make_reports(office, ready, told)
        names = case_names(office, wanted)
    if as_json:
        print_json({"reports": results, "without_form": without})
    else:
        _tell_reports(results, without, names)
    return NOT_DONE if any(r.error for r in results) else 0


def _with_form(office: Office, cases: list[CaseId]) -> list[CaseId]:
    """Return those whose form was read; the others still wait for one."""
    with office.reading() as unit:
        return [case for case in cases if unit.answers.latest(case) is not None]


def _tell_reports(results: list[Reported], without: list[CaseId], names: dict[CaseId, str]) -> None:
    new = [r for r in results if r.new]
    pages = [f"dossier {r.case} ({names[r.case]}) : {count(r.pages, 'page')}" for r in new]
    say_list("Comptes rendus établis :", pages)
    if not new:
        say("Rien n’a changé : aucun compte rendu n’était à établir.")
    say_list("Non établis :", [f"{names[r.case]} : {r.error}" for r in results if r.error])
    say_list("Attendent la trame du responsable :", [f"dossier {c} ({names[c]})" for c in without])
    if new:
        say("Étape suivante : « entretiens sign DOSSIER » recueille les signatures en présence.")


COMMANDS = {"form": form, "report": report}
