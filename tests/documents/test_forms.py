"""A form goes to a manager and comes back: what is kept, what is refused, what is asked for."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from toolkit.documents import (
    AnswerKind,
    CarriedAction,
    Correspondence,
    FollowedAction,
    FormReading,
    MadeForm,
    Occasion,
    RdocxEngine,
    fill_form,
    form_id,
    make_form,
    parse_form_id,
    pdfa_problems,
    read_form,
)
from toolkit.documents.forms.reading import Answer, read_day
from toolkit.documents.forms.topics import topics
from toolkit.documents.package import DOCUMENT_PART, read_package, write_package
from toolkit.errors import FormRefusedError
from toolkit.model.case import Action, ActionKind, Case, CaseState, Slot
from toolkit.model.employee import Employee, Manager
from toolkit.model.employer import Address, Employer, Signatory
from toolkit.model.identifiers import CaseId, EmployerId, Matricule
from toolkit.model.obligation import ObligationKind, Regime

OCCASION = Occasion(senior=True, recap=True)
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
EMPLOYER = Employer(
    EmployerId("atelier"),
    "Ateliers du Rhin & Fils",
    64,
    Signatory("Claire Œuvrard", "Directrice des ressources humaines"),
    address=Address(("12 rue des Tilleuls",), "67000", "Strasbourg"),
    hr_email="rh@atelier.example",
)
EMPLOYEE = Employee(Matricule("0001234"), "Nguyễn", "Thị Ánh", date(2015, 3, 1), born=date(1970, 5, 2))
HOST = Manager(Matricule("0000042"), "Müller", "Jean-François")
CASE = Case(
    CaseId("C0007"),
    EMPLOYER.id,
    EMPLOYEE.matricule,
    (ObligationKind.PERIODIC, ObligationKind.RECAP),
    Regime.EPP,
    CaseState.SUMMONED,
    date(2026, 2, 1),
    slot=Slot(datetime(2026, 3, 12, 8, 30, tzinfo=UTC), 60, "Europe/Paris", "Salle Kléber"),
)
LETTER = Correspondence(EMPLOYER, EMPLOYEE, date(2026, 3, 1), CASE.id)
ACTIONS = (
    Action(1, ActionKind.TRAINING, "Automatisme, niveau 2", owner="RH", due=date(2026, 9, 30)),
    Action(2, ActionKind.VAE, "BTS maintenance\nen deux ans", owner="Thị Ánh Nguyễn", outcome="en cours"),
)


@pytest.fixture(scope="module")
def form() -> MadeForm:
    return make_form(LETTER, CASE, made_at=NOW, host=HOST, occasion=OCCASION)


def every_answer(reading: FormReading) -> dict[str, Answer]:
    """Return an answer of the right kind to every question."""
    answers: dict[str, Answer] = {}
    for question in (question for topic in reading.topics for question in topic.questions):
        by_kind: dict[AnswerKind, Answer] = {
            AnswerKind.TEXT: "Elle dit « oui » à 3\u202f000\u00a0€ & <plus>.\nPuis, à la ligne : œuvre.",
            AnswerKind.LINE: "Salle Kléber",
            AnswerKind.DATE: date(2026, 3, 12),
            AnswerKind.CHOICE: question.choices[0][0] if question.choices else "",
            AnswerKind.BOX: True,
        }
        answers[question.id] = by_kind[question.kind]
    return answers


@pytest.fixture(scope="module")
def filled(form: MadeForm) -> bytes:
    return fill_form(form.docx, every_answer(read_form(form.docx)), ACTIONS)


def edited(docx: bytes, change: Callable[[str], str], part: str = DOCUMENT_PART) -> bytes:
    """Return ``docx`` with the text of one part changed, as another program would."""
    parts = read_package(docx, about="x")
    before = parts[part].decode()
    after = change(before)
    assert after != before
    return write_package(parts | {part: after.encode()})


def read_or_refused(docx: bytes, expected: str) -> FormReading | None:
    try:
        return read_form(docx, expected=expected)
    except FormRefusedError:
        return None


def control(xml: str, tag: str) -> str:
    """Return the content control with ``tag``."""
    found = next(m[0] for m in re.finditer(r"<w:sdt>.*?</w:sdt>", xml) if f'<w:tag w:val="{tag}"/>' in m[0])
    return str(found)


def test_every_answer_and_action_comes_back_as_it_was_given(form: MadeForm, filled: bytes) -> None:
    reading = read_form(filled, expected=form.form_id)
    assert reading.answers == every_answer(reading)
    assert reading.actions == ACTIONS
    assert reading.problems == ()


def test_an_empty_form_tells_everything_that_is_missing_at_once(form: MadeForm) -> None:
    reading = read_form(form.docx, expected=form.form_id)
    mandatory = {q.id for topic in reading.topics for q in topic.questions if q.mandatory}
    assert {problem.field for problem in reading.problems} == mandatory - {"meeting.held_by"}
    assert str(reading.problems[0]) == "Date de l’entretien : à compléter."
    assert reading.actions == ()


def test_the_host_is_filled_in_and_placeholders_count_as_empty(form: MadeForm) -> None:
    answers = read_form(form.docx).answers
    assert answers["meeting.held_by"] == "Jean-François Müller"
    assert "meeting.place" not in answers
    without_host = read_form(make_form(LETTER, CASE, made_at=NOW, occasion=OCCASION).docx)
    assert "meeting.held_by" not in without_host.answers


def test_the_same_case_gives_the_same_form_to_the_byte(form: MadeForm) -> None:
    assert make_form(LETTER, CASE, made_at=NOW, host=HOST, occasion=OCCASION) == form


def test_the_id_is_derived_readable_and_on_every_page(form: MadeForm) -> None:
    assert form.form_id == form_id(EMPLOYER.id, EMPLOYEE.matricule, CASE.id, 1)
    assert re.fullmatch(r"C0007-0001234-v1-[0-9A-F]{8}", form.form_id)
    footers = [text for name, text in read_package(form.docx, about="x").items() if "footer" in name]
    assert footers
    assert all(form.form_id.encode() in text for text in footers)
    assert form.form_id.encode() in read_package(form.docx, about="x")["docProps/custom.xml"]
    assert form_id(EmployerId("autre"), EMPLOYEE.matricule, CASE.id, 1) != form.form_id


def test_an_id_tells_case_employee_and_version_even_with_hyphens_in_the_matricule() -> None:
    identity = parse_form_id(form_id(EMPLOYER.id, Matricule("A-12-v3"), CaseId("C0012"), 2))
    assert (identity.case, identity.matricule, identity.version) == ("C0012", "A-12-v3", 2)
    with pytest.raises(FormRefusedError, match="n’est pas un identifiant"):
        parse_form_id("bonjour")


@pytest.mark.parametrize(
    ("expected", "told"),
    [
        (form_id(EMPLOYER.id, Matricule("0009999"), CASE.id), "autre salarié"),
        (form_id(EMPLOYER.id, EMPLOYEE.matricule, CaseId("C0008")), "autre entretien"),
        (form_id(EMPLOYER.id, EMPLOYEE.matricule, CASE.id, 2), "version 1 du formulaire, remplacée"),
        (form_id(EmployerId("autre"), EMPLOYEE.matricule, CASE.id), "n’est pas celui attendu"),
    ],
)
def test_a_form_that_is_not_the_one_expected_is_refused_with_the_reason(
    filled: bytes, expected: str, told: str
) -> None:
    with pytest.raises(FormRefusedError, match=told) as caught:
        read_form(filled, expected=expected, about="retour.docx")
    assert caught.value.about == "retour.docx"
    assert caught.value.next_step


def test_a_form_whose_tags_were_lost_is_refused_with_what_to_do(filled: bytes) -> None:
    stripped = edited(filled, lambda xml: re.sub(r'<w:tag w:val="[^"]*"/>', "", xml))
    with pytest.raises(FormRefusedError, match="perdu leurs repères") as caught:
        read_form(stripped)
    assert "Word" in caught.value.next_step


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_form_saved_by_libreoffice_is_read_whole_or_refused(
    form: MadeForm, filled: bytes, tmp_path: Path
) -> None:
    (tmp_path / "retour.docx").write_bytes(filled)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "docx", "--outdir", str(tmp_path / "lo")]
    subprocess.run([*command, str(tmp_path / "retour.docx")], check=True, capture_output=True, timeout=120)
    saved = (tmp_path / "lo" / "retour.docx").read_bytes()
    try:
        reading = read_form(saved, expected=form.form_id, blank=form.docx)
    except FormRefusedError as refused:
        # 7.4 loses every tag
        assert "perdu leurs repères" in refused.problem  # noqa: PT017 - later versions keep the tags
        assert "formulaire d’origine, avec Microsoft Word" in refused.next_step  # noqa: PT017 - same
    else:
        assert reading.answers == every_answer(reading)


def test_a_word_file_that_is_no_form_is_refused(word: Callable[..., bytes]) -> None:
    with pytest.raises(FormRefusedError, match="n’est pas un formulaire"):
        read_form(word("Bonjour"))


def test_macros_other_formats_and_bombs_are_refused(filled: bytes) -> None:
    macros = write_package(read_package(filled, about="x") | {"word/vbaProject.bin": b"x"})
    bomb = write_package(read_package(filled, about="x") | {"word/media/a.bin": bytes(90 * 2**20)})
    for content, told in (
        (macros, "macros"),
        (bomb, "anormalement gros"),
        (b"%PDF-1.7", "PDF est endommagé"),
        (b"", "vide"),
        (filled[:-500], "endommagé"),
    ):
        with pytest.raises(FormRefusedError, match=told):
            read_form(content)


def test_a_form_stuffed_with_fields_is_read_or_refused_at_once(filled: bytes) -> None:
    field = '<w:sdt><w:sdtPr><w:tag w:val="{}"/></w:sdtPr><w:sdtContent><w:r/></w:sdtContent></w:sdt>'
    stuffing = "<w:p>" + "".join(field.format(number) for number in range(20_000)) + "</w:p>"
    started = time.perf_counter()
    stuffed = edited(filled, lambda xml: xml.replace("<w:sectPr>", stuffing + "<w:sectPr>", 1))
    reading = read_or_refused(stuffed, read_form(filled).form_id)
    assert reading is None or reading.actions == ACTIONS
    assert time.perf_counter() - started < 5


def test_entities_in_a_returned_form_are_never_expanded(filled: bytes) -> None:
    doctype = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    hostile = edited(filled, lambda xml: xml.replace("?>", "?>" + doctype, 1).replace("œuvre", "&e;", 1))
    with pytest.raises(FormRefusedError, match="déclaration que Word n’écrit jamais"):
        read_form(hostile)


def test_paragraphs_breaks_tabs_and_tracked_deletions_are_read_as_seen(form: MadeForm) -> None:
    def typed(xml: str) -> str:
        old = control(xml, "skills.used")
        block = (
            '<w:sdt><w:sdtPr><w:tag w:val="skills.used"/></w:sdtPr><w:sdtContent>'
            "<w:p><w:r><w:t>Un</w:t></w:r><w:r><w:t> seul mot  </w:t></w:r></w:p>"
            "<w:p/>"
            "<w:p><w:r><w:t>deux</w:t><w:br/><w:t>trois</w:t><w:tab/><w:t>quatre</w:t></w:r>"
            "<w:del><w:r><w:delText>effacé</w:delText></w:r></w:del></w:p></w:sdtContent></w:sdt>"
        )
        return xml.replace(old, block)

    # A block control inside a paragraph is not what Word writes, but its reading does not depend on where.
    answers = read_form(edited(form.docx, typed)).answers
    assert answers["skills.used"] == "Un seul mot\n\ndeux\ntrois\tquatre"


def test_a_placeholder_whose_mark_was_dropped_is_still_empty(form: MadeForm) -> None:
    unmarked = edited(form.docx, lambda xml: xml.replace("<w:showingPlcHdr/>", ""))
    assert read_form(unmarked).answers == read_form(form.docx).answers


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("12/03/2026", date(2026, 3, 12)),
        ("1/3/2026", date(2026, 3, 1)),
        ("12.03.2026", date(2026, 3, 12)),
        ("2026-03-12", date(2026, 3, 12)),
        ("jeudi 12 mars 2026", date(2026, 3, 12)),
        ("1er août 2026", date(2026, 8, 1)),
        ("31/02/2026", None),
        ("03/12/26", None),
        ("demain", None),
    ],
)
def test_a_date_is_read_as_french_people_write_it(typed: str, day: date | None) -> None:
    assert read_day(typed) == day


def test_unreadable_dates_choices_off_the_list_and_unnamed_actions_are_told(filled: bytes) -> None:
    def spoil(xml: str) -> str:
        held = control(xml, "meeting.held_on")
        mode = control(xml, "meeting.mode")
        due = control(xml, "action.1.due")
        label = control(xml, "action.2.label")
        changes = (
            (held, held.replace("12/03/2026", "bientôt")),
            (mode, mode.replace(">En présence<", ">Au café<")),
            (due, due.replace("30/09/2026", "30/02/2026")),
            (label, re.sub(r"<w:t [^>]*>[^<]*</w:t>", "<w:t/>", label)),
        )
        for old, new in changes:
            assert old != new
            xml = xml.replace(old, new)
        return xml

    problems = {problem.field: problem.problem for problem in read_form(edited(filled, spoil)).problems}
    assert set(problems) == {"meeting.held_on", "meeting.mode", "action.1.due", "action.2.label"}
    assert "« bientôt »" in problems["meeting.held_on"]
    assert "« Au café »" in problems["meeting.mode"]


def test_a_deleted_field_and_a_field_pasted_twice_are_told(filled: bytes) -> None:
    gone = edited(filled, lambda xml: xml.replace(control(xml, "path.prospects"), ""))
    twice = edited(
        filled, lambda xml: xml.replace(control(xml, "rights.cpf"), control(xml, "rights.cpf") * 2)
    )
    assert "a disparu" in read_form(gone).problems[0].problem
    assert "deux fois" in read_form(twice).problems[0].problem


def test_a_disagreement_without_words_is_asked_for(form: MadeForm) -> None:
    answers = every_answer(read_form(form.docx)) | {"comment.text": ""}
    problems = read_form(fill_form(form.docx, answers)).problems
    assert [problem.field for problem in problems] == ["comment.text"]


def test_filling_refuses_what_the_form_cannot_hold(form: MadeForm) -> None:
    wrong: tuple[dict[str, Answer], ...] = (
        {"no.such": "x"},
        {"meeting.mode": "au café"},
        {"meeting.held_by": True},
        {"meeting.held_by": date(2026, 3, 12)},
    )
    for answers in wrong:
        with pytest.raises(FormRefusedError):
            fill_form(form.docx, answers)


@pytest.mark.parametrize(
    "flag", ["back_from_leave", "parental", "end_of_mandate", "senior", "late_career", "recap"]
)
def test_each_occasion_adds_its_topic(flag: str) -> None:
    plain = topics(Occasion())
    flags: dict[str, Any] = {flag: True}
    added = topics(replace(Occasion(), **flags))
    assert len(plain) == 5
    assert len(added) == 6
    assert added[-1].questions[0].mandatory


def test_question_ids_are_unique_whatever_the_occasion() -> None:
    for career in (True, False):
        everything = Occasion(
            career=career,
            back_from_leave=True,
            parental=True,
            end_of_mandate=True,
            senior=True,
            late_career=True,
            recap=True,
        )
        ids = [question.id for topic in topics(everything) for question in topic.questions]
        assert len(ids) == len(set(ids))
        reading = read_form(make_form(LETTER, CASE, made_at=NOW, occasion=everything).docx)
        assert set(ids) <= {question.id for topic in reading.topics for question in topic.questions}


def test_word_ids_are_unique_and_the_form_is_valid_xml(form: MadeForm) -> None:
    xml = zipfile.ZipFile(io.BytesIO(form.docx)).read(DOCUMENT_PART).decode()
    ids = re.findall(r'<w:id w:val="(\d+)"/>', xml)
    tags = re.findall(r'<w:tag w:val="([^"]+)"/>', xml)
    assert len(ids) == len(set(ids)) == len(tags) == len(set(tags))
    assert "{{" not in xml


def test_the_form_can_be_shown_as_a_pdf(form: MadeForm, engine: RdocxEngine) -> None:
    assert pdfa_problems(engine.to_pdf(form.docx, title=form.title)) == ()


CARRIED = (
    CarriedAction(CaseId("C0002"), Action(1, ActionKind.TRAINING, "Automatisme", "RH", date(2025, 9, 30))),
    CarriedAction(
        CaseId("C0002"),
        Action(2, ActionKind.VAE, "BTS\nmaintenance", outcome="Livret déposé", done=date(2025, 6, 1)),
    ),
)


@pytest.fixture(scope="module")
def next_form() -> MadeForm:
    return make_form(LETTER, CASE, made_at=NOW, host=HOST, occasion=Occasion(carried=CARRIED))


def test_the_former_plan_stands_in_the_next_form_with_what_is_known(next_form: MadeForm) -> None:
    reading = read_form(next_form.docx)
    former = reading.topics[1]
    assert former.title == "Suites du précédent plan d’actions"
    assert [question.text for question in former.questions] == [
        "Formation : Automatisme (responsable : RH, échéance : 30/09/2025)",
        "Cette action est achevée",
        "VAE : BTS maintenance",
        "Cette action est achevée",
    ]
    assert reading.answers["previous.C0002.2.outcome"] == "Livret déposé"
    assert reading.answers["previous.C0002.2.done"] is True
    assert "previous.C0002.1.outcome" in {problem.field for problem in reading.problems}


def test_what_became_of_the_former_plan_is_read_back_as_data(next_form: MadeForm) -> None:
    answers: dict[str, Answer] = {
        "previous.C0002.1.outcome": "Suivie.\nRéussie.",
        "previous.C0002.1.done": True,
    }
    assert read_form(fill_form(next_form.docx, answers)).followed == (
        FollowedAction(CaseId("C0002"), 1, "Suivie.\nRéussie.", over=True),
        FollowedAction(CaseId("C0002"), 2, "Livret déposé", over=True),
    )


def test_what_is_written_beside_the_fields_is_told(form: MadeForm, filled: bytes) -> None:
    def scribble(xml: str) -> str:
        added = "<w:p><w:r><w:t>Reçu en retard,  voir RH.</w:t></w:r></w:p><w:sectPr>"
        return xml.replace("<w:sectPr>", added, 1).replace(
            "Date de l’entretien *", "Date de l’entretien * : le 12"
        )

    assert read_form(filled, blank=form.docx).outside == ()
    assert read_form(edited(filled, scribble), blank=form.docx).outside == (
        ": le 12",
        "Reçu en retard, voir RH.",
    )
    assert read_form(edited(filled, scribble)).answers == read_form(filled).answers


def test_a_comment_a_note_and_a_line_in_the_footer_are_told_and_page_numbers_are_not(
    form: MadeForm, filled: bytes
) -> None:
    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    said = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    comment = f"<w:comments {names}><w:comment>{said.format('À revoir')}</w:comment></w:comments>"
    note = f"<w:footnotes {names}><w:footnote>{said.format('Source : RH')}</w:footnote></w:footnotes>"
    parts = read_package(filled, about="x")
    footer = next(name for name in parts if "footer" in name)
    line = b"<w:p><w:r><w:t>Vu par le CSE</w:t></w:r></w:p></w:ftr>"
    changed = {
        "word/comments.xml": comment.encode(),
        "word/footnotes.xml": note.encode(),
        footer: parts[footer].replace(b"</w:ftr>", line),
    }
    read = read_form(write_package(parts | changed), blank=form.docx)
    assert sorted(read.outside) == ["Source : RH", "Vu par le CSE", "À revoir"]
