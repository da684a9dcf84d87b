"""What an employee may ask for: the evidence folder, and a table of everything known, that a person reads.

Right of access: Regulation (EU) 2016/679, article 15. The explanation that goes with the data answers its
paragraph 1, a to h.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from toolkit.clock import PARIS, today
from toolkit.errors import UsageError
from toolkit.french import NBSP, OBLIGATIONS, STATES, STATUSES, capitalised, day
from toolkit.law.durations import parse_duration
from toolkit.model import Case, Employee, Matricule
from toolkit.roster import LAYOUTS, Table, Value, fact_key, write_table, written
from toolkit.services.duties import duties_of
from toolkit.services.folders import build_folders
from toolkit.services.office import Office
from toolkit.store import Unit

TABLE = "donnees-personnelles.xlsx"
EXPLANATION = "LISEZ-MOI.txt"
HEADINGS = ("Rubrique", "Donnée", "Valeur", "Date", "Origine")

Row = tuple[Value, ...]


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
        rows = list(_rows(office, unit, employee))
    try:
        files = _write(office, employee, folder.path, rows, destination)
    except FileExistsError:
        raise UsageError(
            "ce fichier existe déjà.", about=str(destination), next_step="Indiquez un autre nom."
        ) from None
    except OSError as error:
        raise UsageError(
            f"ce fichier ne peut pas être écrit ({error.strerror}).",
            about=str(destination),
            next_step="Vérifiez l’emplacement, vos droits et la place disponible.",
        ) from error
    return Exported(destination, len(rows), files)


def _write(office: Office, employee: Employee, folder: Path, rows: list[Row], destination: Path) -> int:
    """Write the archive; return how many files of the folder are in it."""
    with tempfile.TemporaryDirectory() as scratch:
        table = Path(scratch) / TABLE
        write_table(table, "Données personnelles", HEADINGS, rows)
        with zipfile.ZipFile(destination, "x", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(EXPLANATION, explanation(office, employee).replace("\n", "\r\n"))
            archive.write(table, TABLE)
            files = sorted(path for path in folder.rglob("*") if path.is_file())
            for path in files:
                archive.write(path, f"{folder.name}/{path.relative_to(folder).as_posix()}")
    return len(files)


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
    return f"""Données personnelles de {employee.name} ({employee.matricule})
Remises le {day(today(office.clock))} par {employer.name}, responsable du traitement
(Règlement (UE) 2016/679, article 15)

Finalité : tenir les entretiens de parcours professionnel que la loi impose, et pouvoir le prouver.
Base : obligation légale de l’employeur (article 6, 1, c du règlement ; article L6315-1 du Code du travail).

Ce que contient l’archive
  - {TABLE} : tout ce qui est enregistré, ligne par ligne, avec son origine ;
  - le dossier de preuve : les pièces elles-mêmes, telles qu’elles sont conservées, et de quoi les vérifier
    (voir VERIFIER.md dans le dossier).

Destinataires : le service des ressources humaines, la personne qui tient l’entretien ; les membres du CSE ne
reçoivent que des chiffres. Aucune décision n’est prise par la machine seule ; aucune donnée ne quitte
l’employeur par cet outil, hors les messages qu’il envoie.

Durée de conservation : {parse_duration(retention.after_leaving)} après le départ ; puis effacement.
{"Durées propres à certaines pièces :" if kinds else ""}
{kinds}
Origine : le fichier du personnel, l’entretien lui-même, les réponses reçues.

