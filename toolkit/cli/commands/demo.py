"""``demo``: the whole way on a fictional company."""

from __future__ import annotations

from pathlib import Path

import click

from toolkit.cli.commanding import FrenchCommand
from toolkit.cli.options import json_option
from toolkit.cli.output import fields_of, print_json, progress, say

WRONG = 1


@click.command(cls=FrenchCommand)
@click.argument("target", metavar="DOSSIER", type=click.Path(file_okay=False, path_type=Path))
@json_option
def demo(*, target: Path, as_json: bool) -> int:
    """Déroule tout le parcours sur une entreprise fictive.

    DOSSIER reçoit tout ce qui est fait : données, lettres, courriels, dossiers de preuve. Rien n’en sort :
    les courriels vont à un serveur de capture, sur cette machine.
    """
    from toolkit.demo.run import run_demo  # noqa: PLC0415 - heavy, and an extra of the distribution

    with progress(wanted=not as_json) as told:
        verified = run_demo(target, silence if as_json else say, told)
    if as_json:
        print_json({"folder": target, **fields_of(verified)})
    return WRONG if verified.troubles else 0


def silence(_line: str) -> None:
    """Say nothing: the one JSON document says it all."""


COMMANDS = {"demo": demo}
