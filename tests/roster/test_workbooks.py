"""Workbooks that we write: a template that guides, a roster that reads back, tables without formulas."""

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime, time
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from python_calamine import load_workbook

from toolkit.errors import RosterError
from toolkit.model import (
    Absence,
    AbsenceKind,
    Address,
    Certification,
    Contract,
    Employee,
    History,
    Interview,
    InterviewKind,
    Mandate,
    Matricule,
    MedicalVisit,
    Progression,
    ProgressionKind,
    Sex,
    Site,
    SiteId,
    Training,
)
from toolkit.roster import Roster, Table, read_roster, write_csv, write_roster, write_table, write_template
from toolkit.roster.layout import LAYOUTS

HOSTILE = ["=1+1", "+33 3 00", "-x", "@SUM(A1)", "https://a.example", "\tx", "0007", "{=A1}", "12/03/2026"]


def part(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as package:
        return package.read(name).decode()


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "modele.xlsx"
    write_template(path)
    return path


def test_the_template_has_every_sheet_and_heading_and_reads_back_empty(template: Path) -> None:
    book = load_workbook(template)
    assert book.sheet_names[0] == "Lisez-moi"
    for layout in LAYOUTS.values():
        assert book.get_sheet_by_name(layout.sheet).to_python()[0] == [c.heading for c in layout.columns]
    reading = read_roster([template])
    assert (reading.tables, reading.problems, reading.employees) == (frozenset(Table), (), ())


def test_the_template_offers_choices_explains_headings_and_keeps_zeros(template: Path) -> None:
    employees = part(template, f"xl/worksheets/sheet{list(Table).index(Table.EMPLOYEES) + 2}.xml")
    assert employees.count("<dataValidation ") >= 8
    assert '"CDI,CDD,apprentissage,professionnalisation,intérim"' in employees.replace("&quot;", '"')
    assert 'numFmtId="49"' in part(template, "xl/styles.xml")  # 49 is the Text format
    with zipfile.ZipFile(template) as package:
        assert any(name.startswith("xl/comments") for name in package.namelist())
    absences = part(template, f"xl/worksheets/sheet{list(Table).index(Table.ABSENCES) + 2}.xml")
    assert re.search(r"<formula1>Listes!\$A\$1:\$A\$17</formula1>", absences)


LETTERS = st.characters(categories=("L", "N", "P", "S"), exclude_characters="\x00")
TEXT = st.text(LETTERS, min_size=1, max_size=20).map(lambda text: normalize("NFC", text))
DAYS = st.dates(date(1950, 1, 1), date(2100, 1, 1))


@st.composite
def employees(draw: st.DrawFn) -> Employee:
    hired = draw(st.dates(date(1990, 1, 1), date(2030, 1, 1)))
    return Employee(
        matricule=Matricule(draw(st.from_regex(r"[0-9A-Z]{1,9}", fullmatch=True))),
        surname=draw(TEXT),
        given_name=draw(TEXT),
        hired=hired,
        civility=draw(st.sampled_from(["", "Mme", "M."])),
        born=draw(st.none() | st.dates(date(1950, 1, 1), date(1985, 1, 1))),
        sex=draw(st.none() | st.sampled_from(Sex)),
        email=draw(st.sampled_from(["", "zoe.hoarau@deux-rives.example"])),
        address=draw(
            st.sampled_from([Address(), Address(("Bât. A", "1 rue B"), "01000", "Bourg-en-Bresse")])
        ),
        contract=draw(st.sampled_from(Contract)),
        contract_end=draw(st.none() | st.just(date(2031, 1, 1))),
        transferred_on=draw(st.none() | DAYS),
        job=draw(st.sampled_from(["", "Régleur"])),
    )


def one(
    fact: type, *fields: st.SearchStrategy[object], **named: st.SearchStrategy[object]
) -> st.SearchStrategy[tuple[object, ...]]:
    """Return a strategy for a tuple of one such fact."""
    return st.builds(fact, *fields, **named).map(lambda made: (made,))


START = st.just(date(2020, 1, 1))
END = st.none() | st.just(date(2021, 1, 1))
SHARE = st.none() | st.integers(0, 1000)
PLAIN_KINDS = st.sampled_from([kind for kind in InterviewKind if kind is not InterviewKind.RECAP])
HISTORIES: st.SearchStrategy[History] = st.builds(
    History,
    interviews=one(Interview, DAYS, PLAIN_KINDS, recap=st.booleans()),
    absences=one(Absence, st.sampled_from(AbsenceKind), START, END, SHARE),
    trainings=one(Training, DAYS, TEXT, st.booleans(), TEXT, st.none() | st.integers(0, 400)),
    certifications=one(Certification, DAYS, TEXT),
    progressions=one(Progression, DAYS, st.sampled_from(ProgressionKind), TEXT),
    medical_visits=one(MedicalVisit, DAYS),
    mandates=one(Mandate, START, END, SHARE, TEXT),
)


@settings(
    max_examples=40,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(person=employees(), history=HISTORIES)
def test_a_roster_written_reads_back_to_the_same_values(
    tmp_path: Path, person: Employee, history: History
) -> None:
    path = tmp_path / "effectif.xlsx"
    site = Site(SiteId("00000001800010"), "Strasbourg", Address(("1 quai",), "67000", "Strasbourg"))
    person = Employee(**{**{n: getattr(person, n) for n in Employee.__slots__}, "site": site.id})
    notices = {person.matricule: date(2026, 10, 1)}
    write_roster(path, Roster((site,), (), (person,), {person.matricule: history}, notices))
    reading = read_roster([path])
    assert not reading.errors
    assert reading.sites == (site,)
    assert reading.employees == (person,)
    assert reading.histories == {person.matricule: history}
    assert reading.hiring_notices == notices


def test_a_table_keeps_types_and_never_makes_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    rows = [[text, date(2026, 3, 12), 5, True, None, time(9, 30)] for text in HOSTILE]
    write_table(
        path, "Obligations : [2026]", ["Texte", "Échéance", "Jours", "En retard", "Vide", "Heure"], rows
    )
    read = load_workbook(path).get_sheet_by_index(0)
    assert read.name == "Obligations    2026"
    assert [row[0] for row in read.to_python()[1:]] == HOSTILE
    assert read.to_python()[1][1:] == [date(2026, 3, 12), 5.0, "Oui", "", time(9, 30)]
    sheet = part(path, "xl/worksheets/sheet1.xml")
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet
    assert "<autoFilter" in sheet


def test_csv_guards_what_a_spreadsheet_would_compute(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    write_csv(path, ["Texte", "Jour", "Part"], [["=1+1", date(2026, 3, 12), 0.5], ["été", None, None]])
    assert path.read_bytes() == "\ufeffTexte;Jour;Part\r\n'=1+1;12/03/2026;0,5\r\nété;;\r\n".encode()


def test_a_moment_is_written_without_its_zone(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    write_table(path, "t", ["Moment"], [[datetime.fromisoformat("2026-03-12T09:30:00+01:00")]])
    assert load_workbook(path).get_sheet_by_index(0).to_python()[1] == [datetime(2026, 3, 12, 9, 30)]  # noqa: DTZ001


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(RosterError, match="ne peut pas être écrit"):
        write_table(tmp_path / "absent" / "t.xlsx", "t", ["A"], [])
    with pytest.raises(RosterError, match="ne peut pas être écrit"):
        write_csv(tmp_path / "absent" / "t.csv", ["A"], [])
