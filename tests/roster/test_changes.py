"""A second import shows what it adds, changes and no longer mentions, and adds nothing twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from toolkit.model import (
    Absence,
    AbsenceKind,
    Address,
    Employee,
    History,
    Interview,
    Manager,
    Matricule,
    Site,
    SiteId,
    Training,
)
from toolkit.roster import (
    HiringNotice,
    OldRoster,
    OwnedFact,
    Place,
    RosterReading,
    SetApart,
    Table,
    changes,
)

LOU = Employee(
    Matricule("01"), "Payet", "Lou", date(2020, 1, 6), address=Address(("1 rue A",), "67000", "Barr")
)
ANA = Employee(Matricule("02"), "Roux", "Ana", date(2021, 2, 1))
MATERNITY = Absence(AbsenceKind.MATERNITY, date(2026, 3, 2))
HISTORY = History(
    interviews=(Interview(date(2023, 6, 14)),),
    absences=(MATERNITY,),
    trainings=(Training(date(2024, 5, 6), "Lecture de plans"),),
)
OLD = OldRoster(
    sites={SiteId("S"): Site(SiteId("S"), "Strasbourg")},
    managers={LOU.matricule: Manager(LOU.matricule, "Payet", "Lou")},
    employees={e.matricule: e for e in (LOU, ANA)},
    histories={LOU.matricule: HISTORY},
    hiring_notices={ANA.matricule: date(2021, 2, 1)},
)
SAME = RosterReading(
    sites=tuple(OLD.sites.values()),
    managers=tuple(OLD.managers.values()),
    employees=tuple(OLD.employees.values()),
    histories=OLD.histories,
    hiring_notices=OLD.hiring_notices,
    tables=frozenset(Table),
)


def test_the_same_roster_again_changes_nothing() -> None:
    assert not changes(OLD, SAME)


def test_a_first_import_adds_everything() -> None:
    result = changes(OldRoster(), SAME)
    assert result.employees.added == (LOU, ANA)
    assert result.hiring_notices.added == (HiringNotice(ANA.matricule, date(2021, 2, 1)),)
    assert len(result.facts.added) == 3
    assert not result.employees.changed
    assert not result.employees.missing


def test_a_field_that_changed_is_told_before_and_after_in_french() -> None:
    moved = replace(
        LOU,
        surname="Payet-Roux",
        contract_end=date(2027, 1, 31),
        address=Address(("2 rue B",), "67000", "Barr"),
    )
    (changed,) = changes(OLD, replace(SAME, employees=(moved, ANA))).employees.changed
    assert [(f.heading, f.before, f.after) for f in changed.fields] == [
        ("Nom", "Payet", "Payet-Roux"),
        ("Adresse", "1 rue A", "2 rue B"),
        ("Fin de contrat", "", "31/01/2027"),
    ]


def test_an_absence_that_ended_is_changed_not_added() -> None:
    ended = replace(MATERNITY, until=date(2026, 6, 21))
    new = {LOU.matricule: replace(HISTORY, absences=(ended,))}
    facts = changes(OLD, replace(SAME, histories=new)).facts
    assert (facts.added, facts.missing) == ((), ())
    (changed,) = facts.changed
    assert changed.after == OwnedFact(LOU.matricule, ended)
    assert [(f.heading, f.before, f.after) for f in changed.fields] == [("Dernier jour", "", "21/06/2026")]


def test_a_training_written_otherwise_is_the_same_one() -> None:
    written = Training(date(2024, 5, 6), "LECTURE DE PLANS")
    new = {LOU.matricule: replace(HISTORY, trainings=(written,))}
    facts = changes(OLD, replace(SAME, histories=new)).facts
    assert (len(facts.added), len(facts.changed), len(facts.missing)) == (0, 1, 0)


def test_who_and_what_the_roster_no_longer_mentions_is_told() -> None:
    result = changes(
        OLD, replace(SAME, employees=(LOU,), histories={}, hiring_notices={}, managers=(), sites=())
    )
    assert result.employees.missing == (ANA,)
    assert len(result.facts.missing) == 3
    assert len(result.managers.missing) == 1
    assert len(result.sites.missing) == 1


def test_a_table_that_was_not_given_withdraws_nothing() -> None:
    absences_only = RosterReading(histories={}, tables=frozenset({Table.ABSENCES}))
    result = changes(OLD, absences_only)
    assert not any((result.employees, result.managers, result.sites, result.hiring_notices))
    assert [owned.fact for owned in result.facts.missing] == [MATERNITY]


def test_a_row_set_apart_withdraws_nothing() -> None:
    place = Place("effectif.xlsx", "Salariés", 3)
    broken = RosterReading(
        employees=(LOU,),
        set_apart=(SetApart(place, Table.EMPLOYEES, "date impossible", "02"),),
        tables=frozenset(Table),
        histories={LOU.matricule: HISTORY},
        sites=SAME.sites,
    )
    assert not changes(OLD, broken)
