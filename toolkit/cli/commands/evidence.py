"""``evidence``: folders built, verified anywhere, exported."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli.commanding import FrenchGroup
from toolkit.cli.options import DATE, Where, json_option, office_options
from toolkit.cli.output import fields_of, print_json, print_table, progress, say, say_list
from toolkit.french import count, day
from toolkit.text import clean_line

if TYPE_CHECKING:
    from toolkit.evidence import BuiltFolder, FolderReport
    from toolkit.model import Matricule
    from toolkit.services.office import Office
    from toolkit.services.renewal import Renewal

WRONG = 1
MOST_SHOWN = 10
who_argument = click.argument("who", metavar="[SALARIÉ]…", nargs=-1)


@click.group(cls=FrenchGroup)
def evidence() -> None:
    """Constitue, vérifie et exporte les dossiers de preuve.

    Un dossier se vérifie partout, sans cet outil : VERIFIER.md, dans chaque dossier, dit comment.
    """


@evidence.command("build")
@who_argument
@office_options
@json_option
def build(*, where: Where, who: tuple[str, ...], as_json: bool) -> None:
    """Constitue le dossier de preuve de chacun, ou de ceux qui sont nommés.

    SALARIÉ est un matricule ou un nom. Un dossier où rien n’a changé reste tel quel, sceau compris.
    """
    from toolkit.services.folders import build_folders, evidence_folder  # noqa: PLC0415 - heavy to import

    with where.open() as office, progress(wanted=not as_json) as told:
        built = build_folders(office, _matricules(office, who), told=told)
        root = evidence_folder(office)
    changed = [folder for folder in built if folder.changed]
    if as_json:
        print_json({"folder": root, "folders": [_built_view(folder) for folder in built]})
        return
    if changed:
        say(f"{count(len(changed), 'dossier de preuve écrit', 'dossiers de preuve écrits')} dans {root}.")
    else:
        say("Rien n’a changé : tous les dossiers sont à jour, sceaux compris.")
    if changed and len(changed) < len(built):
        say(f"Inchangés : {len(built) - len(changed)}.")
    say(f"Étape suivante : « entretiens evidence verify {root} ».")


def _matricules(office: Office, who: tuple[str, ...]) -> list[Matricule]:
    from toolkit.services.directory import find_employee  # noqa: PLC0415 - heavy to import

    return [find_employee(office, asked).matricule for asked in who]


def _built_view(folder: BuiltFolder) -> dict[str, object]:
    return {"path": folder.path, "manifest_sha256": folder.manifest_sha256, "changed": folder.changed}


@evidence.command("verify")
@click.argument("paths", metavar="[CHEMIN]…", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--trust",
    "--racine",
    "trust",
    metavar="FICHIER",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Certificat racine (PEM) obtenu d’ailleurs que du dossier : cachet, horodatage ; répétable.",
)
@click.option(
    "--at",
    "--à-la-date",
    "at",
    type=DATE,
    help="Juge à cette date plutôt qu’aujourd’hui : dira si les horodatages tiennent encore alors.",
)
@office_options
@json_option
def verify(
    *, where: Where, paths: tuple[Path, ...], trust: tuple[Path, ...], at: date | None, as_json: bool
) -> int:
    """Vérifie des dossiers de preuve, d’où qu’ils viennent ; sort avec 1 s’il y a un défaut.

    CHEMIN : un dossier de preuve, un dossier qui en contient, un ZIP ou un conteneur ASiC-E ; le dossier de
    données n’est alors pas nécessaire. Sans CHEMIN, les dossiers du dossier de données. Sans --trust,
    l’empreinte de la racine est à comparer à celle des courriels de remise.
    """
    from toolkit.services.folders import evidence_folder, verify_folders  # noqa: PLC0415 - heavy to import

    if not paths:
        with where.open() as office:
            paths = (evidence_folder(office),)
    judged_at = datetime.combine(at, time(12), tzinfo=UTC) if at else None
    reports = list(verify_folders(paths, trust, at=judged_at))
    unsound = [report for report in reports if not report.ok]
    if as_json:
        print_json({"sound": not unsound, "folders": [{"ok": r.ok, **fields_of(r)} for r in reports]})
        return WRONG if unsound else 0
    for report in unsound:
        say_list(f"DÉFAUT, {clean_line(report.folder)} :", [clean_line(str(f)) for f in report.findings])
    sound = [report for report in reports if report.ok]
    for report in sound[:MOST_SHOWN]:
        say(_sound_line(report))
    if len(sound) > MOST_SHOWN:
        say(f"… et {count(len(sound) - MOST_SHOWN, 'autre dossier intact', 'autres dossiers intacts')}.")
    say_list("À savoir :", sorted({clean_line(note) for report in reports for note in report.notes}))
    flawed = f"{len(unsound)} avec un défaut" if unsound else "aucun défaut"
    say(f"{count(len(reports), 'dossier vérifié', 'dossiers vérifiés')}, {flawed}.")
    return WRONG if unsound else 0


def _sound_line(report: FolderReport) -> str:
    at = f" le {day(report.sealed_at.date())}" if report.sealed_at else ""
    dated = (
        f"horodaté le {day(report.stamped_at.date())} par {report.stamped_by}"
        if report.stamped_at
        else "sans horodatage"
    )
    files = count(report.files, "fichier")
    # names of files and certificates come from strangers: a line of theirs must not pass for one of ours
    return clean_line(f"Intact : {report.folder}, {files}, scellé par {report.sealed_by}{at}, {dated}.")


@evidence.command("export")
@click.argument("archive", metavar="ARCHIVE", type=click.Path(dir_okay=False, path_type=Path))
@who_argument
@click.option("--remplacer", "replace", is_flag=True, help="Remplace l’archive si elle existe.")
@click.option(
    "--lecture",
    "reading",
    metavar="DOSSIER",
    type=click.Path(file_okay=False, path_type=Path),
    help="Écrit aussi, dans ce dossier, une copie de lecture par salarié : un seul PDF, à lire et imprimer.",
)
@office_options
@json_option
def export(
    *, where: Where, archive: Path, who: tuple[str, ...], replace: bool, reading: Path | None, as_json: bool
) -> None:
    """Met les dossiers à jour et les réunit dans une archive à remettre.

    ARCHIVE : « .zip » pour une archive ordinaire, « .asice » pour un conteneur européen (EN 319 162) scellé.
    SALARIÉ est un matricule ou un nom ; sans rien, tous les dossiers.
    """
    from toolkit.services.exporting import export_folders, export_reading_copies  # noqa: PLC0415 - heavy

    if archive.exists() and not replace:
        raise click.UsageError(f"{archive} existe déjà ; donnez un autre nom, ou ajoutez --remplacer.")
    with where.open() as office, progress(wanted=not as_json) as told:
        whose = _matricules(office, who)
        built = export_folders(office, whose, archive, told=told)
        copies = export_reading_copies(office, whose, reading, told=told) if reading else []
    if as_json:
        folders = [_built_view(folder) for folder in built]
        print_json({"archive": archive, "folders": folders, "reading_copies": copies})
        return
    say(f"{count(len(built), 'dossier réuni', 'dossiers réunis')} dans {archive}.")
    if copies:
        say(f"{count(len(copies), 'copie de lecture', 'copies de lecture')} dans {reading} : sans signature.")
    say(f"Qui le reçoit peut le vérifier : « entretiens evidence verify {archive} », ou VERIFIER.md.")


@evidence.command("renew")
@who_argument
@click.option(
    "--avant",
    "before",
    type=DATE,
    help="Renouvelle les horodatages qui expirent avant ce jour (par défaut, dans un an).",
)
@click.option("--voir", "look", is_flag=True, help="Dit seulement ce qui expire et quand.")
@office_options
@json_option
def renew(*, where: Where, who: tuple[str, ...], before: date | None, look: bool, as_json: bool) -> int:
    """Renouvelle les horodatages des dossiers avant qu’ils n’expirent ; l’ancien reste sous le nouveau.

    SALARIÉ est un matricule ou un nom ; sans rien, tous les dossiers. Un dossier qui attendait son premier
    horodatage le reçoit. Les documents horodatés de nouveau deviennent la version suivante de leur pièce ;
    l’ancienne reste. Sort avec 1 si un horodatage manque encore. À lancer une fois par an.
    """
    from toolkit.services.renewal import renew_documents, renew_folders  # noqa: PLC0415 - heavy to import

    horizon = datetime.combine(before, time(0), tzinfo=UTC) if before else None
    with where.open() as office, progress(wanted=not as_json) as told:
        whose = _matricules(office, who)
        documents = None if look else renew_documents(office, whose, before=horizon, told=told)
        done = renew_folders(office, whose, before=horizon, act=not look, told=told)
    wanting = [each for each in done if each.wanting]
    incomplete = bool(wanting or (documents and documents.waiting))
    if as_json:
        print_json({"complete": not incomplete, "documents": documents, "folders": done})
        return WRONG if incomplete else 0
    rows = [
        (each.path.name, day(each.until.date()) if each.until else "–", _fate(each))
        for each in sorted(done, key=lambda each: (each.until is not None, each.until))
        if look or each.renewed or each.wanting
    ]
    if rows:
        print_table(("Dossier", "Date", "Horodatage"), rows[:MOST_SHOWN])
    if len(rows) > MOST_SHOWN:
        say(f"… et {count(len(rows) - MOST_SHOWN, 'autre')}.")
    renewed = sum(each.renewed for each in done)
    say(
        f"{count(len(done), 'dossier')}, {count(renewed, 'horodatage renouvelé', 'horodatages renouvelés')}, "
        f"{count(len(wanting), 'en attente', 'en attente')}."
    )
    if documents and (documents.stamped or documents.renewed or documents.waiting):
        say(
            f"Documents : {documents.stamped} horodatés, {documents.renewed} renouvelés, "
            f"{documents.waiting} en attente."
        )
    if incomplete:
        say("Un serveur d’horodatage n’a pas répondu : relancez la commande plus tard.")
    return WRONG if incomplete else 0


def _fate(renewal: Renewal) -> str:
    if renewal.wanting:
        return "en attente d’un serveur"
    return "renouvelé" if renewal.renewed else "en cours de validité"


COMMANDS = {"evidence": evidence}
