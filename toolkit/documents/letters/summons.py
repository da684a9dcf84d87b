"""Letters about one meeting: the summons, the second summons, the change, the cancellation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from toolkit.documents.letters.letter import Correspondence, Letter, base_context, composed, required, titled
from toolkit.documents.letters.meeting import (
    Meeting,
    MeetingContext,
    SlotContext,
    agreed_slot,
    meeting_context,
    slot_context,
)
from toolkit.documents.letters.words import slot_moment
from toolkit.french import CHANNELS, long_day
from toolkit.model.case import Channel, Slot


@dataclass(frozen=True, slots=True)
class ConvocationContext:
    """Values of ``convocation.docx``."""

    meeting: MeetingContext
    slot: SlotContext


@dataclass(frozen=True, slots=True)
class EarlierSummons:
    """A summons already issued.

    ``proof`` says what shows that it arrived (``accusé du serveur``, ``lettre recommandée 1A…``);
    ``outcome`` what came of it (``absence sans réponse``).
    """

    sent_on: date
    channel: Channel
    slot: Slot
    proof: str = ""
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class EarlierSummonsContext:
    """``earlier[]``: one line of the table of summonses."""

    number: str
    sent_on: str
    channel: str
    moment: str
    proof: str
    outcome: str


@dataclass(frozen=True, slots=True)
class SecondConvocationContext:
    """Values of ``nouvelle-convocation.docx``."""

    meeting: MeetingContext
    slot: SlotContext
    earlier: tuple[EarlierSummonsContext, ...]
    after_refusal: bool
    reason_given: str


@dataclass(frozen=True, slots=True)
class ChangeContext:
    """Values of ``changement-horaire.docx``."""

    meeting: MeetingContext
    slot: SlotContext
    former: SlotContext
    reason: str


@dataclass(frozen=True, slots=True)
class CancellationContext:
    """Values of ``annulation.docx``; ``slot`` is the one that no longer holds."""

    meeting: MeetingContext
    slot: SlotContext
    reason: str
    due: str


def convocation(letter: Correspondence, meeting: Meeting) -> Letter:
    """Return the summons to the slot of the case.

    Raises:
        MissingValueError: the case has no slot, the slot no place, the letter to post no address.
    """
    template = "convocation.docx"
    context = ConvocationContext(meeting_context(letter, meeting), agreed_slot(meeting.case, template))
    return Letter(
        template,
        composed(base_context(letter, template), context),
        titled(f"convocation à l’{context.meeting.name}", letter),
    )


def second_convocation(
    letter: Correspondence,
    meeting: Meeting,
    *,
    earlier: Sequence[EarlierSummons],
    after_refusal: bool = False,
    reason_given: str = "",
) -> Letter:
    """Return a further summons, after an absence or a refusal; it recalls the earlier ones and asks why.

    Args:
        letter: Who writes to whom.
        meeting: With its new slot; ``reply_by`` is also the last day to say why.
        earlier: The summonses already issued, oldest first.
        after_refusal: The employee refused, rather than did not come.
        reason_given: What the employee gave as reason, if anything.

    Raises:
        MissingValueError: no earlier summons, no slot, no place, or no address for a letter to post.
    """
    template = "nouvelle-convocation.docx"
    required(earlier, "convocations précédentes", template)
    context = SecondConvocationContext(
        meeting=meeting_context(letter, meeting),
        slot=agreed_slot(meeting.case, template),
        earlier=earlier_context(earlier),
        after_refusal=after_refusal,
        reason_given=reason_given,
    )
    return Letter(
        template,
        composed(base_context(letter, template), context),
        titled(f"nouvelle convocation à l’{context.meeting.name}", letter),
    )


def change_of_slot(letter: Correspondence, meeting: Meeting, *, former: Slot, reason: str = "") -> Letter:
    """Return the notice that the meeting moves from ``former`` to the slot of the case.

    Raises:
        MissingValueError: the case has no slot, the slot no place, the letter to post no address.
    """
    template = "changement-horaire.docx"
    context = ChangeContext(
        meeting=meeting_context(letter, meeting),
        slot=agreed_slot(meeting.case, template),
        former=slot_context(former),
        reason=reason,
    )
    return Letter(
        template,
        composed(base_context(letter, template), context),
        titled("nouvelle date de votre entretien", letter),
    )


def cancellation(letter: Correspondence, meeting: Meeting, *, slot: Slot, reason: str = "") -> Letter:
    """Return the notice that the meeting planned on ``slot`` does not take place.

    Raises:
        MissingValueError: the employer has no name, or the letter to post no address.
    """
    template = "annulation.docx"
    due = meeting.case.due
    context = CancellationContext(
        meeting=meeting_context(letter, meeting),
        slot=slot_context(slot),
        reason=reason,
        due=long_day(due) if due is not None and due >= letter.on else "",
    )
    return Letter(
        template,
        composed(base_context(letter, template), context),
        titled("annulation de votre rendez-vous", letter),
    )


def earlier_context(earlier: Sequence[EarlierSummons]) -> tuple[EarlierSummonsContext, ...]:
    """Return the table of summonses, numbered from 1."""
    return tuple(
        EarlierSummonsContext(
            number=str(number),
            sent_on=long_day(item.sent_on),
            channel=CHANNELS[item.channel],
            moment=slot_moment(item.slot),
            proof=item.proof or "aucun justificatif conservé",
            outcome=item.outcome or "sans suite connue",
        )
        for number, item in enumerate(earlier, start=1)
    )
