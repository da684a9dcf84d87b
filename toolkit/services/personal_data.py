"""What an employee may ask for: the evidence folder, and a table of everything known, that a person reads.

Right of access: Regulation (EU) 2016/679, article 15. The explanation that goes with the data answers its
paragraph 1, a to h.
"""

from __future__ import annotations

import os
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit.clock import today
from toolkit.errors import UsageError, disk_words
from toolkit.french import NBSP, day
from toolkit.law.durations import parse_duration
from toolkit.model import Document, Employee, Matricule
from toolkit.roster import write_table
from toolkit.services.folders import build_folders
from toolkit.services.office import Office
from toolkit.services.personal_rows import Row, personal_rows

TABLE = "donnees-personnelles.xlsx"
EXPLANATION = "LISEZ-MOI.txt"
OTHERS = "pieces-de-travail"
HEADINGS = ("Rubrique", "Donnée", "Valeur", "Date", "Origine")


@dataclass(frozen=True, slots=True)
class Exported:
    """What was handed out: where, how many lines of data, how many files of the folder."""

    path: Path
    lines: int
    files: int


def export_personal_data(office: Office, matricule: Matricule, destination: Path) -> Exported:
    """Write into the ZIP ``destination`` the evidence folder, the table of all data, and what explains them.

    Args:
        office: The employer's office.
        matricule: Whose data.
        destination: The file to write; it must not exist.

    Raises:
        NotFoundError: nobody bears this matricule.
        UsageError: the file exists, or cannot be written.
    """
    with office.reading() as unit:
        employee = unit.employees.get(matricule)
    (folder,) = build_folders(office, [matricule])
    with office.reading() as unit:
        rows = list(personal_rows(office, unit, employee))
        pieces = unit.documents.of_employee(matricule)
    try:
        files = _write(office, _Content(employee, folder.path, rows, pieces), destination)
    except FileExistsError:
        raise UsageError(
            "ce fichier existe déjà.", about=str(destination), next_step="Indiquez un autre nom."
        ) from None
    except OSError as error:
        raise UsageError(
            f"ce fichier ne peut pas être écrit ({disk_words(error)}).",
            about=str(destination),
            next_step="Vérifiez l’emplacement, vos droits et la place disponible.",
        ) from error
    return Exported(destination, len(rows), files)


@dataclass(frozen=True, slots=True)
class _Content:
    employee: Employee
    folder: Path
    rows: Sequence[Row]
    pieces: Sequence[Document]


def _write(office: Office, content: _Content, destination: Path) -> int:
    """Write the archive, its owner's alone to read, whole or not at all; return how many pieces it holds."""
    if destination.exists():
        raise FileExistsError
    handle, draft = tempfile.mkstemp(prefix=".", suffix=".partiel", dir=destination.parent)  # mode 0600
    try:
        with os.fdopen(handle, "wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            number = _fill(office, content, archive)
        Path(draft).replace(destination)
    finally:
        Path(draft).unlink(missing_ok=True)
    return number


def _fill(office: Office, content: _Content, archive: zipfile.ZipFile) -> int:
    with tempfile.TemporaryDirectory() as scratch:
        table = Path(scratch) / TABLE
        write_table(table, "Données personnelles", HEADINGS, content.rows)
        archive.write(table, TABLE)
    archive.writestr(EXPLANATION, explanation(office, content.employee).replace("\n", "\r\n"))
    folder = content.folder
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    for path in files:
        archive.write(path, f"{folder.name}/{path.relative_to(folder).as_posix()}")
    others = [piece for piece in content.pieces if not piece.in_folder]
    for piece in others:
        name = f"{OTHERS}/{piece.case or 'hors-dossier'}_{piece.file_name}"
        archive.writestr(name, office.store.files.get(piece.sha256))
    return len(files) + len(others)


def explanation(office: Office, employee: Employee) -> str:
    """Return the words that the law wants beside the data (article 15, 1, a to h)."""
    employer, retention = office.employer, office.settings.retention
    kinds = "".join(
        f"  - {kind.value} : "
        + " ou ".join(
            part
            for part in (
                f"{parse_duration(rule.after_made)} après son établissement" if rule.after_made else "",
                f"{parse_duration(rule.after_leaving)} après le départ" if rule.after_leaving else "",
            )
            if part
        )
        + "\n"
        for kind, rule in sorted(retention.kinds.items())
    )
    contact = " ou ".join(part for part in (employer.hr_email, employer.hr_phone) if part)
    return f"""Données personnelles : {employee.name}, matricule {employee.matricule}
Remises le {day(today(office.clock))} par {employer.name}, responsable du traitement
(Règlement (UE) 2016/679, article 15)

Finalité : tenir les entretiens de parcours professionnel que la loi impose, et pouvoir le prouver.
Base : obligation légale de l’employeur (article 6, 1, c du règlement ; article L6315-1 du Code du travail).

Ce que contient l’archive
  - {TABLE} : tout ce qui est enregistré, ligne par ligne, avec son origine ;
  - le dossier de preuve : les pièces elles-mêmes, telles qu’elles sont conservées, et de quoi les vérifier
    (voir VERIFIER.md dans le dossier) ;
  - {OTHERS} : les pièces de travail, que le dossier de preuve ne reprend pas.

Destinataires : le service des ressources humaines, la personne qui tient l’entretien ; les membres du CSE ne
reçoivent que des chiffres. Aucune décision n’est prise par la machine seule ; aucune donnée ne quitte
l’employeur par cet outil, hors les messages qu’il envoie et, s’ils sont réglés, l’horodatage (des empreintes)
et un prestataire de signature.

Durée de conservation : {parse_duration(retention.after_leaving)} après le départ ; puis effacement.
{"Durées propres à certaines pièces :" if kinds else ""}
{kinds}
Origine : le fichier du personnel, l’entretien lui-même, les réponses reçues.

Vos droits : rectification, effacement (dans les limites de l’article 17, 3 : obligation légale, défense d’un
droit en justice), limitation ; réclamation auprès de la CNIL.
Contact : {employer.hr_name}{f" ({contact})" if contact else ""}
""".replace(" :", f"{NBSP}:").replace(" ;", f"{NBSP};")
