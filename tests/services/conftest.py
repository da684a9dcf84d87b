"""A workshop of seven people, carried once per session to each stage; every test works on a copy of one.

Keys are made once, and the PDF engine starts once: both are slow. The clock steps one second per reading.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar, Event
from pypdfium2 import PdfDocument

from toolkit.clock import SteppedClock
from toolkit.demo.capture import CaptureServer
from toolkit.documents import Answer, PdfMaker, RdocxEngine, TypstEngine, fill_form
from toolkit.model import (
    Absence,
    AbsenceKind,
    Action,
    ActionKind,
    Address,
    CampaignId,
    Case,
    DocumentKind,
    Employee,
    History,
    Interview,
    InterviewKind,
    Manager,
    Matricule,
    Role,
    Sex,
    Site,
    SiteId,
    Training,
)
from toolkit.roster import Roster, write_roster
from toolkit.services.campaigns import open_campaign
from toolkit.services.ceremony import Attendance
from toolkit.services.forms import make_forms
from toolkit.services.importing import import_roster
from toolkit.services.office import Office, open_office
from toolkit.services.planning import propose_slots, read_back
from toolkit.services.reports import make_report
from toolkit.services.returned_forms import read_forms
from toolkit.services.sending import Sent, send_campaign
from toolkit.services.setup import init_folder
from toolkit.services.signatures import sign_in_presence
from toolkit.settings_tables import MailSecurity

START = datetime(2026, 10, 5, 6, 0, tzinfo=UTC)
AFTER = datetime(2026, 10, 26, 8, 0, tzinfo=UTC)
"""After every meeting of the campaign."""
LATER = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
UNTIL = date(2026, 12, 31)
CAMPAIGN = CampaignId("automne")

LAMBERT, FONTAINE, NGUYEN, RAMASSAMY, SCHNEIDER, MULLER, ARNOLD = (
    Matricule(f"000{number}") for number in range(1, 8)
)
KESSLER, OBERLIN = Matricule("0101"), Matricule("0102")
STRASBOURG = SiteId("00000001800010")

SETTINGS = """\
demonstration = true

[employers.atelier]
name = "Atelier d’Essai SAS"
siren = "000000018"
headcount = 64
hr_name = "Claire Fontaine"
hr_email = "rh@atelier.example"
hr_phone = "03 00 00 00 64"
signatory = { name = "Claire Fontaine", title = "Responsable RH" }
address = { lines = ["14 quai des Mariniers"], postcode = "67000", city = "Strasbourg" }

[employers.atelier.agreement]
level = "branch"
adapts_rules = true
title = "Accord de branche du 3 juin 2026 (fictif)"
switch_on = 2026-10-01
first_after = "P1Y"
period = "P3Y"
tolerance = "P1M"

