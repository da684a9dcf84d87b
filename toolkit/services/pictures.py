"""Pictures of what is owed: the load month by month, and one person's career."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.errors import UsageError, disk_words
from toolkit.model import Obligation, ObligationKind, Status
from toolkit.services.duties import Duties, DutyRow

if TYPE_CHECKING:
    from toolkit.documents.pictures import Load

MONTHS = 24
"""How many months ahead the load is drawn."""
_AHEAD_YEARS = 9
"""How many years ahead a career is drawn: one recap cycle and its outer limit."""
_WAITING = frozenset({Status.OVERDUE, Status.OPEN, Status.UPCOMING})


def load_of(rows: Iterable[DutyRow], as_of: date, owner: str = "") -> Load:
    """Return the load of ``rows`` by month from that of ``as_of``.

    What is suspended waits for a return whose day nobody knows, and is counted apart.
    """
    from toolkit.documents.pictures import Load, LoadRow  # noqa: PLC0415 - only when a picture is asked for
    from toolkit.documents.pictures.load import rows_of_months  # noqa: PLC0415

    duties = [row.obligation for row in rows if not row.obligation.projected]
    waiting = [one for one in duties if one.status in _WAITING]
    late = [one for one in waiting if one.status is Status.OVERDUE]
    undated = [one for one in waiting if one.due is None]
    suspended = [one for one in duties if one.status is Status.SUSPENDED]
    counts = [[0, 0] for _ in range(MONTHS)]
    beyond = 0
    for one in waiting:
        if one.status is Status.OVERDUE or one.due is None:
            continue
        month = 12 * (one.due.year - as_of.year) + one.due.month - as_of.month
        if month < MONTHS:
            counts[max(month, 0)][one.kind is ObligationKind.RECAP] += 1
        else:
            beyond += 1
    recaps = sum(one.kind is ObligationKind.RECAP for one in late)
    ahead = [LoadRow("en retard", late=len(late) - recaps, recap=recaps)]
    ahead += [LoadRow("sans date fixe", due=len(undated))] if undated else []
    if suspended:
        recaps = sum(one.kind is ObligationKind.RECAP for one in suspended)
        ahead.append(LoadRow("au retour", due=len(suspended) - recaps, recap=recaps))
    months = rows_of_months(as_of, [(due, recap) for due, recap in counts])
    return Load(as_of, tuple(ahead), months, beyond, owner)


def load_svg(rows: Iterable[DutyRow], as_of: date, owner: str = "") -> str:
    """Return the load of ``rows`` drawn as SVG."""
    from toolkit.documents.pictures import load_picture  # noqa: PLC0415 - only when a picture is asked for

    return load_picture(load_of(rows, as_of, owner))


def write_picture(path: Path, svg: str) -> None:
    """Write a picture as a file of its own, with the XML declaration by which office suites know it.

    Raises:
        UsageError: the file cannot be written.
    """
    try:
        path.write_text(f'<?xml version="1.0" encoding="UTF-8"?>\n{svg}', encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"l’image ne peut pas être écrite ({disk_words(error)}).",
            about=str(path),
            next_step="Vérifiez que son dossier existe et que vous y avez le droit d’écrire.",
        ) from error


def career_svg(duties: Duties) -> str:
    """Return one person's career drawn as SVG, up to nine years ahead."""
    from toolkit.documents.pictures import career_picture  # noqa: PLC0415 - only when a picture is asked for

    person, line = duties.employee, duties.timeline
    last = date(line.as_of.year + _AHEAD_YEARS, 12, 31)
    absences = [one for one in line.facts.history.absences if one.start <= line.as_of]
    shown = [one for one in line.obligations if _near(one, last)]
    return career_picture(person.name, person.hired, line.as_of, shown, absences)


def _near(one: Obligation, last: date) -> bool:
    on = one.met_by or one.due or one.opens
    return on is not None and on <= last
