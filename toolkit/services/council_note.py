"""The works council's note of a year as a file: a sealed PDF to hand over, or Word to be reworked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.errors import UsageError
from toolkit.model import ObligationKind
from toolkit.services.indicators import SMALL, Group, YearIndicators
from toolkit.services.office import Office
from toolkit.services.pieces import pdf_of, word_of

if TYPE_CHECKING:
    from toolkit.documents.letters import CouncilGroup, Letter


def write_note(office: Office, found: YearIndicators, path: Path) -> None:
    """Write the note with the figures ``found`` to ``path``: ``.pdf``, sealed, or ``.docx``.

    Raises:
        UsageError: the name ends otherwise.
        MissingValueError: the employer has no name or signatory.
        OSError: the disk refused.
    """
    suffix = path.suffix.lower()
    if suffix not in {".pdf", ".docx"}:
        raise UsageError(
            "la note s’écrit en .pdf (scellée) ou en .docx (à retoucher).",
            about=str(path),
            next_step="Donnez par exemple --note note-cse.pdf.",
        )
    letter = _letter(office, found)
    path.write_bytes(_sealed(office, letter) if suffix == ".pdf" else word_of(office, letter))


def _sealed(office: Office, letter: Letter) -> bytes:
    from toolkit.signing import seal_pdf  # noqa: PLC0415 - heavy to import

    reason = "Note au CSE établie par l’employeur"
    return seal_pdf(
        pdf_of(office, letter), office.keys, reason=reason, clock=office.clock, protection=office.protection
    ).pdf


def _letter(office: Office, found: YearIndicators) -> Letter:
    from toolkit.documents.letters import CouncilFigures, CouncilPlan, works_council_note  # noqa: PLC0415 - heavy

    figures = CouncilFigures(
        year=found.year,
        as_of=found.as_of,
        everyone=_group(found.everyone),
        by_sex=tuple(_group(group) for group in found.by_sex),
        by_category=tuple(_group(group) for group in found.by_category),
        plan=tuple(CouncilPlan(r.kind, r.decided, r.done, r.late) for r in found.actions),
        threshold=SMALL,
    )
    return works_council_note(
        office.employer,
        figures,
        on=found.as_of,
        footer=office.table.letterhead.footer,
        demonstration=office.demonstration,
    )


def _group(group: Group) -> CouncilGroup:
    from toolkit.documents.letters import CouncilGroup  # noqa: PLC0415 - heavy to import

    figures = group.figures
    return CouncilGroup(
        name=group.name,
        present=group.present,
        met=figures.employees,
        by_kind={ObligationKind(kind): number for kind, number in figures.by_kind.items()},
        beneficiaries=figures.top_up_beneficiaries,
        paid=figures.top_up_paid,
        trainings=figures.trainings_after,
        small=group.small,
    )
