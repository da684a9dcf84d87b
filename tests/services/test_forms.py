"""A returned form becomes answers once; another's, an older one or an incomplete one changes nothing."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf

from toolkit.digest import sha256
from toolkit.documents import Occasion, fill_form, make_form
from toolkit.documents.package import DOCUMENT_PART, read_package, write_package
from toolkit.model import CaseId, CaseState, DocumentKind, EmployerId
from toolkit.services.addressing import correspondence
from toolkit.services.forms import make_forms
from toolkit.services.office import Office
from toolkit.services.people import people_of
from toolkit.services.reports import make_report
from toolkit.services.returned_forms import read_forms

from .conftest import (
    ACTION,
    ANSWERS,
    LAMBERT,
    NGUYEN,
    RAMASSAMY,
    case_of,
    everything,
    pieces,
    returned_form,
    text_of,
)


def test_a_form_is_made_once_and_again_makes_none(summoned: Office) -> None:
    case = case_of(summoned, LAMBERT)
    made = make_forms(summoned, [case.id])
    assert [path.name for path in made.made] == [f"{case.id}_Lambert-Ines_formulaire.docx"]
    before = everything(summoned)
    again = make_forms(summoned, [case.id])
    assert (again.made, again.already) == ((), 1)
    assert everything(summoned) == before


def test_a_recap_comes_with_its_statement_prefilled(summoned: Office) -> None:
    made = make_forms(summoned, [case_of(summoned, RAMASSAMY).id])
    assert [path.name.partition("_Ramassamy-Emma_")[2] for path in made.made] == [
        "formulaire.docx",
        "etat-des-lieux.docx",
        "etat-des-lieux.pdf",
    ]


def test_answers_plan_and_day_become_data(after: Office, tmp_path: Path) -> None:
    form = returned_form(after, LAMBERT, tmp_path)
    (read,) = read_forms(after, [form])
    assert (read.new, read.sound, read.actions) == (True, True, (ACTION,))
    case = case_of(after, LAMBERT)
    assert (case.state, case.held_on) == (CaseState.HELD, date(2026, 10, 20))
    with after.reading() as unit:
        answers = unit.answers.latest(case.id)
        assert unit.actions.of(case.id) == [ACTION]
        assert unit.histories.of(LAMBERT).interviews[-1].on == date(2026, 10, 20)
    assert answers is not None
    assert answers.answers["wishes.mobility"] == ANSWERS["wishes.mobility"]
    assert pieces(after, case, DocumentKind.FORM_RECEIVED, "docx") == [form.read_bytes()]


def test_read_twice_it_changes_nothing(after: Office, tmp_path: Path) -> None:
    form = returned_form(after, LAMBERT, tmp_path)
    read_forms(after, [form])
    before = everything(after)
    (again,) = read_forms(after, [form])
    assert (again.new, again.sound) == (False, True)
    assert everything(after) == before


def test_the_name_of_the_file_does_not_count(after: Office, tmp_path: Path) -> None:
    form = returned_form(after, LAMBERT, tmp_path, name="entretien inès (2) - copie.docx")
    (read,) = read_forms(after, [form])
    assert read.case == case_of(after, LAMBERT).id
    assert read.new


def test_a_form_renamed_as_another_person_s_still_is_its_own(after: Office, tmp_path: Path) -> None:
    theirs = case_of(after, NGUYEN)
    form = returned_form(after, LAMBERT, tmp_path, name=f"{theirs.id}_NGUYEN-Thi-Anh.docx")
    (read,) = read_forms(after, [form])
    assert read.case == case_of(after, LAMBERT).id
    assert case_of(after, NGUYEN) == theirs


def forged(office: Office, place: Path, *, case: str = "", employer: str = "", version: int = 1) -> Path:
    """Return a filled form of Mme Lambert that says to be of another case, employer or version."""
    own = case_of(office, LAMBERT)
    make_forms(office, [own.id])
    with office.reading() as unit:
        people = people_of(unit, own)
    said = replace(own, id=CaseId(case or own.id))
    at = office.clock.now()
    head = correspondence(office, people, said, at)
    head = replace(head, employer=replace(head.employer, id=EmployerId(employer or head.employer.id)))
    made = make_form(head, said, made_at=at, host=people.manager, occasion=Occasion(), version=version)
    path = place / "retour.docx"
    path.write_bytes(fill_form(made.docx, ANSWERS))
    return path


def test_the_form_of_another_employee_is_refused(after: Office, tmp_path: Path) -> None:
    other = case_of(after, NGUYEN)
    make_forms(after, [other.id])
    path = forged(after, tmp_path, case=other.id)
    before = everything(after)
    (read,) = read_forms(after, [path])
    assert "d’un autre salarié" in read.refused
    assert everything(after) == before


def test_an_older_version_is_refused(after: Office, tmp_path: Path) -> None:
    path = forged(after, tmp_path, version=7)
    before = everything(after)
    (read,) = read_forms(after, [path])
    assert "version 7" in read.refused
    assert everything(after) == before


def test_the_form_of_another_employer_is_refused(after: Office, tmp_path: Path) -> None:
    path = forged(after, tmp_path, employer="autre")
    (read,) = read_forms(after, [path])
    assert "n’est pas celui attendu" in read.refused
    assert case_of(after, LAMBERT).state is CaseState.SUMMONED


def test_a_form_that_was_never_made_is_refused(after: Office, tmp_path: Path) -> None:
    path = forged(after, tmp_path, case="C0099")
    (read,) = read_forms(after, [path])
    assert "C0099" in read.refused


def test_gaps_are_told_all_at_once_and_nothing_is_taken(after: Office, tmp_path: Path) -> None:
    form = returned_form(after, LAMBERT, tmp_path, skills__used="", meeting__held_on="31/11/2026")
    before = everything(after)
    (read,) = read_forms(after, [form])
    assert len(read.problems) == 2
    assert any("31/11/2026" in problem for problem in read.problems)
    assert everything(after) == before


def test_a_meeting_that_is_still_to_come_is_not_taken(summoned: Office, tmp_path: Path) -> None:
    form = returned_form(summoned, LAMBERT, tmp_path)
    (read,) = read_forms(summoned, [form])
    assert "à venir" in read.refused
    assert case_of(summoned, LAMBERT).state is CaseState.SUMMONED


def test_what_is_no_form_is_told_and_the_others_are_taken(after: Office, tmp_path: Path) -> None:
    returned_form(after, LAMBERT, tmp_path)
    (tmp_path / "photo.docx").write_bytes(b"\xff\xd8\xff une photo")
    (tmp_path / "~$C0001.docx").write_bytes(b"ouvert dans Word")
    read = {result.file: result for result in read_forms(after, [tmp_path])}
    assert read["photo.docx"].refused
    assert sum(result.new for result in read.values()) == 1
    assert "~$C0001.docx" not in read


def returned_pdf(office: Office, place: Path) -> Path:
    """Return the PDF form of Mme Lambert as her manager saves it, its fields filled."""
    case = case_of(office, LAMBERT)
    make_forms(office, [case.id], pdf=True)
    (content,) = pieces(office, case, DocumentKind.FORM_BLANK, "pdf")
    path = place / "retour.pdf"
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for page in pdf.pages:
            for field in page.get("/Annots", []):
                names, above = [str(field.T)], field
                while "/Parent" in above:
                    above = above.Parent
                    names.insert(0, str(above.T))
                answer = ANSWERS.get(".".join(names))
                if isinstance(answer, bool):
                    field.V = field.AS = pikepdf.Name.Oui if answer else pikepdf.Name.Off
                elif answer is not None:
                    text = f"{answer:%d/%m/%Y}" if isinstance(answer, date) else answer
                    field.V = pikepdf.String(text)
        pdf.save(path)
    return path


def test_the_pdf_is_made_once_beside_the_word_form_even_later(summoned: Office) -> None:
    case = case_of(summoned, LAMBERT)
    make_forms(summoned, [case.id])
    made = make_forms(summoned, [case.id], pdf=True)
    assert [path.name for path in made.made] == [f"{case.id}_Lambert-Ines_formulaire.pdf"]
    before = everything(summoned)
    assert make_forms(summoned, [case.id], pdf=True).made == ()
    assert everything(summoned) == before


def test_a_filled_pdf_becomes_the_same_answers_and_is_kept_as_received(after: Office, tmp_path: Path) -> None:
    path = returned_pdf(after, tmp_path)
    (read,) = read_forms(after, [path])
    assert (read.problems, read.refused, read.new) == ((), "", True)
    case = case_of(after, LAMBERT)
    with after.reading() as unit:
        answers = unit.answers.latest(case.id)
    assert answers is not None
    assert answers.answers["wishes.mobility"] == ANSWERS["wishes.mobility"]
    assert pieces(after, case, DocumentKind.FORM_RECEIVED, "pdf") == [path.read_bytes()]
    (again,) = read_forms(after, [path])
    assert (again.new, again.sound) == (False, True)


def test_the_form_read_last_counts_whichever_its_kind(after: Office, tmp_path: Path) -> None:
    read_forms(after, [returned_form(after, LAMBERT, tmp_path)])
    read_forms(after, [returned_form(after, LAMBERT, tmp_path, wishes__mobility="Une autre idée.")])
    path = returned_pdf(after, tmp_path)
    read_forms(after, [path])
    with after.reading() as unit:
        answers = unit.answers.latest(case_of(after, LAMBERT).id)
    assert answers is not None
    assert answers.received == sha256(path.read_bytes())


def test_what_is_written_beside_the_fields_is_told_and_joined_to_the_report(
    after: Office, tmp_path: Path
) -> None:
    form = returned_form(after, LAMBERT, tmp_path)
    parts = read_package(form.read_bytes(), about="x")
    added = b"<w:p><w:r><w:t>Voir aussi mon courrier.</w:t></w:r></w:p><w:sectPr>"
    parts[DOCUMENT_PART] = parts[DOCUMENT_PART].replace(b"<w:sectPr>", added, 1)
    form.write_bytes(write_package(parts))
    (read,) = read_forms(after, [form])
    assert (read.new, read.outside) == (True, ("Voir aussi mon courrier.",))
    case = case_of(after, LAMBERT)
    make_report(after, case.id)
    (report,) = pieces(after, case, DocumentKind.REPORT)
    assert "Écrit hors des champs du formulaire Voir aussi mon courrier." in text_of(report)


def test_a_form_with_nothing_beside_its_fields_tells_nothing(after: Office, tmp_path: Path) -> None:
    (read,) = read_forms(after, [returned_form(after, LAMBERT, tmp_path)])
    assert read.outside == ()
