"""What is past its time is told with its reason, erased on order, and leaves a trace of hashes alone."""

from __future__ import annotations

import os
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from toolkit.clock import SteppedClock
from toolkit.digest import sha256
from toolkit.errors import NotFoundError, StoreError, UsageError
from toolkit.model import CaseState, DocumentKind, EventType, Matricule
from toolkit.roster import RosterReading, write_roster
from toolkit.services.departures import left
from toolkit.services.directory import find_employee
from toolkit.services.erasure import erase_person
from toolkit.services.folders import build_folders, verify_folders
from toolkit.services.importing import import_roster
from toolkit.services.office import Office
from toolkit.services.personal_data import EXPLANATION, TABLE, export_personal_data
from toolkit.services.retention import erase_past, past_time, refuse_early
from toolkit.services.standing import uphold
from toolkit.store import Store
from toolkit.store.erasures import KEPT, OF_MAIL, OF_THE_CASE, OF_THE_PERSON
from toolkit.store.tables import METADATA, SEALS

from .conftest import COMPANY, KESSLER, LAMBERT, NGUYEN, OBERLIN, RAMASSAMY, case_of

LAST_DAY = date(2026, 11, 30)
IN_2032 = datetime(2032, 1, 5, 8, 0, tzinfo=UTC)


def later(office: Office, at: datetime = IN_2032) -> Office:
    return replace(office, clock=SteppedClock(at))


def bytes_on_disk(folder: Path) -> bytes:
    """Return everything in the data folder but the keys, zipped workbooks opened."""
    parts = []
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or "cles" in path.parts:
            continue
        parts.append(str(path.relative_to(folder)).encode() + path.read_bytes())
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                parts += [archive.read(name) for name in archive.namelist()]
    return b"\n".join(parts)


def test_every_table_is_either_erased_or_said_to_hold_nothing_of_ones_own() -> None:
    known = KEPT | {*OF_MAIL, *OF_THE_CASE, *OF_THE_PERSON, SEALS}
    assert set(METADATA.sorted_tables) == known


def test_nothing_is_past_its_time_while_people_are_employed(held: Office) -> None:
    assert past_time(held) == []


def test_who_left_long_ago_is_told_with_the_reason(held: Office) -> None:
    left(held, LAMBERT, LAST_DAY)
    assert not any(past.whole for past in past_time(held, date(2031, 11, 30)))
    (past,) = (past for past in past_time(held, date(2031, 12, 1)) if past.whole)
    assert (past.employee.matricule, past.whole, past.since) == (LAMBERT, True, date(2031, 11, 30))
    assert past.because == "départ le 30/11/2026, conservation de 5 ans"


def test_working_papers_have_a_shorter_time(after: Office) -> None:
    by_kind = {piece.document.kind for past in past_time(after, date(2029, 1, 1)) for piece in past.pieces}
    assert by_kind <= {DocumentKind.PREPARATION_SHEET, DocumentKind.FORM_BLANK}
    assert by_kind
    assert past_time(after, date(2028, 1, 1)) == []


def test_erased_pieces_leave_the_folder_and_the_disk_and_a_line_remains(after: Office) -> None:
    (path,) = (folder.path for folder in build_folders(after, [LAMBERT]))
    past = [p for p in past_time(after, date(2029, 1, 1)) if p.employee.matricule == LAMBERT]
    gone = [piece.document for piece in past[0].pieces]
    (done,) = erase_past(after, past).done
    assert done.pieces == len(gone) > 0
    assert not any(after.store.files.has(document.sha256) for document in gone)
    assert not {document.file_name for document in gone} & {file.name for file in path.rglob("*")}
    (report,) = verify_folders([path])
    assert report.findings == ()
    with after.reading() as unit:
        lines = [line for line in unit.journal.lines(LAMBERT) if EventType.PIECES_ERASED.encode() in line]
        assert unit.journal.verify(LAMBERT) is None
    assert len(lines) == 1
    assert all(document.sha256.encode() in lines[0] for document in gone)
    assert not any(p.employee.matricule == LAMBERT for p in past_time(after, date(2029, 1, 1)))


