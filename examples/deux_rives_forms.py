"""Fill the forms of the demonstration as their managers would in Word, in ``deux-rives/formulaires``.

The forms are those that the demonstration makes: same company, same campaign, same clock, so that each
carries the id that the demonstration expects. What the managers wrote stands in ``deux_rives_answers.toml``.
Run it again at will: the same bytes come out.
"""

from __future__ import annotations

import re
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from toolkit.clock import SteppedClock
from toolkit.demo import story
from toolkit.documents import Answer, fill_form
from toolkit.french import NBSP, local_day, plain_letters
from toolkit.model import Action, ActionKind, CampaignId, Case, DocumentKind, Employee
from toolkit.services.campaigns import open_campaign
from toolkit.services.forms import make_forms
from toolkit.services.importing import import_roster
from toolkit.services.office import Office, open_office
from toolkit.services.planning import propose_slots, read_back
from toolkit.services.setup import init_folder

COMPANY = Path(__file__).parent / "deux-rives"
FOLDER = COMPANY / "formulaires"
ANSWERS = Path(__file__).parent / "deux_rives_answers.toml"
CAMPAIGN = CampaignId(story.CAMPAIGN)

Written = Mapping[str, object]
"""What a manager wrote: by field, and ``actions``."""


@dataclass(frozen=True, slots=True)
class BlankForm:
    """A form as the demonstration makes it, and whose it is."""

    case: Case
    employee: Employee
    docx: bytes

    @property
    def file_name(self) -> str:
        """``C0007_NOM-Prenom.docx``, as a manager would name the file sent back."""
        person = self.employee
        return (
            f"{self.case.id}_{plain_letters(person.surname).upper()}-{plain_letters(person.given_name)}.docx"
        )


def blank_forms(place: Path) -> list[BlankForm]:
    """Run the demonstration in ``place`` as far as its forms, and return those that were sent back."""
    clock = SteppedClock(story.IMPORT_DAY, timedelta(seconds=1), story.CLOCK_NAME)
    init_folder(place, COMPANY / "entretiens.toml", clock=clock, actor=story.ACTOR)
    with open_office(place, actor=story.ACTOR, clock=clock) as office:
        import_roster(office, [COMPANY / "effectif.xlsx"])
        open_campaign(office, story.CAMPAIGN, until=story.UNTIL)
        propose_slots(office, CAMPAIGN)
        read_back(office, CAMPAIGN)
        clock.set(story.POST_DAY)
        with office.reading() as unit:
            cases = [case for case in unit.cases.all(campaign=CAMPAIGN) if case.matricule in written()]
        make_forms(office, [case.id for case in cases])
        return [_blank(office, case) for case in cases]


def _blank(office: Office, case: Case) -> BlankForm:
    with office.reading() as unit:
        form = unit.documents.find(case.id, DocumentKind.FORM_BLANK, suffix="docx")
        employee = unit.employees.get(case.matricule)
    if form is None:
        raise LookupError(case.id)
    return BlankForm(case, employee, office.store.files.get(form.sha256))


def written() -> dict[str, Written]:
    """Return what the managers wrote, by matricule."""
    return tomllib.loads(ANSWERS.read_text(encoding="utf-8"))


def filled(blank: BlankForm, answers: Written) -> bytes:
    """Return the form as its manager sent it back."""
    texts = {field: _answer(value) for field, value in answers.items() if field != "actions"}
    return fill_form(blank.docx, {**_meeting(blank.case), **texts}, list(_actions(answers)))


def _meeting(case: Case) -> dict[str, Answer]:
    """Return what the first section says: held when and where it was planned, or moved to."""
    if case.slot is None:
        raise LookupError(case.id)
    moved = case.matricule == story.MOVED.matricule
    return {
        "meeting.held_on": story.MOVED.to.date()
        if moved
        else local_day(case.slot.starts, case.slot.time_zone),
        "meeting.mode": "on_site",
        "meeting.place": case.slot.place,
        "meeting.capacity": "line_superior",
    }


def _answer(value: object) -> Answer:
    if isinstance(value, bool):
        return value
    paragraphs = str(value).strip().split("\n\n")
    return "\n".join(spaced(" ".join(paragraph.split())) for paragraph in paragraphs)


def spaced(text: str) -> str:
    """Return ``text`` with the no-break spaces that Word puts while one types in French."""
    return re.sub(r" (?=[:;?!»%])|(?<=«) ", NBSP, text)


def _actions(answers: Written) -> Iterable[Action]:
    rows = answers.get("actions", [])
    for number, row in enumerate(rows if isinstance(rows, list) else [], start=1):
        due = row["due"]
        if not isinstance(due, date):
            raise TypeError(due)
        yield Action(number, ActionKind(row["kind"]), spaced(row["label"]), row["owner"], due)


def make(folder: Path) -> None:
    """Write every filled form into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    answers = written()
    with tempfile.TemporaryDirectory() as place:
        for blank in blank_forms(Path(place) / "demonstration"):
            (folder / blank.file_name).write_bytes(filled(blank, answers[blank.case.matricule]))


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
