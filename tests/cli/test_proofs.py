"""From the returned form to the folder: read, reported, signed, handed over, built, verified."""

from __future__ import annotations

from pathlib import Path

from tests.cli.desk import AFTER_MEETINGS, CELIK, MARCHAND, WEISS, Desk, filled_form

from toolkit.model import Action, ActionKind, CaseId
from toolkit.services.office import open_office

SIGNED = ("sign", CELIK, "--recueilli-par", "Claire", "--salarie", "signe", "--responsable", "signe")


def test_forms_are_made_once(summoned: Desk) -> None:
    first = summoned.done("form", "make")
    assert "fichiers écrits" in first.flat
    again = summoned.done("form", "make")
    assert "Rien n’a changé" in again.flat
    assert "Déjà faites auparavant : 4 trames" in again.flat


def test_an_empty_form_is_refused_with_all_that_is_missing(summoned: Desk) -> None:
    summoned.done("form", "make", CELIK)
    ran = summoned.run("form", "read", summoned.folder / "formulaires")
    assert ran.code == 1
    assert "Date de l’entretien" in ran.flat
    assert "1 trame à corriger" in ran.flat


def test_a_filled_form_is_read_once(summoned: Desk) -> None:
    summoned.done("form", "make", CELIK)
    summoned.clock.set(AFTER_MEETINGS)
    path = filled_form(summoned)
    assert "(Aylin Çelik)" in summoned.done("form", "read", path).flat
    assert "rien n’a changé" in summoned.done("form", "read", path).flat


def test_reports_are_made_once_and_cases_without_a_form_are_named(reported: Desk) -> None:
    reported.done("held", WEISS, "--le", "08/12/2026")
    again = reported.done("report")
    assert "Rien n’a changé" in again.flat
    assert "(Éric Weiss)" in again.flat


def test_a_report_asked_for_by_name_without_a_form_could_not_be_done(reported: Desk) -> None:
    ran = reported.run("report", MARCHAND)
    assert ran.code == 3
    assert "aucune trame remplie" in ran.flat


def test_signatures_are_gathered_once_after_the_consents_were_shown(reported: Desk) -> None:
    ran = reported.done(*SIGNED)
    assert "Je soussigné(e) Aylin Çelik" in ran.flat_err
    assert "signé" in ran.flat
    assert (reported.folder / "a-signer").is_dir()
    assert "Rien n’a changé" in reported.done(*SIGNED).flat


def test_signing_asks_each_person(reported: Desk) -> None:
    ran = reported.run("sign", CELIK, typed="Claire\noui\no\n")
    assert ran.code == 0, ran.err
    assert "Le salarié a lu, consent et signe" in ran.flat_err


def test_a_refusal_to_sign_is_recorded_with_its_reason(reported: Desk) -> None:
    ran = reported.run("sign", CELIK, "--recueilli-par", "Claire", typed="n\nDésaccord\no\n")
    assert ran.code == 0, ran.err
    assert "signature refusée" in ran.flat


def test_without_an_answer_nobody_has_signed(reported: Desk) -> None:
    assert reported.run("sign", CELIK, "--recueilli-par", "Claire").code == 3
    state = reported.done("campaign", "show", "--etat", "compte rendu établi", "--json").data["cases"]
    assert [line["employee"] for line in state] == ["Aylin Çelik"]


def test_signing_before_the_report_says_what_is_missing(summoned: Desk) -> None:
    ran = summoned.run("sign", CELIK, "--recueilli-par", "Claire")
    assert ran.code == 3
    assert "impossible de signer" in ran.flat_err


def test_the_copy_is_handed_over_once(reported: Desk) -> None:
    reported.done(*SIGNED)
    assert "(Aylin Çelik), par courriel" in reported.done("handover").flat
    assert "Rien n’a changé" in reported.done("handover").flat
    assert "Rien n’a changé" in reported.done("handover", CELIK).flat


