"""Time as the clock and the processors count it, the processes that one started included."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

_PARENT, _TIMES, _CHILDREN = 1, slice(11, 15), slice(13, 15)


@dataclass(frozen=True)
class Spent:
    """Seconds by the clock, and seconds of all processors together."""

    clock: float
    processors: float


def stopwatch() -> Callable[[], Spent]:
    """Start a watch; what it returns tells what was spent since."""
    start, before = time.perf_counter(), _processor_seconds()
    return lambda: Spent(time.perf_counter() - start, _processor_seconds() - before)


def _processor_seconds() -> float:
    """Return what this process and its descendants took, those that ended and were waited for too."""
    stats = {int(stat.parent.name): _fields(stat) for stat in Path("/proc").glob("[0-9]*/stat")}
    found = {pid: fields for pid, fields in stats.items() if fields}
    me = os.getpid()
    family, born = set[int](), {me}
    while born:
        family |= born
        born = {pid for pid, fields in found.items() if int(fields[_PARENT]) in family} - family
    ticks = sum(sum(map(int, found[pid][_TIMES])) for pid in (family & found.keys()) - {me})
    gone = sum(map(int, found[me][_CHILDREN]))
    # Of oneself the system tells more than hundredths of a second.
    return time.process_time() + (ticks + gone) / os.sysconf("SC_CLK_TCK")


def _fields(stat: Path) -> list[str]:
    try:
        return stat.read_text(encoding="ascii", errors="replace").rsplit(")", 1)[1].split()
    except OSError:  # it ended meanwhile
        return []