Vos droits : rectification, effacement (dans les limites de l’article 17, 3 : obligation légale, défense d’un
droit en justice), limitation ; réclamation auprès de la CNIL.
Contact : {employer.hr_name}{f" ({contact})" if contact else ""}
""".replace(" :", f"{NBSP}:").replace(" ;", f"{NBSP};")


def _rows(office: Office, unit: Unit, employee: Employee) -> Iterator[Row]:
    yield from _identity(employee)
    yield from _facts(unit, employee.matricule)
    yield from _obligations(office, unit, employee)
    cases = unit.cases.all(matricule=employee.matricule)
    for case in cases:
        yield from _of_case(unit, case)
    yield from _pieces(unit, employee.matricule)


def _identity(employee: Employee) -> Iterator[Row]:
    for column in LAYOUTS[Table.EMPLOYEES].columns:
        value = getattr(employee, column.field, None)
        if column.field in ("postcode", "city", "country"):
            value = getattr(employee.address, column.field)
        elif column.field == "address":
            value = employee.address.lines
        if value not in (None, "", ()):
            yield "Identité et contrat", column.heading, written(value), None, "fichier du personnel"


def _facts(unit: Unit, matricule: Matricule) -> Iterator[Row]:
    for recorded in unit.histories.trace(matricule):
        table, on, _ = fact_key(recorded.fact)
        columns: Mapping[str, str] = {c.field: c.heading for c in LAYOUTS[table].columns}
        values = {
            heading: written(getattr(recorded.fact, name))
            for name, heading in columns.items()
            if hasattr(recorded.fact, name)
        }
        said = ", ".join(f"{heading}{NBSP}: {value}" for heading, value in values.items() if value)
        if recorded.withdrawn_at is not None:
            said += f" (retiré le {day(recorded.withdrawn_at.astimezone(PARIS).date())} : {recorded.reason})"
        yield "Parcours", LAYOUTS[table].sheet, said, on, recorded.source
    notice = unit.histories.hiring_notice(matricule)
    if notice is not None:
        origin = "fichier du personnel ou envoi"
        yield "Parcours", "Information à l’embauche remise", day(notice), notice, origin


def _obligations(office: Office, unit: Unit, employee: Employee) -> Iterator[Row]:
    for owed in duties_of(office, unit, employee, today(office.clock)).timeline.obligations:
        articles = ", ".join(reference.title for reference in owed.references)
        due = f"échéance le {day(owed.due)}" if owed.due else "sans échéance"
        said = f"{STATUSES[owed.status]}, {due}"
        yield "Obligations calculées", capitalised(OBLIGATIONS[owed.kind]), said, owed.due, articles


def _of_case(unit: Unit, case: Case) -> Iterator[Row]:
    about = f"Dossier {case.id}"
    yield about, "État", STATES[case.state], case.opened_on, "suivi de l’entretien"
    if case.held_on is not None:
        yield about, "Entretien tenu", day(case.held_on), case.held_on, "suivi de l’entretien"
    for answers in unit.answers.of(case.id):
        for name, value in answers.answers.items():
            yield about, f"Réponse : {name}", _told(value), _local(answers.read_at), "trame remplie"
    for action in unit.actions.of(case.id):
        said = ", ".join(part for part in (action.label, action.owner, action.outcome) if part)
        yield about, f"Action : {action.kind.value}", said, action.due, "plan d’action"
    for signature in unit.signatures.of(case.id):
        said = f"{signature.person} : {'refus de signer' if signature.declined else signature.level.value}"
        yield about, "Signature", said, _local(signature.at), signature.consent_text
    for mail in unit.outbox.of_case(case.id):
        said, at = f"à {mail.recipient} ({mail.state.value})", _local(mail.sent_at or mail.queued_at)
        yield about, f"Message : {mail.kind.value}", said, at, mail.reply


def _pieces(unit: Unit, matricule: Matricule) -> Iterator[Row]:
    for document in unit.documents.of_employee(matricule):
        about = f"Pièces, dossier {document.case}" if document.case else "Pièces, hors dossier"
        yield about, document.file_name, document.sha256, _local(document.made_at), "empreinte SHA-256"


def _local(at: datetime) -> datetime:
    """Return an instant as a spreadsheet writes it: in Paris, without its zone."""
    return at.astimezone(PARIS).replace(tzinfo=None)


def _told(value: object) -> str:
    if isinstance(value, list | tuple):
        return " ; ".join(_told(item) for item in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{name}{NBSP}: {_told(item)}" for name, item in value.items() if item)
    return written(value)
