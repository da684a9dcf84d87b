"""What happens to a meeting, each recorded once, each with its next step."""

from __future__ import annotations

from pathlib import Path

from tests.cli.desk import AFTER_MEETINGS, CELIK, LAURET, MARCHAND, WEISS, Desk

from toolkit.demo.capture import CaptureServer


def after_meetings(desk: Desk) -> Desk:
    desk.clock.set(AFTER_MEETINGS)
    return desk


def state_of(desk: Desk, matricule: str) -> str:
    cases = desk.done("campaign", "show", "--json").data["cases"]
    return next(str(c["case"]["state"]) for c in cases if c["case"]["matricule"] == matricule)


def test_an_absence_is_recorded_once_and_summons_again(summoned: Desk, server: CaptureServer) -> None:
    desk = after_meetings(summoned)
    words = ("absent", "marchand", "--motif", "Grève", "--nouvelle-date", "15/01/2027 10:00")
    before = len(server.messages)
    first = desk.done(*words)
    assert "absence enregistrée" in first.flat
    assert "Convoqué de nouveau le 15/01/2027 10 h" in first.flat
    assert len(server.messages) == before + 3
    assert "Rien n’a changé" in desk.done(*words).flat
    assert len(server.messages) == before + 3


def test_an_absence_without_a_new_date_says_what_comes_next(summoned: Desk) -> None:
    assert "entretiens campaign summon" in after_meetings(summoned).done("absent", MARCHAND).flat


def test_nobody_is_absent_from_a_meeting_to_come(summoned: Desk) -> None:
    ran = summoned.run("absent", MARCHAND)
    assert ran.code == 2
    assert "n’a pas encore eu lieu" in ran.flat_err
    assert state_of(summoned, MARCHAND) == "summoned"


def test_a_refusal_is_recorded_once_with_its_record_to_print(summoned: Desk) -> None:
    desk = after_meetings(summoned)
    words = ("refuse", MARCHAND, "--comment", "oralement", "--motif", "Ne souhaite pas")
    assert "refus constaté" in desk.done(*words).flat
    assert list((desk.folder / "courriers-a-imprimer").rglob("*Marchand*constat-refus.pdf"))
    assert "Rien n’a changé" in desk.done(*words).flat


def test_a_refusal_after_leave_is_told_as_such(summoned: Desk) -> None:
    ran = after_meetings(summoned).done("refuse", LAURET, "--comment", "courriel")
    assert "refus après un congé" in ran.flat


def test_a_second_refusal_is_a_repeated_one(summoned: Desk) -> None:
    desk = after_meetings(summoned)
    desk.done("refuse", MARCHAND, "--comment", "oral")
    desk.done("campaign", "summon", MARCHAND, "--nouvelle-date", "12/01/2027 10:00")
    assert "refus répété" in desk.done("refuse", MARCHAND, "--comment", "oral").flat


def test_a_meeting_moves_once(summoned: Desk, server: CaptureServer) -> None:
    words = ("move", MARCHAND, "--nouvelle-date", "12/11/2026 14:00", "--motif", "Formation")
    before = len(server.messages)
    assert "déplacé au 12/11/2026 14 h" in summoned.done(*words).flat
    assert len(server.messages) == before + 3
    assert "Rien n’a changé" in summoned.done(*words).flat
    assert len(server.messages) == before + 3


def test_a_meeting_is_not_moved_to_the_past(summoned: Desk) -> None:
    ran = summoned.run("move", MARCHAND, "--nouvelle-date", "01/09/2026 14:00")
    assert ran.code == 2
    assert "passé" in ran.flat_err


def test_a_wrong_moment_shows_how_to_write_one(summoned: Desk) -> None:
    ran = summoned.run("move", MARCHAND, "--nouvelle-date", "demain")
    assert ran.code == 2
    assert "12/03/2026 14:30" in ran.flat_err


def test_a_meeting_is_cancelled_once_and_stays_due(summoned: Desk) -> None:
    assert "reste dû" in summoned.done("cancel", MARCHAND).flat
    assert state_of(summoned, MARCHAND) == "due"
    assert "Rien n’a changé" in summoned.done("cancel", MARCHAND).flat


