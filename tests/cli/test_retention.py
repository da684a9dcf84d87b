"""Personal data: what is past its time is shown before it is erased, and a person gets what is known."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime

from tests.cli.desk import CELIK, Desk

IN_2032 = datetime(2032, 1, 5, 8, 0, tzinfo=UTC)


def test_while_people_are_employed_nothing_is_past_its_time(summoned: Desk) -> None:
    assert "Rien n’a passé sa durée" in summoned.done("retention").flat


def test_a_refusal_to_confirm_erases_nothing(summoned: Desk) -> None:
    summoned.done("left", CELIK, "--le", "30/11/2026", "--sans-envoi")
    summoned.clock.set(IN_2032)
    ran = summoned.run("retention", "--effacer", typed="n\n")
    assert ran.code == 0
    assert "départ le 30/11/2026, conservation de 5 ans" in ran.flat
    assert "Effacé" not in ran.flat
    assert "Aylin" in summoned.done("explain", CELIK).flat


def test_what_is_past_its_time_is_erased_on_order(summoned: Desk) -> None:
    summoned.done("left", CELIK, "--le", "30/11/2026", "--sans-envoi")
    summoned.clock.set(IN_2032)
    ran = summoned.done("retention", "--effacer", "--oui")
    assert "Effacé : 1 personne" in ran.flat
    assert "effacez-y les lignes" in ran.flat
    assert "Rien n’a passé sa durée" not in summoned.run("explain", CELIK).flat
    assert summoned.run("explain", CELIK).code == 3


def test_an_early_erasure_is_refused_with_the_reason(summoned: Desk) -> None:
    ran = summoned.run("person", "erase", CELIK, "--motif", "Demande.")
    assert ran.code == 2
    assert "dans l’effectif" in ran.flat_err
    assert "--malgre-la-duree" in ran.flat_err


def test_an_early_erasure_is_done_when_it_is_owed(summoned: Desk) -> None:
    words = ("person", "erase", CELIK, "--motif", "Demande.", "--malgre-la-duree", "--oui")
    assert "Effacé : 1 personne" in summoned.done(*words).flat
    assert summoned.run(*words).code == 3


def test_a_person_gets_what_is_known(summoned: Desk) -> None:
    path = summoned.folder / "donnees.zip"
    assert "Écrit" in summoned.done("person", "export", CELIK, path).flat
    with zipfile.ZipFile(path) as archive:
        assert {"LISEZ-MOI.txt", "donnees-personnelles.xlsx"} <= set(archive.namelist())
    assert summoned.run("person", "export", CELIK, path).code == 2
