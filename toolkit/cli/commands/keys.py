"""``keys``: what the keys are, a new seal, the root put in a safe."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli.commanding import FrenchGroup
from toolkit.cli.options import Where, json_option, office_options
from toolkit.cli.output import print_json, say, warn
from toolkit.french import count, day

if TYPE_CHECKING:
    from toolkit.services.keys import KeysState


@click.group(cls=FrenchGroup)
def keys() -> None:
    """Montre les clés, remplace celle du cachet, met la racine à l’abri."""


@keys.command("show")
@office_options
@json_option
def show(*, where: Where, as_json: bool) -> None:
    """Montre l’empreinte de la racine, la validité du cachet et où est sa clé."""
    from toolkit.services.keys import keys_state  # noqa: PLC0415 - heavy to import

    with where.open() as office:
        state = keys_state(office)
    if as_json:
        print_json(state)
        return
    _tell(state)


@keys.command("rotate")
@click.option("--motif", "--reason", "reason", metavar="TEXTE", required=True, help="Pourquoi.")
@click.option(
    "--jeton", "--token", "in_token", is_flag=True, help="Crée la clé dans le jeton matériel des réglages."
)
@office_options
@json_option
def rotate(*, where: Where, reason: str, in_token: bool, as_json: bool) -> None:
    """Remplace la clé du cachet ; ce que l’ancienne a scellé le reste.

    La racine ne change pas : son empreinte, imprimée sur les sommaires et dans les courriels, reste la bonne.
    La clé privée remplacée est détruite, son certificat est gardé.
    """
    from toolkit.services.keys import rotate_keys  # noqa: PLC0415 - heavy to import

    with where.open() as office:
        state = rotate_keys(office, reason=reason, in_token=in_token)
    if as_json:
        print_json(state)
        return
    say("Cachet remplacé ; le journal de l’employeur le dit.")
    _tell(state)
    say("Étape suivante : sauvegardez le dossier des clés.")


@keys.command("root")
@click.option(
    "--vers",
    "--to",
    "destination",
    metavar="DOSSIER",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Où la mettre : un support que vous rangerez au coffre.",
)
@office_options
@json_option
def root(*, where: Where, destination: Path, as_json: bool) -> None:
    """Déplace la clé de la racine hors du dossier de données.

    Rien n’en a besoin au quotidien ; elle ne sert qu’à créer une nouvelle autorité après une compromission.
    """
    from toolkit.services.keys import put_root_away  # noqa: PLC0415 - heavy to import

    with where.open() as office:
        path = put_root_away(office, destination)
    if as_json:
        print_json({"path": path})
        return
    say(f"Clé de la racine déplacée : {path}.")
    say("Rangez ce support au coffre, avec une copie de la phrase de passe rangée ailleurs.")


def _tell(state: KeysState) -> None:
    say(f"Racine : empreinte {state.root_fingerprint}, valable jusqu’au {day(state.root_until.date())}.")
    say(
        f"Cachet : numéro {state.seal_serial}, valable du {day(state.seal_from.date())} au "
        f"{day(state.seal_until.date())} ; clé dans {state.place}."
    )
    if state.former:
        say(f"{count(state.former, 'cachet remplacé', 'cachets remplacés')} auparavant, certificats gardés.")
    if not state.long_term:
        say("Conservation à long terme : non ; il y faut une nouvelle autorité (docs/how-to/cles.md).")
    if state.root_key is not None:
        warn(f"La clé de la racine est encore là : {state.root_key}.")
        warn("Mettez-la au coffre : « entretiens keys root --vers DOSSIER ».")


COMMANDS = {"keys": keys}
