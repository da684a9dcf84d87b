"""``sign open`` and ``sign decline``: the person reads, gets a code and answers, at a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli.commanding import FrenchCommand
from toolkit.cli.commands.sign_requests import tell_sheets
from toolkit.cli.delivering import deliver_waiting
from toolkit.cli.options import Where, Worded, office_options
from toolkit.cli.output import say, warn
from toolkit.errors import SigningError, UsageError
from toolkit.french import NBSP, STATES

if TYPE_CHECKING:
    from toolkit.services.office import Office
    from toolkit.services.signature_answers import Answered
    from toolkit.services.signature_visits import Opened, Visit

YES_OR_NO = Worded({"oui": "yes", "non": "no", "o": "yes", "n": "no"}, "RÉPONSE")
_SHORTEST = 60
_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-")
DEVICE = "poste de l’employeur, terminal"

link_argument = click.argument(
    "sheet", metavar="[FEUILLE]", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)


@click.command("open", cls=FrenchCommand)
@link_argument
@office_options
def open_(*, where: Where, sheet: Path | None) -> int:
    """Laisse une personne lire le document et y répondre depuis ce poste, avec son lien et son code.

    FEUILLE est la feuille remise à la personne (dossier liens-a-remettre) ; sans elle, le lien est demandé
    sans être affiché. La personne lit le document, demande son code, le saisit, puis signe ou refuse.
    """
    return _visit(where, sheet, refusing=False)


@click.command(cls=FrenchCommand)
@link_argument
@office_options
def decline(*, where: Where, sheet: Path | None) -> int:
    """Laisse une personne refuser de signer, avec son lien, son code et son motif."""
    return _visit(where, sheet, refusing=True)


def _visit(where: Where, sheet: Path | None, *, refusing: bool) -> int:
    from toolkit.model import RequestContext  # noqa: PLC0415 - start-up time
    from toolkit.services.signature_visits import Visit, open_link  # noqa: PLC0415 - heavy to import

    token = _token(sheet.read_text(encoding="utf-8") if sheet else _asked("Votre lien", hidden=True))
    with where.open() as office:
        visit = Visit(token, RequestContext(device=DEVICE))
        opened = open_link(office, visit)
        with _shown(office, opened):
            signs = not refusing and _has_read(office, visit)
            entry = _entry(office, visit, opened)
            done = _sign(office, visit, entry, opened) if signs else _decline(office, visit, entry)
        _tell(office, done, signs=signs)
    return 0


def _token(text: str) -> str:
    """Return the link's token: the only long word made of its letters."""
    words = (word.rpartition("/")[2] for word in text.split())
    found = [word for word in words if len(word) >= _SHORTEST and set(word) <= _LETTERS]
    if len(found) != 1:
        raise UsageError(
            "on n’y trouve pas de lien de signature.",
            next_step="Donnez la feuille remise à la personne, ou collez le lien en entier.",
        )
    return found[0]


@contextmanager
def _shown(office: Office, opened: Opened) -> Iterator[None]:
    """Lay the document where it can be read while the person is there, and say what it is."""
    folder = office.place("a-signer")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{opened.request.case}_compte-rendu_{opened.request.role}.pdf"
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    try:
        path.write_bytes(opened.content)
        pages = opened.request.pages
        click.echo(f"{opened.request.person}, voici le document à lire ({pages} p.){NBSP}:", err=True)
        click.echo(f"  {opened.title}\n  {path}\n  SHA-256 {opened.request.shown}\n", err=True)
        click.echo(f"{opened.consent.text}\n", err=True)
        yield
    finally:
        with suppress(OSError):  # a reader still holds it open
            path.unlink(missing_ok=True)


def _has_read(office: Office, visit: Visit) -> bool:
    """Ask whether the person read the document and signs; note what they say, for nobody saw it."""
    from toolkit.services.signature_visits import read_at_desk  # noqa: PLC0415 - heavy to import

    signs = _yes("J’ai lu le document en entier et je veux le signer (oui, ou non pour refuser)")
    if signs:
        read_at_desk(office, visit)
    return signs


def _entry(office: Office, visit: Visit, opened: Opened) -> str:
    """Send a code and ask for it until it is right, or the link is locked."""
    from toolkit.services.signature_codes import answer_code, request_code  # noqa: PLC0415 - heavy to import

    request_code(office, visit)
    click.echo(f"Un code a été envoyé à {opened.code_to}, valable dix minutes.", err=True)
    while True:
        try:
            return answer_code(office, visit, _asked("Code reçu", hidden=True))
        except SigningError as error:
            if "essai" not in error.next_step:
                raise
            warn(str(error))


def _sign(office: Office, visit: Visit, entry: str, opened: Opened) -> Answered:
    from toolkit.services.signature_answers import Answer, sign  # noqa: PLC0415 - heavy to import

    typed = _asked("Votre nom, si vous voulez le taper (facultatif)", default="")
    if not _yes("Je consens au texte ci-dessus et je signe (oui, non)"):
        raise click.Abort
    return sign(office, visit, entry, Answer(opened.consent, typed=typed))


def _decline(office: Office, visit: Visit, entry: str) -> Answered:
    from toolkit.services.signature_answers import decline as refuse  # noqa: PLC0415 - heavy to import

    reason = _asked("Motif de votre refus")
    if not _yes("Je refuse de signer pour ce motif (oui, non)"):
        raise click.Abort
    return refuse(office, visit, entry, reason)


def _tell(office: Office, done: Answered, *, signs: bool) -> None:
    say("Votre signature est enregistrée." if signs else "Votre refus de signer est enregistré.")
    if done.closed:
        say(f"Dossier {done.case.id} : {STATES[done.case.state]}.")
        say("Le document est scellé, la preuve est au dossier.")
        say(f"Étape suivante : « entretiens handover {done.case.id} » remet la copie au salarié.")
    elif done.trouble:
        warn(done.trouble)
        say(f"« entretiens sign remind {done.case.id} » reprendra la suite.")
    else:
        say("C’est au responsable de répondre : son lien est prêt.")
        with office.reading() as unit:
            tell_sheets(office, unit.requests.of_case(done.case.id))
        deliver_waiting(office, hold=True, quiet=False)


def _asked(text: str, *, hidden: bool = False, default: str | None = None) -> str:
    return str(
        click.prompt(
            text,
            err=True,
            prompt_suffix=f"{NBSP}: ",
            hide_input=hidden,
            default=default,
            show_default=False,
        )
    )


def _yes(text: str) -> bool:
    answer = click.prompt(text, type=YES_OR_NO, err=True, prompt_suffix=f"{NBSP}: ")
    return bool(answer == "yes")
