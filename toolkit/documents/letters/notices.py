"""What an employee is handed or told outside a summons: copies, the hiring notice, the preparation sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from toolkit.documents.letters.letter import Correspondence, Letter, base_context, composed, required, titled
from toolkit.documents.letters.meeting import Meeting, MeetingContext, meeting_context
from toolkit.documents.letters.pieces import Piece, PieceContext, piece_context
from toolkit.documents.letters.words import (
    RECAP_YEARS,
    counted_years,
    interview_name,
    legal_basis,
    periodicity,
    slot_moment,
)
from toolkit.french import REGIMES, long_day
from toolkit.model.case import Case
from toolkit.model.obligation import Regime


@dataclass(frozen=True, slots=True)
class HandoverContext:
    """Values of ``remise-copie.docx``."""

    meeting_name: str
    held_on: str
    basis: str
    of_pieces: str
    pieces: tuple[PieceContext, ...]
    root_fingerprint: str


def handover(
    letter: Correspondence, case: Case, pieces: Sequence[Piece], *, held_on: date, root_fingerprint: str = ""
) -> Letter:
    """Return the letter that accompanies the copies.

    Args:
        letter: Who writes to whom; its channel is that of the handing over.
        case: Whose documents these are.
        pieces: What is handed over.
        held_on: Day of the interview.
        root_fingerprint: Of the employer's root certificate, as it is to be printed; empty without a seal.

    Raises:
        MissingValueError: nothing to hand over, or no address for a letter to post.
    """
    template = "remise-copie.docx"
    required(pieces, "pièces remises", template)
    name = interview_name(case.regime, case.settles)
    context = HandoverContext(
        meeting_name=name,
        held_on=long_day(held_on),
        basis=legal_basis(letter.employer),
        of_pieces="du document suivant" if len(pieces) == 1 else "des documents suivants",
        pieces=tuple(piece_context(piece) for piece in pieces),
        root_fingerprint=root_fingerprint,
    )
    return Letter(
        template, composed(base_context(letter, template), context), titled("remise de la copie", letter)
    )


@dataclass(frozen=True, slots=True)
class NoticeContext:
    """``notice.*``: what a new employee is told."""

    name: str
    names: str
    basis: str
    first_by: str
    periodicity: str
    recap_periodicity: str
    is_epp: bool


@dataclass(frozen=True, slots=True)
class HiringNoticeContext:
    """Values of ``information-embauche.docx``."""

    notice: NoticeContext


_NAMES = {
    Regime.EP: "entretiens professionnels",
    Regime.EPP: "entretiens de parcours professionnel",
}


def hiring_notice(
    letter: Correspondence, *, regime: Regime, first_by: date | None, period_years: int | None = None
) -> Letter:
    """Return what is told on hiring: the interviews to come (article L6315-1 I).

    Args:
        letter: Who writes to whom.
        regime: In force on the day of hiring.
        first_by: Last day of the first interview, as the law room computes it.
        period_years: Of an agreement, where the caller has read it already.

    Raises:
        MissingValueError: the employer has no name, or the letter to post no address.
    """
    template = "information-embauche.docx"
    notice = NoticeContext(
        name=REGIMES[regime],
        names=_NAMES[regime],
        basis=legal_basis(letter.employer),
        first_by=long_day(first_by) if first_by else "",
        periodicity=periodicity(letter.employer, regime, letter.on, period_years),
        recap_periodicity=f"tous les {counted_years(RECAP_YEARS[regime])}",
        is_epp=regime is Regime.EPP,
    )
    return Letter(
        template,
        composed(base_context(letter, template), HiringNoticeContext(notice)),
        titled("information à l’embauche", letter),
    )


@dataclass(frozen=True, slots=True)
class PreparationContext:
    """Values of ``fiche-preparation.docx``."""

    meeting: MeetingContext
    slot_moment: str


def preparation_sheet(letter: Correspondence, meeting: Meeting) -> Letter:
    """Return the sheet with which the employee prepares the interview.

    Raises:
        MissingValueError: the employer has no name.
    """
    template = "fiche-preparation.docx"
    slot = meeting.case.slot
    context = PreparationContext(meeting_context(letter, meeting), slot_moment(slot) if slot else "")
    return Letter(
        template, composed(base_context(letter, template), context), titled("fiche de préparation", letter)
    )
