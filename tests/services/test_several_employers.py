"""Two employers in one installation share a database and a folder, and nothing of one reaches the other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from toolkit.clock import SteppedClock
from toolkit.roster import SlotRow, read_slots, write_slots
from toolkit.services.campaigns import open_campaign
from toolkit.services.importing import import_roster
from toolkit.services.office import Office, open_office
from toolkit.services.planning import propose_slots, read_back, workbook_of

from .conftest import CAMPAIGN, FONTAINE, LAMBERT, SETTINGS, START, UNTIL, Copies, case_of

FORGE = """
[employers.forge]
name = "Forge Voisine SARL"
siren = "000000026"
headcount = 12
hr_email = "rh@forge.example"
signatory = { name = "Anne Meyer", title = "Gérante" }
"""


@pytest.fixture
def shared(copies: Copies, imported_stage: Path, roster_file: Path) -> Path:
    """A folder of two employers; the second has the same people, numbered alike."""
    with copies.at(imported_stage, START) as office:
        folder = office.folder
    (folder / "entretiens.toml").write_text(SETTINGS.replace("[mail]", FORGE + "\n[mail]"), encoding="utf-8")
    with _office(folder, "forge") as office:
        assert import_roster(office, [roster_file]).done
    return folder


@contextmanager
def _office(folder: Path, employer: str) -> Iterator[Office]:
    clock = SteppedClock(START + timedelta(minutes=10), timedelta(seconds=1))
    with open_office(folder, employer=employer, actor="essai", clock=clock) as office:
        yield office


def test_campaigns_of_one_name_keep_their_own_slots(shared: Path) -> None:
    for employer in ("atelier", "forge"):
        with _office(shared, employer) as office:
            open_campaign(office, CAMPAIGN, until=UNTIL)
    with _office(shared, "atelier") as office:
        propose_slots(office, CAMPAIGN)
        here = workbook_of(office, CAMPAIGN)
    with _office(shared, "forge") as office:
        assert propose_slots(office, CAMPAIGN).new
        assert workbook_of(office, CAMPAIGN) != here


def test_a_line_that_names_a_case_and_another_person_is_told_and_nothing_is_taken(planned: Office) -> None:
    path = workbook_of(planned, CAMPAIGN)
    rows = list(read_slots(path).rows)
    mine = next(n for n, row in enumerate(rows) if row.case == case_of(planned, LAMBERT).id)
    rows[mine] = replace(rows[mine], matricule=FONTAINE, place="Salle Schuman")
    write_slots(path, rows)
    before = case_of(planned, LAMBERT)
    told = read_back(planned, CAMPAIGN)
    assert case_of(planned, LAMBERT) == before
    (problem,) = told.problems
    assert str(before.id) in str(problem)
    assert "Matricule" in str(problem)
    assert f"ligne {mine + 2}" in str(problem)


def test_a_line_of_no_case_of_the_campaign_is_told(planned: Office) -> None:
    path = workbook_of(planned, CAMPAIGN)
    rows: list[SlotRow] = list(read_slots(path).rows)
    rows.append(replace(rows[0], case=type(rows[0].case)("C9999")))
    write_slots(path, rows)
    (problem,) = read_back(planned, CAMPAIGN).problems
    assert "C9999" in str(problem)
