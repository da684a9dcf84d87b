"""Nobody is summoned on a public holiday; our table agrees with two libraries, or says why not."""

from __future__ import annotations

from datetime import date
from typing import cast

import holidays
import pytest
from jours_feries_france import JoursFeries

from toolkit.invitations import Territory, holiday_on, public_holidays, territory_of
from toolkit.model.employer import Address, Site
from toolkit.model.identifiers import SiteId

YEARS = range(2019, 2051)


def site(postcode: str = "", time_zone: str = "Europe/Paris", *, good_friday: bool = False) -> Site:
    return Site(SiteId("1"), "Site", Address((), postcode, "Ville"), time_zone, good_friday)


def days(year: int, where: Site) -> set[date]:
    return {holiday.day for holiday in public_holidays(year, where)}


# name in jours_feries_france, subdivision in holidays, a postcode
PLACES = {
    "Métropole": (None, "75001"),
    "Alsace-Moselle": ("57", "57000"),
    "Guadeloupe": ("971", "97110"),
    "Martinique": ("972", "97200"),
    "Guyane": ("973", "97300"),
    "La Réunion": ("974", "97400"),
    "Mayotte": ("976", "97600"),
    "Saint-Barthélémy": ("BL", "97133"),
    "Saint-Martin": ("MF", "97150"),
}


@pytest.mark.parametrize("zone", PLACES)
def test_the_table_agrees_with_the_administration_s_library(zone: str) -> None:
    where = site(PLACES[zone][1], good_friday=zone == "Alsace-Moselle")
    for year in YEARS:
        theirs = set(cast("dict[str, date]", JoursFeries.for_year(year, zone)).values())
        # The Code du travail says 27 May for Saint-Martin, custom the 28th: both are kept free.
        text = {date(year, 5, 27)} if zone == "Saint-Martin" else set()
        assert days(year, where) == theirs | text


@pytest.mark.parametrize("zone", PLACES)
def test_the_table_agrees_with_an_international_library(zone: str) -> None:
    subdivision, postcode = PLACES[zone]
    where = site(postcode, good_friday=zone == "Alsace-Moselle")
    for year in YEARS:
        listed = holidays.country_holidays("FR", subdiv=subdivision, years=year, language="fr")
        # That library adds days of local custom, which bind no private employer (article L3133-1).
        customs = {day for day, name in listed.items() if _is_custom(name, zone)}
        text = {date(year, 5, 27)} if zone == "Saint-Martin" else set()
        assert days(year, where) == set(listed) - customs | text


def _is_custom(name: str, zone: str) -> bool:
    local = ("Mi-Carême", "Victor Schœlcher", "Schoelcher")
    return any(word in name for word in local) or (name == "Vendredi saint" and zone != "Alsace-Moselle")


def test_good_friday_depends_on_the_commune_but_26_december_does_not() -> None:
    with_temple, without = site("67000", good_friday=True), site("67000")
    assert holiday_on(date(2027, 3, 26), with_temple) is not None
    assert holiday_on(date(2027, 3, 26), without) is None
    assert holiday_on(date(2027, 12, 26), with_temple) is not None
    assert holiday_on(date(2027, 12, 26), without) is not None
    assert holiday_on(date(2027, 12, 26), site("54000")) is None


def test_each_day_cites_the_text_that_makes_it_a_holiday() -> None:
    articles = {
        holiday.day: holiday.article for holiday in public_holidays(2027, site("67000", good_friday=True))
    }
    assert articles[date(2027, 5, 1)] == "article L3133-1 du Code du travail"
    assert articles[date(2027, 3, 26)] == "article L3134-13 du Code du travail"
    reunion = holiday_on(date(2027, 12, 20), site("97400"))
    assert reunion is not None
    assert reunion.article == "article L3422-2 du Code du travail"


def test_the_postcode_tells_the_territory_and_the_zone_helps_when_it_is_missing() -> None:
    assert territory_of(site("97133")) is Territory.SAINT_BARTHELEMY
    assert territory_of(site("97490")) is Territory.REUNION
    assert territory_of(site("97500")) is Territory.SAINT_PIERRE
    assert territory_of(site("", "Indian/Reunion")) is Territory.REUNION
    assert territory_of(site("", good_friday=True)) is Territory.ALSACE_MOSELLE
    assert territory_of(site("68 100")) is Territory.ALSACE_MOSELLE
    assert territory_of(site("75001")) is Territory.MAINLAND
