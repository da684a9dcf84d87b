"""The command ``entretiens``: which commands there are, and how an error ends.

Each command lives in a module of ``commands`` that is imported only when it is called, so that ``--help``
answers at once.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper

import click

from toolkit import __version__
from toolkit.cli.commanding import FrenchGroup
from toolkit.cli.output import fail, spaced
from toolkit.cli.words import speak_french
from toolkit.clock import Clock
from toolkit.errors import EntretiensError, StoreError, disk_words

COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("setup", "Crée un dossier de données : réglages, clés, base."),
    "doctor": ("setup", "Dit ce qui est réglé, ce qui manque et ce que cela entraîne."),
    "demo": ("demo", "Déroule tout le parcours sur une entreprise fictive."),
    "roster": ("roster", "Donne le modèle de classeur à remplir."),
    "import": ("roster", "Importe le fichier du personnel et ses historiques."),
    "obligations": ("duties", "Liste ce qui est dû, à qui, pour quand et pourquoi."),
    "explain": ("explain", "Explique pas à pas les échéances d’une personne."),
    "campaign": ("campaign", "Ouvre, planifie, montre et envoie une campagne."),
    "mail": ("mail", "Montre et envoie les courriels, tranche ceux qui sont en doute."),
    "form": ("form", "Prépare et relit les trames d’entretien."),
    "report": ("form", "Établit les comptes rendus à partir des trames relues."),
    "actions": ("actions", "Liste les actions décidées en entretien, et enregistre leurs suites."),
    "held": ("course", "Enregistre un entretien tenu hors de l’outil."),
    "absent": ("course", "Enregistre une absence à l’entretien, et convoque de nouveau."),
    "refuse": ("course", "Enregistre un refus et établit le constat."),
    "move": ("course", "Déplace un rendez-vous."),
    "cancel": ("course", "Annule un rendez-vous."),
    "correct": ("course", "Corrige une saisie par une nouvelle écriture."),
    "left": ("course", "Enregistre un départ : salarié ou responsable."),
    "sign": ("sign", "Recueille les signatures : en présence, par lien personnel ou sur papier."),
    "handover": ("sign", "Remet la copie signée."),
    "decisions": ("decisions", "Informe le salarié des décisions prises après l’entretien."),
    "evidence": ("evidence", "Constitue, vérifie et exporte les dossiers de preuve."),
    "exposure": ("exposure", "Dit qui peut coûter un abondement correctif, et ce qui l’évite encore."),
    "topup": ("topup", "Enregistre et liste les versements d’abondement correctif."),
    "indicators": ("indicators", "Donne les chiffres de l’année pour le CSE (BDESE)."),
    "whatif": ("whatif", "Montre ce qu’un autre accord ou une autre lecture changerait."),
    "keys": ("keys", "Montre les clés, remplace celle du cachet, met la racine à l’abri."),
    "retention": ("retention", "Dit ce qui a passé sa durée de conservation, et l’efface sur ordre."),
    "person": ("person", "Remet à une personne ses données, ou les efface."),
    "template": ("template", "Vérifie les modèles Word, liste leurs champs, en commence un nouveau."),
    "law": ("law", "Montre les règles et vérifie des scénarios."),
}
"""Name of each command, the module that holds it, and its line in the help; in the order of the work."""

WRONG_USAGE = 2
NOT_DONE = 3
TRACE = "ENTRETIENS_TRACE"


class LazyGroup(FrenchGroup):
    """A group that imports a command when it is called, and lists the others by their line."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the commands in the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import the module that holds the command."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"toolkit.cli.commands.{COMMANDS[cmd_name][0]}")
        command = module.COMMANDS[cmd_name]
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands without importing them."""
        with formatter.section("Commandes\N{NO-BREAK SPACE}"):
            formatter.write_dl([(name, spaced(line)) for name, (_, line) in COMMANDS.items()])


@click.command(cls=LazyGroup)
@click.version_option(__version__, prog_name="entretiens", help="Affiche la version.")
def entretiens() -> None:
    """Entretiens de parcours professionnel : de « qui est dû, et pourquoi » au dossier qui le prouve.

    Toutes les commandes travaillent sur un dossier de données, créé par « entretiens init DOSSIER », et
    indiqué par --dossier ou par la variable ENTRETIENS_DOSSIER ; à défaut, le dossier courant.

    Codes de sortie : 0 fait, 1 ce qui a été vérifié est faux, 2 mauvaise utilisation, 3 impossible à faire.
    """


def main(arguments: Sequence[str] | None = None, clock: Clock | None = None) -> int:
    """Run the command and return its exit code; what goes wrong is told on the error stream.

    Args:
        arguments: The words after ``entretiens``; those of the process by default.
        clock: Where time comes from; the machine's by default.
    """
    speak_french()
    try:
        result = entretiens.main(
            None if arguments is None else list(arguments),
            prog_name="entretiens",
            standalone_mode=False,
            obj=clock,
        )
    except Exception as error:  # noqa: BLE001 - the last door: a person never meets a stack of calls
        return _told(error)
    return result if isinstance(result, int) else 0


def _told(error: Exception) -> int:
    """Say what went wrong and return the exit code that tells it."""
    match error:
        case click.exceptions.NoArgsIsHelpError():
            click.echo(error.ctx.get_help() if error.ctx else "")
            code = WRONG_USAGE
        case click.ClickException():
            error.show()
            code = WRONG_USAGE
        case click.Abort():
            click.echo(
                "Interrompu\N{NO-BREAK SPACE}: ce qui n’est pas annoncé comme fait ne l’est pas.", err=True
            )
            code = NOT_DONE
        case EntretiensError():
            code = fail(error)
        case BrokenPipeError():
            code = _silenced()
        case OSError():
            code = fail(_disk(error))
        case _:
            code = _unforeseen(error)
    return code


def _silenced() -> int:
    """Leave quietly when who reads the output has gone (``| head``)."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return NOT_DONE


def _disk(error: OSError) -> EntretiensError:
    return StoreError(
        f"un fichier n’a pas pu être lu ou écrit ({disk_words(error)}).",
        about=str(error.filename or ""),
        next_step="Vérifiez vos droits, la place disponible, et qu’aucun autre logiciel ne le tient ouvert.",
    )


def _unforeseen(error: Exception) -> int:
    if os.environ.get(TRACE) == "1":
        traceback.print_exception(error)
    first = str(error).partition("\n")[0]
    unforeseen = EntretiensError(
        f"une erreur imprévue s’est produite ({type(error).__name__} : {first}).",
        next_step=f"Relancez la commande avec {TRACE}=1 et transmettez le détail affiché à la maintenance.",
    )
    return fail(unforeseen)


def script() -> None:
    """Run as the installed command; a pipe or a file gets UTF-8 on every machine (RFC 8259, 8.1)."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")
    sys.exit(main())
