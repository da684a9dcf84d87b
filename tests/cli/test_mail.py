"""Mail in doubt is listed, never sent again by itself, and settled by a person."""

from __future__ import annotations

from tests.cli.desk import Desk

from toolkit.store import Store


def one_in_doubt(desk: Desk) -> str:
    """Leave one message as a run leaves it that was cut off in the middle of its dialogue."""
    desk.done("cancel", "C0001", "--sans-envoi")
    key: str = desk.done("mail", "list", "--json").data[0]["key"]
    store = Store.open("sqlite:///entretiens.db", desk.folder)
    with store, store.writing(store.employers()[0], "rh", desk.clock) as unit:
        unit.outbox.begin(key, desk.clock.now())
    return key


def test_when_nothing_waits_it_says_so(summoned: Desk) -> None:
    ran = summoned.done("mail", "list")
    assert "Aucun courriel n’attend" in ran.flat
    assert "Aucun courriel n’attendait" in summoned.done("mail", "send").flat


def test_all_messages_are_shown_with_the_answer_of_the_relay(summoned: Desk) -> None:
    listed = summoned.done("mail", "list", "--tout", "--json").data
    assert listed
    assert {message["state"] for message in listed} == {"accepted"}
    assert all(message["reply"].startswith("250") for message in listed)
    assert "accepté" in summoned.done("mail", "list", "--tout").flat


def test_an_interrupted_message_is_held_and_listed_with_what_to_do(summoned: Desk) -> None:
    key = one_in_doubt(summoned)
    sent = summoned.done("mail", "send")
    assert "1 courriel en doute" in sent.flat
    listed = summoned.done("mail", "list", "--etat", "incertain", "--json").data
    assert [message["key"] for message in listed] == [key]
    assert "entretiens mail settle" in summoned.done("mail", "list").flat


def test_a_person_settles_a_message_in_doubt_once(summoned: Desk) -> None:
    key = one_in_doubt(summoned)
    summoned.done("mail", "send")
    words = ("mail", "settle", key, "--decision", "parti", "--motif", "Confirmé au téléphone")
    assert "tenu pour parti" in summoned.done(*words).flat
    again = summoned.run(*words)
    assert again.code == 3
    assert "accepté par le serveur" in again.flat_err


def test_a_message_that_does_not_exist_is_told(summoned: Desk) -> None:
    ran = summoned.run("mail", "settle", "C0001/99_rien", "--decision", "parti", "--motif", "x")
    assert ran.code == 3
    assert "aucun message de ce nom" in ran.flat_err
