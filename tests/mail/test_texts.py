"""Each message says in French all that its reader needs, and nothing is left blank."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path

import jinja2
import pytest

from toolkit.errors import MailError
from toolkit.mail import (
    Audience,
    CancellationText,
    ChangeText,
    Contact,
    ConvocationText,
    DecisionsText,
    HandoverText,
    HiringNoticeText,
    InvitationText,
    SignatureCodeText,
    SignatureLinkText,
    Step,
    render,
    rendering,
)
from toolkit.mail.rendering import when
from toolkit.mail.texts import MessageText
from toolkit.model.case import Slot

EPP = "entretien de parcours professionnel"
NBSP = "\u00a0"
MARKS = str.maketrans("", "", ":-*")


class Words(HTMLParser):
    """The words that a reader of the HTML sees, and the links that he can follow."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self._silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent = tag in {"style", "title", "h1"}
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the signature is the library's
        self._silent = False

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words += data.split()


@pytest.fixture
def every_text(contact: Contact, slot: Slot, convocation: ConvocationText) -> list[MessageText]:
    video = replace(slot, video_link="https://visio.exemple.fr/?a=1&b=2")
    later = replace(video, starts=video.starts + timedelta(days=1))
    asked = SignatureLinkText(
        "Jean",
        contact,
        Audience.EMPLOYEE,
        EPP,
        date(2027, 7, 6),
        "Inès <Lambert>",
        "https://signer.exemple.fr/signer/abc.def",
        date(2027, 7, 21),
        "j•••@exemple.fr",
    )
    invitation = InvitationText("Jean", contact, Audience.EMPLOYEE, EPP, video, "Anne Lefèvre")
    return [
        convocation,
        replace(convocation, again=True, reply_by=None, slot=video),
        ChangeText("Jean", contact, EPP, later, slot, "Anne Lefèvre"),
        CancellationText("Jean", contact, EPP, slot),
        CancellationText("Jean", contact, EPP, slot, "réorganisation <du> service"),
        *(replace(invitation, step=step, audience=to) for step in Step for to in Audience),
        HandoverText("Jean", contact, EPP, date(2027, 7, 6), ("Compte rendu", "Plan d’action"), "AB:CD"),
        HandoverText(
            "Jean", replace(contact, hr_name="", hr_phone="", hr_email=""), EPP, date(2027, 7, 6), ()
        ),
        HiringNoticeText("Jean", contact, EPP, date(2028, 6, 1)),
        HiringNoticeText("Jean", contact, EPP),
        DecisionsText("Jean", contact, EPP, date(2027, 7, 6)),
        *(replace(asked, audience=to, again=again) for to in Audience for again in (False, True)),
        SignatureCodeText("Jean", contact, "123 456", 10, f"9{NBSP}h{NBSP}30"),
    ]


def test_text_and_html_say_the_same(every_text: Sequence[MessageText]) -> None:
    for text in every_text:
        body = render(text)
        reader = Words()
        reader.feed(body.html)
        # The text writes « Quand : » where the page sets a term, and a dash where it sets a list.
        page = "".join(reader.words)
        assert page.translate(MARKS) == "".join(body.text.split()).translate(MARKS), text.template


def test_a_summons_says_when_where_with_whom_and_what_to_do(convocation: ConvocationText) -> None:
    body = render(convocation)
    for piece in (
        "Bonjour Jean-Éric Dupont,",
        f"mardi 6 juillet 2027, de 9{NBSP}h{NBSP}30 à 10{NBSP}h{NBSP}30",
        "Salle Kléber, 2ᵉ étage",
        "Anne Lefèvre, directrice d’établissement",
        "il n’évalue pas votre travail",
        "au plus tard le 15 juin 2027",
        "rh@exemple.fr",
        "03 88 00 00 00",
    ):
        assert piece in body.text


def test_the_hour_is_that_of_the_site_and_names_it(slot: Slot) -> None:
    assert when(replace(slot, time_zone="Indian/Reunion")) == (
        f"mardi 6 juillet 2027, de 11{NBSP}h{NBSP}30 à 12{NBSP}h{NBSP}30 (heure de La Réunion)"
    )
    assert when(replace(slot, time_zone="Asia/Tokyo")).endswith("(heure locale, Asia/Tokyo)")


def test_the_demonstration_marks_subject_and_bodies(every_text: Sequence[MessageText]) -> None:
    for text in every_text:
        marked, unmarked = render(text, demonstration=True), render(text)
        assert marked.subject == f"[Démonstration] {unmarked.subject}"
        assert "démonstration".upper() in marked.text
        assert "Démonstration" in marked.html
        assert "démonstration" not in (unmarked.text + unmarked.html + unmarked.subject).lower()


def test_what_people_wrote_is_shown_not_obeyed(convocation: ConvocationText) -> None:
    hostile = "<script>alert(1)</script>{{ 7*7 }}\r\n\r\nFaux paragraphe"
    body = render(replace(convocation, name=hostile, held_by=hostile, interview=hostile))
    assert "<script>" not in body.html
    assert "{{ 7*7 }}" in body.text
    assert "\n\nFaux paragraphe" not in body.text
    assert "\n" not in body.subject


def test_links_are_https_or_mailto(every_text: Sequence[MessageText]) -> None:
    for text in every_text:
        reader = Words()
        reader.feed(render(text).html)
        assert all(link.startswith(("https://", "mailto:")) for link in reader.links)


def test_french_typography_is_kept(every_text: Sequence[MessageText]) -> None:
    for text in every_text:
        body = render(text)
        prose = body.text.replace("https://", "")
        assert " :" not in prose
        assert " ;" not in prose
        assert "'" not in prose
        assert "  " not in body.subject


@pytest.fixture
def broken_template(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], None]:
    def install(source: str) -> None:
        (tmp_path / "convocation.txt").write_text(source, encoding="utf-8")
        environment = jinja2.Environment(  # noqa: S701 - text only
            loader=jinja2.FileSystemLoader(tmp_path), undefined=jinja2.StrictUndefined
        )
        monkeypatch.setattr(rendering, "_environment", lambda: environment)

    return install


@pytest.mark.parametrize("source", ["{{ prenom }}", "{% if %}"])
def test_a_template_that_asks_for_the_unknown_is_told(
    convocation: ConvocationText, broken_template: Callable[[str], None], source: str
) -> None:
    broken_template(source)
    with pytest.raises(MailError) as caught:
        render(convocation)
    assert caught.value.about == "templates/mail/convocation"


def test_templates_run_in_a_sandbox(convocation: ConvocationText) -> None:
    with pytest.raises(jinja2.exceptions.SecurityError):
        rendering._environment().from_string("{{ ''.__class__.__mro__ }}").render(name=convocation.name)
