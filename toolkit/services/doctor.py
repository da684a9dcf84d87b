"""What is configured, what is missing, and what each gap means: nothing here changes anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TypeAlias

from toolkit.clock import Clock, SystemClock
from toolkit.errors import EntretiensError, SettingsError
from toolkit.services.ceremony_probes import ceremony_checks
from toolkit.services.office import Office, open_office
from toolkit.services.probes import (
    Check,
    Verdict,
    blocked,
    disk_checks,
    employer_checks,
    fonts_checks,
    keys_checks,
    law_checks,
    people_checks,
    relay_checks,
    sender_checks,
    templates_checks,
)
from toolkit.services.timestamp_probes import timestamp_checks
from toolkit.settings import FILE_NAME, load_settings

__all__ = ["Check", "Verdict", "examine"]

ACTOR = "doctor"
Probe: TypeAlias = Callable[[Office], Iterator[Check]]

PROBES: tuple[tuple[str, Probe], ...] = (
    ("Employeur", employer_checks),
    ("Droit", law_checks),
    ("Fichier du personnel", people_checks),
    ("Clés et phrase de passe", keys_checks),
    ("Adresse d’expédition", sender_checks),
    ("Signature par lien", ceremony_checks),
    ("Modèles", templates_checks),
    ("Serveur d’envoi", relay_checks),
)
"""What is looked at for each employer, under which name."""


def examine(
    folder: Path, *, employer: str | None = None, network: bool = True, clock: Clock | None = None
) -> list[Check]:
    """Look at a data folder and at everything its work rests on.

    Args:
        folder: The data folder.
        employer: Only this employer; all of the settings where None.
        network: Try the mail relay and the timestamp servers.
        clock: Where time comes from; the machine's by default.
    """
    try:
        settings = load_settings(folder)
    except SettingsError as error:
        return [blocked("Réglages", error)]
    checks = [Check("Réglages", Verdict.SOUND, f"{folder / FILE_NAME} se lit.")]
    names = [employer] if employer else sorted(settings.employers)
    if not names:
        missing = SettingsError(
            "aucun employeur n’est décrit.", next_step="Ajoutez une section [employers.…]."
        )
        return [*checks, blocked("Employeur", missing)]
    for name in names:
        checks += _examine_employer(folder, name, network=network, clock=clock or SystemClock())
    return [*checks, *disk_checks(folder), *fonts_checks(settings.documents.engine)]


def _examine_employer(folder: Path, name: str, *, network: bool, clock: Clock) -> list[Check]:
    try:
        office = open_office(folder, employer=name, actor=ACTOR, clock=clock)
    except EntretiensError as error:
        return [blocked(f"Base et employeur {name}", error)]
    with office:
        checks = [Check("Base", Verdict.SOUND, "elle a la version attendue.")]
        for subject, probe in PROBES:
            if network or probe is not relay_checks:
                checks += _probed(subject, probe, office)
        checks += _probed("Horodatage", partial(timestamp_checks, network=network), office)
    return checks


def _probed(subject: str, probe: Probe, office: Office) -> list[Check]:
    """Return what a probe says; an error of ours is what it found."""
    found: list[Check] = []
    try:
        found.extend(probe(office))
    except EntretiensError as error:
        found.append(blocked(subject, error))
    return found
