"""Employees, managers, sites: the roster comes again and again, and changes only what changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.store.conftest import employee

from toolkit.errors import NotFoundError
from toolkit.model import Address, Contract, Manager, Matricule, Sex, Site, SiteId
from toolkit.store import Unit

FULL = employee(
    "0000042",
    civility="Mme",
    born=date(1971, 2, 28),
    sex=Sex.WOMAN,
    email="elodie@exemple.fr",
    address=Address(("12 rue de l’Été", "Bât. B"), "67000", "Strasbourg"),
    contract=Contract.CDD,
    contract_end=date(2027, 1, 1),
    transferred_on=date(2021, 1, 1),
    left_on=date(2026, 12, 31),
    site=SiteId("12345678900012"),
    manager=Matricule("M01"),
    job="Aide-soignante",
    category="Employé",
)
MANAGER = Manager(Matricule("M01"), "Hoarau", "Jean-Éric", "je@exemple.fr", "Chef d’équipe", "M.")
SITE = Site(
    SiteId("12345678900012"), "Saint-Denis", Address(("1 rue",), "97400", "Saint-Denis"), "Indian/Reunion"
)


def test_every_field_comes_back_as_it_was_recorded(unit: Unit) -> None:
    unit.employees.put(FULL)
    unit.managers.put(MANAGER)
    unit.sites.put(SITE)
    assert unit.employees.get(FULL.matricule) == FULL
    assert unit.managers.get(MANAGER.matricule) == MANAGER
    assert unit.sites.get(SITE.id) == SITE


def test_recording_the_same_again_changes_nothing_and_says_so(unit: Unit) -> None:
    assert unit.employees.put(FULL)
    assert not unit.employees.put(FULL)
    assert unit.employees.put(replace(FULL, surname="Weber"))
    assert unit.employees.get(FULL.matricule).surname == "Weber"


def test_many_at_once_are_as_one_by_one(unit: Unit) -> None:
    married = replace(FULL, surname="Weber")
    assert unit.employees.put_all([FULL, employee(), employee("7")]) == [FULL, employee("7")]
    assert unit.employees.put_all([married, employee("8"), employee("8"), employee("7")]) == [
        married,
        employee("8"),
    ]
    assert [e.matricule for e in unit.employees.all()] == ["0000042", "0001234", "7", "8"]
    assert unit.employees.get(FULL.matricule) == married


def test_the_last_of_two_values_under_one_new_number_stands(unit: Unit) -> None:
    unit.employees.put_all([employee("9"), employee("9", surname="Weber")])
    assert unit.employees.get(Matricule("9")).surname == "Weber"


def test_an_unknown_number_is_none_or_an_error(unit: Unit) -> None:
    assert unit.employees.find(Matricule("9999")) is None
    with pytest.raises(NotFoundError, match="9999"):
        unit.employees.get(Matricule("9999"))


@pytest.mark.parametrize("typed", ["1234", " 1234", "001234", "0001243"])
def test_a_number_that_is_close_is_proposed(unit: Unit, typed: str) -> None:
    with pytest.raises(NotFoundError) as error:
        unit.employees.get(Matricule(typed))
    assert "Vouliez-vous dire 0001234" in error.value.next_step


def test_leading_zeros_tell_people_apart(unit: Unit) -> None:
    unit.employees.put(employee("1234", surname="Weber"))
    assert unit.employees.get(Matricule("0001234")).surname == "Schmitt"
    assert unit.employees.get(Matricule("1234")).surname == "Weber"
