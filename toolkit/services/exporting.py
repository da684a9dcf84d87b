"""Folders handed to counsel: brought up to date, then in one archive, or as a copy to read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit.confined import Confined
from toolkit.digest import sha256
from toolkit.errors import ConfinedError, EvidenceError, TimestampUnavailableError, disk_words
from toolkit.evidence import COVER, BuiltFolder, ReadingPiece, export, export_asice, reading_copy
from toolkit.model import Employee, Matricule
from toolkit.services.exhibits import exhibits
from toolkit.services.folders import KeySealer, build_folders
from toolkit.services.office import Office
from toolkit.services.progress import Progress, silent

ASICE = ".asice"
"""Suffix of the European container; any other gets a plain ZIP."""

COPY_SECONDS, COPY_MEMORY = 60.0, 2 * 2**30
"""Time, and bytes of address space, that one copy to read may take."""


def export_folders(
    office: Office, matricules: Sequence[Matricule], destination: Path, *, told: Progress = silent
) -> list[BuiltFolder]:
    """Bring the folders up to date and write them into the one archive ``destination``.

    Args:
        office: The employer's office.
        matricules: Whose; everyone's where empty.
        destination: An ASiC-E container where its suffix is ``.asice``, else a ZIP.
        told: Told the progress.

    Raises:
        NotFoundError: no such employee.
        EvidenceError: the disk refused, or the container's timestamp is awaited.
    """
    whose = list(matricules) or [employee.matricule for employee in _everyone(office)]
    built = build_folders(office, whose, told=told)
    destination.parent.mkdir(parents=True, exist_ok=True)
    paths = [folder.path for folder in built]
    if destination.suffix.lower() == ASICE:
        names = {path.name: matricule for path, matricule in zip(paths, whose, strict=True)}
        export_asice(paths, destination, KeptSealer(office, names))
    else:
        export(paths, destination)
    return built


def _everyone(office: Office) -> list[Employee]:
    with office.reading() as unit:
        return unit.employees.all()


_INTRODUCTION = (
    "Ce fichier réunit, pour les lire, les pièces d’un dossier de preuve. Il n’est pas le dossier de preuve.",
    (
        "Il ne porte aucune signature : les signatures, les cachets et les horodatages sont dans "
        "les originaux, fichier par fichier. C’est le dossier de preuve qui se produit et se vérifie."
    ),
    (
        "Les numéros sont ceux du bordereau du sommaire. Les messages, leurs preuves d’envoi et les autres "
        "fichiers qui ne sont pas des PDF sont indiqués sans être reproduits."
    ),
)


def export_reading_copies(
    office: Office, matricules: Sequence[Matricule], place: Path, *, told: Progress = silent
) -> list[Path]:
    """Write into the folder ``place`` one merged copy to read per employee, apart from the sealed folders.

    Args:
        office: The employer's office.
        matricules: Whose; everyone's where empty.
        place: Where; made when it is not there.
        told: Told the progress.

    Raises:
        NotFoundError: no such employee.
        EvidenceError: the disk refused, or a piece from elsewhere cannot be read.
    """
    whose = list(matricules) or [employee.matricule for employee in _everyone(office)]
    written = []
    # Some pieces were scanned or written by others: they are opened in a process that may die of them.
    with Confined(seconds=COPY_SECONDS, memory=COPY_MEMORY) as confined:
        for number, matricule in enumerate(whose, start=1):
            (folder,) = build_folders(office, [matricule])
            target = place / f"{folder.path.name}_copie-de-lecture.pdf"
            _write(target, _reading_copy(office, matricule, folder.path, confined))
            written.append(target)
            told("Copies de lecture", number, len(whose))
    return written


def _write(target: Path, content: bytes) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    except OSError as error:
        raise EvidenceError(
            f"la copie de lecture ne peut pas être écrite ({disk_words(error)}).",
            about=str(target),
            next_step="Vérifiez vos droits et la place disponible.",
        ) from error


def _reading_copy(office: Office, matricule: Matricule, folder: Path, confined: Confined) -> bytes:
    with office.reading() as unit:
        employee = unit.employees.get(matricule)
        lines = unit.journal.lines(matricule)
        documents = [d for d in unit.documents.of_employee(matricule) if d.in_folder]
        groups = exhibits(unit, lines, documents, unit.cases.all(matricule=matricule))
    cover = ReadingPiece("", "Sommaire du dossier de preuve", "", COVER, (folder / COVER).read_bytes)
    pieces = [
        ReadingPiece(str(exhibit.number), exhibit.label, group.title, file.file_name, path.read_bytes)
        for group in groups
        for exhibit in group.exhibits
        for file in exhibit.files
        for path in [folder / group.folder / file.file_name]
    ]
    title = f"Dossier de preuve de {employee.name}, matricule {matricule}, {office.employer.name}"
    try:
        return confined.run(reading_copy, title, _INTRODUCTION, [cover, *pieces])
    except ConfinedError as error:
        raise EvidenceError(
            "une pièce venue d’ailleurs n’est pas un PDF ordinaire : la copie n’est pas établie.",
            about=f"{employee.name}, matricule {matricule}",
            next_step="Ouvrez une à une les pièces reçues, et remplacez celle qui ne s’ouvre pas.",
        ) from error


@dataclass(frozen=True)
class KeptSealer:
    """The employer's seal and a server's timestamp on the lists of a container: once for each list.

    ``matricules`` tells whose each folder is.
    """

    office: Office
    matricules: Mapping[str, Matricule]

    def seal(self, folder: str, listing: bytes) -> bytes:
        """Return the seal of a list, made once."""
        scope = f"{self.matricules[folder]}:asic-p7s"
        return self._kept(scope, listing) or self._sealed(scope, listing)

    def timestamp(self, folder: str, listing: bytes) -> bytes:
        """Return the timestamp of a list, asked once.

        Raises:
            EvidenceError: no server answers.
        """
        scope = f"{self.matricules[folder]}:asic-tst"
        return self._kept(scope, listing) or self._stamped(scope, listing)

    def _kept(self, scope: str, listing: bytes) -> bytes | None:
        with self.office.reading() as unit:
            return unit.seals.get(scope, sha256(listing))

    def _keep(self, scope: str, listing: bytes, proof: bytes) -> bytes:
        with self.office.writing() as unit:
            unit.seals.put(scope, sha256(listing), proof)
        return proof

    def _sealed(self, scope: str, listing: bytes) -> bytes:
        return self._keep(scope, listing, KeySealer(self.office.keys, self.office).seal(listing))

    def _stamped(self, scope: str, listing: bytes) -> bytes:
        from toolkit.signing import timestamp_bytes  # noqa: PLC0415 - heavy to import

        if self.office.timestamps is None:
            raise _undated("aucun serveur n’est réglé.")
        try:
            return self._keep(scope, listing, timestamp_bytes(listing, self.office.timestamps))
        except TimestampUnavailableError as error:
            raise _undated(error.problem) from error


def _undated(why: str) -> EvidenceError:
    return EvidenceError(
        f"la liste du conteneur ne peut pas être horodatée : {why}",
        next_step="Relancez plus tard, ou exportez en ZIP : l’horodatage du dossier y est.",
    )
