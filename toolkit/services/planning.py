"""Propose a slot for every case of a campaign in a workbook that a person changes, and read it back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from toolkit.clock import today
from toolkit.errors import UsageError
from toolkit.french import OBLIGATIONS, capitalised, listing, local_day
from toolkit.invitations import Constraints, Engagement, MeetingRequest, Plan, plan
from toolkit.law import parse_duration
from toolkit.model import Campaign, CampaignId, Case, CaseId, CaseState, EventType, Matricule, Slot
from toolkit.roster import Place, RowProblem, Severity, SlotRow, read_slots, write_slots
from toolkit.services.duties import regime_on
from toolkit.services.office import Office
from toolkit.services.people import People, people_of, site_of
from toolkit.store import Unit
from toolkit.workflow.course import note

FOLDER = "campagnes"


@dataclass(frozen=True, slots=True)
class Proposed:
    """What planning wrote; ``unplaced`` says for whom no slot was found, and why."""

    workbook: Path
    rows: tuple[SlotRow, ...]
    unplaced: tuple[tuple[CaseId, str], ...]
    new: bool


@dataclass(frozen=True, slots=True)
class ReadBack:
    """What reading the workbook changed; ``left_out`` are the cases marked « Non »."""

    changed: tuple[Case, ...]
    unchanged: int
    left_out: tuple[CaseId, ...]
    problems: tuple[RowProblem, ...]


def workbook_of(office: Office, campaign: CampaignId) -> Path:
    """Return where the campaign's workbook of slots lies."""
    return office.place(FOLDER) / campaign / "creneaux.xlsx"


def propose_slots(office: Office, campaign_id: CampaignId, *, again: bool = False) -> Proposed:
    """Propose slots and write the workbook; one that exists is left as the person changed it.

    Args:
        office: The employer's office.
        campaign_id: Which campaign.
        again: Propose anew, and replace the workbook.

    Raises:
        NotFoundError: no such campaign.
    """
    path = workbook_of(office, campaign_id)
    with office.reading() as unit:
        campaign = unit.campaigns.get(campaign_id)
        waiting = [c for c in unit.cases.all(campaign=campaign_id) if _is_waiting(c)]
        people = {case.id: _people(unit, case) for case in waiting}
        if path.exists() and not again:
            return Proposed(path, read_slots(path).rows, (), new=False)
        planned = _plan(office, unit, waiting, people)
    rows = _rows(office, campaign, waiting, people, planned)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_slots(path, rows)
    reasons = {item.request.case: item.reason for item in planned.unplaced}
    reasons |= {case.id: NO_MANAGER for case in waiting if case.manager is None}
    return Proposed(path, rows, tuple(reasons.items()), new=True)


NO_MANAGER = "Aucun responsable n’est désigné dans le fichier du personnel."


def _people(unit: Unit, case: Case) -> People | None:
    return people_of(unit, case) if case.manager is not None else None


def _plan(office: Office, unit: Unit, cases: Iterable[Case], people: dict[CaseId, People | None]) -> Plan:
    table = office.table.summons
    day = today(office.clock)
    histories = unit.histories.all()
    requests = []
    for case in cases:
        who = people[case.id]
        if who is None or case.manager is None:
            continue
        manager = unit.employees.find(case.manager)
        requests.append(
            MeetingRequest(
                case=case.id,
                employee=case.matricule,
                manager=case.manager,
                site=who.site,
                deadline=case.due if case.due and case.due >= day else None,
                not_after=who.employee.contract_end,
                manager_site=site_of(unit, manager) if manager else None,
                manager_name=who.manager.name,
                place=who.site.meeting_place,
            )
        )
    constraints = Constraints(
        today=day,
        notice_days=notice_days(office),
        minutes=table.minutes,
        first_hour=table.first_hour,
        last_hour=table.last_hour,
        per_manager_per_day=table.per_manager_per_day,
        days_off=frozenset(table.days_off),
        absences={matricule: history.absences for matricule, history in histories.items()},
        engagements=tuple(_engagements(unit)),
    )
    return plan(requests, constraints)


def notice_days(office: Office) -> int:
    """Return the calendar days between summons and meeting: the setting, or the agreement's if longer."""
    agreement = office.employer.agreement
    agreed = parse_duration(agreement.notice).days if agreement and agreement.notice else 0
    return max(office.table.summons.notice_days, agreed)


_ANNOUNCED = frozenset({CaseState.SUMMONED, CaseState.UNCERTAIN, CaseState.UNDELIVERED})
"""States in which the meeting stands, whatever became of its mail."""


def _engagements(unit: Unit) -> Iterable[Engagement]:
    for case in unit.cases.all():
        if case.slot is not None and case.state in _ANNOUNCED:
            yield Engagement(case.matricule, case.slot)
            if case.manager is not None:
                yield Engagement(case.manager, case.slot, interview=True)


