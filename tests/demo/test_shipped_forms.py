"""The forms that ship as filled by managers are those that the demonstration makes, and read back whole."""

from __future__ import annotations

import runpy
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from toolkit.demo import story
from toolkit.documents import FormReading, form_id, read_form
from toolkit.french import local_day
from toolkit.model import DocumentKind, Matricule, ObligationKind
from toolkit.resources import examples_path
from toolkit.services.duties import explained
from toolkit.services.office import Office, open_office

from .conftest import Demonstration

FOLDER = examples_path() / "deux-rives" / "formulaires"
INCOMPLETE = Matricule("0002008")
FILLED = 15


@pytest.fixture(scope="session")
def readings() -> Mapping[Matricule, FormReading]:
    """What each shipped form says, by employee."""
    found = {}
    for path in sorted(FOLDER.glob("*.docx")):
        reading = read_form(path.read_bytes(), about=path.name)
        found[Matricule(reading.form_id.split("-")[1])] = reading
    return found


def test_each_bears_the_id_that_the_demonstration_computes(
    demonstration: Demonstration, readings: Mapping[Matricule, FormReading]
) -> None:
    with open_office(demonstration.folder, actor="essai") as office, office.reading() as unit:
        cases = {case.matricule: case for case in unit.cases.all()}
    assert len(readings) == FILLED
    for matricule, reading in readings.items():
        case = cases[matricule]
        assert reading.form_id == form_id(case.employer, matricule, case.id)


def test_each_asks_what_the_demonstration_asks(
    demonstration: Demonstration, readings: Mapping[Matricule, FormReading]
) -> None:
    with open_office(demonstration.folder, actor="essai") as office:
        for matricule, reading in readings.items():
            assert reading.topics == blank(office, matricule).topics


def blank(office: Office, matricule: Matricule) -> FormReading:
    """Return the form that the demonstration made for a person."""
    with office.reading() as unit:
        (case,) = unit.cases.all(matricule=matricule)
        document = unit.documents.find(case.id, DocumentKind.FORM_BLANK, suffix="docx")
    assert document is not None
    return read_form(office.store.files.get(document.sha256))


def test_all_but_the_incomplete_one_read_back_without_a_problem(
    readings: Mapping[Matricule, FormReading],
) -> None:
    assert [m for m, reading in readings.items() if reading.problems] == [INCOMPLETE]
    assert len(readings[INCOMPLETE].problems) == 3


def test_each_says_the_day_of_its_meeting(
    demonstration: Demonstration, readings: Mapping[Matricule, FormReading]
) -> None:
    with open_office(demonstration.folder, actor="essai") as office, office.reading() as unit:
        slots = {case.matricule: case.slot for case in unit.cases.all()}
    for matricule, reading in readings.items():
        slot = slots[matricule]
        assert slot is not None
        assert reading.answers["meeting.held_on"] == local_day(slot.starts, slot.time_zone)
    assert readings[story.MOVED.matricule].answers["meeting.held_on"] == date(2026, 10, 22)


def test_what_recaps_say_agrees_with_the_records(
    demonstration: Demonstration, readings: Mapping[Matricule, FormReading]
) -> None:
    recaps = [m for m, reading in readings.items() if "recap.training" in reading.answers]
    with open_office(demonstration.folder, actor="essai") as office:
        for matricule in recaps:
            answers = readings[matricule].answers
            held_on = answers["meeting.held_on"]
            assert isinstance(held_on, date)
            checks = explained(office, matricule, held_on).timeline.recap_checks
            check = next(c for c in checks if c.held_on == held_on)
            found = {
                "recap.interviews": all(
                    i.met_by for i in check.interviews if i.kind is not ObligationKind.RECAP
                ),
                "recap.training": bool(check.trainings),
                "recap.certification": bool(check.certifications),
                "recap.progression": bool(check.progressions),
            }
            told = {key: answers[key] == "yes" for key in found}
            assert told == found, matricule


def test_one_employee_disagrees_and_says_why(readings: Mapping[Matricule, FormReading]) -> None:
    (one,) = [r for r in readings.values() if r.answers.get("comment.disagreement") is True]
    assert "Je ne suis pas d’accord" in str(one.answers["comment.text"])


def test_no_two_managers_wrote_the_same(readings: Mapping[Matricule, FormReading]) -> None:
    written = [str(r.answers[q]) for r in readings.values() for q in ("skills.used", "path.situation")]
    assert len(set(written)) == 2 * FILLED


def test_the_script_gives_the_same_bytes_again(tmp_path: Path) -> None:
    make: Callable[[Path], None] = runpy.run_path(str(examples_path() / "deux_rives_forms.py"))["make"]
    make(tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        path.name: path.read_bytes() for path in FOLDER.iterdir()
    }
