"""What a person gets of the law: exposure, figures, hypotheses, payments, pictures, the whole reasoning."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from tests.cli.desk import WEISS, Desk

RECAP_DUE = "07/03/2026"


@pytest.fixture
def proof(tmp_path: Path) -> Path:
    path = tmp_path / "recu.pdf"
    path.write_bytes(b"%PDF-1.7 recu")
    return path


def pay(desk: Desk, proof: Path, *words: str) -> str:
    paid = ("topup", "paid", WEISS, "--recap", RECAP_DUE, "--amount", "3000", "--on", "01/10/2026")
    return desk.done(*paid, "--proof", proof, *words).flat


def test_exposure_names_who_when_how_much_and_what_avoids_it(imported: Desk) -> None:
    told = imported.done("exposure").flat
    assert f"07/03/2026 Éric Weiss ({WEISS}) : état des lieux en retard" in told
    assert "Manque : entretien périodique du 16/02/2025" in told
    assert "Tenir l’état des lieux sans attendre" in told
    assert "en jeu, état des lieux en retard : 3 salariés" in told
    assert "--tout les montre" in told


def test_exposure_in_json_is_sorted_and_totalled(imported: Desk) -> None:
    data = imported.done("exposure", "--all", "--json").data
    days = [line["pay_by"] or line["recap_due"] for line in data["lines"]]
    assert days == sorted(days)
    assert data["none_because"] is None
    late = [line for line in data["lines"] if line["stake"] == "recap_late"]
    assert data["totals"]["recap_late"] == 3000 * len(late) == 9000
    assert all(line["ways"] and line["advice"] for line in data["lines"])


def test_under_fifty_employees_exposure_says_why_there_is_none(imported: Desk) -> None:
    settings = imported.folder / "entretiens.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("headcount = 64", "headcount = 49"))
    ran = imported.done("exposure")
    assert "moins de 50 salariés : aucun abondement" in ran.flat
    assert "L6321-1" in ran.flat
    data = imported.done("exposure", "--json").data
    assert data["lines"] == []
    assert data["none_because"]


def test_a_payment_is_recorded_once_listed_and_counted(imported: Desk, proof: Path) -> None:
    assert "sa preuve classée" in pay(imported, proof)
    assert "Rien n’a changé" in pay(imported, proof)
    listed = imported.done("topup", "list", "--json").data["payments"]
    assert [(p["matricule"], p["amount"], p["paid_on"]) for p in listed] == [(WEISS, 3000, "2026-10-01")]
    stakes = {
        line["matricule"]: line["stake"]
        for line in imported.done("exposure", "--all", "--json").data["lines"]
        if line["recap_due"] == "2026-03-07"
    }
    assert stakes[WEISS] == "paid"
    figures = imported.done("indicators", "--year", "2026", "--json").data["everyone"]
    assert (figures["top_up_beneficiaries"], figures["top_up_paid"]) == (1, 3000)


def test_a_payment_taken_back_is_no_longer_listed(imported: Desk, proof: Path) -> None:
    pay(imported, proof)
    imported.done(
        "topup", "withdraw", WEISS, "--recap", RECAP_DUE, "--on", "01/10/2026", "--motif", "Saisi deux fois."
    )
    assert "Aucun versement" in imported.done("topup", "list").flat


def test_a_payment_for_a_recap_that_never_was_lists_those_known(imported: Desk, proof: Path) -> None:
    paid = ("topup", "paid", WEISS, "--recap", "01/01/2020", "--amount", "3000", "--on", "01/10/2026")
    ran = imported.run(*paid, "--proof", proof)
    assert ran.code == 2
    assert "dû le 07/03/2026" in ran.flat_err


def test_indicators_give_figures_by_sex_and_category_and_warn_of_small_ones(imported: Desk) -> None:
    ran = imported.done("indicators", "--year", "2026")
    assert "arrêtée au 05/10/2026" in ran.flat
    assert "Femmes" in ran.flat
    assert "Technicien" in ran.flat
    assert "Petits nombres" in ran.flat_err
    data = imported.done("indicators", "--year", "2026", "--json").data
    assert sum(group["present"] for group in data["by_sex"]) == data["everyone"]["present"]


@pytest.mark.parametrize("command", [("exposure",), ("indicators", "--year", "2026")])
def test_workbooks_are_written(imported: Desk, command: tuple[str, ...], tmp_path: Path) -> None:
    path = tmp_path / "classeur.xlsx"
    ran = imported.done(*command, "--xlsx", path)
    assert path.read_bytes().startswith(b"PK")
    assert str(path) in ran.out


def test_another_reading_shows_who_moves_and_what_it_saves(imported: Desk) -> None:
    reading = ("--reading", "recap_expired_at_switch=extended_to_8_years")
    told = imported.done("whatif", *reading).flat
    assert "07/03/2028, à venir" in told
    assert "9 000 € → 0 €" in told.replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert "Rien n’est enregistré" in told
    data = imported.done("whatif", *reading, "--json").data
    assert {one["kind"] for one in data["moved"]} == {"recap"}
    assert data["people"] == len({one["matricule"] for one in data["moved"]})


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((), 2),
        (("--reading", "overdue_at_switch"), 2),
        (("--reading", "overdue_at_switch=jamais"), 3),
        (("--period", "trois ans"), 3),
        (("--no-agreement", "--period", "P3Y"), 2),
        (("--no-agreement",), 0),
        (("--headcount", "49"), 0),
    ],
)
def test_hypotheses_that_cannot_be_are_told(imported: Desk, words: tuple[str, ...], code: int) -> None:
    ran = imported.run("whatif", *words)
    assert ran.code == code
    assert bool(ran.err) is (code > 0)


def test_the_load_is_drawn_with_its_day(imported: Desk, tmp_path: Path) -> None:
    path = tmp_path / "charge.svg"
    ran = imported.done("obligations", "--chart", path)
    assert str(path) in ran.out
    words = "".join(ET.parse(path).getroot().itertext())  # noqa: S314 - our own picture
    assert "Charge des entretiens au 05/10/2026" in words
    assert "états des lieux à établir" in words


def test_one_person_s_career_is_drawn(imported: Desk, tmp_path: Path) -> None:
    path = tmp_path / "frise.svg"
    imported.done("explain", WEISS, "--chart", path)
    words = "".join(ET.parse(path).getroot().itertext())  # noqa: S314 - our own picture
    assert "Frise de Éric Weiss au 05/10/2026" in words
    assert "16/02/2025 · Entretien périodique, en retard" in words


def test_a_picture_that_cannot_be_written_is_told(imported: Desk, tmp_path: Path) -> None:
    ran = imported.run("explain", WEISS, "--chart", tmp_path / "absent" / "frise.svg")
    assert ran.code == 2
    assert "ne peut pas être écrite" in ran.flat_err


def test_explain_gives_facts_addresses_the_three_conclusions_and_the_top_up(imported: Desk) -> None:
    told = imported.done("explain", WEISS).flat
    for sentence in (
        "Faits retenus : ancienneté du 02/02/2004",
        "https://",
        "Motif de l’employeur : Position prudente",
        "Un seul rendez-vous peut régler",
        "Bilan de l’état des lieux dû le 07/03/2026",
        "1° formation suivie : oui",
        "obligatoire (R4323-55",
        "2° éléments de certification : non",
        "3° progression salariale ou professionnelle : non",
        "les deux conditions cumulatives sont réunies",
        "Autre lecture : non dû",
    ):
        assert sentence in told, sentence


def test_explain_in_json_carries_the_checks_and_the_tests(imported: Desk) -> None:
    data = imported.done("explain", WEISS, "--json").data
    check = next(one for one in data["recap_checks"] if one["due"] == "2026-03-07")
    assert check["top_up"]["due"] is True
    assert check["training_followed"] is True
    assert check["other_training_followed"] is False
    assert data["merges"][0]["kinds"]


def test_readings_show_what_the_employer_chose_and_why(imported: Desk) -> None:
    told = imported.done("law", "readings", "--json").data
    kept = {one["name"]: one for one in told}
    assert kept["recap_expired_at_switch"]["reason"].startswith("Position prudente")
    assert kept["overdue_at_switch"]["answer"] == kept["overdue_at_switch"]["default"] == "still_overdue"
    assert kept["overdue_at_switch"]["sources"][0]["href"].startswith("https://")
    assert "Motif de l’employeur" in imported.done("law", "readings").flat


def test_a_figure_is_shown_with_its_text_its_address_and_its_days(tmp_path: Path) -> None:
    told = Desk(tmp_path).run("law", "show", "N-PERIOD", here=False).flat
    assert "depuis le 26/10/2025 : 4 ans" in told
    assert "publié le 25/10/2025" in told
    assert "https://" in told
    assert "Un accord collectif peut en décider autrement" in told
    assert "Vérifié le" in told


def test_the_council_s_note_is_a_sealed_pdf_or_a_word_file(imported: Desk, tmp_path: Path) -> None:
    pdf, word = tmp_path / "note.pdf", tmp_path / "note.docx"
    assert "Note au CSE écrite" in imported.done("indicators", "--year", "2026", "--note", pdf).flat
    imported.done("indicators", "--year", "2026", "--note", word)
    assert b"/ByteRange" in pdf.read_bytes()
    assert word.read_bytes().startswith(b"PK")
    ran = imported.run("indicators", "--year", "2026", "--note", tmp_path / "note.odt")
    assert ran.code == 2
    assert ".docx" in ran.flat_err