[mail]
sender = "entretiens@atelier.example"
bounces = "retours@atelier.example"
"""

Open = Callable[[Path, datetime], AbstractContextManager[Office]]


def person(matricule: Matricule, given_name: str, surname: str, hired: date) -> Employee:
    """Return an employee of the workshop, reachable by e-mail and managed by Mme Kessler."""
    return Employee(
        matricule,
        surname,
        given_name,
        hired,
        civility="Mme",
        sex=Sex.WOMAN,
        born=date(1993, 6, 25),
        email=f"p{matricule}@atelier.example",
        address=Address((f"{int(matricule)} rue des Bateliers",), "67000", "Strasbourg"),
        site=STRASBOURG,
        manager=KESSLER,
        job="Opératrice",
    )


def history(*days: str) -> History:
    """Return interviews held on ``days``, the first one first; ``r`` after a day: also the recap."""
    return History(
        interviews=tuple(
            Interview(
                date.fromisoformat(day.rstrip("r")),
                InterviewKind.PERIODIC if number else InterviewKind.FIRST,
                recap=day.endswith("r"),
            )
            for number, day in enumerate(days)
        )
    )


EMPLOYEES = (
    person(LAMBERT, "Inès", "Lambert", date(2022, 11, 7)),
    replace(person(FONTAINE, "Jimmy", "Fontaine", date(2022, 10, 3)), email="", civility="M.", sex=Sex.MAN),
    replace(person(NGUYEN, "Thị Ánh", "Nguyễn", date(2018, 10, 1)), manager=OBERLIN),
    replace(person(RAMASSAMY, "Emma", "Ramassamy", date(2020, 9, 14)), manager=OBERLIN),
    person(SCHNEIDER, "Mathieu", "Schneider", date(2021, 3, 15)),
    person(MULLER, "Antoine", "Muller", date(2023, 10, 16)),
    person(ARNOLD, "Manon", "Arnold", date(2026, 10, 1)),
)
HISTORIES = {
    LAMBERT: history("2023-10-24"),
    FONTAINE: history("2023-09-26"),
    NGUYEN: replace(
        history("2019-09-24", "2021-09-28", "2024-09-24r"),
        absences=(Absence(AbsenceKind.MATERNITY, date(2026, 3, 2), date(2026, 6, 28)),),
    ),
    RAMASSAMY: replace(
        history("2021-09-07", "2023-09-05"),
        trainings=(Training(date(2023, 3, 21), "Excel", mandatory=False, hours=14),),
    ),
    SCHNEIDER: replace(
        history("2022-03-08", "2023-11-21"),
        absences=(Absence(AbsenceKind.SABBATICAL, date(2026, 3, 2), date(2027, 1, 31)),),
    ),
    MULLER: history("2024-10-08"),
}
COMPANY = Roster(
    (
        Site(
            STRASBOURG,
            "Strasbourg",
            Address(("14 quai des Mariniers",), "67000", "Strasbourg"),
            "Europe/Paris",
            good_friday=True,
            meeting_place="Salle Kléber",
        ),
    ),
    (
        Manager(KESSLER, "Kessler", "Sophie", "kessler@atelier.example", "Cheffe d’équipe", "Mme"),
        Manager(OBERLIN, "Oberlin", "Marc", "oberlin@atelier.example", "Chef d’atelier", "M."),
    ),
    EMPLOYEES,
    HISTORIES,
)

ANSWERS: dict[str, Answer] = {
    "meeting.held_on": date(2026, 10, 20),
    "meeting.mode": "on_site",
    "meeting.place": "Salle Kléber",
    "meeting.capacity": "line_superior",
    "skills.used": "Conduite de deux centres d’usinage.",
    "path.situation": "Opératrice depuis 2022.",
    "training.job": "Réglage, à la session de février.",
    "wishes.mobility": "Souhaite devenir régleuse.",
    "rights.cpf": "Compte activé ; CEP présenté.",
}
ACTION = Action(1, ActionKind.TRAINING, "Inscription au CQPM", "Sophie Kessler", date(2026, 12, 4))


# -- the stages, each made once from the one before --


@pytest.fixture(scope="session")
def engine() -> Iterator[PdfMaker]:
    with PdfMaker(fast=TypstEngine(), other=RdocxEngine()) as engine:
        yield engine


@pytest.fixture(scope="session")
def opened(engine: PdfMaker) -> Open:
    """Open a data folder at an instant, with the session's PDF engine."""

    @contextmanager
    def open_at(folder: Path, at: datetime) -> Iterator[Office]:
        clock = SteppedClock(at, timedelta(seconds=1), "horloge des essais")
        office = open_office(folder, actor="essai", clock=clock)
        office.__dict__["engine"] = engine  # where the property keeps it
        try:
            yield office
        finally:
            office.store.close()

    return open_at


@pytest.fixture(scope="session")
def roster_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("effectif") / "effectif.xlsx"
    write_roster(path, COMPANY, title="Atelier d’Essai : effectif")
    return path


