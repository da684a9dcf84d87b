"""Say in French why a meeting found no slot, and what can be done."""

from __future__ import annotations

from datetime import date, timedelta

from toolkit.french import count, long_day
from toolkit.invitations.planning import Constraints, MeetingRequest, first_day, is_away, last_day

_REMEDIES = (
    "Confiez l’entretien à une autre personne, élargissez les horaires, ou placez-le après l’échéance."
)


def reason(request: MeetingRequest, constraints: Constraints, *, seats: int, free: int) -> str:
    """Return one or two French sentences.

    Args:
        request: The meeting without a slot.
        constraints: Those of the plan.
        seats: How many seats the dates, hours and absences leave.
        free: How many of them the manager could still take.
    """
    first, last = first_day(request, constraints), _last_searched(request, constraints)
    if last < first:
        return (
            f"Le préavis de {constraints.notice_days} jours mène au {long_day(first)}, "
            f"après le dernier jour possible ({long_day(last)})."
        )
    between = f"entre le {long_day(first)} et le {long_day(last)}"
    if not seats:
        return _no_seat(request, constraints, first, last, between)
    manager = request.manager_name or f"la personne de matricule {request.manager}"
    if not free:
        per_day = count(constraints.per_manager_per_day, "entretien")
        return (
            f"Plus aucun créneau {between}\N{NO-BREAK SPACE}: agenda complet pour {manager} "
            f"({per_day} par jour au plus). {_REMEDIES}"
        )
    left = count(free, "créneau libre", "créneaux libres")
    return f"Pour {manager}, reste {left} {between}, mais aucun ne convient au salarié. {_REMEDIES}"


def _no_seat(request: MeetingRequest, constraints: Constraints, first: date, last: date, between: str) -> str:
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    if all(is_away(constraints.absences.get(request.employee, ()), day) for day in days):
        return f"Le salarié est absent {between}. Planifiez l’entretien à son retour."
    if all(is_away(constraints.absences.get(request.manager, ()), day) for day in days):
        return f"La personne qui doit tenir l’entretien est absente {between}. Confiez-le à une autre."
    if request.manager_site is not None:
        return (
            f"Aucune heure {between} ne convient à la fois à l’établissement du salarié "
            f"et à celui du responsable ({request.site.time_zone}, {request.manager_site.time_zone}). "
            "Élargissez les horaires."
        )
    return f"Aucun jour ouvré où les deux personnes sont présentes {between}. {_REMEDIES}"


def _last_searched(request: MeetingRequest, constraints: Constraints) -> date:
    last = last_day(request, constraints)
    reachable = request.deadline is not None and request.deadline >= first_day(request, constraints)
    return min(last, request.deadline) if reachable and request.deadline else last
