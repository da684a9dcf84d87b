"""The command ``entretiens``: which commands there are, and how an error ends.

Each command lives in a module of ``commands`` that is imported only when it is called, so that ``--help``
answers at once.
"""

from __future__ import annotations

import sys
from importlib import import_module

import click

from toolkit import __version__
from toolkit.cli.output import fail
from toolkit.cli.words import speak_french
from toolkit.errors import EntretiensError

COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("setup", "Crée un dossier de données : réglages, clés, base."),
    "doctor": ("setup", "Dit ce qui est réglé, ce qui manque et ce que cela entraîne."),
    "demo": ("demo", "Déroule tout le parcours sur une entreprise fictive."),
    "roster": ("roster", "Modèle de classeur à remplir."),
    "import": ("roster", "Importe le fichier du personnel et ses historiques."),
    "obligations": ("duties", "Liste ce qui est dû, à qui, pour quand et pourquoi."),
    "explain": ("duties", "Explique pas à pas les échéances d’une personne."),
    "law": ("law", "Règles, paramètres et vérification de scénarios."),
    "campaign": ("campaign", "Ouvre, planifie, montre et envoie une campagne."),
    "mail": ("mail", "Courriels partis, refusés ou incertains."),
    "form": ("form", "Prépare et relit les trames d’entretien."),
    "report": ("form", "Établit les comptes rendus à partir des trames relues."),
    "held": ("course", "Enregistre un entretien tenu hors de l’outil."),
    "absent": ("course", "Enregistre une absence à l’entretien, et convoque de nouveau."),
    "refuse": ("course", "Enregistre un refus et établit le constat."),
    "move": ("course", "Déplace un rendez-vous."),
    "cancel": ("course", "Annule un rendez-vous."),
    "correct": ("course", "Corrige une saisie par une nouvelle écriture."),
    "left": ("course", "Enregistre un départ : salarié ou responsable."),
    "sign": ("sign", "Recueille les signatures en présence des personnes."),
    "handover": ("sign", "Remet la copie signée."),
    "evidence": ("evidence", "Constitue, vérifie et exporte les dossiers de preuve."),
}
"""Name of each command, the module that holds it, and its line in the help."""


class LazyGroup(click.Group):
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
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.command(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    subcommand_metavar="COMMANDE …",
)
@click.version_option(__version__, prog_name="entretiens")
def entretiens() -> None:
    """Entretiens de parcours professionnel : de « qui est dû, et pourquoi » au dossier qui le prouve.

    Toutes les commandes travaillent sur un dossier de données, créé par « entretiens init DOSSIER », et
    indiqué par --dossier ou par la variable ENTRETIENS_DOSSIER ; à défaut, le dossier courant.

    Codes de sortie : 0 fait, 1 ce qui a été vérifié est faux, 2 mauvaise utilisation, 3 impossible à faire.
    """


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit code; what goes wrong is told on the error stream."""
    speak_french()
    try:
        result = entretiens.main(arguments, prog_name="entretiens", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as shown:
        click.echo(shown.ctx.get_help() if shown.ctx else "")
        return 2
    except click.ClickException as error:
        error.show()
        return 2
    except click.Abort:
        click.echo("Abandonné : rien d’autre n’a été fait.", err=True)
        return 3
    except EntretiensError as error:
        return fail(error)
    return result if isinstance(result, int) else 0


def script() -> None:
    """Run as the installed command."""
    sys.exit(main())
