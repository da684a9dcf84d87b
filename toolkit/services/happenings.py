"""What happens to a meeting: nobody came, or the employee refused. Facts in order, nothing decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from toolkit.errors import UsageError
from toolkit.french import local_day
from toolkit.model import Case, CaseId, CaseState, DocumentKind, EventType, ObligationKind, Slot
from toolkit.services.addressing import correspondence
from toolkit.services.office import Office
from toolkit.services.people import People, people_of
from toolkit.services.pieces import Piece, Place, file, sealed_letter
from toolkit.services.planning import local_slot
from toolkit.services.printing import print_letter
from toolkit.services.summoning import summon
from toolkit.services.summons_history import SummonsHistory, summons_history
from toolkit.store import Unit
from toolkit.workflow.course import Move, advance, entered, round_key, round_of, standing_of
from toolkit.workflow.states import Act, next_state

if TYPE_CHECKING:
    from toolkit.documents.letters import EarlierSummons

SECOND_SUMMONS_MINUTES = 60


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of an absence or a refusal. All but ``reason`` serve a refusal.

    ``how`` says in what way it was expressed, ``statement`` quotes the employee or the witness.
    """

    reason: str = ""
    on: date | None = None
    how: str = ""
    received_by: str = ""
    statement: str = ""
    witness: str = ""
    refuses_to_sign: bool = False


@dataclass(frozen=True, slots=True)
class Happened:
    """What recording it did; ``new`` is False where it was recorded before. ``again``: summoned anew."""

    case: Case
    new: bool
    kind: str = ""
    again: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """Who and what a refusal is about: its people, what came before, its kind, the moment offered anew."""

    people: People
    history: SummonsHistory
    kind: str
    offered: Slot | None


def absent(office: Office, case_id: CaseId, told: Told, *, again_at: datetime | None = None) -> Happened:
    """Record that the employee did not come, and summon again where a new moment is given.

    Args:
        office: The employer's office.
        case_id: Which case.
        told: What is known of it.
        again_at: The new moment, without zone, in that of the employee's site.

    Raises:
        TransitionRefusedError: the case's state does not allow it.
        UsageError: the meeting is still to come, or the new moment is past.
    """
    with office.writing() as unit:
        case = unit.cases.get(case_id)
        if _was_followed(unit, case, Act.ABSENT, again_at):
            return Happened(case, new=False, kind="absence")
        _refuse_past(office, unit, case, again_at)
        known = entered(unit, case, Act.ABSENT)
        if not known:
            at = office.clock.now()
            _refuse_before_meeting(case, at)
            body: dict[str, object] = {"summons": case.summons}
            key = round_key(unit, case)
            move = Move(Act.ABSENT, EventType.ABSENT, key, at, body, {"reason": told.reason})
            case = advance(unit, case, move)
    return _summon_again(office, Happened(case, new=not known, kind="absence"), again_at)


def _was_followed(unit: Unit, case: Case, act: Act, again_at: datetime | None) -> bool:
    """Tell whether this very entry was made before: the summons for ``again_at`` that followed it stands."""
    if again_at is None or case.slot is None:
        return False
    offered = local_slot(unit, case.matricule, again_at, case.slot.minutes, case.slot.place)
    former = str(case.summons - 1)
    answered = any(a.act == act and round_of(a) == former for a in unit.acts.of(case.id))
    return answered and offered.starts == case.slot.starts


def _refuse_before_meeting(case: Case, at: datetime) -> None:
    if case.slot is not None and case.slot.starts > at:
        raise UsageError(
            "l’entretien n’a pas encore eu lieu.",
            about=f"Dossier {case.id}",
            next_step="Pour un empêchement annoncé, déplacez le rendez-vous (« entretiens move »).",
        )


def _refuse_past(office: Office, unit: Unit, case: Case, again_at: datetime | None) -> None:
    offered = _offered(unit, case, again_at)
    if offered is not None and offered.starts <= office.clock.now():
        raise UsageError(
            "la nouvelle date est passée.", about=f"Dossier {case.id}", next_step="Donnez un moment à venir."
        )


def _summon_again(office: Office, happened: Happened, again_at: datetime | None) -> Happened:
    """Issue the summons that follows, also where a cut fell between the entry and its summons."""
    case = happened.case
    with office.reading() as unit:
        slot = _offered(unit, case, again_at)
    if slot is None or case.state not in (CaseState.ABSENT, CaseState.REFUSED):
        return happened
    done = summon(office, case.id, slot)
    return Happened(done.case, happened.new, happened.kind, again=True)


