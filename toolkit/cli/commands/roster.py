"""``roster template`` and ``import``: the workbook to fill, and what it brings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from toolkit.cli.commanding import FrenchCommand, FrenchGroup
from toolkit.cli.options import Where, json_option, office_options
from toolkit.cli.output import print_json, say, say_list
from toolkit.french import count, day

if TYPE_CHECKING:
    from toolkit.roster import Differences, RosterChanges, RosterReading, RowProblem
    from toolkit.services.importing import Imported
    from toolkit.services.standing import Upheld

MOST_SHOWN = 12
WRONG = 1


@click.group(cls=FrenchGroup)
def roster() -> None:
    """Donne le modèle de classeur à remplir."""


@roster.command("template")
@click.argument("file", metavar="FICHIER", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--remplacer", "replace", is_flag=True, help="Remplace le fichier s’il existe.")
@json_option
def template(*, file: Path, replace: bool, as_json: bool) -> None:
    """Écrit le classeur vide à remplir : intitulés, listes de choix, explications.

    FICHIER est le classeur à créer, par exemple effectif.xlsx.
    """
    from toolkit.services.workbooks import roster_template  # noqa: PLC0415 - heavy to import

    roster_template(file, replace=replace)
    if as_json:
        print_json({"file": file})
        return
    say(f"Classeur écrit : {file}.")
    say("Étape suivante : remplissez-le, puis lancez « entretiens import FICHIER ».")


@click.command("import", cls=FrenchCommand)
@click.argument(
    "files", metavar="FICHIER…", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path)
)
@click.option(
    "--partiel", "--partial", "partial", is_flag=True, help="Importe les lignes justes malgré les autres."
)
@click.option(
    "--intitules",
    "--preset",
    "preset",
    metavar="NOM",
    help="Jeu d’intitulés : paie, sirh, ou un fichier YAML.",
)
@click.option(
    "--retablir",
    "--restore",
    "restore",
    is_flag=True,
    help="Suit le fichier même contre un départ ou un retrait enregistrés ici.",
)
@click.option(
    "--tout", "everything", is_flag=True, help="Montre tous les changements et toutes les remarques."
)
@office_options
@json_option
def import_(
    *,
    where: Where,
    files: tuple[Path, ...],
    partial: bool,
    preset: str | None,
    restore: bool,
    everything: bool,
    as_json: bool,
) -> int:
    """Importe le fichier du personnel et ses historiques.

    FICHIER : classeurs XLSX, fichiers CSV, ou dossiers qui en contiennent. Toutes les erreurs sont dites
    d’un coup ; tant qu’il en reste, rien n’est importé, sauf avec --partiel. Importer de nouveau met à
    jour et ne double rien. Un départ enregistré ici, un fait retiré ici le restent, sauf avec --retablir.
    """
    from toolkit.services.importing import import_roster  # noqa: PLC0415 - heavy to import

    with where.open() as office:
        done = import_roster(office, files, preset=preset, partial=partial, restore=restore)
    if as_json:
        print_json(_view(done))
    else:
        _tell(done, None if everything else MOST_SHOWN)
    return WRONG if done.reading.errors else 0


def _tell(done: Imported, most: int | None) -> None:
    reading = done.reading
    _tell_columns(reading)
    _tell_problems("Erreurs à corriger :", reading.errors, None)
    _tell_problems("Remarques, qui n’empêchent rien :", reading.findings, most)
    if not done.done:
        say(f"Rien n’a été importé : {count(len(reading.errors), 'erreur')} à corriger.")
        say("Corrigez le fichier et relancez, ou ajoutez --partiel pour importer les lignes justes.")
        return
    if reading.set_apart:
        say_list("Lignes laissées de côté :", [f"{row.place} : {row.because}" for row in reading.set_apart])
    if done.unchanged:
        say("Rien n’a changé : tout était déjà connu ainsi.")
    else:
        _tell_changes(done.changes, most)
    _tell_missing(done.changes)
    _tell_upheld(done.upheld)
    say("Étape suivante : « entretiens obligations » pour voir ce qui est dû.")


def _tell_columns(reading: RosterReading) -> None:
    for sheet in reading.columns:
        where = f"{sheet.file}, feuille « {sheet.sheet} »" if sheet.sheet else sheet.file
        if sheet.missing:
            say(f"{where} : colonnes obligatoires absentes : {', '.join(sheet.missing)}.")
        if sheet.unknown:
            say(f"{where} : colonnes inconnues, non lues : {', '.join(c.heading for c in sheet.unknown)}.")


def _tell_problems(title: str, problems: tuple[RowProblem, ...], most: int | None) -> None:
    shown = problems[:most]
    say_list(title, [str(problem) for problem in shown])
    if len(shown) < len(problems):
        say(f"  … et {count(len(problems) - len(shown), 'autre')} (--tout pour tout voir).")


NOUNS = {
    "sites": ("établissement", ""),
    "managers": ("responsable", ""),
    "employees": ("salarié", ""),
    "facts": ("fait d’historique", "faits d’historique"),
    "hiring_notices": ("information à l’embauche", "informations à l’embauche"),
}


def _parts(changes: RosterChanges) -> Iterator[tuple[str, Differences[Any]]]:
    for name in NOUNS:
        yield name, getattr(changes, name)


def _tell_changes(changes: RosterChanges, most: int | None) -> None:
    say("Importé :")
    lines: list[str] = []
    for name, part in _parts(changes):
        if part.added:
            say(f"  - {count(len(part.added), *NOUNS[name])} en plus")
        if part.changed:
            say(f"  - {count(len(part.changed), *NOUNS[name])} à jour")
        lines += [_changed_line(changed) for changed in part.changed]
    say_list("Ce qui change :", lines[:most])
    if most is not None and len(lines) > most:
        rest = count(len(lines) - most, "autre changement", "autres changements")
        say(f"  … et {rest} (--tout pour tout voir).")


def _changed_line(changed: Any) -> str:  # noqa: ANN401 - a change of any kind of value
    after = changed.after
    who = getattr(after, "name", "") or getattr(after, "matricule", "")
    number = getattr(after, "matricule", None)
    label = f"{who} ({number})" if number and number != who else str(who)
    told = [f"{f.heading} : {f.before or '(vide)'} → {f.after or '(vide)'}" for f in changed.fields]
    return f"{label} : {' ; '.join(told)}" if told else label


def _tell_missing(changes: RosterChanges) -> None:
    for name, part in _parts(changes):
        if part.missing:
            say(
                f"Absents de ce fichier, gardés tels quels : {count(len(part.missing), *NOUNS[name])}. "
                "Un départ s’enregistre avec « entretiens left »."
                if name == "employees"
                else f"Absents de ce fichier, gardés tels quels : {count(len(part.missing), *NOUNS[name])}."
            )


def _tell_upheld(upheld: Upheld) -> None:
    from toolkit.roster import fact_key  # noqa: PLC0415 - heavy to import

    lines = [
        f"{kept.employee.name} ({kept.employee.matricule}) : départ le {day(kept.left_on)}"
        for kept in upheld.departures
    ]
    for kept_out in upheld.facts:
        _, on, _ = fact_key(kept_out.withdrawn.fact)
        reason = kept_out.withdrawn.reason or ""
        lines.append(f"{kept_out.matricule} : fait du {day(on)} retiré ici ({reason})")
    lines += [f"{e.matricule} : effacé ici, n’est pas repris" for e in upheld.erased]
    say_list("Enregistré ici et gardé contre ce fichier (--retablir pour suivre le fichier) :", lines)


def _view(done: Imported) -> dict[str, object]:
    reading = done.reading
    return {
        "imported": done.done,
        "unchanged": done.unchanged,
        "errors": reading.errors,
        "findings": reading.findings,
        "set_apart": reading.set_apart,
        "upheld": done.upheld,
        "columns": reading.columns,
        "changes": {
            name: {"added": len(part.added), "changed": len(part.changed), "missing": len(part.missing)}
            for name, part in _parts(done.changes)
        },
        "changed": [
            {"key": getattr(c.after, "matricule", None) or getattr(c.after, "id", None), "fields": c.fields}
            for _, part in _parts(done.changes)
            for c in part.changed
        ],
    }


COMMANDS = {"roster": roster, "import": import_}
