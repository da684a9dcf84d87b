"""The whole way on the fictional company ends sound, and everything it makes says what it is."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pypdfium2
import pytest

from toolkit.demo import story
from toolkit.demo.run import run_demo
from toolkit.errors import UsageError
from toolkit.model import CaseState, Matricule
from toolkit.services.folders import verify_folders
from toolkit.services.office import open_office

from .conftest import Demonstration

MARK = "DÉMONSTRATION"
HANDED_OVER = {
    *("0001003", "0001007", "0001010", "0001011", "0001013", "0001017"),
    *("0001019", "0001020", "0001021", "0001033", "0001034", "0002011", "0002018"),
}


def text_of(pdf: Path) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return " ".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def messages(demonstration: Demonstration) -> list[EmailMessage]:
    found = []
    for path in sorted((demonstration.folder / "courriels-captures").glob("*.eml")):
        message = message_from_bytes(path.read_bytes(), policy=policy.default)
        assert isinstance(message, EmailMessage)
        found.append(message)
    return found


def test_it_ends_without_a_trouble_in_any_folder(demonstration: Demonstration) -> None:
    assert demonstration.verified.folders == 64
    assert demonstration.verified.troubles == ()
    assert not [line for line in demonstration.said if "à régler" in line]


def test_another_run_of_the_check_finds_the_folders_sound_too(demonstration: Demonstration) -> None:
    root = demonstration.folder / "cles" / "deux-rives" / "racine.pem"
    reports = list(verify_folders([demonstration.folder / "evidence"], [root]))
    assert len(reports) == 64
    assert [str(finding) for report in reports for finding in report.findings] == []


def test_each_case_stands_where_the_story_left_it(demonstration: Demonstration) -> None:
    with open_office(demonstration.folder, actor="essai") as office, office.reading() as unit:
        states = {case.matricule: case.state for case in unit.cases.all()}
        people = [None, *(employee.matricule for employee in unit.employees.all())]
        broken = [unit.journal.verify(chain) for chain in people]
    assert {m for m, state in states.items() if state is CaseState.HANDED_OVER} == HANDED_OVER
    assert {m for m, state in states.items() if state is CaseState.REPORTED} == story.NOT_YET_SIGNED
    assert states[story.CANCELLED[0]] is CaseState.DUE
    assert states[story.REFUSED.matricule] is CaseState.REFUSED
    assert states[story.ABSENT.matricule] is CaseState.SUMMONED
    assert states[Matricule("0002008")] is CaseState.SUMMONED
    assert broken == [None] * len(people)


def test_every_message_says_that_it_is_a_demonstration(demonstration: Demonstration) -> None:
    received = messages(demonstration)
    assert len(received) > 90
    for message in received:
        assert MARK.casefold() in str(message["Subject"]).casefold(), message["Subject"]
        body = message.get_body(("plain",))
        assert body is not None
        assert MARK.casefold() in body.get_content().casefold(), message["Subject"]


def test_no_message_was_sent_twice(demonstration: Demonstration) -> None:
    identifiers = [str(message["Message-ID"]) for message in messages(demonstration)]
    assert len(set(identifiers)) == len(identifiers)


def test_every_pdf_says_that_it_is_a_demonstration(demonstration: Demonstration) -> None:
    pdfs = sorted(demonstration.folder.rglob("*.pdf"))
    assert len(pdfs) >= 200
    assert [pdf.name for pdf in pdfs if MARK not in text_of(pdf)] == []


def test_the_incomplete_form_is_told_and_not_taken(demonstration: Demonstration) -> None:
    told = [line for line in demonstration.said if "C0006_FONTAINE-Jimmy.docx" in line]
    assert len(told) == 3
    assert any("31/02/2027" in line for line in told)


def test_it_names_its_clock(demonstration: Demonstration) -> None:
    assert any(story.CLOCK_NAME in line for line in demonstration.said)


def test_it_does_not_replace_a_folder_that_holds_something_else(tmp_path: Path) -> None:
    (tmp_path / "these.docx").write_bytes(b"trois ans de travail")
    with pytest.raises(UsageError, match="autre chose"):
        run_demo(tmp_path, lambda _: None)
    assert (tmp_path / "these.docx").exists()
