"""``demo``: the whole way on a fictional company."""

from __future__ import annotations

from pathlib import Path

import click

from toolkit.cli.commanding import FrenchCommand
from toolkit.cli.output import progress, say

WRONG = 1


@click.command(cls=FrenchCommand)
@click.argument("target", metavar="DOSSIER", type=click.Path(file_okay=False, path_type=Path))
def demo(*, target: Path) -> int:
    """Déroule tout le parcours sur une entreprise fictive.

    DOSSIER reçoit tout ce qui est fait : données, lettres, courriels, dossiers de preuve. Rien n’en sort :
    les courriels vont à un serveur de capture, sur cette machine.
    """
    from toolkit.demo.run import run_demo  # noqa: PLC0415 - heavy, and an extra of the distribution

    with progress() as told:
        verified = run_demo(target, say, told)
    return WRONG if verified.troubles else 0


COMMANDS = {"demo": demo}