def test_nothing_of_an_erased_person_is_left_on_the_disk(held: Office) -> None:
    build_folders(held, [LAMBERT])
    with held.reading() as unit:
        employee = unit.employees.get(LAMBERT)
        case = case_of(held, LAMBERT)
    email = employee.email.encode()
    assert email in bytes_on_disk(held.folder)
    done = erase_person(held, LAMBERT, "Demande du 02/11/2026, acceptée.")
    held.store.close()
    rest = bytes_on_disk(held.folder)
    assert email not in rest
    assert str(case.id).encode() + b"_" not in rest
    named = [path for path in held.folder.rglob("*") if employee.surname.upper() in path.name.upper()]
    assert named == []
    assert done.whole
    assert {path.suffix for path in done.remaining} == {".xlsx"}


def test_the_journal_of_an_erased_person_is_whole_and_names_nobody(held: Office) -> None:
    with held.reading() as unit:
        before = unit.journal.lines(LAMBERT)
    erase_person(held, LAMBERT, "Demande acceptée.")
    with held.reading() as unit:
        lines = unit.journal.lines(LAMBERT)
        assert lines[: len(before)] == before
        assert EventType.PERSON_ERASED.encode() in lines[-1]
        assert sha256("Demande acceptée.".encode()).encode() in lines[-1]
        assert unit.journal.verify(LAMBERT) is None
        assert unit.journal.verify(None) is None
        assert unit.employees.find(LAMBERT) is None
        assert unit.cases.all(matricule=LAMBERT) == []
    assert not any(b"Lambert" in line for line in lines)


def test_the_others_keep_everything(held: Office) -> None:
    with held.reading() as unit:
        before = {m.key: m for m in unit.outbox.all()}
        documents = unit.documents.of_employee(RAMASSAMY)
        mine = {m.key for case in unit.cases.all(matricule=LAMBERT) for m in unit.outbox.of_case(case.id)}
    erase_person(held, LAMBERT, "Demande acceptée.")
    with held.reading() as unit:
        assert {m.key for m in unit.outbox.all()} == set(before) - mine
        assert unit.documents.of_employee(RAMASSAMY) == documents
    assert all(held.store.files.get(document.sha256) for document in documents)
    assert case_of(held, RAMASSAMY).state is CaseState.HELD


def test_no_number_of_an_erased_case_is_given_again(held: Office) -> None:
    with held.reading() as unit:
        last = unit.cases.all()[-1]
        coming = unit.cases.next_id()
    erase_person(held, last.matricule, "Demande acceptée.")
    with held.writing() as unit:
        assert unit.cases.next_id() == coming


def test_an_erased_person_does_not_return_with_the_next_roster(held: Office, roster_file: Path) -> None:
    erase_person(held, LAMBERT, "Demande acceptée.")
    again = import_roster(held, [roster_file])
    assert [employee.matricule for employee in again.upheld.erased] == [LAMBERT]
    with held.reading() as unit:
        assert unit.employees.find(LAMBERT) is None


def test_an_erased_manager_does_not_return_with_a_file_of_managers(held: Office, tmp_path: Path) -> None:
    with held.writing() as unit:
        unit.employees.put(replace(unit.employees.get(LAMBERT), matricule=Matricule("0199"), manager=None))
        unit.managers.put(replace(unit.managers.get(OBERLIN), matricule=Matricule("0199")))
    erase_person(held, Matricule("0199"), "Demande acceptée.")
    book = tmp_path / "effectif.xlsx"
    back = replace(COMPANY.managers[0], matricule=Matricule("0199"))
    write_roster(book, replace(COMPANY, managers=(*COMPANY.managers, back)), title="Effectif")
    import_roster(held, [book])
    with held.reading() as unit:
        assert unit.managers.find(Matricule("0199")) is None


def test_nobody_is_erased_while_messages_leave(held: Office) -> None:
    with held.store.run_lock(), pytest.raises(StoreError, match="en cours"):
        erase_person(held, LAMBERT, "Demande.")
    with held.reading() as unit:
        assert unit.employees.find(LAMBERT) is not None


