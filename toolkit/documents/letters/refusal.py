"""The record of a refusal: who, which meeting, every summons, what was said, who signs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from toolkit.documents.letters.letter import Correspondence, Letter, base_context, composed, required, titled
from toolkit.documents.letters.meeting import Meeting, MeetingContext, meeting_context
from toolkit.documents.letters.summons import EarlierSummons, EarlierSummonsContext, earlier_context
from toolkit.documents.letters.words import kinds, quoted, slot_moment
from toolkit.french import ABSENCES, NBSP, long_day
from toolkit.model.case import Slot
from toolkit.model.obligation import ObligationKind


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
            statement=quoted(refusal.statement) or "le salarié n’a fait aucune déclaration",
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
