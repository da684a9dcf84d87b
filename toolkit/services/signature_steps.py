"""Write each step of a request twice: whole among its own steps, as ids and hashes in the journal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from toolkit.clock import precise_now
from toolkit.model import EventType, RequestEvent, SignatureRequest
from toolkit.services.office import Office
from toolkit.store import Unit
from toolkit.workflow.course import note

_IN_JOURNAL = ("page", "link_sha256", "code_hash", "message", "channel", "tries")
"""Details that say nothing of a person."""


def step(
    office: Office,
    unit: Unit,
    request: SignatureRequest,
    kind: str,
    details: Mapping[str, str] | None = None,
    *,
    at: datetime | None = None,
) -> datetime:
    """Record one step of ``request`` and return its instant: now to the millisecond, where none is given."""
    at = at or precise_now(office.clock)
    told = dict(details or {})
    unit.requests.note(request.case, RequestEvent(request.id, at, kind, told))
    body: dict[str, object] = {"request": request.id, "step": kind, "role": request.role}
    body |= {name: told[name] for name in _IN_JOURNAL if name in told}
    note(unit, unit.cases.get(request.case), EventType.SIGNATURE_STEP, at, body)
    return at