def test_mail_can_be_held_back(summoned: Desk, server: CaptureServer) -> None:
    before = len(server.messages)
    ran = summoned.done("cancel", MARCHAND, "--sans-envoi")
    assert "3 courriels en attente" in ran.flat
    assert len(server.messages) == before


def test_a_meeting_held_outside_is_recorded_once_with_its_paper(summoned: Desk, tmp_path: Path) -> None:
    desk, paper = after_meetings(summoned), tmp_path / "signe.pdf"
    paper.write_bytes(b"%PDF-1.7 signed by hand")
    words = ("held", WEISS, "--le", "08/12/2026", "--piece", str(paper))
    assert "enregistré, avec sa pièce" in desk.done(*words).flat
    assert "Rien n’a changé" in desk.done(*words).flat


def test_a_meeting_that_no_case_handled_opens_its_own(imported: Desk) -> None:
    words = ("held", CELIK, "--nature", "périodique", "--le", "01/10/2026")
    assert "Dossier C0001 (Aylin Çelik)" in imported.done(*words).flat
    assert "Rien n’a changé" in imported.done(*words).flat


def test_a_meeting_to_come_was_not_held(summoned: Desk) -> None:
    assert summoned.run("held", MARCHAND, "--le", "31/12/2030").code == 2


def test_a_mistaken_absence_is_taken_back(summoned: Desk) -> None:
    desk = after_meetings(summoned)
    desk.done("absent", MARCHAND)
    ran = desk.done("correct", MARCHAND, "--motif", "Erreur de personne")
    assert "« convoqué »" in ran.flat
    assert state_of(desk, MARCHAND) == "summoned"


def test_a_summons_that_left_cannot_be_taken_back(summoned: Desk) -> None:
    ran = summoned.run("correct", CELIK, "--motif", "Erreur")
    assert ran.code == 2
    assert "ne peut pas être reprise" in ran.flat_err


def test_a_past_interview_imported_by_mistake_is_withdrawn(imported: Desk) -> None:
    held = "2024-01-23"  # the roster's line of Emmanuel Stoll
    before = imported.done("explain", "0001043", "--tout", "--json").data["obligations"]
    assert held in {duty["met_by"] for duty in before}
    imported.done("correct", "0001043", "--entretien-du", "23/01/2024", "--motif", "Jamais tenu")
    after = imported.done("explain", "0001043", "--tout", "--json").data["obligations"]
    assert held not in {duty["met_by"] for duty in after}


def test_who_leaves_is_summoned_no_more(summoned: Desk) -> None:
    words = ("left", MARCHAND, "--le", "09/10/2026")
    assert "Abandonnés" in summoned.done(*words).flat
    assert state_of(summoned, MARCHAND) == "closed"
    assert "Rien n’a changé" in summoned.done(*words).flat


def test_a_manager_who_leaves_must_be_replaced(summoned: Desk) -> None:
    ran = summoned.run("left", "Karim Benali", "--le", "31/10/2026")
    assert ran.code == 2
    assert "--remplace-par" in ran.flat_err
    done = summoned.done("left", "Karim Benali", "--le", "31/10/2026", "--remplace-par", "Fontaine-Vogel")
    assert "Élodie Marchand" in done.flat
    assert "Claire Fontaine-Vogel" in done.flat


def test_who_leaves_is_never_guessed_among_namesakes(summoned: Desk) -> None:
    ran = summoned.run("left", "Hoarau", "--le", "31/10/2026")
    assert ran.code == 2
    assert "Priscilla Hoarau (0002019)" in ran.flat_err
    assert "Jean-Bernard Hoarau (0002002)" in ran.flat_err


def test_a_case_is_named_by_its_number_in_any_case(summoned: Desk) -> None:
    number = summoned.case_of(MARCHAND)
    assert "Élodie Marchand" in summoned.done("cancel", number.lower()).flat


def test_a_case_that_does_not_exist_is_told(summoned: Desk) -> None:
    ran = summoned.run("cancel", "C9999")
    assert ran.code == 3
    assert "aucun dossier de ce numéro" in ran.flat_err
