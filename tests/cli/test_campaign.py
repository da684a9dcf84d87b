"""A campaign from its opening to its summonses: each step once, each message once."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest
from tests.cli.desk import CELIK, LAURET, MARCHAND, WEISS, Desk

from toolkit.demo.capture import CaptureServer
from toolkit.roster import SlotRow, read_slots, write_slots


def open_for_two(desk: Desk) -> None:
    desk.done("campaign", "new", "essai", "--until", "31/12/2026", "--salarie", CELIK, "--salarie", "weiss")


def workbook(desk: Desk) -> Path:
    return desk.folder / "campagnes" / "essai" / "creneaux.xlsx"


def changed(row: SlotRow, **values: object) -> SlotRow:
    return SlotRow(**{**{name: getattr(row, name) for name in SlotRow.__slots__}, **values})


def test_opening_names_people_with_their_case_numbers(imported: Desk) -> None:
    ran = imported.done("campaign", "new", "essai", "--until", "31/12/2026", "--salarie", CELIK)
    assert "C0001 Aylin Çelik" in ran.flat
    assert "1 dossier ouvert" in ran.flat


def test_opening_again_says_that_nothing_changed(imported: Desk) -> None:
    open_for_two(imported)
    again = imported.done("campaign", "new", "essai", "--until", "31/12/2026", "--salarie", CELIK)
    assert "Rien n’a changé" in again.flat


def test_who_is_away_is_left_out_with_the_reason(imported: Desk) -> None:
    left_out = imported.done("campaign", "new", "essai", "--due-within", "87", "--json").data["left_out"]
    reasons = {one["name"]: one["reason"] for one in left_out}
    assert "suspendu" in reasons["Nadia Cherif"]


def test_a_name_that_could_leave_the_folder_is_refused(imported: Desk) -> None:
    ran = imported.run("campaign", "new", "../ailleurs")
    assert ran.code == 2
    assert "lettres sans accent" in ran.flat_err


def test_a_campaign_that_ends_before_it_starts_is_a_wrong_usage(imported: Desk) -> None:
    assert imported.run("campaign", "new", "essai", "--until", "01/01/2026").code == 2


def test_a_campaign_that_does_not_exist_is_told(imported: Desk) -> None:
    ran = imported.run("campaign", "plan", "essai")
    assert ran.code == 3
    assert "aucune campagne de ce nom" in ran.flat_err


def test_planning_writes_the_workbook_then_reads_what_the_person_changed(imported: Desk) -> None:
    open_for_two(imported)
    first = imported.done("campaign", "plan", "essai")
    assert str(workbook(imported)) in first.out.replace("\n", "")
    rows = list(read_slots(workbook(imported)).rows)
    rows[0] = changed(rows[0], on=date(2026, 11, 5), at=time(14, 30))
    rows[1] = changed(rows[1], summon=False)
    write_slots(workbook(imported), rows)
    read = imported.done("campaign", "plan", "essai")
    assert "05/11/2026 14 h 30" in read.flat
    assert "Laissés pour une autre fois" in read.flat
    again = imported.done("campaign", "plan", "essai")
    assert "Rien n’a changé" in again.flat


def test_a_wrong_line_of_the_workbook_takes_none_of_it(imported: Desk) -> None:
    open_for_two(imported)
    imported.done("campaign", "plan", "essai")
    rows = list(read_slots(workbook(imported)).rows)
    write_slots(workbook(imported), [changed(rows[0], on=None), rows[1]])
    read = imported.run("campaign", "plan", "essai")
    assert read.code == 1
    assert "Rien n’a été pris" in read.flat
    assert imported.run("campaign", "send", "essai").code == 1
    cases = imported.done("campaign", "show", "essai", "--json").data["cases"]
    assert {line["case"]["state"] for line in cases} == {"due"}


def test_sending_again_sends_nothing_and_says_so(summoned: Desk, server: CaptureServer) -> None:
    before = len(server.messages)
    again = summoned.done("campaign", "send", "automne")
    assert "Rien n’a changé" in again.flat
    assert "Déjà convoqués auparavant : 4 dossiers" in again.flat
    assert len(server.messages) == before


def test_who_has_no_email_has_a_letter_to_print(summoned: Desk) -> None:
    letters = list((summoned.folder / "courriers-a-imprimer").rglob("*Weiss*convocation.pdf"))
    assert len(letters) == 1
    assert letters[0].read_bytes().startswith(b"%PDF")


def test_a_relay_that_does_not_answer_loses_nothing(imported: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    open_for_two(imported)
    imported.done("campaign", "plan", "essai")
    with monkeypatch.context() as env:
        env.setenv("ENTRETIENS_MAIL__PORT", "1")
        ran = imported.run("campaign", "send", "essai")
    assert ran.code == 3
    assert "Ce qui précède est enregistré" in ran.flat_err
    waiting = imported.done("mail", "list", "--etat", "en-attente", "--json").data
    assert waiting
    assert "Courriels acceptés par le serveur" in imported.done("mail", "send").flat
    assert imported.done("mail", "list", "--json").data == []


def test_show_tells_where_each_case_stands_and_what_comes_next(summoned: Desk) -> None:
    ran = summoned.done("campaign", "show")
    assert "Élodie Marchand" in ran.flat
    assert "4 dossiers à l’état « convoqué »" in ran.flat
    assert "entretiens form read" in ran.flat
    assert max(len(line) for line in ran.out.splitlines()[:8]) <= 80


def test_show_keeps_one_state_only(summoned: Desk) -> None:
    assert summoned.done("campaign", "show", "--etat", "absent", "--json").data["cases"] == []
    assert len(summoned.done("campaign", "show", "--etat", "convoqué", "--json").data["cases"]) == 4


def test_show_before_any_campaign_says_how_to_open_one(imported: Desk) -> None:
    assert "entretiens campaign new" in imported.done("campaign", "show").flat


def test_a_posted_letter_is_recorded_once_with_its_proof(summoned: Desk) -> None:
    words = ("campaign", "posted", WEISS, "--preuve", "recommandé 1A 234")
    assert "recommandé 1A 234" in summoned.done(*words).flat
    assert "Rien n’a changé" in summoned.done(*words).flat


def test_a_letter_is_not_posted_tomorrow(summoned: Desk) -> None:
    ran = summoned.run("campaign", "posted", WEISS, "--preuve", "x", "--le", "31/12/2026")
    assert ran.code == 2
    assert "à venir" in ran.flat_err


def test_summoning_one_person_twice_for_the_same_hour_changes_nothing(summoned: Desk) -> None:
    summoned.done("cancel", LAURET)
    words = ("campaign", "summon", LAURET, "--nouvelle-date", "20/11/2026 9h")
    assert "convocation n° 2" in summoned.done(*words).flat
    assert "Rien n’a changé" in summoned.done(*words).flat


def test_a_cancelled_meeting_is_not_summoned_again_by_sending_the_campaign(
    summoned: Desk, server: CaptureServer
) -> None:
    summoned.done("cancel", MARCHAND)
    before = len(server.messages)
    summoned.done("campaign", "plan", "automne")
    summoned.done("campaign", "send", "automne")
    assert len(server.messages) == before
    cases = summoned.done("campaign", "show", "--etat", "à-convoquer", "--json").data["cases"]
    assert [line["employee"] for line in cases] == ["Élodie Marchand"]
