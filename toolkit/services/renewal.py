"""Timestamps of folders renewed before their certificate ends; the old ones stay under the new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from toolkit.errors import TimestampUnavailableError
from toolkit.model import Employee, Matricule
from toolkit.services.folder_dating import FolderDating
from toolkit.services.folders import KeySealer, build_one, note_folder
from toolkit.services.office import Office
from toolkit.services.progress import Progress, silent

AHEAD = timedelta(days=365)
"""How long before its end a timestamp is renewed, unless told otherwise."""


@dataclass(frozen=True, slots=True)
class Renewal:
    """How the timestamp of one folder stands.

    Args:
        matricule: Whose folder.
        path: Where it is.
        until: When its last timestamp ceases to prove its date; None while it waits for its first.
        renewed: A new one was put over it now.
        wanting: It needs one that no server gave.
    """

    matricule: Matricule
    path: Path
    until: datetime | None
    renewed: bool = False
    wanting: bool = False


def renew_folders(
    office: Office,
    matricules: Sequence[Matricule] = (),
    *,
    before: datetime | None = None,
    act: bool = True,
    told: Progress = silent,
) -> list[Renewal]:
    """Bring the folders up to date, and renew the timestamps that end before an instant.

    Args:
        office: The employer's office.
        matricules: Whose; everyone's where empty.
        before: Timestamps that end before are renewed; a year ahead by default.
        act: False only tells how they stand; folders are brought up to date all the same.
        told: Told the progress.

    Raises:
        NotFoundError: no such employee.
        TimestampUnavailableError: the settings name no timestamp server.
        EvidenceError: a piece lost its bytes, or the disk refused.
    """
    if office.timestamps is None:
        raise TimestampUnavailableError(
            "aucun serveur d’horodatage n’est réglé : il n’y a rien à renouveler.",
            about="entretiens.toml, signing.timestamp_servers",
            next_step="Indiquez l’adresse d’un serveur d’horodatage, et signing.timestamp_roots.",
        )
    horizon = before or office.clock.now() + AHEAD
    with office.reading() as unit:
        people = [unit.employees.get(m) for m in matricules] or unit.employees.all()
    sealer = KeySealer(office.keys, office)
    done = []
    for number, employee in enumerate(people, start=1):
        done.append(_renewed(office, sealer, employee, horizon, act=act))
        told("Horodatages", number, len(people))
    return done


def _renewed(
    office: Office, sealer: KeySealer, employee: Employee, horizon: datetime, *, act: bool
) -> Renewal:
    dating = FolderDating(office, employee.matricule)
    folder = build_one(office, sealer, employee)
    until = dating.valid_until(folder.stamps)
    if until is not None and (until >= horizon or not act):
        return Renewal(employee.matricule, folder.path, until)
    if not folder.stamps or dating.timestamp(folder.stamps[-1]) is None:
        return Renewal(employee.matricule, folder.path, until, wanting=True)
    folder = build_one(office, sealer, employee)
    with office.writing() as unit:
        note_folder(office, unit, employee.matricule, folder)
    return Renewal(employee.matricule, folder.path, dating.valid_until(folder.stamps), renewed=True)