def refuse(office: Office, case_id: CaseId, told: Told, *, again_at: datetime | None = None) -> Happened:
    """Record a refusal: the record is made, sealed and filed; a second one is a repeated refusal.

    After a leave the employer's duty is to propose, and the record says that both are proven.

    Args:
        office: The employer's office.
        case_id: Which case.
        told: What is known of it.
        again_at: A new moment offered, without zone, in that of the site; a further summons follows.

    Raises:
        TransitionRefusedError: the case's state does not allow it.
        UsageError: the new moment is past.
        MissingValueError: the record needs a witness, or who received the refusal.
    """
    with office.reading() as unit:
        case = unit.cases.get(case_id)
        kind = _kind_of(unit, case)
        if _was_followed(unit, case, Act.REFUSE, again_at):
            return Happened(case, new=False, kind=kind)
        _refuse_past(office, unit, case, again_at)
        known = entered(unit, case, Act.REFUSE)
    if known:
        return _summon_again(office, Happened(case, new=False, kind=kind), again_at)
    done = _record_refusal(office, case, told, again_at)
    return _summon_again(office, Happened(done, new=True, kind=kind), again_at)


def _record_refusal(office: Office, case: Case, told: Told, again_at: datetime | None) -> Case:
    """Make, seal and file the record of a refusal, and return the case."""
    with office.reading() as unit:
        next_state(case, Act.REFUSE)
        scene = Scene(
            people_of(unit, case),
            summons_history(office, unit, case),
            _kind_of(unit, case),
            _offered(unit, case, again_at),
        )
        key = round_key(unit, case)
    at = office.clock.now()
    piece = _record_of(office, case, scene, told, at)
    with office.writing() as unit:
        on = told.on or local_day(at, scene.people.site.time_zone)
        body: dict[str, object] = {"summons": case.summons, "kind": scene.kind, "on": on}
        private: dict[str, object] = {"reason": told.reason, "witness": told.witness, "how": told.how}
        move = Move(Act.REFUSE, EventType.REFUSED, key, at, body, private)
        done = advance(unit, unit.cases.get(case.id), move)
        place = Place(case.matricule, case.id, unit.documents.next_step(case.id))
        file(office, unit, piece, place, at)
        print_letter(office, piece, scene.people.employee, case.campaign, case.id)
    return done


def _kind_of(unit: Unit, case: Case) -> str:
    if ObligationKind.RETURN in case.settles:
        return "after_leave"
    earlier = {round_of(act) for act in standing_of(unit, case) if act.act == Act.REFUSE}
    return "repeated" if earlier - {str(case.summons)} else "ordinary"


def _offered(unit: Unit, case: Case, again_at: datetime | None) -> Slot | None:
    if again_at is None:
        return None
    minutes = case.slot.minutes if case.slot else SECOND_SUMMONS_MINUTES
    return local_slot(unit, case.matricule, again_at, minutes, case.slot.place if case.slot else "")


def _with_this_refusal(earlier: Sequence[EarlierSummons]) -> tuple[EarlierSummons, ...]:
    """Return the summonses with what came of the last one: the refusal that the record is about."""
    return tuple(
        replace(summons, outcome=summons.outcome or "refus, objet du présent constat")
        if number == len(earlier)
        else summons
        for number, summons in enumerate(earlier, start=1)
    )


def _record_of(
    office: Office,
    case: Case,
    scene: Scene,
    told: Told,
    at: datetime,
) -> Piece:
    """Return the sealed record of a refusal."""
    from toolkit.documents.letters import Meeting, Refusal, RefusalKind, refusal_record  # noqa: PLC0415 - heavy

    head = replace(correspondence(office, scene.people, case, at), channel=None)
    meeting = Meeting(case, scene.people.manager, absence=scene.history.absence)
    refusal = Refusal(
        kind=RefusalKind(scene.kind),
        on=told.on or local_day(at, scene.people.site.time_zone),
        how=told.how or "sans autre précision",
        received_by=told.received_by or scene.people.manager.name,
        reason=told.reason,
        statement=told.statement,
        witness=told.witness,
        new_slot=scene.offered,
        refuses_to_sign=told.refuses_to_sign,
    )
    letter = refusal_record(head, meeting, refusal, earlier=_with_this_refusal(scene.history.earlier))
    return sealed_letter(office, letter, DocumentKind.REFUSAL_RECORD, "Constat établi par l’employeur")
