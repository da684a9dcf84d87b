"""Forms as managers send them back: read once, what they say kept as data, the file kept as received."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.errors import EntretiensError, FormRefusedError, disk_words
from toolkit.french import local_day
from toolkit.model import Action, Case, CaseId, CaseState, DocumentKind, EventType
from toolkit.services.actions import keep_plan
from toolkit.services.holding import hold
from toolkit.services.office import Office
from toolkit.services.people import site_of
from toolkit.services.pieces import Piece, Place, file
from toolkit.services.progress import Progress, silent
from toolkit.services.uploads import read_returned
from toolkit.store import Unit
from toolkit.workflow.course import note

if TYPE_CHECKING:
    from toolkit.documents import FormReading


@dataclass(frozen=True, slots=True)
class ReadForm:
    """What became of one returned file: read, known already, or refused with all its problems.

    ``outside`` is what somebody wrote beside the fields: no answer, told and kept for the report.
    """

    file: str
    case: CaseId | None = None
    new: bool = False
    actions: tuple[Action, ...] = ()
    problems: tuple[str, ...] = ()
    refused: str = ""
    outside: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether its answers were taken."""
        return not self.refused and not self.problems


def read_forms(office: Office, paths: Sequence[Path], told: Progress = silent) -> list[ReadForm]:
    """Read returned forms; a file that is refused or incomplete changes nothing, the others are taken.

    Args:
        office: The employer's office.
        paths: Files, or folders of them.
        told: Told the progress.
    """
    files = [
        file
        for path in paths
        for file in (sorted(path.iterdir()) if path.is_dir() else [path])
        if file.is_file()
        and not file.name.startswith(("~$", "."))
        and not (path.is_dir() and _is_draft(file))
    ]
    results = []
    for number, path in enumerate(files, start=1):
        results.append(_read_one(office, path))
        told("Trames relues", number, len(files))
    return results


def _is_draft(file: Path) -> bool:
    """Tell whether ``file`` is a recap laid beside the forms for the meeting: nothing is read from it."""
    return file.stem.endswith(f"_{DocumentKind.RECAP_STATEMENT.value}")


def _read_one(office: Office, path: Path) -> ReadForm:
    from toolkit.documents import parse_form_id  # noqa: PLC0415 - heavy to import

    try:
        content = path.read_bytes()
    except OSError as error:
        return ReadForm(path.name, refused=f"{path.name} : fichier illisible ({disk_words(error)}).")
    try:
        first = read_returned(content, about=path.name, name=path.name)
        identity = parse_form_id(first.form_id)
        with office.reading() as unit:
            case = unit.cases.get(identity.case)
            known = unit.answers.of(case.id)
        expected, blank = _issued(office, case)
        reading = read_returned(content, expected=expected, about=path.name, blank=blank)
    except EntretiensError as error:
        return ReadForm(path.name, refused=str(error))
    digest = office.store.files.put(content)
    # a meeting whose entry was taken back may be entered again by the same file
    if case.held_on is not None and any(answers.received == digest for answers in known):
        return ReadForm(path.name, case.id, actions=reading.actions, outside=reading.outside)
    if reading.problems:
        problems = tuple(str(problem) for problem in reading.problems)
        return ReadForm(path.name, case.id, problems=problems, outside=reading.outside)
    try:
        _take(office, case.id, reading, content)
    except EntretiensError as error:
        return ReadForm(path.name, case.id, refused=str(error))
    return ReadForm(path.name, case.id, new=True, actions=reading.actions, outside=reading.outside)


def _issued(office: Office, case: Case) -> tuple[str, bytes]:
    """Return the id of the form that was made for ``case``, and the Word form as it was issued.

    Raises:
        FormRefusedError: none was made.
    """
    from toolkit.documents import form_id  # noqa: PLC0415 - heavy to import

    with office.reading() as unit:
        blank = unit.documents.find(case.id, DocumentKind.FORM_BLANK, suffix="docx")
    if blank is None:
        raise FormRefusedError(
            "aucune trame n’a été émise pour ce dossier.",
            about=f"Dossier {case.id}",
            next_step="Émettez-la avec « entretiens form make ».",
        )
    expected = form_id(case.employer, case.matricule, case.id, blank.version)
    return expected, office.store.files.get(blank.sha256)


def _take(office: Office, case_id: CaseId, reading: FormReading, content: bytes) -> None:
    """Record the meeting as held on the day the form says, the answers, the plan, the file as received."""
    at = office.clock.now()
    held_on = reading.answers["meeting.held_on"]
    with office.reading() as unit:
        here = local_day(at, site_of(unit, unit.employees.get(unit.cases.get(case_id).matricule)).time_zone)
    if not isinstance(held_on, date) or held_on > here:
        raise FormRefusedError(
            "la date de l’entretien est à venir.",
            about=reading.form_id,
            next_step="Vérifiez la date inscrite dans le formulaire.",
        )
    with office.writing() as unit:
        case = unit.cases.get(case_id)
        if case.state is not CaseState.HELD:
            case = hold(office, unit, case, held_on, at, source=f"form:{reading.form_id}")
        elif case.held_on != held_on:
            raise _other_day(case, reading.form_id, held_on)
        _keep_answers(office, unit, case, reading, content, at)


def _other_day(case: Case, form_id: str, held_on: date) -> FormRefusedError:
    recorded = f"{case.held_on:%d/%m/%Y}" if case.held_on else "un autre jour"
    return FormRefusedError(
        f"elle dit que l’entretien a eu lieu le {held_on:%d/%m/%Y}, le dossier {case.id} dit le {recorded}.",
        about=f"Trame {form_id}",
        next_step="Si le dossier se trompe, reprenez la saisie (« entretiens correct »), puis relisez la "
        "trame ; sinon faites corriger la date dans la trame.",
    )


def _keep_answers(
    office: Office, unit: Unit, case: Case, reading: FormReading, content: bytes, at: datetime
) -> None:
    place = Place(case.matricule, case.id, unit.documents.next_step(case.id))
    suffix = "pdf" if content.startswith(b"%PDF-") else "docx"
    received = Piece(DocumentKind.FORM_RECEIVED, suffix, content)
    document = file(office, unit, received, place, at, received=True)
    answers: dict[str, object] = {
        key: value.isoformat() if isinstance(value, date) else value for key, value in reading.answers.items()
    }
    last = unit.answers.latest(case.id)
    # Word and PDF are numbered apart as pieces; what counts is the form read last.
    version = max(document.version, last.version + 1 if last else 1)
    unit.answers.put(case.id, version, reading.form_id, answers, document.sha256)
    keep_plan(office, unit, case, reading, case.held_on or at.date())
    body: dict[str, object] = {
        "form": reading.form_id,
        "sha256": document.sha256,
        "actions": len(reading.actions),
    }
    note(unit, case, EventType.FORM_READ, at, body)
