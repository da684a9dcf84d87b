"""How letters name things: hours with their zone, people, kinds of interview, the text of law."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from toolkit.french import (
    NBSP,
    OBLIGATIONS,
    REGIMES,
    capitalised,
    hour,
    hours,
    listing,
    local_day,
    plain_letters,
    weekday,
    zone_name,
)
from toolkit.model.case import Slot
from toolkit.model.employee import Employee, Manager
from toolkit.model.employer import Address, Employer
from toolkit.model.obligation import ObligationKind, Regime

LEGAL_BASIS = f"article{NBSP}L.{NBSP}6315-1 du Code du travail"

LEGAL_YEARS: Mapping[Regime, int] = MappingProxyType({Regime.EP: 2, Regime.EPP: 4})
"""What sentences say of the period; the dates themselves come from the law room."""

RECAP_YEARS: Mapping[Regime, int] = MappingProxyType({Regime.EP: 6, Regime.EPP: 8})
"""The same for the recap."""

_LONG_AGREEMENTS_END = date(2026, 10, 1)

_CIVILITIES: Mapping[str, str] = MappingProxyType(
    {"mme": "Madame", "madame": "Madame", "m": "Monsieur", "mr": "Monsieur", "monsieur": "Monsieur"}
)

_SUFFIXES: Mapping[ObligationKind, str] = MappingProxyType(
    {
        ObligationKind.RETURN: "de retour d’absence",
        ObligationKind.MID_CAREER: "de mi-carrière",
        ObligationKind.LATE_CAREER: "de fin de carrière",
    }
)


def slot_hours(slot: Slot) -> str:
    """Return ``de 9 h 30 à 10 h 30`` in the slot's zone."""
    return hours(slot.starts, slot.minutes, slot.time_zone)


def slot_moment(slot: Slot) -> str:
    """Return ``jeudi 12 mars 2026 à 9 h 30``, with the zone overseas."""
    zone = zone_name(slot.time_zone)
    day = weekday(local_day(slot.starts, slot.time_zone))
    return f"{day} à {hour(slot.starts, slot.time_zone)}" + (f" ({zone})" if zone else "")


def civility(written: str) -> str:
    """Return ``Madame`` or ``Monsieur`` for what a roster holds; empty when it says neither."""
    return _CIVILITIES.get(written.strip().rstrip(".").lower(), "")


def greeting(written: str) -> str:
    """Return how a letter greets: ``Madame, Monsieur`` when the roster does not say."""
    return civility(written) or "Madame, Monsieur"


def full_name(person: Employee | Manager) -> str:
    """Return ``Madame Léa Martin``, without the civility when it is not known."""
    known = civility(person.civility)
    return f"{known}{NBSP}{person.name}" if known else person.name


def postal_lines(address: Address) -> tuple[str, ...]:
    """Return the lines of an address as the window shows them, the last in capitals (NF Z 10-011)."""
    town = f"{address.postcode} {address.city}".strip().upper()
    abroad = address.country.upper() if address.country and address.country.lower() != "france" else ""
    return tuple(line for line in (*address.lines, town, abroad) if line)


def one_line(address: Address) -> str:
    """Return an address on one line: ``12 rue des Tilleuls, 67000 Strasbourg``."""
    return ", ".join(line for line in (*address.lines, f"{address.postcode} {address.city}".strip()) if line)


def siren(number: str) -> str:
    """Return ``SIREN 123 456 789``; empty when none is known."""
    return f"SIREN{NBSP}{NBSP.join((number[:3], number[3:6], number[6:]))}" if number else ""


def interview_name(regime: Regime, settles: tuple[ObligationKind, ...]) -> str:
    """Return ``entretien de parcours professionnel de mi-carrière``, as the kinds met by one meeting ask."""
    suffixes = [_SUFFIXES[kind] for kind in settles if kind in _SUFFIXES]
    name = " ".join(part for part in (REGIMES[regime], listing(suffixes)) if part)
    return f"{name}, avec état des lieux récapitulatif" if ObligationKind.RECAP in settles else name


def legal_basis(employer: Employer) -> str:
    """Return the article, and the agreement that adapts it."""
    agreement = employer.agreement
    title = agreement.title if agreement is not None and agreement.adapts_rules else ""
    return f"{LEGAL_BASIS} ; {title}" if title else LEGAL_BASIS


def periodicity(employer: Employer, regime: Regime, on: date, agreed_years: int | None = None) -> str:
    """Return ``tous les quatre ans``: the agreement's period, else the legal one.

    A period above four years is not applicable from 2026-10-01 (loi 2025-989, article 3). ``agreed_years`` is
    the agreement's period where the caller has read it already.
    """
    legal = 12 * LEGAL_YEARS[regime]
    months = 12 * agreed_years if agreed_years else _agreed_months(employer) or legal
    if regime is Regime.EPP and on >= _LONG_AGREEMENTS_END:
        months = min(months, legal)
    return f"tous les {counted_years(months // 12) if months % 12 == 0 else f'{months}{NBSP}mois'}"


def _agreed_months(employer: Employer) -> int:
    agreement = employer.agreement
    if agreement is None or not agreement.adapts_rules:
        return 0
    period = re.fullmatch(r"P(?:(\d+)Y)?(?:(\d+)M)?", agreement.period or "")
    return 12 * int(period[1] or 0) + int(period[2] or 0) if period else 0


def kinds(settles: tuple[ObligationKind, ...]) -> str:
    """Return ``Entretien périodique et état des lieux récapitulatif``."""
    return capitalised(listing([OBLIGATIONS[kind] for kind in settles]))


def of(name: str) -> str:
    """Return ``d’AKTO``, ``de Constructys``, ``de l’Opcommerce``; empty for an empty name."""
    if not name:
        return ""
    first = plain_letters(name)[:1].lower()
    return f"d’{name}" if first in {"a", "e", "i", "o", "u", "y"} else f"de {name}"


def quoted(words: str) -> str:
    """Return somebody's own words between French quotation marks; empty when there are none."""
    return f"«{NBSP}{words.strip()}{NBSP}»" if words.strip() else ""


def counted_years(number: int) -> str:
    """Return a small number of years in words: ``quatre ans``."""
    words = {
        1: "un an",
        2: "deux ans",
        3: "trois ans",
        4: "quatre ans",
        5: "cinq ans",
        6: "six ans",
        8: "huit ans",
    }
    return words.get(number, f"{number}{NBSP}ans")
