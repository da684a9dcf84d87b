"""A proof says which clock told its hours, and what a third party saw of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

from toolkit.clock import SystemClock
from toolkit.services.clock_words import clock_source
from toolkit.services.office import Office


def test_a_named_clock_is_named(empty: Office) -> None:
    assert clock_source(empty) == getattr(empty.clock, "name", "")


def test_the_machines_own_clock_says_whether_it_is_kept_right(empty: Office) -> None:
    told = clock_source(replace(empty, clock=SystemClock()))
    assert told.startswith("horloge du serveur, synchronis")


def test_the_gap_with_a_timestamp_server_is_told_once_one_has_answered(empty: Office) -> None:
    office = replace(empty, clock=SystemClock())
    servers = SimpleNamespace(drift=None)
    office.__dict__["timestamps"] = servers
    assert "écart" not in clock_source(office)
    servers.drift = timedelta(seconds=-0.23)
    assert (
        clock_source(office)
        .replace("\N{NO-BREAK SPACE}", " ")
        .endswith("; écart avec le serveur d’horodatage : 0,2 s")
    )
