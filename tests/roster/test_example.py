"""The fictional company ships as its script makes it, and tells the story that its notice promises."""

from __future__ import annotations

import runpy
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from toolkit.model import Contract, EmployerId
from toolkit.resources import examples_path
from toolkit.roster import RosterReading, facts_of, read_roster
from toolkit.settings import load_settings

FOLDER = examples_path() / "deux-rives"


@pytest.fixture(scope="module")
def company() -> RosterReading:
    return read_roster([FOLDER / "effectif.xlsx"])


def contents(path: Path) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as package:
        return [(name, package.read(name)) for name in package.namelist()]


def test_the_committed_files_are_what_the_script_makes(tmp_path: Path) -> None:
    script = runpy.run_path(str(examples_path() / "deux_rives.py"))
    script["make"](tmp_path)
    assert contents(tmp_path / "effectif.xlsx") == contents(FOLDER / "effectif.xlsx")
    settings = (tmp_path / "entretiens.toml").read_bytes()
    assert settings == (FOLDER / "entretiens.toml").read_bytes()


def test_the_company_reads_without_an_error_and_with_the_findings_it_tells(company: RosterReading) -> None:
    assert not company.errors
    assert not company.set_apart
    assert Counter(p.code for p in company.findings) == {"birth_date_missing": 2, "absence_without_end": 1}


def test_sixty_four_people_on_two_shores(company: RosterReading) -> None:
    sites = {site.id: site for site in company.sites}
    employer = load_settings(FOLDER).employers["deux-rives"].employer(EmployerId("deux-rives"))
    assert len(company.employees) == employer.headcount == 64
    by_zone = Counter(sites[e.site].time_zone for e in company.employees if e.site)
    assert by_zone == {"Europe/Paris": 44, "Indian/Reunion": 20}
    assert {s.name: s.good_friday for s in company.sites} == {
        "Strasbourg": True,
        "Saint-Denis de La Réunion": False,
    }


def test_the_company_shows_every_kind_of_situation(company: RosterReading) -> None:
    assert {e.contract for e in company.employees} == set(Contract) - {Contract.AGENCY}
    assert sum(not e.email for e in company.employees) == 5
    assert all(e.address for e in company.employees)
    assert {m.matricule for m in company.managers} - {e.matricule for e in company.employees} == {"DIR01"}
    kinds = {fact.kind for h in company.histories.values() for fact in h.absences}
    assert len(kinds) >= 9
    assert sum(1 for h in company.histories.values() for _ in facts_of(h)) > 300


def test_addresses_and_letters_stay_fictional_and_plain(company: RosterReading) -> None:
    addresses = [e.email for e in company.employees if e.email]
    assert all(a.isascii() and a.endswith("@deux-rives.example") for a in addresses)
    assert len(set(addresses)) == len(addresses)