def _rows(
    office: Office,
    campaign: Campaign,
    cases: Iterable[Case],
    people: dict[CaseId, People | None],
    planned: Plan,
) -> tuple[SlotRow, ...]:
    placed = {item.request.case: item for item in planned.placed}
    reasons = {item.request.case: item.reason for item in planned.unplaced}
    with office.reading() as unit:
        return tuple(
            _row(unit, campaign, case, people[case.id], placed[case.id].slot)
            if case.id in placed
            else replace(
                _row(unit, campaign, case, people[case.id], None),
                remark=reasons.get(case.id, NO_MANAGER),
                summon=False,
            )
            for case in cases
        )


def _row(unit: Unit, campaign: Campaign, case: Case, who: People | None, slot: Slot | None) -> SlotRow:
    employee = unit.employees.get(case.matricule)
    site = site_of(unit, employee)
    local = slot.starts.astimezone(ZoneInfo(slot.time_zone)) if slot else None
    return SlotRow(
        case=case.id,
        matricule=employee.matricule,
        surname=employee.surname,
        given_name=employee.given_name,
        kind=capitalised(listing([OBLIGATIONS[kind] for kind in case.settles])),
        due=case.due,
        manager=who.manager.name if who else "",
        site=site.name,
        on=local.date() if local else None,
        at=local.time() if local else None,
        minutes=slot.minutes if slot else 60,
        place=slot.place if slot else site.meeting_place,
        late=case.due is not None and case.due < campaign.as_of,
    )


def read_back(office: Office, campaign_id: CampaignId, path: Path | None = None) -> ReadBack:
    """Take the slots of the workbook into the cases; nothing is taken while a line is wrong.

    Args:
        office: The employer's office.
        campaign_id: Which campaign.
        path: The workbook, where it was moved.

    Raises:
        UsageError: there is no workbook yet.
        RosterError: the file is not a workbook of slots.
    """
    source = path or workbook_of(office, campaign_id)
    if not source.exists():
        raise UsageError(
            "aucun créneau n’a encore été proposé.",
            about=str(source),
            next_step=f"Lancez d’abord « entretiens campaign plan {campaign_id} ».",
        )
    reading = read_slots(source)
    if reading.errors:
        return ReadBack((), 0, (), reading.problems)
    with office.writing() as unit:
        unit.campaigns.get(campaign_id)
        cases = {case.id: case for case in unit.cases.all(campaign=campaign_id)}
        strays = tuple(_strays(source, reading.rows, cases))
        if strays:
            return ReadBack((), 0, (), strays)
        changed = [
            moved
            for row in reading.rows
            if row.summon and (moved := _take(office, unit, cases.get(row.case), row)) is not None
        ]
    left_out = tuple(row.case for row in reading.rows if not row.summon)
    return ReadBack(
        tuple(changed), len(reading.rows) - len(changed) - len(left_out), left_out, reading.problems
    )


def _strays(source: Path, rows: Iterable[SlotRow], cases: Mapping[CaseId, Case]) -> Iterator[RowProblem]:
    """Tell the lines of no case of the campaign, or of a case of somebody else: another workbook's, maybe."""
    for row in rows:
        case = cases.get(row.case)
        if case is None:
            told, column, value = "ce dossier n’est pas de cette campagne.", "Dossier", str(row.case)
        elif row.matricule and row.matricule.lstrip("0") != case.matricule.lstrip("0"):
            told, column = f"le dossier {row.case} concerne une autre personne.", "Matricule"
            value = str(row.matricule)
        else:
            continue
        yield RowProblem(
            place=Place(source.name, "Créneaux", row.line, column),
            severity=Severity.ERROR,
            code="stray_line",
            message=told,
            value=value,
            expected="une ligne du classeur écrit par « entretiens campaign plan » pour cette campagne.",
            matricule=row.matricule or None,
        )


def _take(office: Office, unit: Unit, case: Case | None, row: SlotRow) -> Case | None:
    """Give ``case`` the slot of its line; None where that changes nothing."""
    if case is None or not _is_waiting(case) or row.on is None or row.at is None:
        return None
    slot = local_slot(unit, case.matricule, datetime.combine(row.on, row.at), row.minutes, row.place)
    slot = replace(slot, video_link=row.video_link)
    if slot == case.slot:
        return None
    moved = replace(case, slot=slot, regime=regime_on(office, slot_day(slot)))
    unit.cases.update(moved, was=case)
    body: dict[str, object] = {"starts": slot.starts, "minutes": slot.minutes, "zone": slot.time_zone}
    note(unit, moved, EventType.SLOT_SET, office.clock.now(), body)
    return moved


def _is_waiting(case: Case) -> bool:
    """Tell whether a first slot is wanted; a cancelled meeting gets its new one by a summons of its own."""
    return case.state is CaseState.DUE and not case.summons


def local_slot(unit: Unit, matricule: Matricule, local: datetime, minutes: int, place: str = "") -> Slot:
    """Return the slot that starts at ``local``, a moment without zone told in the employee's site's."""
    site = site_of(unit, unit.employees.get(matricule))
    starts = local.replace(tzinfo=ZoneInfo(site.time_zone))
    return Slot(
        starts=starts.astimezone(ZoneInfo("UTC")),
        minutes=minutes,
        time_zone=site.time_zone,
        place=place or site.meeting_place,
    )


def slot_day(slot: Slot) -> date:
    """Return the civil day of ``slot`` where it takes place."""
    return local_day(slot.starts, slot.time_zone)
