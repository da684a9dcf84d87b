"""``indicators``: the works council's figures of a year."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli.commanding import FrenchCommand
from toolkit.cli.options import Where, json_option, office_options, workbook_option
from toolkit.cli.output import fields_of, print_json, print_table, say, warn
from toolkit.french import ACTIONS, capitalised, count, day, euros

if TYPE_CHECKING:
    from toolkit.services.indicators import Group, YearIndicators


@click.command(cls=FrenchCommand)
@click.option(
    "--annee",
    "--year",
    "year",
    metavar="ANNÉE",
    type=click.IntRange(2014, 2100),
    required=True,
    help="Année civile.",
)
@workbook_option
@click.option(
    "--note",
    "note",
    metavar="FICHIER",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Écrit la note au CSE : .pdf (scellée) ou .docx (à retoucher).",
)
@office_options
@json_option
def indicators(*, where: Where, year: int, workbook: Path | None, note: Path | None, as_json: bool) -> None:
    """Donne les chiffres de l’année pour le CSE (BDESE).

    Articles R2312-8 et R2312-9 : salariés reçus en entretien, par nature, par sexe et par catégorie ;
    bénéficiaires de l’abondement correctif et sommes versées ; bilan des actions de formation qui ont suivi.
    La note à remettre au CSE les met en page, avec l’avertissement sur les petits nombres.
    """
    from toolkit.services.council_note import write_note  # noqa: PLC0415 - heavy to import
    from toolkit.services.indicator_words import small_words  # noqa: PLC0415 - heavy to import
    from toolkit.services.indicator_words import workbook as write_workbook  # noqa: PLC0415
    from toolkit.services.indicators import indicators as figures  # noqa: PLC0415

    with where.open() as office:
        found = figures(office, year)
        if note is not None:
            write_note(office, found, note)
    if workbook is not None:
        write_workbook(workbook, found)
    if as_json:
        print_json(_view(found, small_words(found)))
        return
    _tell(found)
    if workbook is not None:
        say(f"Chiffres écrits dans {workbook}.")
    if note is not None:
        say(f"Note au CSE écrite dans {note}.")
    if small_words(found):
        warn(small_words(found))


def _view(found: YearIndicators, warning: str) -> dict[str, object]:
    return {
        "year": found.year,
        "as_of": found.as_of,
        "everyone": _group(found.everyone),
        "by_sex": [_group(group) for group in found.by_sex],
        "by_category": [_group(group) for group in found.by_category],
        "actions": found.actions,
        "warning": warning or None,
    }


def _group(group: Group) -> dict[str, object]:
    figures = {name: v for name, v in fields_of(group.figures).items() if name not in ("year", "by_group")}
    return {"name": group.name, "present": group.present, "small": group.small, **figures}


def _tell(found: YearIndicators) -> None:
    running = f", arrêtée au {day(found.as_of)}" if found.year == found.as_of.year else ""
    say(f"Année {found.year}{running} (BDESE, articles R2312-8 et R2312-9 du Code du travail)")
    say()
    print_table(
        ("Groupe", "Présents", "Reçus", "Abondement", "Versé"),
        [
            (
                capitalised(group.name),
                str(group.present),
                str(group.figures.employees),
                str(group.figures.top_up_beneficiaries),
                euros(group.figures.top_up_paid),
            )
            for group in found.groups
        ],
    )
    say()
    print_table(
        ("Par nature", *(_COLUMNS[kind] for kind in found.kinds)),
        [
            (capitalised(group.name), *(str(group.figures.by_kind.get(kind, 0)) for kind in found.kinds))
            for group in found.groups
        ],
    )
    say("Un salarié compte une fois par nature ; un même entretien peut être aussi un état des lieux.")
    _tell_actions(found)
    say("À remettre aux membres du CSE, aux délégués syndicaux et à la commission de la formation.")


_COLUMNS = {
    "first": "Premier",
    "periodic": "Périodique",
    "return": "Retour",
    "mid_career": "Mi-carrière",
    "late_career": "Fin de carrière",
    "recap": "État des lieux",
}


def _tell_actions(found: YearIndicators) -> None:
    trainings = found.everyone.figures.trainings_after
    followed = count(trainings, "formation suivie", "formations suivies")
    say(f"{followed} dans l’année après un entretien de {found.year}.")
    if not found.actions:
        say("Aucune action n’est inscrite aux plans d’action de ces entretiens.")
        return
    say("Actions décidées à ces entretiens :")
    for review in found.actions:
        done = count(review.done, "réalisée")
        late = f", {count(review.late, 'en retard', 'en retard')}" if review.late else ""
        say(f"  - {ACTIONS[review.kind]} : {count(review.decided, 'décidée')}, {done}{late}")


COMMANDS = {"indicators": indicators}
