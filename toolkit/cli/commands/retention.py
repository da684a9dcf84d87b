"""``retention``: what is past its time, and why; erased on order."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from toolkit.cli.commanding import FrenchCommand
from toolkit.cli.options import DATE, Where, json_option, office_options
from toolkit.cli.output import print_json, say, say_list
from toolkit.french import count, day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from toolkit.services.erasure import Erased
    from toolkit.services.retention import ErasedPast, PastPerson


@click.command(cls=FrenchCommand)
@click.option("--au", "--as-of", "as_of", type=DATE, help="Jour de la question (par défaut, aujourd’hui).")
@click.option(
    "--effacer", "--erase", "erase", is_flag=True, help="Efface ce qui a passé sa durée, après confirmation."
)
@click.option("--oui", "--yes", "confirmed", is_flag=True, help="Efface sans demander de confirmation.")
@office_options
@json_option
def retention(*, where: Where, as_of: date | None, erase: bool, confirmed: bool, as_json: bool) -> int:
    """Dit ce qui a passé sa durée de conservation, et pourquoi ; l’efface sur ordre.

    Les durées sont dans les réglages, [retention] : après le départ, et pour certaines sortes de pièces. Un
    effacement ne se reprend pas : il ne reste qu’une trace, des numéros et des empreintes.
    """
    from toolkit.errors import UsageError  # noqa: PLC0415 - only where it is refused
    from toolkit.services.retention import erase_past, past_time  # noqa: PLC0415 - heavy to import

    if erase and as_of is not None:
        raise UsageError(
            "on n’efface que ce qui a passé sa durée aujourd’hui.", next_step="Retirez --au, ou --effacer."
        )
    with where.open() as office:
        past = past_time(office, as_of)
        done: ErasedPast | None = None
        if not as_json:
            _tell(past)
        if erase and (confirmed or not past or _agreed(past)):
            done = erase_past(office, past)
    if as_json:
        print_json(
            {"past": past, "erased": done.done if done else [], "refused": done.refused if done else []}
        )
    elif done is not None:
        _tell_done(done)
    elif past and not erase:
        say("Pour effacer : « entretiens retention --effacer ». Cela ne se reprend pas.")
    return 3 if done is not None and done.refused else 0


def _tell(past: Sequence[PastPerson]) -> None:
    if not past:
        say("Rien n’a passé sa durée de conservation.")
        return
    whole = [
        f"{p.employee.name} ({p.employee.matricule}), depuis le {day(p.since)} : {p.because}"
        for p in past
        if p.since is not None
    ]
    say_list("Tout le dossier de ces personnes a passé sa durée :", whole)
    pieces = [
        f"{p.employee.name} ({p.employee.matricule}), {piece.document.case or 'hors dossier'}, "
        f"{piece.document.file_name}, depuis le {day(piece.since)} : {piece.because}"
        for p in past
        for piece in p.pieces
    ]
    say_list("Ces pièces ont passé la leur :", pieces)


def _agreed(past: Sequence[PastPerson]) -> bool:
    persons = sum(1 for person in past if person.whole)
    pieces = sum(len(person.pieces) for person in past)
    what = " et ".join(
        part
        for part in (
            f"tout le dossier de {count(persons, 'personne')}" if persons else "",
            count(pieces, "pièce") if pieces else "",
        )
        if part
    )
    return click.confirm(f"Effacer {what} ? Cela ne se reprend pas", default=False, err=True)


def _tell_done(done: ErasedPast) -> None:
    if done.done:
        tell_erased(done.done, done.copies)
    elif done.copies:
        tell_ended(done.copies)
    say_list("N’ont pas été effacées :", done.refused)


def tell_erased(done: Sequence[Erased], copies: Sequence[Path]) -> None:
    """Say what was erased, and what remains to be looked at."""
    persons = [one for one in done if one.whole]
    pieces = sum(one.pieces for one in done)
    say(
        f"Effacé : {count(len(persons), 'personne')}, {count(pieces, 'pièce')}, "
        f"{count(len(copies), 'copie de travail', 'copies de travail')}."
    )
    say("Il reste une trace au journal : des numéros et des empreintes, pas un nom.")
    say_list(
        "Ont tenu des entretiens ; leur nom reste dans les dossiers de ces salariés, jusqu’à la fin de leur "
        "conservation :",
        [one.matricule for one in done if one.manages],
    )
    remaining = sorted({path for one in done for path in one.remaining})
    title = "Ces classeurs nomment aussi d’autres personnes ; effacez-y les lignes :"
    say_list(title, [str(path) for path in remaining])
    say("Pensez aux sauvegardes, aux archives déjà exportées et aux boîtes aux lettres.")


def tell_ended(copies: Sequence[Path]) -> None:
    """Say that an erasure cut short was ended."""
    say(f"Un effacement interrompu est terminé : {count(len(copies), 'copie effacée', 'copies effacées')}.")


COMMANDS = {"retention": retention}