def test_who_was_erased_is_said_so(held: Office) -> None:
    erase_person(held, LAMBERT, "Demande.")
    with pytest.raises(NotFoundError, match="a été effacée"):
        find_employee(held, LAMBERT)


def test_who_still_holds_interviews_is_not_erased(held: Office) -> None:
    with held.writing() as unit:
        unit.employees.put(replace(unit.employees.get(LAMBERT), matricule=KESSLER))
    with pytest.raises(UsageError, match="tient encore des entretiens"):
        erase_person(held, KESSLER, "Demande.")


def test_a_person_in_the_company_is_not_erased_without_saying_so(held: Office) -> None:
    with held.reading() as unit:
        employee = unit.employees.get(LAMBERT)
    with pytest.raises(UsageError, match="dans l’effectif"):
        refuse_early(held, employee)
    gone = replace(employee, left_on=LAST_DAY)
    with pytest.raises(UsageError, match="court jusqu’au 30/11/2031"):
        refuse_early(held, gone)
    refuse_early(later(held), gone)


def test_an_erasure_wants_a_reason_and_a_known_person(held: Office) -> None:
    with pytest.raises(UsageError, match="se motive"):
        erase_person(held, LAMBERT, "  ")
    erase_person(held, LAMBERT, "Demande acceptée.")
    with pytest.raises(NotFoundError):
        erase_person(held, LAMBERT, "Demande acceptée.")


def cut(*_: object) -> None:
    raise KeyboardInterrupt


