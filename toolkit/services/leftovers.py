"""What an erasure still has to delete after its commit: bytes, folders, working copies.

Found anew from the traces each time, so that any later run ends what a cut interrupted.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path

from toolkit.clock import SystemClock
from toolkit.digest import Sha256, sha256
from toolkit.evidence import folder_name
from toolkit.evidence.layout import MANIFEST
from toolkit.model import Matricule
from toolkit.services import forms, printing, signature_mail
from toolkit.services.folders import build_folders, evidence_folder
from toolkit.services.office import Office
from toolkit.store import Erasure

_WORKING = (forms.FOLDER, printing.FOLDER, signature_mail.FOLDER)
"""Folders of copies made for a person to print, fill or hand over; nothing else is looked at."""

_IN_FLIGHT = timedelta(days=1)
"""Bytes are put before the row that refers to them is committed; none takes that long."""


def remove_leftovers(office: Office) -> tuple[Path, ...]:
    """Delete what erasures left on the disk, and return the folders and copies that went.

    Evidence folders that still hold an erased piece are built again without it.

    Raises:
        StoreError: the database or the disk refused.
        SigningError: a folder is to be built again, and the keys do not open.
    """
    with office.reading() as unit:
        erasures = unit.erasures.all()
        present = {employee.matricule for employee in unit.employees.all()}
    if not erasures:
        return ()
    gone = frozenset(erasure.matricule for erasure in erasures if erasure.whole) - present
    _remove_bytes(office, erasures)
    removed = [*_remove_folders(office, gone), *_remove_copies(office, erasures)]
    office.store.forget_pages()
    _rebuild(office, {m: pieces for m, pieces in _by_person(erasures).items() if m in present})
    return tuple(removed)


def _remove_bytes(office: Office, erasures: Iterable[Erasure]) -> None:
    """Delete the bytes that traces name, and those that nothing ever referred to: a form refused, a cut."""
    files = office.store.files
    until = SystemClock().now() - _IN_FLIGHT  # the files bear the machine's time
    candidates = files.before(until) | {piece for piece in _pieces(erasures) if files.has(piece)}
    files.remove_drafts(until)
    with office.writing() as unit:
        for digest in sorted(candidates - unit.erasures.referred()):
            files.remove(digest)


def _remove_folders(office: Office, gone: frozenset[Matricule]) -> Iterator[Path]:
    keys = {folder_name(matricule, "", "") for matricule in gone}
    folders = evidence_folder(office)
    for folder in sorted(folders.iterdir()) if folders.is_dir() else ():
        if folder.name.partition("_")[0] in keys and folder.is_dir():
            shutil.rmtree(folder)
            yield folder


def _remove_copies(office: Office, erasures: Iterable[Erasure]) -> Iterator[Path]:
    """Delete the working copies that bear the number of an erased case, or the bytes of an erased piece."""
    cases = {case for erasure in erasures if erasure.whole for case in erasure.cases}
    pieces = {piece for piece in _pieces(erasures) if not office.store.files.has(piece)}
    for folder in _WORKING:
        for path in sorted(office.place(folder).rglob("*")):
            if path.is_file() and (cases & set(path.stem.split("_")) or sha256(path.read_bytes()) in pieces):
                path.unlink()
                yield path


def _rebuild(office: Office, erased: Mapping[Matricule, frozenset[Sha256]]) -> None:
    """Build again the folders whose manifest still lists an erased piece."""
    with office.reading() as unit:
        stale = {m: p - {d.sha256 for d in unit.documents.of_employee(m)} for m, p in erased.items()}
    keys = {folder_name(matricule, "", ""): matricule for matricule, pieces in stale.items() if pieces}
    folders = evidence_folder(office)
    for folder in sorted(folders.iterdir()) if keys and folders.is_dir() else ():
        matricule = keys.get(folder.name.partition("_")[0])
        manifest = folder / MANIFEST
        if matricule is not None and manifest.is_file():
            listed = {Sha256(line[:64]) for line in manifest.read_text(encoding="utf-8").splitlines()}
            if listed & stale[matricule]:
                build_folders(office, [matricule])


def _pieces(erasures: Iterable[Erasure]) -> frozenset[Sha256]:
    return frozenset(Sha256(piece) for erasure in erasures for piece in erasure.pieces)


def _by_person(erasures: Iterable[Erasure]) -> dict[Matricule, frozenset[Sha256]]:
    found: dict[Matricule, frozenset[Sha256]] = {}
    for erasure in erasures:
        found[erasure.matricule] = found.get(erasure.matricule, frozenset()) | _pieces([erasure])
    return found
