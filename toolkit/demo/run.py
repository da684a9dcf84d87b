"""Run the whole way on the fictional company, from its roster to folders that are verified."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

from toolkit.clock import SteppedClock
from toolkit.demo import story
from toolkit.demo.capture import CaptureServer
from toolkit.demo.course import COMPANY, Course, Say, Verified
from toolkit.errors import UsageError
from toolkit.resources import examples_path
from toolkit.services.office import Office, open_office
from toolkit.services.progress import Progress, silent
from toolkit.services.setup import init_folder
from toolkit.settings_tables import MailSecurity

MARKER = ".demonstration"


def run_demo(place: Path, say: Say, told: Progress = silent) -> Verified:
    """Run the demonstration into ``place``; an earlier one there is replaced.

    Args:
        place: The folder to fill.
        say: Given each line for the person.
        told: Told the progress of long steps.

    Raises:
        UsageError: ``place`` holds something else.
    """
    _clear(place)
    clock = SteppedClock(story.IMPORT_DAY, timedelta(seconds=1), story.CLOCK_NAME)
    say("Démonstration sur une entreprise fictive, Ateliers des Deux Rives (64 salariés).")
    say(f"L’heure est celle d’une {story.CLOCK_NAME}.")
    with CaptureServer(place / "courriels-captures") as server:
        office = _prepare(place, clock, server)
        with office:
            verdict = Course(office, clock, say, told, partial(_received, server)).run()
            say("")
            say(f"Courriels reçus par le serveur de la démonstration : {len(server.messages)}")
    return verdict


def _received(server: CaptureServer, address: str) -> list[bytes]:
    """Return what a mailbox got, the last message last."""
    return [message.content for message in server.messages if address in message.recipients]


def _clear(place: Path) -> None:
    if place.exists() and any(place.iterdir()):
        if not (place / MARKER).exists():
            raise UsageError(
                "ce dossier contient autre chose qu’une démonstration.",
                about=str(place),
                next_step="Indiquez un dossier vide ou nouveau.",
            )
        shutil.rmtree(place)
    place.mkdir(parents=True, exist_ok=True)
    (place / MARKER).write_text("Fait par « entretiens demo » ; remplacé à la prochaine démonstration.\n")


def _prepare(place: Path, clock: SteppedClock, server: CaptureServer) -> Office:
    source = examples_path() / COMPANY / "entretiens.toml"
    init_folder(place, source, clock=clock, actor=story.ACTOR)
    office = open_office(place, actor=story.ACTOR, clock=clock)
    mail = office.settings.mail.model_copy(
        update={"host": server.host, "port": server.port, "security": MailSecurity.NONE}
    )
    return replace(office, settings=office.settings.model_copy(update={"mail": mail}))
