"""Interview forms: made for the manager to fill, Word or PDF, read back, and what they say kept as data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.clock import today
from toolkit.french import plain_letters
from toolkit.law import TopicId
from toolkit.model import Case, CaseId, CaseState, DocumentKind, EventType, ObligationKind
from toolkit.services.actions import carried
from toolkit.services.addressing import correspondence
from toolkit.services.duties import topics_of
from toolkit.services.office import Office
from toolkit.services.people import People, people_of
from toolkit.services.pieces import Piece, Place, file, pdf_of, template_of, word_of
from toolkit.services.planning import slot_day
from toolkit.services.progress import Progress, silent
from toolkit.services.recaps import recap_letter
from toolkit.store import Unit
from toolkit.workflow.course import note

if TYPE_CHECKING:
    from toolkit.documents import Occasion

FOLDER = "formulaires"
_SENIOR_TOPICS = frozenset({TopicId.EXPERIENCED, TopicId.MID_CAREER, TopicId.SENIOR_CONDITIONS})
_MEETING_AHEAD = frozenset(
    {CaseState.DUE, CaseState.SUMMONED, CaseState.UNCERTAIN, CaseState.UNDELIVERED, CaseState.HELD}
)


@dataclass(frozen=True, slots=True)
class MadeForms:
    """Where the forms lie; ``already`` counts those that lay there before."""

    folder: Path
    made: tuple[Path, ...]
    already: int


def make_forms(
    office: Office, cases: Sequence[CaseId], told: Progress = silent, *, pdf: bool = False
) -> MadeForms:
    """Make the form of each case, and the recap statement where one is due; one that was made stays.

    Args:
        office: The employer's office.
        cases: Which cases.
        told: Told the progress.
        pdf: Make the same form as a PDF to fill too, for forms issued earlier as well.

    Raises:
        NotFoundError: no such case, or nobody to hold the interview.
    """
    folder = office.place(FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    made: list[Path] = []
    already = 0
    for number, case_id in enumerate(cases, start=1):
        paths = _make(office, folder, case_id, pdf=pdf)
        if pdf and not paths:
            paths = _make_pdf(office, folder, case_id)
        made += paths
        already += not paths
        told("Trames", number, len(cases))
    return MadeForms(folder, tuple(made), already)


def cases_ahead(cases: Iterable[Case]) -> list[CaseId]:
    """Return the cases whose meeting is still to be reported."""
    return [case.id for case in cases if case.state in _MEETING_AHEAD and case.manager is not None]


def _make(office: Office, folder: Path, case_id: CaseId, *, pdf: bool) -> list[Path]:
    from toolkit.documents import fillable_form, make_form  # noqa: PLC0415 - heavy to import

    with office.reading() as unit:
        case = unit.cases.get(case_id)
        if unit.documents.find(case_id, DocumentKind.FORM_BLANK, suffix="docx") is not None:
            return []
        people = people_of(unit, case)
        occasion = _occasion(office, unit, case, people)
        recap = recap_letter(office, unit, case, people) if ObligationKind.RECAP in case.settles else None
    at = office.clock.now()
    head = correspondence(office, people, case, at)
    form = make_form(
        head,
        case,
        made_at=at,
        host=people.manager,
        occasion=occasion,
        template=template_of(office, "formulaire.docx"),
    )
    pieces = [Piece(DocumentKind.FORM_BLANK, "docx", form.docx, in_folder=False)]
    if pdf:
        content = fillable_form(form, office.engine)
        pieces.append(Piece(DocumentKind.FORM_BLANK, "pdf", content, in_folder=False))
    if recap is not None:
        statement = DocumentKind.RECAP_STATEMENT
        pieces.append(Piece(statement, "docx", word_of(office, recap), part="projet", in_folder=False))
        pieces.append(Piece(statement, "pdf", pdf_of(office, recap), part="projet", in_folder=False))
    with office.writing() as unit:
        for piece in pieces:
            file(office, unit, piece, Place(case.matricule, case.id, 0), at)
        note(unit, case, EventType.FORM_MADE, at, {"form": form.form_id})
        # before the end of the transaction: a form recorded as made is there to be filled
        return [_lay(folder, case, people, piece) for piece in pieces]


def _make_pdf(office: Office, folder: Path, case_id: CaseId) -> list[Path]:
    """Make the PDF of a Word form that was issued earlier, with its id and its questions; once."""
    from toolkit.documents import fillable_pdf  # noqa: PLC0415 - heavy to import

    kind = DocumentKind.FORM_BLANK
    with office.reading() as unit:
        case = unit.cases.get(case_id)
        word = unit.documents.find(case_id, kind, suffix="docx")
        known = unit.documents.find(case_id, kind, suffix="pdf")
        if word is None or (known is not None and known.version == word.version):
            return []
        people = people_of(unit, case)
    title = f"Formulaire d’entretien – {people.employee.name}"
    content = fillable_pdf(office.store.files.get(word.sha256), office.engine, title=title)
    piece = Piece(kind, "pdf", content, in_folder=False)
    at = office.clock.now()
    with office.writing() as unit:
        file(office, unit, piece, Place(case.matricule, case.id, 0), at)
        return [_lay(folder, case, people, piece)]


def _occasion(office: Office, unit: Unit, case: Case, people: People) -> Occasion:
    """Return what the law adds to the topics of the meeting, on the day it is planned."""
    from toolkit.documents import Occasion  # noqa: PLC0415 - heavy to import

    day = slot_day(case.slot) if case.slot else today(office.clock)
    asked = topics_of(office, unit, people.employee, case.settles, day)
    return Occasion(
        career=TopicId.SKILLS in asked,
        back_from_leave=TopicId.RESUMPTION in asked,
        parental=TopicId.PARENTAL_RETURN in asked,
        end_of_mandate=TopicId.MANDATE_SKILLS in asked,
        senior=not asked.isdisjoint(_SENIOR_TOPICS),
        mid_career=TopicId.MID_CAREER in asked,
        late_career=TopicId.END_OF_CAREER in asked,
        recap=TopicId.RECAP in asked,
        carried=carried(unit, case),
    )


def _lay(folder: Path, case: Case, people: People, piece: Piece) -> Path:
    name = plain_letters(f"{people.employee.surname} {people.employee.given_name}")
    path = folder / f"{case.id}_{name}_{piece.kind.value}.{piece.suffix}"
    path.write_bytes(piece.content)
    return path
