"""What a link lets a person do, and what it never does: each refusal told, each answer counted once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from unittest.mock import patch

import pytest
from PIL import Image, ImageDraw

from toolkit.demo.capture import CaptureServer
from toolkit.digest import sha256
from toolkit.errors import EntretiensError, MailError, SigningError, UsageError
from toolkit.model import (
    CaseState,
    CodeChannel,
    DocumentKind,
    MailKind,
    MailState,
    MarkKind,
    RequestContext,
    RequestState,
    Role,
)
from toolkit.services import signature_answers, signature_codes
from toolkit.services.office import Office
from toolkit.services.sending import deliver_mail
from toolkit.services.signature_answers import Answer, decline, sign
from toolkit.services.signature_codes import answer_code, request_code
from toolkit.services.signature_facts import ceremony_facts
from toolkit.services.signature_follow_up import remind
from toolkit.services.signature_mail import sheet_of
from toolkit.services.signature_requests import Ask, request_signatures
from toolkit.services.signature_visits import Visit, delegate, downloaded, open_link, page_displayed
from toolkit.services.signatures import sign_in_presence

from .conftest import BOTH_SIGN, everything
from .mailroom import EMPLOYEE_BOX, MANAGER_BOX, Mailroom, mailroom


@pytest.fixture(scope="module")
def server() -> Iterator[CaptureServer]:
    with CaptureServer() as running:
        yield running


@pytest.fixture
def room(reported: Office, server: CaptureServer) -> Mailroom:
    return mailroom(reported, server)


def later(room: Mailroom, **span: float) -> None:
    """Let time pass."""
    clock = room.office.clock
    clock.set(clock.now() + timedelta(**span))  # type: ignore[attr-defined]


def test_an_expired_link_opens_nothing_and_says_so(room: Mailroom) -> None:
    visit = room.asked()
    later(room, days=16)
    with pytest.raises(SigningError, match="a expiré"):
        open_link(room.office, visit)
    assert room.request().state is RequestState.EXPIRED


def test_a_link_that_served_serves_no_more(room: Mailroom) -> None:
    visit = room.asked()
    entry = room.entered(visit)
    answer = room.answer(visit)
    sign(room.office, visit, entry, answer)
    before = everything(room.office)
    for again in (lambda: open_link(room.office, visit), lambda: sign(room.office, visit, entry, answer)):
        with pytest.raises(SigningError, match="déjà servi"):
            again()
    assert everything(room.office) == before


@pytest.mark.parametrize("at", [0, 20, -5])
def test_a_link_with_one_letter_changed_is_refused(room: Mailroom, at: int) -> None:
    token = room.asked().token
    other = "A" if token[at] != "A" else "B"
    position = at % len(token)
    with pytest.raises(SigningError, match="pas valable"):
        open_link(room.office, Visit(token[:position] + other + token[position + 1 :]))


def test_the_managers_link_does_not_open_the_employees_act(room: Mailroom) -> None:
    room.sign(room.asked())
    manager = room.visit(Role.MANAGER)
    opened = open_link(room.office, manager)
    assert opened.request.role is Role.MANAGER
    assert "déclare avoir conduit" in opened.consent.text
    employee_entry = "0" * 48
    with pytest.raises(SigningError, match="n’a pas été vérifié"):
        sign(room.office, manager, employee_entry, Answer(opened.consent))


def test_the_link_alone_neither_signs_nor_refuses(room: Mailroom) -> None:
    visit = room.asked()
    room.read(visit)
    answer = room.answer(visit)
    for entry in ("", "0" * 48):
        with pytest.raises(SigningError, match="n’a pas été vérifié"):
            sign(room.office, visit, entry, answer)
        with pytest.raises(SigningError, match="n’a pas été vérifié"):
            decline(room.office, visit, entry, "Non.")
    assert room.request().state is RequestState.OPENED


def test_a_right_code_is_good_for_half_an_hour(room: Mailroom) -> None:
    visit = room.asked()
    entry = room.entered(visit)
    answer = room.answer(visit)
    later(room, minutes=31)
    with pytest.raises(SigningError, match="trop longtemps"):
        sign(room.office, visit, entry, answer)


def test_five_wrong_codes_lock_the_link_and_a_reminder_gives_another(room: Mailroom) -> None:
    visit = room.asked()
    open_link(room.office, visit)
    right = room.code(visit)
    wrong = "000 000" if right != "000 000" else "000 001"
    for left in ("4 essais", "3 essais", "2 essais", "1 essai", "dernier essai"):
        with pytest.raises(SigningError, match=left):
            answer_code(room.office, visit, wrong)
    with pytest.raises(SigningError, match="bloqué"):
        answer_code(room.office, visit, right)
    assert room.request().state is RequestState.LOCKED
    assert not sheet_of(room.office, room.request()).exists()
    remind(room.office, room.case.id)
    room.sign(room.visit(Role.EMPLOYEE))
    assert room.request().state is RequestState.SIGNED
    with room.office.reading() as unit:
        events = unit.requests.events(room.request().id)
    told = ceremony_facts(room.request(), events, [])
    assert told["wrong_codes"] == 5
    assert told["code"] == {"channel": "email", "to": EMPLOYEE_BOX, "sent": 2}


def test_a_cut_after_the_last_wrong_code_leaves_no_link_that_asks_for_codes_in_vain(room: Mailroom) -> None:
    visit = room.asked()
    open_link(room.office, visit)
    right = room.code(visit)
    with room.office.writing() as unit:
        request = room.request()
        for _ in range(5):
            assert unit.requests.count_attempt(request.id, request.token, room.office.clock.now(), 5)
    with pytest.raises(SigningError, match="bloqué"):
        answer_code(room.office, visit, right)
    assert room.request().state is RequestState.LOCKED


def test_a_code_is_past_after_ten_minutes(room: Mailroom) -> None:
    visit = room.asked()
    open_link(room.office, visit)
    code = room.code(visit)
    later(room, minutes=10)
    with pytest.raises(SigningError, match="aucun code n’est valable"):
        answer_code(room.office, visit, code)
    assert answer_code(room.office, visit, room.code(visit))


def test_a_new_code_makes_the_former_worthless_and_each_serves_once(room: Mailroom) -> None:
    visit = room.asked()
    open_link(room.office, visit)
    first = room.code(visit)
    later(room, minutes=1)
    second = room.code(visit)
    if first != second:
        with pytest.raises(SigningError, match="n’est pas le bon"):
            answer_code(room.office, visit, first)
    assert answer_code(room.office, visit, second.replace(" ", ""))
    with pytest.raises(SigningError, match="aucun code n’est valable"):
        answer_code(room.office, visit, second)


def test_codes_are_not_sent_in_a_burst(room: Mailroom) -> None:
    visit = room.asked()
    with pytest.raises(SigningError, match="pas encore été ouvert"):
        request_code(room.office, visit)
    open_link(room.office, visit)
    room.code(visit)
    with pytest.raises(SigningError, match="vient d’être envoyé"):
        request_code(room.office, visit)
    for _ in range(5):
        later(room, minutes=1)
        room.code(visit)
    later(room, minutes=1)
    with pytest.raises(SigningError, match="6 codes"):
        request_code(room.office, visit)


def test_twenty_guesses_at_once_count_as_five(room: Mailroom) -> None:
    visit = room.asked()
    open_link(room.office, visit)
    right = room.code(visit)
    wrong = "111 111" if right != "111 111" else "111 112"
    told = at_once(20, lambda: answer_code(room.office, visit, wrong))
    assert sum("n’est pas le bon" in text for text in told) == 5
    assert room.request().state is RequestState.LOCKED
    assert room.request().attempts == 5


def test_two_signatures_at_once_are_one(room: Mailroom) -> None:
    visit = room.asked()
    entry = room.entered(visit)
    answer = room.answer(visit)
    told = at_once(2, lambda: sign(room.office, visit, entry, answer))
    assert sorted(bool(text) for text in told) == [False, True]
    with room.office.reading() as unit:
        kept = [d for d in unit.documents.of_case(room.case.id) if d.part == "en-cours"]
    assert len(kept) == 1


def at_once(number: int, act: Callable[[], object]) -> list[str]:
    """Call ``act`` in that many threads, and return what each was told, empty where it went well."""
    told: list[str] = []
    gate = threading.Barrier(number)

    def run() -> None:
        gate.wait()
        try:
            act()
        except EntretiensError as error:
            told.append(str(error))
        else:
            told.append("")

    threads = [threading.Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def test_a_document_that_was_not_shown_whole_is_not_signed(room: Mailroom) -> None:
    visit = room.asked()
    opened = open_link(room.office, visit)
    assert opened.request.pages > 1
    page_displayed(room.office, visit, 1)
    entry = answer_code(room.office, visit, room.code(visit))
    with pytest.raises(SigningError, match="en entier"):
        sign(room.office, visit, entry, Answer(opened.consent))
    with pytest.raises(UsageError, match="pas cette page"):
        page_displayed(room.office, visit, opened.request.pages + 1)
    downloaded(room.office, visit)
    assert sign(room.office, visit, entry, Answer(opened.consent)).request.state is RequestState.SIGNED


def test_another_text_than_the_one_in_force_is_not_agreed_to(room: Mailroom) -> None:
    visit = room.asked()
    entry = room.entered(visit)
    consent = open_link(room.office, visit).consent
    with pytest.raises(SigningError, match="consentement a changé"):
        sign(room.office, visit, entry, Answer(replace(consent, text="Autre.")))


def test_a_document_that_changed_since_is_not_signed(room: Mailroom) -> None:
    visit = room.asked()
    with room.office.writing() as unit:
        shown = unit.documents.find(room.case.id, DocumentKind.REPORT, part="a-signer")
        assert shown is not None
        other = room.office.store.files.put(b"%PDF-1.7 another")
        unit.documents.add(replace(shown, sha256=other, version=shown.version + 1))
    with pytest.raises(SigningError, match="document a changé"):
        open_link(room.office, visit)


def test_a_refusal_asks_for_its_reason(room: Mailroom) -> None:
    visit = room.asked()
    entry = room.entered(visit)
    with pytest.raises(SigningError, match="motif"):
        decline(room.office, visit, entry, "  ")
    with pytest.raises(SigningError, match="trop long"):
        decline(room.office, visit, entry, "x" * 301)
    assert decline(room.office, visit, entry, "Je le\nrelirai.").request.reason == "Je le relirai."


def test_nobody_signs_for_another_and_the_asking_is_kept(room: Mailroom) -> None:
    visit = room.asked()
    with pytest.raises(SigningError, match="à votre place"):
        delegate(room.office, visit)
    with room.office.reading() as unit:
        assert unit.requests.events(room.request().id)[-1].kind == "delegation_refused"


def test_a_drawn_signature_is_kept_clean_and_told(room: Mailroom) -> None:
    picture = Image.new("RGBA", (400, 150), (0, 0, 0, 0))
    ImageDraw.Draw(picture).line([(20, 100), (150, 30), (300, 120)], fill=(20, 30, 90, 255), width=4)
    drawn = BytesIO()
    picture.save(drawn, "PNG", pnginfo=None)
    visit = room.asked()
    entry = room.entered(visit)
    sign(room.office, visit, entry, replace(room.answer(visit), drawn=drawn.getvalue()))
    mark = room.request().mark
    assert mark is not None
    assert mark.kind is MarkKind.DRAWN
    with room.office.reading() as unit:
        kept = unit.documents.find(room.case.id, DocumentKind.REPORT, part="dessin-salarie", suffix="png")
    assert kept is not None
    assert kept.sha256 == mark.drawn


def test_a_typed_name_is_kept(room: Mailroom) -> None:
    visit = room.asked()
    entry = room.entered(visit)
    sign(room.office, visit, entry, replace(room.answer(visit), typed=" Inès  Lambert "))
    mark = room.request().mark
    assert mark is not None
    assert (mark.kind, mark.typed) == (MarkKind.TYPED, "Inès Lambert")


def test_a_cut_before_the_record_loses_nothing_and_signs_nothing(room: Mailroom) -> None:
    visit = room.asked()
    entry = room.entered(visit)
    answer = room.answer(visit)
    before = everything(room.office)
    with (
        patch.object(signature_answers, "_note", side_effect=KeyboardInterrupt),
        pytest.raises(KeyboardInterrupt),
    ):
        sign(room.office, visit, entry, answer)
    assert everything(room.office) == before
    assert room.request().state is RequestState.VERIFIED
    assert sign(room.office, visit, entry, answer).request.state is RequestState.SIGNED


def test_an_answer_stands_where_closing_fails_and_a_reminder_closes(room: Mailroom) -> None:
    room.sign(room.asked())
    visit = room.visit(Role.MANAGER)
    entry = room.entered(visit, MANAGER_BOX)
    answer = room.answer(visit)
    trouble = SigningError("la clé ne répond pas.")
    with patch.object(signature_answers, "close_if_answered", side_effect=trouble):
        done = sign(room.office, visit, entry, answer)
    assert (done.closed, done.case.state) == (False, CaseState.SIGNING)
    assert "clé ne répond pas" in done.trouble
    assert remind(room.office, room.case.id).case.state is CaseState.SIGNED


def test_a_code_that_cannot_leave_now_never_leaves(room: Mailroom) -> None:
    visit = room.asked()
    open_link(room.office, visit)
    mail = room.office.settings.mail.model_copy(update={"port": 1})
    down = replace(room.office, settings=room.office.settings.model_copy(update={"mail": mail}))
    with pytest.raises(MailError, match="n’a pas pu être envoyé"):
        request_code(down, visit)
    with room.office.reading() as unit:
        states = [m.state for m in unit.outbox.of_case(room.case.id) if m.kind is MailKind.SIGNATURE_CODE]
    assert states == [MailState.WITHDRAWN]


class Telephone:
    """A carrier of text messages that keeps what it carried."""

    def __init__(self) -> None:
        self.carried: list[tuple[str, str]] = []

    def send(self, number: str, text: str) -> str:
        self.carried.append((number, text))
        return "ref-1"


def test_a_code_by_text_message_goes_through_whoever_carries_it(room: Mailroom) -> None:
    request_signatures(room.office, room.case.id, {Role.EMPLOYEE: Ask(code_to="06 12 34 56 78")})
    deliver_mail(room.office)  # the telephone being another way, the link leaves by e-mail
    visit = room.visit(Role.EMPLOYEE, EMPLOYEE_BOX)
    assert open_link(room.office, visit).code_channel is CodeChannel.SMS
    with pytest.raises(UsageError, match="SMS"):
        request_code(room.office, visit)
    phone = Telephone()
    assert request_code(room.office, visit, phone) == "06 ••• 78"
    ((number, text),) = phone.carried
    assert number == "0612345678"
    digits = "".join(c for c in text.partition("est ")[2][:6])
    assert answer_code(room.office, visit, digits)


def test_what_is_shown_is_what_was_asked_for(room: Mailroom) -> None:
    opened = open_link(room.office, room.asked())
    assert sha256(opened.content) == opened.request.shown
    assert opened.request.shown in opened.consent.text
    assert opened.code_to == "p•••@atelier.example"
    assert EMPLOYEE_BOX not in opened.consent.text


def test_a_code_never_leaves_with_the_other_messages(room: Mailroom) -> None:
    visit = room.asked()
    open_link(room.office, visit)
    with (
        patch.object(signature_codes, "deliver_one", side_effect=KeyboardInterrupt),
        pytest.raises(KeyboardInterrupt),
    ):
        request_code(room.office, visit)
    room.server.messages.clear()
    deliver_mail(room.office)
    assert room.server.messages == []
    later(room, minutes=11)
    deliver_mail(room.office)
    with room.office.reading() as unit:
        states = [m.state for m in unit.outbox.of_case(room.case.id) if m.kind is MailKind.SIGNATURE_CODE]
    assert states == [MailState.WITHDRAWN]


def test_who_is_asked_by_link_does_not_sign_in_presence_meanwhile(room: Mailroom) -> None:
    room.asked()
    with pytest.raises(UsageError, match="demandées par lien"):
        sign_in_presence(room.office, room.case.id, BOTH_SIGN, collected_by="Claire Fontaine")


def test_what_a_browser_says_is_cut_and_cleaned_before_it_is_kept(room: Mailroom) -> None:
    visit = replace(
        room.asked(), context=RequestContext("192.0.2.7", "a\r\nb\u202e" + "x" * 400, tls=" ", device="")
    )
    open_link(room.office, visit)
    with room.office.reading() as unit:
        told = unit.requests.events(room.request().id)[-1].details
    assert set(told) == {"ip", "user_agent"}
    assert told["user_agent"].startswith("a bx")
    assert len(told["user_agent"]) <= 300
