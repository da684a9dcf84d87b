"""Slots go out to a workbook; what a person changes there is taken, what is wrong there is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
import xlsxwriter

from toolkit.errors import UsageError
from toolkit.model import CampaignId
from toolkit.roster import read_slots, write_slots
from toolkit.roster.slots import HEADINGS, SHEET
from toolkit.services.campaigns import open_campaign
from toolkit.services.office import Office
from toolkit.services.planning import propose_slots, read_back, workbook_of

from .conftest import CAMPAIGN, LAMBERT, UNTIL, case_of, everything


def rewrite(path: Path, **changed: object) -> None:
    """Write the workbook again with Mme Lambert's line changed."""
    rows = [
        replace(row, **changed) if row.matricule == LAMBERT else row  # type: ignore[arg-type]
        for row in read_slots(path).rows
    ]
    write_slots(path, rows)


def typed(path: Path, *lines: dict[str, str]) -> None:
    """Write a workbook in which a person typed every cell as text."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet(SHEET)
        sheet.write_row(0, 0, HEADINGS)
        for number, line in enumerate(lines, start=1):
            sheet.write_row(number, 0, [line.get(heading, "") for heading in HEADINGS])


def test_everyone_gets_a_slot_with_the_agreed_notice(planned: Office) -> None:
    with planned.reading() as unit:
        slots = [case.slot for case in unit.cases.all()]
    assert all(slot is not None for slot in slots)
    assert min(slot.starts.date() for slot in slots if slot) == date(2026, 10, 20)
    assert {slot.place for slot in slots if slot} == {"Salle Kléber"}


def test_a_workbook_that_exists_is_not_overwritten(planned: Office) -> None:
    path = workbook_of(planned, CAMPAIGN)
    rewrite(path, at=time(11, 30))
    content = path.read_bytes()
    proposed = propose_slots(planned, CAMPAIGN)
    assert not proposed.new
    assert path.read_bytes() == content
    assert next(row.at for row in proposed.rows if row.matricule == LAMBERT) == time(11, 30)


def test_asking_again_replaces_it(planned: Office) -> None:
    path = workbook_of(planned, CAMPAIGN)
    rewrite(path, at=time(23, 30))
    assert propose_slots(planned, CAMPAIGN, again=True).new
    assert all(row.at is not None and row.at < time(17) for row in read_slots(path).rows)


def test_a_changed_cell_is_taken(planned: Office) -> None:
    rewrite(workbook_of(planned, CAMPAIGN), on=date(2026, 10, 29), at=time(11, 30), place="Bureau 12")
    taken = read_back(planned, CAMPAIGN)
    assert [case.matricule for case in taken.changed] == [LAMBERT]
    slot = case_of(planned, LAMBERT).slot
    assert slot is not None
    assert slot.starts == datetime(2026, 10, 29, 10, 30, tzinfo=UTC)
    assert slot.place == "Bureau 12"


def test_reading_it_twice_changes_nothing(planned: Office) -> None:
    before = everything(planned)
    taken = read_back(planned, CAMPAIGN)
    assert taken.changed == ()
    assert taken.unchanged == len(read_slots(workbook_of(planned, CAMPAIGN)).rows)
    assert everything(planned) == before


def test_while_a_cell_is_wrong_it_is_told_and_nothing_is_taken(planned: Office) -> None:
    with planned.reading() as unit:
        one, other = (case.id for case in unit.cases.all()[:2])
    typed(
        workbook_of(planned, CAMPAIGN),
        {"Dossier": one, "Date": "29/10/2026", "Heure": "11h30", "Lieu": "Ici", "À convoquer": "Oui"},
        {"Dossier": other, "Date": "31/11/2026", "Heure": "9h30", "Lieu": "Ici", "À convoquer": "Oui"},
    )
    before = everything(planned)
    taken = read_back(planned, CAMPAIGN)
    assert taken.changed == ()
    assert "31/11/2026" in str(taken.problems[0])
    assert everything(planned) == before


def test_a_line_marked_no_waits_for_another_time(planned: Office) -> None:
    rewrite(workbook_of(planned, CAMPAIGN), summon=False, on=date(2026, 10, 29))
    taken = read_back(planned, CAMPAIGN)
    assert taken.left_out == (case_of(planned, LAMBERT).id,)
    assert taken.changed == ()


def test_without_a_workbook_the_next_step_is_told(imported: Office) -> None:
    open_campaign(imported, CAMPAIGN, until=UNTIL)
    with pytest.raises(UsageError, match="entretiens campaign plan automne"):
        read_back(imported, CampaignId("automne"))
