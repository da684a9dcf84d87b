"""Tell the public holidays of an establishment, each with the text that makes it one.

The list is that of the Code du travail for private employers: L3133-1 everywhere, L3422-2 overseas, L3134-13
in Alsace and Moselle. Days that only civil servants, banks or local custom keep are left out; an employer
adds his own days off in the settings.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from toolkit.model.employer import Site


class Territory(StrEnum):
    """Where the list of public holidays differs."""

    MAINLAND = "métropole"
    ALSACE_MOSELLE = "Alsace-Moselle"
    GUADELOUPE = "Guadeloupe"
    MARTINIQUE = "Martinique"
    GUYANE = "Guyane"
    REUNION = "La Réunion"
    MAYOTTE = "Mayotte"
    SAINT_BARTHELEMY = "Saint-Barthélemy"
    SAINT_MARTIN = "Saint-Martin"
    SAINT_PIERRE = "Saint-Pierre-et-Miquelon"


@dataclass(frozen=True, slots=True, order=True)
class PublicHoliday:
    """One public holiday: its day, its French name, the text that makes it one."""

    day: date
    name: str
    article: str


_EVERYWHERE = "article L3133-1 du Code du travail"
_OVERSEAS = "article L3422-2 du Code du travail"
_LOCAL_LAW = "article L3134-13 du Code du travail"

_FIXED = (
    (1, 1, "Jour de l’an"),
    (5, 1, "Fête du Travail"),
    (5, 8, "Victoire de 1945"),
    (7, 14, "Fête nationale"),
    (8, 15, "Assomption"),
    (11, 1, "Toussaint"),
    (11, 11, "Armistice de 1918"),
    (12, 25, "Noël"),
)
_AFTER_EASTER = ((1, "Lundi de Pâques"), (39, "Ascension"), (50, "Lundi de Pentecôte"))
_ABOLITION = "Commémoration de l’abolition de l’esclavage"

# In Saint-Martin the article says 27 May, a circular of 2018 and custom 28 May: nobody is summoned on either.
_ABOLITION_DAYS: dict[Territory, tuple[tuple[int, int, str], ...]] = {
    Territory.MAYOTTE: ((4, 27, _OVERSEAS),),
    Territory.MARTINIQUE: ((5, 22, _OVERSEAS),),
    Territory.GUADELOUPE: ((5, 27, _OVERSEAS),),
    Territory.SAINT_MARTIN: ((5, 27, _OVERSEAS), (5, 28, "usage local, circulaire de 2018")),
    Territory.GUYANE: ((6, 10, _OVERSEAS),),
    Territory.SAINT_BARTHELEMY: ((10, 9, _OVERSEAS),),
    Territory.REUNION: ((12, 20, _OVERSEAS),),
}

_BY_POSTCODE = (  # the longer prefix first: two territories share that of Guadeloupe
    ("97133", Territory.SAINT_BARTHELEMY),
    ("97150", Territory.SAINT_MARTIN),
    ("971", Territory.GUADELOUPE),
    ("972", Territory.MARTINIQUE),
    ("973", Territory.GUYANE),
    ("974", Territory.REUNION),
    ("975", Territory.SAINT_PIERRE),
    ("976", Territory.MAYOTTE),
    ("57", Territory.ALSACE_MOSELLE),
    ("67", Territory.ALSACE_MOSELLE),
    ("68", Territory.ALSACE_MOSELLE),
)
_BY_ZONE = {
    "America/Guadeloupe": Territory.GUADELOUPE,
    "America/Martinique": Territory.MARTINIQUE,
    "America/Cayenne": Territory.GUYANE,
    "America/St_Barthelemy": Territory.SAINT_BARTHELEMY,
    "America/Marigot": Territory.SAINT_MARTIN,
    "America/Miquelon": Territory.SAINT_PIERRE,
    "Indian/Reunion": Territory.REUNION,
    "Indian/Mayotte": Territory.MAYOTTE,
}


def territory_of(site: Site) -> Territory:
    """Return the territory of an establishment: by its postcode, else by its time zone or its switch."""
    postcode = site.address.postcode.replace(" ", "")
    for prefix, territory in _BY_POSTCODE:
        if postcode.startswith(prefix):
            return territory
    if not postcode and site.time_zone in _BY_ZONE:
        return _BY_ZONE[site.time_zone]
    return Territory.ALSACE_MOSELLE if site.good_friday else Territory.MAINLAND


def public_holidays(year: int, site: Site) -> tuple[PublicHoliday, ...]:
    """Return the public holidays of ``site`` in ``year``, in order.

    In Alsace and Moselle, 26 December is one everywhere, Good Friday only in communes that have a Protestant
    temple or a mixed church: the site's ``good_friday`` says so.
    """
    return _holidays(year, territory_of(site), good_friday=site.good_friday)


def holiday_on(day: date, site: Site) -> PublicHoliday | None:
    """Return the public holiday that ``day`` is at ``site``, or None."""
    return next((holiday for holiday in public_holidays(day.year, site) if holiday.day == day), None)


def easter(year: int) -> date:
    """Return Easter Sunday of a Gregorian year, by the rule of Butcher and Meeus."""
    golden = year % 19
    century, of_century = divmod(year, 100)
    leap_centuries, century_rest = divmod(century, 4)
    moon_shift = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - moon_shift + 15) % 30
    weekday = (32 + 2 * century_rest + 2 * (of_century // 4) - epact - of_century % 4) % 7
    correction = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * correction + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=512)
def _holidays(year: int, territory: Territory, *, good_friday: bool) -> tuple[PublicHoliday, ...]:
    sunday = easter(year)
    days = [PublicHoliday(date(year, month, day), name, _EVERYWHERE) for month, day, name in _FIXED]
    days += [PublicHoliday(sunday + timedelta(days=n), name, _EVERYWHERE) for n, name in _AFTER_EASTER]
    days += [
        PublicHoliday(date(year, month, day), _ABOLITION, article)
        for month, day, article in _ABOLITION_DAYS.get(territory, ())
    ]
    if territory is Territory.ALSACE_MOSELLE:
        days.append(PublicHoliday(date(year, 12, 26), "Saint-Étienne", _LOCAL_LAW))
        if good_friday:
            days.append(PublicHoliday(sunday - timedelta(days=2), "Vendredi saint", _LOCAL_LAW))
    return tuple(sorted(days))
