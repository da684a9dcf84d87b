"""Who writes to whom about a case, by what way, in which words, and until when an answer is awaited."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from toolkit.french import REGIMES, local_day
from toolkit.invitations import (
    holiday_on,
)
from toolkit.model import Case, Channel, Employee, Site, Slot
from toolkit.services.office import Office
from toolkit.services.people import People

if TYPE_CHECKING:
    from toolkit.documents.letters import Correspondence


REPLY_DAYS = 5
"""Calendar days before the meeting until which another slot may be asked for."""


FRIDAY = 4
"""As :meth:`datetime.date.weekday` counts."""


def correspondence(office: Office, people: People, case: Case, at: datetime) -> Correspondence:
    """Return who writes to whom about ``case``, as letters want it."""
    from toolkit.documents.letters import Correspondence  # noqa: PLC0415 - heavy to import

    return Correspondence(
        employer=office.employer,
        employee=people.employee,
        on=local_day(at, people.site.time_zone),
        case=case.id,
        channel=channel_of(people.employee),
        footer=office.table.letterhead.footer,
        demonstration=office.demonstration,
    )


def channel_of(employee: Employee) -> Channel:
    """Return how a letter reaches the employee: by e-mail, else by post, else by hand at work."""
    if employee.email:
        return Channel.EMAIL
    return Channel.POST if employee.address else Channel.BY_HAND


def interview_name(case: Case) -> str:
    """Return how messages and calendars name the interview: its regime only, as delegates see it too."""
    return REGIMES[case.regime]


def reply_by(slot: Slot, on: date, site: Site) -> date:
    """Return the last day to ask for another slot: a working day of ``site`` some days before the meeting.

    Never before the day after ``on``, nor after the meeting.
    """
    meeting = local_day(slot.starts, slot.time_zone)
    last = meeting - timedelta(days=REPLY_DAYS)
    while last.weekday() > FRIDAY or holiday_on(last, site) is not None:
        last -= timedelta(days=1)
    return min(max(last, on + timedelta(days=1)), meeting)
