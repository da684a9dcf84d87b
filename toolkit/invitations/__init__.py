"""Calendar invitations, time zones, public holidays and the planning of a campaign's slots."""

from toolkit.invitations.building import build_cancel, build_request
from toolkit.invitations.check import Method, check
from toolkit.invitations.holidays import PublicHoliday, Territory, holiday_on, public_holidays, territory_of
from toolkit.invitations.invitation import (
    Attendee,
    AttendeeRole,
    Invitation,
    Party,
    new_uid,
    revised,
)
from toolkit.invitations.planner import plan
from toolkit.invitations.planning import (
    Constraints,
    Engagement,
    MeetingRequest,
    Placed,
    Plan,
    Unplaced,
)

__all__ = [
    "Attendee",
    "AttendeeRole",
    "Constraints",
    "Engagement",
    "Invitation",
    "MeetingRequest",
    "Method",
    "Party",
    "Placed",
    "Plan",
    "PublicHoliday",
    "Territory",
    "Unplaced",
    "build_cancel",
    "build_request",
    "check",
    "holiday_on",
    "new_uid",
    "plan",
    "public_holidays",
    "revised",
    "territory_of",
]
