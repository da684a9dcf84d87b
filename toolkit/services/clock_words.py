"""Where the hours of a proof come from, and how far that clock is known to be right."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from toolkit.french import NBSP
from toolkit.services.office import Office

_SYNCHRONISED = Path("/run/systemd/timesync/synchronized")
"""What systemd-timesyncd leaves when it has set the clock from the network (RFC 5905)."""


def clock_name(office: Office) -> str:
    """Return which clock tells the hours, and whether the machine keeps it right."""
    kept = "synchronisée par NTP" if _SYNCHRONISED.exists() else "synchronisation non constatée"
    return str(getattr(office.clock, "name", "")) or f"horloge du serveur, {kept}"


def clock_source(office: Office) -> str:
    """Return which clock tells the hours, and what a third party saw of it, for a proof made now.

    The gap with the timestamp server is the one measured at the last token of this run; it holds the time of
    the answer too, so that it is an upper bound.
    """
    name = clock_name(office)
    servers = office.__dict__.get("timestamps")  # not asked for what was not used
    gap = servers.drift if servers is not None else None
    return name if gap is None else f"{name}{NBSP}; écart avec le serveur d’horodatage{NBSP}: {_seconds(gap)}"


def _seconds(gap: timedelta) -> str:
    return f"{abs(gap).total_seconds():.1f}{NBSP}s".replace(".", ",")
