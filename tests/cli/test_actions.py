"""Forms as PDF and plans of action, from the command."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.cli.desk import CELIK, Desk

from toolkit.documents import read_form
from toolkit.model import Action, ActionKind, CaseId
from toolkit.services.office import open_office


def decided(desk: Desk, case: str) -> None:
    """Give the case a plan of two actions, as a form read back would."""
    plan = [
        Action(1, ActionKind.TRAINING, "Habilitation électrique", "Mme Kessler", date(2026, 9, 30)),
        Action(2, ActionKind.VAE, "Livret 1", "l’intéressée", date(2027, 3, 1)),
    ]
    with open_office(desk.folder, actor="essai") as office, office.writing() as unit:
        unit.actions.replace(CaseId(case), plan)


def test_no_action_is_told_as_such(summoned: Desk) -> None:
    assert "Aucune action" in summoned.done("actions").flat
    assert summoned.done("actions", "--json").data == []


def test_actions_are_listed_filtered_and_closed(summoned: Desk, tmp_path: Path) -> None:
    case = summoned.case_of(CELIK)
    decided(summoned, case)
    listed = summoned.done("actions", "--xlsx", tmp_path / "a.xlsx")
    assert "2 actions, dont 2 à faire et 1 en retard." in listed.flat
    assert listed.out.index("en retard") < listed.out.index("à faire")
    assert (tmp_path / "a.xlsx").stat().st_size > 1000
    late = summoned.done("actions", "--retard", "--responsable", "kessler", "--json").data
    assert [(line["case"], line["action"]["number"], line["standing"]) for line in late] == [
        (case, 1, "overdue")
    ]
    assert len(summoned.done("actions", "--sous", "400", "--salarie", CELIK, "--json").data) == 2
    words = ("actions", "done", case, "1", "--resultat", "Obtenue", "--le", "02/10/2026")
    assert "achevée le 02/10/2026" in summoned.done(*words).flat
    assert "Rien n’a changé" in summoned.done(*words).flat
    assert summoned.done("actions", "--retard", "--json").data == []


def test_an_action_that_does_not_exist_or_a_day_to_come_is_refused(summoned: Desk) -> None:
    case = summoned.case_of(CELIK)
    decided(summoned, case)
    words = ("--resultat", "Fait", "--le")
    assert summoned.run("actions", "done", case, "9", *words, "02/10/2026").code == 3
    assert summoned.run("actions", "done", case, "1", *words, "02/10/2027").code == 2


def test_a_form_as_pdf_lies_beside_the_word_form_and_is_refused_empty(summoned: Desk) -> None:
    case = summoned.case_of(CELIK)
    made = summoned.done("form", "make", case, "--pdf")
    assert "fichiers écrits" in made.flat
    (pdf,) = (summoned.folder / "formulaires").glob(f"{case}_*formulaire.pdf")
    word = pdf.with_suffix(".docx")
    assert read_form(pdf.read_bytes()) == read_form(word.read_bytes())
    ran = summoned.run("form", "read", pdf)
    assert ran.code == 1
    assert "Incomplète" in ran.flat