@pytest.fixture(scope="session")
def empty_stage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with keys and no roster."""
    source = tmp_path_factory.mktemp("reglages") / "entretiens.toml"
    source.write_text(SETTINGS, encoding="utf-8")
    folder = tmp_path_factory.mktemp("vide") / "donnees"
    init_folder(folder, source, clock=SteppedClock(START - timedelta(hours=1)), actor="essai")
    return folder


def _stage(factory: pytest.TempPathFactory, name: str, before: Path) -> Path:
    folder = factory.mktemp(name) / "donnees"
    shutil.copytree(before, folder)
    return folder


@pytest.fixture(scope="session")
def imported_stage(
    tmp_path_factory: pytest.TempPathFactory, empty_stage: Path, roster_file: Path, opened: Open
) -> Path:
    """The roster is in."""
    folder = _stage(tmp_path_factory, "importe", empty_stage)
    with opened(folder, START) as office:
        assert import_roster(office, [roster_file]).done
    return folder


@pytest.fixture(scope="session")
def planned_stage(tmp_path_factory: pytest.TempPathFactory, imported_stage: Path, opened: Open) -> Path:
    """A campaign is open and every case has its slot."""
    folder = _stage(tmp_path_factory, "planifie", imported_stage)
    with opened(folder, START + timedelta(minutes=10)) as office:
        open_campaign(office, CAMPAIGN, until=UNTIL)
        propose_slots(office, CAMPAIGN)
        read_back(office, CAMPAIGN)
    return folder


@pytest.fixture(scope="session")
def summoned_stage(tmp_path_factory: pytest.TempPathFactory, planned_stage: Path, opened: Open) -> Path:
    """Everyone is summoned, every message accepted."""
    folder = _stage(tmp_path_factory, "convoque", planned_stage)
    with opened(folder, START + timedelta(minutes=20)) as office, CaptureServer() as server:
        sent = send_through(office, server)
    assert sent.troubles == ()
    return folder


@pytest.fixture(scope="session")
def held_stage(tmp_path_factory: pytest.TempPathFactory, summoned_stage: Path, opened: Open) -> Path:
    """The forms of two are read back: a plain one, and one with a recap."""
    folder = _stage(tmp_path_factory, "tenu", summoned_stage)
    with opened(folder, AFTER) as office:
        returned = [returned_form(office, who, folder.parent) for who in (LAMBERT, RAMASSAMY)]
        assert all(form.new for form in read_forms(office, returned))
    return folder


@pytest.fixture(scope="session")
def reported_stage(tmp_path_factory: pytest.TempPathFactory, held_stage: Path, opened: Open) -> Path:
    """Their reports are made, and wait for signatures."""
    folder = _stage(tmp_path_factory, "rapporte", held_stage)
    with opened(folder, LATER) as office:
        for who in (LAMBERT, RAMASSAMY):
            assert make_report(office, case_of(office, who).id).new
    return folder


@pytest.fixture(scope="session")
def signed_stage(tmp_path_factory: pytest.TempPathFactory, reported_stage: Path, opened: Open) -> Path:
    """Both are signed by all."""
    folder = _stage(tmp_path_factory, "signe", reported_stage)
    with opened(folder, LATER + timedelta(days=1)) as office:
        for who in (LAMBERT, RAMASSAMY):
            sign_in_presence(office, case_of(office, who).id, BOTH_SIGN, collected_by="Claire Fontaine")
    return folder


BOTH_SIGN = (Attendance(Role.EMPLOYEE), Attendance(Role.MANAGER))


@dataclass(frozen=True)
class Copies:
    """Gives each test a copy of a stage of its own, opened at the instant that the test wants."""

    place: Path
    opened: Open

    def at(self, stage: Path, instant: datetime) -> AbstractContextManager[Office]:
        """Open a fresh copy of ``stage``."""
        folder = self.place / "donnees"
        shutil.copytree(stage, folder)
        return self.opened(folder, instant)

    def again(self, instant: datetime) -> AbstractContextManager[Office]:
        """Open the copy again, later."""
        return self.opened(self.place / "donnees", instant)


@pytest.fixture
def copies(tmp_path: Path, opened: Open) -> Copies:
    return Copies(tmp_path, opened)


@pytest.fixture
def empty(copies: Copies, empty_stage: Path) -> Iterator[Office]:
    with copies.at(empty_stage, START) as office:
        yield office


@pytest.fixture
def imported(copies: Copies, imported_stage: Path) -> Iterator[Office]:
    with copies.at(imported_stage, START + timedelta(minutes=10)) as office:
        yield office


@pytest.fixture
def planned(copies: Copies, planned_stage: Path) -> Iterator[Office]:
    with copies.at(planned_stage, START + timedelta(minutes=20)) as office:
        yield office


@pytest.fixture
def summoned(copies: Copies, summoned_stage: Path) -> Iterator[Office]:
    """The office a week after the summons, before any meeting."""
    with copies.at(summoned_stage, START + timedelta(days=7)) as office:
        yield office


@pytest.fixture
def after(copies: Copies, summoned_stage: Path) -> Iterator[Office]:
    """The office after the meetings, of which nothing is recorded yet."""
    with copies.at(summoned_stage, AFTER) as office:
        yield office


@pytest.fixture
def held(copies: Copies, held_stage: Path) -> Iterator[Office]:
    with copies.at(held_stage, LATER) as office:
        yield office


@pytest.fixture
def reported(copies: Copies, reported_stage: Path) -> Iterator[Office]:
    with copies.at(reported_stage, LATER + timedelta(days=1)) as office:
        yield office


@pytest.fixture
def signed(copies: Copies, signed_stage: Path) -> Iterator[Office]:
    with copies.at(signed_stage, LATER + timedelta(days=2)) as office:
        yield office


# -- short ways to act and to look --


def connected(office: Office, server: CaptureServer) -> Office:
    """Return the office with ``server`` as its relay."""
    mail = office.settings.mail.model_copy(
        update={"host": server.host, "port": server.port, "security": MailSecurity.NONE}
    )
    reached = replace(office, settings=office.settings.model_copy(update={"mail": mail}))
    reached.__dict__["engine"] = office.engine
    return reached


def send_through(office: Office, server: CaptureServer) -> Sent:
    """Send the campaign through ``server``."""
    return send_campaign(connected(office, server), CAMPAIGN)


def case_of(office: Office, matricule: Matricule) -> Case:
    """Return the one case of a person."""
    with office.reading() as unit:
        (case,) = unit.cases.all(matricule=matricule)
    return case


def returned_form(
    office: Office, matricule: Matricule, place: Path, name: str = "", **changed: Answer
) -> Path:
    """Return the file that a manager sends back: the form of the case, made if need be, and filled."""
    case = case_of(office, matricule)
    make_forms(office, [case.id])
    with office.reading() as unit:
        blank = unit.documents.find(case.id, DocumentKind.FORM_BLANK, suffix="docx")
    assert blank is not None
    answers: dict[str, Answer] = {
        **ANSWERS,
        **{key.replace("__", "."): value for key, value in changed.items()},
    }
    if matricule == RAMASSAMY:
        asked = ("interviews", "training", "certification", "progression")
        answers |= {f"recap.{key}": "yes" if key == "training" else "no" for key in asked}
    if matricule == NGUYEN:
        answers["back.conditions"] = "Retour au même poste."
    path = place / (name or f"{case.id}.docx")
    path.write_bytes(fill_form(office.store.files.get(blank.sha256), answers, [ACTION]))
    return path


def everything(office: Office) -> dict[str, object]:
    """Return all that a repeated act must leave as it is: cases, acts, documents, messages, chains."""
    with office.reading() as unit:
        people = [employee.matricule for employee in unit.employees.all()]
        cases = unit.cases.all()
        return {
            "people": unit.employees.all(),
            "histories": unit.histories.all(),
            "cases": cases,
            "acts": [unit.acts.of(case.id) for case in cases],
            "documents": [unit.documents.of_employee(matricule) for matricule in people],
            "mail": unit.outbox.all(),
            "chains": [unit.journal.lines(chain) for chain in (None, *people)],
        }


def pieces(office: Office, case: Case, kind: DocumentKind, suffix: str = "pdf") -> list[bytes]:
    """Return the bytes of every piece of a kind, the first filed first."""
    with office.reading() as unit:
        found = [d for d in unit.documents.of_case(case.id) if d.kind is kind and d.suffix == suffix]
    return [office.store.files.get(d.sha256) for d in found]


def calendars(office: Office, case: Case, role: Role = Role.EMPLOYEE) -> list[tuple[str, Event]]:
    """Return the calendars sent to one of the two, in their order: the method and the event."""
    with office.reading() as unit:
        found = [
            d
            for d in unit.documents.of_case(case.id)
            if d.kind is DocumentKind.INVITATION and d.suffix == "ics" and d.part == role
        ]
    read = [Calendar.from_ical(office.store.files.get(d.sha256)) for d in found]
    return [(str(calendar["METHOD"]), calendar.events[0]) for calendar in read]


def waiting(office: Office) -> list[str]:
    """Return the recipients of what waits to be sent, in order."""
    with office.reading() as unit:
        return [mail.recipient for mail in unit.outbox.ready(office.clock.now())]


def text_of(pdf: bytes) -> str:
    """Return what a reader sees of a PDF, signature blocks included, spaces and no-break spaces as one."""
    document = PdfDocument(pdf)
    try:
        document.init_forms()
        for page in document:
            if page.formenv:
                page.flatten()
        said = " ".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()
    return " ".join(said.replace("\ufffe", "-").split())
