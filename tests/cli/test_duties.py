"""Who is owed what, filtered, sorted and explained."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.desk import CELIK, LAURET, MARCHAND, Desk

from toolkit.store import Store


def matricules(desk: Desk, *words: str) -> set[str]:
    return {row["matricule"] for row in desk.done("obligations", *words, "--json").data["obligations"]}


def test_late_ones_only_are_late(imported: Desk) -> None:
    rows = imported.done("obligations", "--late", "--json").data["obligations"]
    assert rows
    assert {row["status"] for row in rows} == {"overdue"}


def test_the_day_may_be_another(imported: Desk) -> None:
    now = imported.done("obligations", "--late", "--json").data
    later = imported.done("obligations", "--en-retard", "--as-of", "01/10/2028", "--json").data
    assert later["as_of"] == "2028-10-01"
    assert len(later["obligations"]) > len(now["obligations"])


def test_due_within_and_until_say_the_same(imported: Desk) -> None:
    assert matricules(imported, "--due-within", "87") == matricules(imported, "--until", "31/12/2026")


def test_due_within_and_until_together_are_a_wrong_usage(imported: Desk) -> None:
    assert imported.run("obligations", "--sous", "30", "--jusqu-au", "31/12/2026").code == 2


def test_a_site_is_named_by_a_word_of_its_name(imported: Desk) -> None:
    found = matricules(imported, "--site", "réunion")
    assert found
    assert all(number.startswith("0002") for number in found)


def test_a_site_that_does_not_exist_lists_those_that_do(imported: Desk) -> None:
    ran = imported.run("obligations", "--site", "Nantes")
    assert ran.code == 3
    assert "Strasbourg" in ran.flat_err


def test_a_manager_sees_the_own_team_only(imported: Desk) -> None:
    assert MARCHAND in matricules(imported, "--manager", "Karim Benali")
    assert CELIK not in matricules(imported, "--manager", "Karim Benali")


@pytest.mark.parametrize("word", ["retour", "return"])
def test_a_kind_is_said_in_french_or_as_the_code_says(imported: Desk, word: str) -> None:
    rows = imported.done("obligations", "--nature", word, "--json").data["obligations"]
    assert LAURET in {row["matricule"] for row in rows}
    assert {row["kind"] for row in rows} == {"return"}


def test_an_unknown_kind_lists_the_known_ones(imported: Desk) -> None:
    ran = imported.run("obligations", "--nature", "annuel")
    assert ran.code == 2
    assert "périodique" in ran.flat_err


def test_the_table_holds_in_80_columns(imported: Desk) -> None:
    ran = imported.done("obligations")
    table = [line for line in ran.out.splitlines()[1:] if line][: ran.out.count("en retard")]
    assert len(table) > 20
    assert max(len(line) for line in table) <= 80


def test_the_list_is_written_to_a_workbook(imported: Desk, tmp_path: Path) -> None:
    path = tmp_path / "retards.xlsx"
    ran = imported.done("obligations", "--late", "--xlsx", str(path))
    assert path.read_bytes().startswith(b"PK")
    assert str(path) in ran.out


def test_explain_gives_steps_rule_texts_and_the_other_reading(imported: Desk) -> None:
    ran = imported.done("explain", "çelik", "--as-of", "22/11/2026")
    assert "Aylin Çelik (0001010)" in ran.flat
    assert "Règle" in ran.flat
    assert " 1. " in ran.flat
    assert "Texte : " in ran.flat
    assert "Autre lecture : " in ran.flat


def test_explain_in_json_carries_every_step_and_alternative(imported: Desk) -> None:
    duties = imported.done("explain", CELIK, "--json").data["obligations"]
    recap = next(duty for duty in duties if duty["kind"] == "recap")
    assert recap["reason"]
    assert recap["references"][0]["title"]
    assert recap["alternatives"][0]["question"]


def test_a_name_that_several_bear_lists_them(imported: Desk) -> None:
    ran = imported.run("explain", "hoarau")
    assert ran.code == 2
    assert "Jean-Bernard Hoarau (0002002)" in ran.flat_err
    assert "Indiquez le matricule" in ran.flat_err


def test_a_name_that_nobody_bears_is_told(imported: Desk) -> None:
    ran = imported.run("explain", "Zorglub")
    assert ran.code == 3
    assert "personne de ce nom" in ran.flat_err


def test_reading_obligations_writes_nothing(imported: Desk) -> None:
    def lines() -> int:
        store = Store.open("sqlite:///entretiens.db", imported.folder)
        with store, store.reading(store.employers()[0]) as unit:
            return len(list(unit.journal.lines(None)))

    before = lines()
    imported.done("obligations")
    imported.done("explain", CELIK)
    assert lines() == before
