"""``template``: the Word templates checked, their fields listed, a new one started."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli.commanding import FrenchGroup
from toolkit.cli.options import json_option
from toolkit.cli.output import fields_of, print_json, print_table, say
from toolkit.errors import UsageError
from toolkit.french import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.documents.checking import Finding, TemplateCheck
    from toolkit.services.templates import Tried

WRONG = 1
_MARKS = {"wrong": "[ !! ]", "attention": "[ – ]", "note": "[ i ]"}


@click.group(cls=FrenchGroup)
def template() -> None:
    """Vérifie les modèles Word, liste leurs champs, en commence un nouveau.

    Un modèle placé dans le dossier « modeles » des données, sous le nom du nôtre, est utilisé à sa place.
    """


@template.command("check")
@click.argument(
    "files",
    metavar="FICHIER…",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option("--nature", "kind", metavar="NATURE", default="", help="De quel document c’est le modèle.")
@click.option(
    "--essai",
    "--trial",
    "target",
    metavar="DOSSIER",
    type=click.Path(file_okay=False, path_type=Path),
    help="Remplit le modèle pour une salariée fictive : Word, PDF et images, écrits dans DOSSIER.",
)
@json_option
def check(*, files: tuple[Path, ...], kind: str, target: Path | None, as_json: bool) -> int:
    """Vérifie des modèles Word ; sort avec 1 si l’un d’eux est à corriger.

    Balises, champs, mentions obligatoires d’une convocation, moteurs, polices, accessibilité. Le nom du
    fichier dit de quel document c’est le modèle (convocation-siege.docx) ; sinon, indiquez --nature.
    """
    from toolkit.services.templates import check_files, try_out  # noqa: PLC0415 - heavy to import

    _known(kind)
    wrong, told = False, []
    for path, found in check_files(files, kind):
        wrong |= not found.passed
        tried = list(try_out(path, found, target)) if target and found.pdf_engine and found.nature else []
        if as_json:
            told.append({"file": path, "passed": found.passed, **fields_of(found), "trials": tried})
        else:
            _tell(found, tried, target)
    if as_json:
        print_json(told)
    return WRONG if wrong else 0


@template.command("fields")
@click.argument("kind", metavar="[NATURE]", required=False, default="")
@json_option
def fields(*, kind: str, as_json: bool) -> None:
    """Liste les champs d’un modèle, avec leur sens et un exemple.

    NATURE : le document, par exemple convocation ; sans elle, tous. Un champ se met dans Word entre doubles
    accolades. « earlier[].moment » est dans une liste : dans une boucle « for x in earlier », « x.moment ».
    """
    from toolkit.services.templates import fields_by_kind  # noqa: PLC0415 - heavy to import

    _known(kind)
    found = fields_by_kind(kind)
    if as_json:
        print_json(found)
        return
    for name, listed in found.items():
        rows = [(one.path, one.meaning, _short(one.example)) for one in listed]
        print_table(("Champ", "Sens", "Exemple"), rows, title=f"{name} :")
        say()


@template.command("new")
@click.argument("kind", metavar="NATURE")
@click.argument("file", metavar="[FICHIER]", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--remplacer", "replace", is_flag=True, help="Remplace le fichier s’il existe.")
@json_option
def new(*, kind: str, file: Path | None, replace: bool, as_json: bool) -> None:
    """Écrit une copie de notre modèle, à modifier dans Word.

    NATURE : le document, par exemple convocation. FICHIER : la copie à créer ; par défaut, NATURE.docx.
    """
    from toolkit.services.templates import start_from_ours  # noqa: PLC0415 - heavy to import

    _known(kind)
    path = start_from_ours(kind, file or Path(f"{kind}.docx"), replace=replace)
    if as_json:
        print_json({"file": path})
        return
    say(f"Modèle écrit : {path}.")
    say(f"Étape suivante : modifiez-le dans Word, puis « entretiens template check {path} ».")
    say(f"Pour qu’il serve, placez-le dans le dossier de données : modeles/{kind}.docx.")


def _known(kind: str) -> None:
    """Refuse a kind of document that does not exist."""
    from toolkit.services.templates import kinds  # noqa: PLC0415 - heavy to import

    if kind and kind not in kinds():
        raise UsageError(f"« {kind} » n’est pas un document.", next_step=f"Au choix : {', '.join(kinds())}.")


def _tell(found: TemplateCheck, tried: Sequence[Tried], target: Path | None) -> None:
    verdict = "rien à corriger" if found.passed else "à corriger"
    kind = f" (modèle de : {found.nature})" if found.nature else ""
    say(f"{found.name}{kind} : {verdict}.")
    for finding in found.findings:
        _tell_finding(finding)
    if found.pdf_engine:
        say(f"    Word : {found.word_engine} ; PDF : {found.pdf_engine}.")
    if tried:
        written = count(sum(len(one.files) for one in tried), "fichier")
        say(f"    Essai : {written} dans {target}.")
    elif target:
        say("    Essai : impossible tant que le modèle n’est pas corrigé.")


def _tell_finding(finding: Finding) -> None:
    say(f"{_MARKS[finding.weight.value]} {_sentence(finding.problem)}")
    if finding.where:
        say(f"    Dans « {finding.where} »")
    if finding.next_step:
        say(f"    {finding.next_step}")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _short(example: str) -> str:
    flat = " ".join(example.split())
    longest = 40
    return flat if len(flat) <= longest else f"{flat[:longest]}…"


COMMANDS = {"template": template}