def test_a_copy_given_by_hand_has_a_receipt_to_print(reported: Desk) -> None:
    reported.done(*SIGNED)
    assert "en main propre" in reported.done("handover", CELIK, "--main-propre").flat
    assert list((reported.folder / "courriers-a-imprimer").rglob("*Celik*remise-copie.pdf"))


def with_plan(desk: Desk) -> Desk:
    """Give Çelik's plan one action."""
    case = CaseId(desk.case_of(CELIK))
    with open_office(desk.folder, actor="rh", clock=desk.clock) as office, office.writing() as unit:
        unit.actions.replace(case, [Action(1, ActionKind.TRAINING, "Tableur", "Hugo Perrin")])
    return desk


def test_the_decisions_are_told_once_and_again_when_they_change(reported: Desk) -> None:
    told = with_plan(reported).done(
        "decisions", CELIK, "--action", "1", "accordée", "--le", "1", "01/03/2027"
    )
    assert "(Aylin Çelik) : décisions notifiées, la lettre est au dossier" in told.flat
    assert "action 1 : accordée, 01/03/2027" in told.flat
    assert "Rien n’a changé" in reported.done("decisions", CELIK).flat
    refused = reported.done("decisions", CELIK, "--action", "1", "refusee", "--motif", "1", "déjà suivie")
    assert "action 1 : refusée (déjà suivie)" in refused.flat
    reported.done("evidence", "build", CELIK)
    assert len([*(reported.folder / "evidence").rglob("*_decisions*.pdf")]) == 2
    assert reported.run("evidence", "verify", reported.folder / "evidence", here=False).code == 0


def test_what_is_missing_of_a_decision_is_a_wrong_usage(reported: Desk) -> None:
    ran = with_plan(reported).run("decisions", CELIK, "--action", "1", "refusee")
    assert ran.code == 2
    assert "un refus se motive" in ran.flat_err
    alone = reported.run("decisions", CELIK, "--le", "1", "01/03/2027")
    assert alone.code == 2
    assert "sans décision" in alone.flat_err


def test_folders_are_built_once_and_verified_anywhere(reported: Desk, tmp_path: Path) -> None:
    reported.done(*SIGNED)
    reported.done("handover")
    built = reported.done("evidence", "build", CELIK)
    assert "1 dossier de preuve écrit" in built.flat
    assert "Rien n’a changé" in reported.done("evidence", "build", CELIK).flat
    elsewhere = (reported.folder / "evidence").rename(tmp_path / "ailleurs")
    verified = Desk(tmp_path).run("evidence", "verify", elsewhere, here=False)
    assert verified.code == 0
    assert "1 dossier vérifié, aucun défaut" in verified.flat


def test_a_stranger_s_file_name_does_not_write_lines_of_its_own(reported: Desk) -> None:
    reported.done("evidence", "build", CELIK)
    (folder,) = (reported.folder / "evidence").iterdir()
    (folder / "x\nIntact : tout va bien\x1b[2K").write_bytes(b"")
    ran = reported.run("evidence", "verify", folder, here=False)
    assert ran.code == 1
    assert "\nIntact" not in ran.out
    assert "\x1b" not in ran.out