def test_an_erasure_cut_short_after_its_commit_is_ended_by_the_next_run(
    held: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_folders(held, [LAMBERT])
    with held.reading() as unit:
        employee, pieces = unit.employees.get(LAMBERT), unit.documents.of_employee(LAMBERT)
    with monkeypatch.context() as cutting:
        cutting.setattr("toolkit.services.erasure.remove_leftovers", cut)
        with pytest.raises(KeyboardInterrupt):
            erase_person(held, LAMBERT, "Demande acceptée.")
    assert all(held.store.files.has(piece.sha256) for piece in pieces)
    ended = erase_past(held, [])
    assert ended.copies
    assert not any(held.store.files.has(piece.sha256) for piece in pieces)
    assert employee.email.encode() not in bytes_on_disk(held.folder)
    assert erase_past(held, []).copies == ()


def test_pieces_erased_by_a_run_cut_short_leave_the_folder_with_the_next(
    after: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    (path,) = (folder.path for folder in build_folders(after, [LAMBERT]))
    past = [p for p in past_time(after, date(2029, 1, 1)) if p.employee.matricule == LAMBERT]
    gone = {piece.document.file_name for piece in past[0].pieces}
    with monkeypatch.context() as cutting:
        cutting.setattr("toolkit.services.retention.remove_leftovers", cut)
        with pytest.raises(KeyboardInterrupt):
            erase_past(after, past)
    erase_past(after, [])
    assert not gone & {file.name for file in path.rglob("*")}
    (report,) = verify_folders([path])
    assert report.findings == ()


def test_bytes_that_nothing_refers_to_go_with_an_erasure_unless_they_are_fresh(held: Office) -> None:
    refused, coming = held.store.files.put(b"une trame refusee"), held.store.files.put(b"une piece en route")
    long_ago = 1_700_000_000
    os.utime(held.store.files.path(refused), (long_ago, long_ago))
    os.utime(held.store.files.path(coming), (long_ago, long_ago))
    held.store.files.put(b"une piece en route")
    erase_person(held, LAMBERT, "Demande acceptée.")
    assert not held.store.files.has(refused)
    assert held.store.files.has(coming)


def test_a_short_matricule_takes_no_piece_of_another_away(held: Office) -> None:
    build_folders(held)
    with held.writing() as unit:
        unit.employees.put(replace(unit.employees.get(LAMBERT), matricule=Matricule("01")))
    before = {path for path in held.folder.rglob("*") if path.is_file() and "evidence" in path.parts}
    erase_person(held, Matricule("01"), "Demande acceptée.")
    assert before == {path for path in held.folder.rglob("*") if path.is_file() and "evidence" in path.parts}


def test_nothing_of_an_erased_person_stays_in_the_log_of_an_open_database(held: Office) -> None:
    with held.reading() as unit:
        email = unit.employees.get(LAMBERT).email.encode()
    erase_person(held, LAMBERT, "Demande acceptée.")
    assert not any(email in path.read_bytes() for path in held.folder.glob("entretiens.db*"))


def test_who_cannot_be_erased_does_not_keep_the_others(held: Office) -> None:
    for who in (LAMBERT, RAMASSAMY):
        left(held, who, LAST_DAY)
    with held.writing() as unit:
        someone = unit.employees.get(RAMASSAMY)
        unit.employees.put(replace(someone, matricule=Matricule("0000"), manager=LAMBERT, left_on=None))
    past = [one for one in past_time(later(held)) if one.whole]
    erased = erase_past(held, past)
    assert [one.matricule for one in erased.done] == [RAMASSAMY]
    (refused,) = erased.refused
    assert "tient encore des entretiens" in refused


def test_a_managers_name_goes_when_no_case_needs_it_any_more(held: Office) -> None:
    with held.writing() as unit:
        unit.employees.put(replace(unit.employees.get(LAMBERT), matricule=OBERLIN, manager=None))
        for who in (NGUYEN, RAMASSAMY):
            unit.employees.put(replace(unit.employees.get(who), manager=KESSLER))
    with held.reading() as unit:
        as_employee = unit.employees.get(OBERLIN)
    assert erase_person(held, OBERLIN, "Demande.").manages
    with held.reading() as unit:
        assert unit.managers.find(OBERLIN) is not None
        _, upheld = uphold(unit, RosterReading(employees=(as_employee,)))
    assert upheld.erased == (as_employee,)
    for who in (NGUYEN, RAMASSAMY):
        erase_person(held, who, "Demande.")
    with held.reading() as unit:
        assert unit.managers.find(OBERLIN) is None


def test_what_a_person_may_ask_for_holds_everything_in_a_table_a_person_reads(
    held: Office, tmp_path: Path
) -> None:
    done = export_personal_data(held, LAMBERT, tmp_path / "lambert.zip")
    with zipfile.ZipFile(done.path) as archive:
        names = archive.namelist()
        archive.extract(TABLE, tmp_path)
        explained = archive.read(EXPLANATION).decode()
    rows = CalamineWorkbook.from_path(tmp_path / TABLE).get_sheet_by_index(0).to_python()
    values = {str(cell) for row in rows for cell in row}
    with held.reading() as unit:
        employee = unit.employees.get(LAMBERT)
        pieces = unit.documents.of_employee(LAMBERT)
    assert {employee.email, employee.surname, employee.given_name} <= values
    assert {piece.sha256 for piece in pieces} <= values
    assert len(rows) == done.lines + 1
    assert any(name.endswith("MANIFEST.sha256") for name in names)
    for owed in ("article 15", "CNIL", "5 ans après le départ", COMPANY.employees[0].name):
        assert owed in explained


def test_a_file_that_is_there_is_not_overwritten(held: Office, tmp_path: Path) -> None:
    there = tmp_path / "lambert.zip"
    there.write_bytes(b"autre chose")
    with pytest.raises(UsageError, match="existe déjà"):
        export_personal_data(held, LAMBERT, there)
    assert there.read_bytes() == b"autre chose"


def test_an_erasure_is_whole_in_the_base_or_is_not(held: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as cutting:
        cutting.setattr("toolkit.store.journal.Journal.append", cut)
        with pytest.raises(KeyboardInterrupt):
            erase_person(held, LAMBERT, "Demande acceptée.")
    with Store.open(held.settings.database, held.folder) as store, store.reading(held.employer.id) as unit:
        assert unit.employees.get(LAMBERT).matricule == LAMBERT
        assert unit.erasures.of(LAMBERT) == []
