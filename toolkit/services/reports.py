"""Make the report of an interview from the form as returned, and the recap where the meeting was one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from toolkit.errors import EntretiensError, NotFoundError
from toolkit.model import Case, CaseId, CaseState, DocumentKind, EventType, ObligationKind
from toolkit.services.addressing import correspondence
from toolkit.services.office import Office
from toolkit.services.people import people_of
from toolkit.services.pieces import Piece, Place, file, pdf_of, template_of
from toolkit.services.progress import Progress, silent
from toolkit.services.recaps import final_recap
from toolkit.workflow.course import Move, advance, recorded
from toolkit.workflow.states import Act, next_state

TEMPLATE = "compte-rendu.docx"
UNSIGNED = "a-signer"
"""Part of the name of a report that nobody signed yet."""


@dataclass(frozen=True, slots=True)
class Reported:
    """What making a report did; ``error`` says why it was not made."""

    case: CaseId
    new: bool = False
    pages: int = 0
    error: str = ""


def make_reports(office: Office, cases: list[CaseId], told: Progress = silent) -> list[Reported]:
    """Make the report of each case whose form was read; a trouble with one does not stop the others."""
    results = []
    for number, case_id in enumerate(cases, start=1):
        try:
            results.append(make_report(office, case_id))
        except EntretiensError as error:
            results.append(Reported(case_id, error=str(error)))
        told("Comptes rendus", number, len(cases))
    return results


def make_report(office: Office, case_id: CaseId) -> Reported:
    """Make the report of one case.

    Raises:
        NotFoundError: no form was read for the case.
        TransitionRefusedError: the case's state does not allow a report.
    """
    from toolkit.documents import (  # noqa: PLC0415 - heavy to import
        interview_report,
        pdf_page_count,
        read_form,
        template_fields,
    )

    with office.reading() as unit:
        case = unit.cases.get(case_id)
        answers = unit.answers.latest(case_id)
        if answers is None:
            raise NotFoundError(
                "aucune trame remplie n’a été relue pour ce dossier.",
                about=f"Dossier {case_id}",
                next_step="Relisez-la avec « entretiens form read FICHIER ».",
            )
        if recorded(unit, case, Act.REPORT, answers.received):
            return Reported(case_id)
        next_state(case, Act.REPORT)
        people = people_of(unit, case)
        comment = str(answers.answers.get("comment.text", ""))
        recap = (
            final_recap(office, unit, case, people, comment) if ObligationKind.RECAP in case.settles else None
        )
    at = office.clock.now()
    with office.reading() as unit:
        issued = unit.documents.find(case_id, DocumentKind.FORM_BLANK, suffix="docx")
    blank = office.store.files.get(issued.sha256) if issued is not None else b""
    reading = read_form(office.store.files.get(answers.received), blank=blank)
    head = replace(correspondence(office, people, case, at), channel=None)
    template = template_of(office, TEMPLATE)
    annexed = "report.annex" in template_fields(template, name=TEMPLATE)
    drawn = office.engine.drawn_by(template, name=TEMPLATE)
    pdf = pdf_of(office, interview_report(head, case, reading, annexed=annexed, drawn=drawn))
    pages = pdf_page_count(pdf)
    # what is signed is another file: the evidence folder holds the signed one only
    unsigned = Piece(DocumentKind.REPORT, "pdf", pdf, part=UNSIGNED, pages=pages, in_folder=False)
    with office.writing() as unit:
        move = Move(Act.REPORT, EventType.REPORTED, answers.received, at, {"form": answers.form_id})
        advance(unit, unit.cases.get(case_id), move)
        step = unit.documents.next_step(case_id)
        file(office, unit, unsigned, Place(case.matricule, case_id, step), at)
        if recap is not None:
            file(office, unit, recap, Place(case.matricule, case_id, step + 1), at)
    return Reported(case_id, new=True, pages=pages)


def reportable(cases: list[Case]) -> list[CaseId]:
    """Return the cases whose meeting was held and whose report is still to be made."""
    return [case.id for case in cases if case.state is CaseState.HELD]