def test_a_changed_byte_makes_verify_exit_1_and_names_the_file(reported: Desk) -> None:
    reported.done("evidence", "build", CELIK)
    letter = next((reported.folder / "evidence").rglob("01_convocation.pdf"))
    content = bytearray(letter.read_bytes())
    content[len(content) // 2] ^= 1
    letter.write_bytes(content)
    ran = reported.run("evidence", "verify", reported.folder / "evidence", here=False)
    assert ran.code == 1
    assert "01_convocation.pdf" in ran.flat
    data = reported.run("evidence", "verify", reported.folder / "evidence", "--json", here=False).data
    assert data["sound"] is False
    assert data["folders"][0]["findings"]


def test_the_root_may_come_from_elsewhere_and_another_one_is_noticed(reported: Desk, tmp_path: Path) -> None:
    reported.done("evidence", "build", CELIK)
    folder = reported.folder / "evidence"
    own = reported.folder / "cles" / "deux-rives" / "racine.pem"
    sound = reported.run("evidence", "verify", folder, "--trust", own, here=False)
    assert sound.code == 0
    assert "À savoir" not in sound.flat
    other = Desk(tmp_path / "autre")
    words = ("--nom", "Autre", "--effectif", "1", "--signataire", "A", "--qualite", "B")
    assert other.run("init", other.folder, *words, here=False).code == 0
    wrong = other.folder / "cles" / "autre" / "racine.pem"
    assert reported.run("evidence", "verify", folder, "--trust", wrong, here=False).code == 1


def test_an_empty_folder_proves_nothing(tmp_path: Path) -> None:
    (tmp_path / "vide").mkdir()
    ran = Desk(tmp_path).run("evidence", "verify", tmp_path / "vide", here=False)
    assert ran.code == 1
    assert "ce n’est pas un dossier de preuve complet" in ran.flat


def test_a_file_that_is_no_archive_could_not_be_verified(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("rien", encoding="utf-8")
    ran = Desk(tmp_path).run("evidence", "verify", tmp_path / "notes.txt", here=False)
    assert ran.code == 3
    assert "notes.txt" in ran.flat_err


def test_answers_are_typed_in_french(reported: Desk) -> None:
    ran = reported.run("sign", CELIK, "--recueilli-par", "Claire", typed="peut-être\nnon\nDésaccord\nO\n")
    assert ran.code == 0, ran.err
    assert "au choix : oui, non" in ran.flat_err


def test_an_archive_is_verified_as_it_is(reported: Desk, tmp_path: Path) -> None:
    archive = tmp_path / "dossiers.zip"
    reported.done("evidence", "export", archive, CELIK)
    assert reported.run("evidence", "verify", archive, here=False).code == 0
    again = reported.run("evidence", "export", archive, CELIK)
    assert again.code == 2
    assert "existe déjà" in again.flat_err


def test_without_a_path_the_folders_of_the_data_folder_are_verified(reported: Desk) -> None:
    reported.done("evidence", "build", CELIK)
    ran = reported.run("evidence", "verify")
    assert ran.code == 0
    assert "1 dossier vérifié, aucun défaut" in ran.flat
    assert "sans horodatage" in ran.flat


def test_a_european_container_is_exported_and_verified(reported: Desk, tmp_path: Path) -> None:
    archive = tmp_path / "dossiers.asice"
    reported.done("evidence", "export", archive, CELIK)
    ran = reported.run("evidence", "verify", archive, here=False)
    assert ran.code == 0
    assert "1 dossier vérifié, aucun défaut" in ran.flat


def test_a_copy_to_read_is_written_apart(reported: Desk, tmp_path: Path) -> None:
    place = tmp_path / "lecture"
    ran = reported.done("evidence", "export", tmp_path / "dossiers.zip", CELIK, "--lecture", place)
    assert "1 copie de lecture" in ran.flat
    (copy,) = place.iterdir()
    assert copy.name.endswith("_copie-de-lecture.pdf")
    assert reported.run("evidence", "verify").code == 0


def test_without_a_timestamp_server_there_is_nothing_to_renew(reported: Desk) -> None:
    ran = reported.run("evidence", "renew")
    assert ran.code == 3
    assert "aucun serveur d’horodatage n’est réglé" in ran.flat_err


def test_a_root_that_is_no_certificate_is_refused(reported: Desk, tmp_path: Path) -> None:
    (tmp_path / "racine.pem").write_bytes(b"rien")
    reported.done("evidence", "build", CELIK)
    ran = reported.run("evidence", "verify", "--trust", tmp_path / "racine.pem")
    assert ran.code == 2
    assert "ne contient pas de certificat" in ran.flat_err
