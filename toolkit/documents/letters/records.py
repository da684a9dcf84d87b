"""Documents that hand over, inform or record: copy, hiring notice, refusal, preparation sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from toolkit.digest import Sha256
from toolkit.documents.letters.letter import Correspondence, Letter, base_context, composed, required, titled
from toolkit.documents.letters.meeting import Meeting, MeetingContext, meeting_context
from toolkit.documents.letters.summons import EarlierSummons, EarlierSummonsContext, earlier_context
from toolkit.documents.letters.words import (
    counted_years,
    interview_name,
    kinds,
    legal_basis,
    quoted,
    slot_moment,
)
from toolkit.french import ABSENCES, NBSP, REGIMES, long_day
from toolkit.model.case import Case, Slot
from toolkit.model.obligation import ObligationKind, Regime


@dataclass(frozen=True, slots=True)
class Piece:
    """A document that is handed over or filed; ``label`` is its nature in French."""

    file_name: str
    label: str
    sha256: Sha256
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class PieceContext:
    """``pieces[]``: one document with its fingerprint."""

    file_name: str
    label: str
    sha256: str
    pages: str


def piece_context(piece: Piece) -> PieceContext:
    """Return a piece as tables print it; the pages of what has none are a dash."""
    return PieceContext(
        piece.file_name, piece.label, piece.sha256, str(piece.pages) if piece.pages is not None else "–"
    )


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
        period_years: Of an agreement that sets another period; the legal one when None.

    Raises:
        MissingValueError: the employer has no name, or the letter to post no address.
    """
    template = "information-embauche.docx"
    years = period_years or (4 if regime is Regime.EPP else 2)
    notice = NoticeContext(
        name=REGIMES[regime],
        names=_NAMES[regime],
        basis=legal_basis(letter.employer),
        first_by=long_day(first_by) if first_by else "",
        periodicity=f"tous les {counted_years(years)}",
        recap_periodicity=f"tous les {counted_years(8 if regime is Regime.EPP else 6)}",
        is_epp=regime is Regime.EPP,
    )
    return Letter(
        template,
        composed(base_context(letter, template), HiringNoticeContext(notice)),
        titled("information à l’embauche", letter),
    )


class RefusalKind(StrEnum):
    """Which refusal: each has its own consequences."""

    ORDINARY = "ordinary"
    REPEATED = "repeated"
    AFTER_LEAVE = "after_leave"


_REFUSALS = {
    RefusalKind.ORDINARY: "Refus",
    RefusalKind.REPEATED: "Refus réitéré",
    RefusalKind.AFTER_LEAVE: "Refus de l’entretien proposé au retour d’une absence",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """What is known of a refusal.

    Args:
        kind: Ordinary, repeated, or after a leave.
        on: Day on which it was expressed.
        how: In what way (``par courriel``, ``oralement, à l’atelier``).
        received_by: Who received it.
        reason: As given; empty when none was.
        statement: The employee's own words.
        witness: Name and capacity of the witness; empty without one.
        witness_statement: The witness's own words.
        new_slot: The new date offered, if one was.
        refuses_to_sign: The employee refuses to sign the record; a witness must then be named.
    """

    kind: RefusalKind
    on: date
    how: str
    received_by: str
    reason: str = ""
    statement: str = ""
    witness: str = ""
    witness_statement: str = ""
    new_slot: Slot | None = None
    refuses_to_sign: bool = False


@dataclass(frozen=True, slots=True)
class RefusalContext:
    """``refusal.*``: the refusal as the record states it."""

    kind_label: str
    trigger: str
    on: str
    how: str
    received_by: str
    reason: str
    statement: str
    new_date: str
    witness: str
    witness_statement: str
    is_after_leave: bool
    is_repeated: bool
    refuses_to_sign: bool


@dataclass(frozen=True, slots=True)
class RefusalRecordContext:
    """Values of ``constat-refus.docx``."""

    meeting: MeetingContext
    earlier: tuple[EarlierSummonsContext, ...]
    refusal: RefusalContext


def refusal_record(
    letter: Correspondence, meeting: Meeting, refusal: Refusal, *, earlier: Sequence[EarlierSummons]
) -> Letter:
    """Return the record of a refusal.

    Args:
        letter: Who records, about whom.
        meeting: The one refused.
        refusal: What is known of it.
        earlier: Every summons issued, oldest first.

    Raises:
        MissingValueError: no summons, nobody received it, or a refusal to sign without a witness.
    """
    template = "constat-refus.docx"
    required(earlier, "convocations", template)
    required(refusal.received_by, "refus.recueilli_par", template)
    required(not refusal.refuses_to_sign or refusal.witness, "refus.temoin", template)
    context = RefusalRecordContext(
        meeting=meeting_context(letter, meeting),
        earlier=earlier_context(earlier),
        refusal=RefusalContext(
            kind_label=_REFUSALS[refusal.kind],
            trigger=_trigger(meeting),
            on=long_day(refusal.on),
            how=refusal.how,
            received_by=refusal.received_by,
            reason=refusal.reason or "aucun motif indiqué",
            statement=quoted(refusal.statement) or "aucune déclaration",
            new_date=_offered(refusal.new_slot),
            witness=refusal.witness,
            witness_statement=quoted(refusal.witness_statement),
            is_after_leave=refusal.kind is RefusalKind.AFTER_LEAVE,
            is_repeated=refusal.kind is RefusalKind.REPEATED,
            refuses_to_sign=refusal.refuses_to_sign,
        ),
    )
    return Letter(
        template, composed(base_context(letter, template), context), titled("constat de refus", letter)
    )


def _trigger(meeting: Meeting) -> str:
    case, absence = meeting.case, meeting.absence
    what = kinds(case.settles)
    if ObligationKind.RETURN in case.settles and absence is not None:
        what += f", à la suite de{NBSP}: {ABSENCES[absence.kind]}"
    return f"{what}, à tenir au plus tard le {long_day(case.due)}" if case.due else what


def _offered(slot: Slot | None) -> str:
    return f"proposée le {slot_moment(slot)}" if slot else "aucune nouvelle date proposée à ce jour"


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
