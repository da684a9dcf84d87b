"""A person gets all that is known, the ways and steps of a signature by link included; and all of it goes."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from toolkit.demo.capture import CaptureServer
from toolkit.model import Matricule, Role
from toolkit.services.erasure import erase_person
from toolkit.services.happenings import Told, refuse
from toolkit.services.office import Office
from toolkit.services.personal_data import OTHERS, TABLE, export_personal_data
from toolkit.services.personal_rows import personal_rows
from toolkit.store.erasures import OF_MAIL, OF_THE_CASE, OF_THE_PERSON

from .conftest import KESSLER, LAMBERT, NGUYEN, case_of
from .mailroom import EMPLOYEE_BOX, Mailroom, mailroom


@pytest.fixture
def room(reported: Office) -> Iterator[Mailroom]:
    with CaptureServer() as server:
        yield mailroom(reported, server)


def exported(office: Office, place: Path, who: Matricule = LAMBERT) -> str:
    """Return all cells of the table that a person gets."""
    done = export_personal_data(office, who, place / "donnees.zip")
    with zipfile.ZipFile(done.path) as archive:
        archive.extract(TABLE, place)
    rows = CalamineWorkbook.from_path(place / TABLE).get_sheet_by_index(0).to_python()
    return "\n".join(str(cell) for row in rows for cell in row)


def test_the_steps_of_a_signature_by_link_are_told(room: Mailroom, tmp_path: Path) -> None:
    room.both_sign()
    told = exported(room.office, tmp_path)
    with room.office.reading() as unit:
        (mine, *_) = (r for r in unit.requests.of_case(room.case.id) if r.role is Role.EMPLOYEE)
        events = unit.requests.events(mine.id)
    assert mine.consent is not None
    for known in (*mine.context.values(), mine.route.code_to, mine.consent.text, mine.identity):
        assert known in told
    assert told.count(f"{mine.person} : étape") == len(events) > 0


def test_the_words_of_a_refusal_and_each_try_of_a_message_are_told(held: Office, tmp_path: Path) -> None:
    case = case_of(held, NGUYEN)
    refuse(held, case.id, Told("Préfère en parler plus tard.", how="par téléphone"))
    told = exported(held, tmp_path, NGUYEN)
    assert "Préfère en parler plus tard." in told
    assert "par téléphone" in told
    with held.reading() as unit:
        tries = [a for mail in unit.outbox.of_case(case.id) for a in unit.outbox.attempts(mail.key)]
    assert told.count("Essai d’envoi") == len(tries) > 0


def test_pieces_that_the_folder_leaves_out_are_handed_out_too(held: Office, tmp_path: Path) -> None:
    done = export_personal_data(held, LAMBERT, tmp_path / "donnees.zip")
    with held.reading() as unit:
        left_out = [d.sha256 for d in unit.documents.of_employee(LAMBERT) if not d.in_folder]
    with zipfile.ZipFile(done.path) as archive:
        names = [name for name in archive.namelist() if name.startswith(OTHERS)]
        assert len(names) == len(left_out) > 0
        assert {archive.read(name) for name in names} == {held.store.files.get(d) for d in left_out}


def test_who_holds_interviews_is_told_so(held: Office) -> None:
    with held.writing() as unit:
        unit.employees.put(replace(unit.employees.get(LAMBERT), matricule=KESSLER))
    with held.reading() as unit:
        rows = list(personal_rows(held, unit, unit.employees.get(KESSLER)))
    mine = {row[2] for row in rows if row[0] == "Tient des entretiens"}
    assert {"kessler@atelier.example", case_of(held, LAMBERT).id} <= mine


def test_what_is_handed_out_is_its_owners_alone_to_read_and_whole(
    held: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "donnees.zip"

    def cut(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as cutting:
        cutting.setattr("toolkit.services.personal_data.explanation", cut)
        with pytest.raises(KeyboardInterrupt):
            export_personal_data(held, LAMBERT, path)
    assert list(tmp_path.glob("*.zip")) == []
    export_personal_data(held, LAMBERT, path)
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("signed", [False, True])
def test_nothing_of_a_ceremony_stays_after_an_erasure(room: Mailroom, *, signed: bool) -> None:
    if signed:
        room.both_sign()
    else:
        visit = room.asked()
        room.read(visit)
        room.code(visit)
    case = room.case
    erase_person(room.office, LAMBERT, "Demande.")
    room.office.store.close()
    for path in room.office.folder.rglob("*"):
        assert str(case.id) not in path.name
        if path.is_file():
            assert EMPLOYEE_BOX.encode() not in path.read_bytes(), path


def test_every_table_that_is_erased_is_told_of() -> None:
    told = Path(export_personal_data.__code__.co_filename).with_name("personal_rows.py").read_text("utf-8")
    asked = {
        "ent_acts": "acts", "ent_answers": "answers", "ent_actions": "actions",
        "ent_signatures": "signatures", "ent_signature_events": "requests.events",
        "ent_signature_requests": "requests", "ent_outbox": "outbox", "ent_mail_attempts": "outbox.attempts",
        "ent_documents": "documents", "ent_top_ups": "top_ups", "ent_facts": "histories",
        "ent_hiring_notices": "histories.hiring_notice", "ent_cases": "cases",
    }  # fmt: skip
    erased = {table.name for table in (*OF_THE_CASE, *OF_MAIL, *OF_THE_PERSON)} - {"ent_employees"}
    assert set(asked) == erased
    assert all(f"unit.{name}" in told for name in asked.values())


def test_what_the_tables_say_in_codes_is_told_in_french(room: Mailroom, tmp_path: Path) -> None:
    room.both_sign()
    told = exported(room.office, tmp_path)
    for words in (
        "Responsable hiérarchique",
        "Message : convocation",
        "Acte : Compte rendu signé",
        "(accepté)",
    ):
        assert words in told
    for code in ("line_superior", "in_person", "accepted", "Acte : sign"):
        assert code not in told
