"""Signatures by a personal link, as HR asks for them: two ways, secrets that rest nowhere, one proof."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from toolkit.demo.capture import CaptureServer
from toolkit.digest import sha256
from toolkit.errors import SettingsError, SigningError, TransitionRefusedError, UsageError
from toolkit.mail import LINK_PLACE
from toolkit.model import (
    CaseState,
    DocumentKind,
    EventType,
    LinkChannel,
    MailKind,
    MailState,
    RequestState,
    Role,
    SignatureLevel,
)
from toolkit.services.departures import left
from toolkit.services.office import Office
from toolkit.services.sending import deliver_mail
from toolkit.services.signature_answers import decline
from toolkit.services.signature_follow_up import expire_overdue, follow, remind
from toolkit.services.signature_mail import sheet_of
from toolkit.services.signature_requests import Ask, request_signatures, withdraw_requests
from toolkit.services.signature_visits import Visit, open_link
from toolkit.signing import verify_pdf

from .conftest import LATER, OBERLIN, connected, everything, text_of
from .mailroom import (
    EMPLOYEE_BOX,
    HOME,
    MANAGER_BOX,
    PUBLIC,
    Mailroom,
    mailroom,
    with_single_channel,
)

BY_MAIL = {Role.EMPLOYEE: Ask(LinkChannel.EMAIL, HOME)}


@pytest.fixture(scope="module")
def server() -> Iterator[CaptureServer]:
    with CaptureServer() as running:
        yield running


@pytest.fixture
def room(reported: Office, server: CaptureServer) -> Mailroom:
    return mailroom(reported, server)


def filed(room: Mailroom, part: str = "", suffix: str = "pdf") -> bytes:
    """Return a piece of the signed report."""
    with room.office.reading() as unit:
        document = unit.documents.find(room.case.id, DocumentKind.REPORT, part=part, suffix=suffix)
    assert document is not None
    return room.office.store.files.get(document.sha256)


def opened_code(room: Mailroom, visit: Visit) -> str:
    """Return the code that arrives at home once the document was opened."""
    open_link(room.office, visit)
    return room.code(visit, HOME)


def test_both_sign_by_link_and_the_file_closes_under_the_seal(room: Mailroom) -> None:
    case = room.both_sign()
    assert case.state is CaseState.SIGNED
    signed = filed(room)
    root = room.office.keys.certificates["racine.pem"]
    fields = ("Certification", "Salarie", "Manager", "Cachet")
    assert verify_pdf(signed, [root], fields).problems == ()
    assert signed.startswith(filed(room, "a-signer"))
    assert text_of(signed).count(SignatureLevel.SIMPLE.value) == 2
    with room.office.reading() as unit:
        kept = unit.signatures.of(case.id)
    assert [(s.role, s.level, s.result) for s in kept] == [
        (Role.EMPLOYEE, SignatureLevel.SIMPLE, sha256(signed)),
        (Role.MANAGER, SignatureLevel.SIMPLE, sha256(signed)),
    ]


def test_the_record_holds_what_a_court_asks_for(room: Mailroom) -> None:
    room.both_sign()
    record = json.loads(filed(room, "preuve", "json"))
    assert record["document"]["fields"] == ["Certification", "Salarie", "Manager", "Cachet"]
    act = record["acts"][0]
    told = act["ceremony"]
    assert told["code"] == {"channel": "email", "to": EMPLOYEE_BOX, "sent": 1}
    assert told["link"]["channel"] == "in_person"
    assert told["pages_displayed"] == list(range(1, told["pages"] + 1))
    assert told["connection"]["ip"] == "192.0.2.7"
    assert told["connection"]["tls"] == "TLSv1.3"
    assert told["messages"][0]["reply"].startswith("250")
    assert "fichier du personnel" in act["identity_source"]
    assert act["consent"]["text"].count(EMPLOYEE_BOX) == 0
    assert "signature électronique simple" in act["consent"]["text"]
    kinds = [event["kind"] for event in act["events"]]
    assert kinds[:3] == ["asked", "link_made", "link_handed"]
    assert [
        kinds.index(k) for k in ("opened", "page_displayed", "code_sent", "code_right", "consent_given")
    ] == (
        sorted(
            kinds.index(k) for k in ("opened", "page_displayed", "code_sent", "code_right", "consent_given")
        )
    )
    (sent,) = (event for event in act["events"] if event["kind"] == "code_sent")
    assert sent["details"]["code_hash"].startswith("scrypt:")
    assert record["clock"] == "horloge des essais"


def test_the_proof_a_judge_reads_masks_addresses(room: Mailroom) -> None:
    room.both_sign()
    told = text_of(filed(room, "preuve"))
    assert "p•••@atelier.example" in told
    assert EMPLOYEE_BOX not in told
    assert "code exact" in told
    assert "192.0.2.7" in told
    assert "horloge des essais" in told


def test_the_manager_is_asked_when_the_employee_has_answered(room: Mailroom) -> None:
    visit = room.asked()
    assert room.request(Role.MANAGER).state is RequestState.WAITING
    assert not sheet_of(room.office, room.request(Role.MANAGER)).exists()
    room.sign(visit)
    assert room.request(Role.MANAGER).state is RequestState.ASKED
    assert sheet_of(room.office, room.request(Role.MANAGER)).exists()
    assert not sheet_of(room.office, room.request(Role.EMPLOYEE)).exists()


def test_a_sheet_is_for_its_owner_only(room: Mailroom) -> None:
    room.asked()
    sheet = sheet_of(room.office, room.request())
    assert stat.S_IMODE(sheet.stat().st_mode) == 0o600
    assert stat.S_IMODE((room.office.folder / "cles" / "atelier" / "liens.cle").stat().st_mode) == 0o600


def test_a_link_by_mail_leaves_with_the_message_and_rests_nowhere(room: Mailroom) -> None:
    request_signatures(room.office, room.case.id, BY_MAIL)
    assert room.request().token == ""
    deliver_mail(room.office)
    visit = room.visit(Role.EMPLOYEE, EMPLOYEE_BOX)
    assert f"{PUBLIC}/signer/{visit.token}" in room.last_to(EMPLOYEE_BOX)
    code = opened_code(room, visit)
    secrets = [visit.token.encode(), code.encode(), code.replace(" ", "").encode()]
    for path in room.office.folder.rglob("*"):
        if path.is_file() and path.suffix != ".lock":
            content = path.read_bytes().replace(b"=\r\n", b"")
            assert not any(secret in content for secret in secrets[:2]), path
    with room.office.reading() as unit:
        (mail,) = (m for m in unit.outbox.of_case(room.case.id) if m.kind is MailKind.SIGNATURE_LINK)
    assert LINK_PLACE.encode() in room.office.store.files.get(mail.content).replace(b"=\r\n", b"")
    assert mail.state is MailState.ACCEPTED


def test_the_kept_copy_is_the_message_but_for_the_secret(room: Mailroom) -> None:
    request_signatures(room.office, room.case.id, BY_MAIL)
    deliver_mail(room.office)
    with room.office.reading() as unit:
        (mail,) = (m for m in unit.outbox.of_case(room.case.id) if m.kind is MailKind.SIGNATURE_LINK)
    kept = room.office.store.files.get(mail.content).replace(b"=\r\n", b"")
    token = room.visit(Role.EMPLOYEE, EMPLOYEE_BOX).token.encode()
    (arrived,) = (m.content for m in room.server.messages if m.recipients == (EMPLOYEE_BOX,))
    assert arrived.replace(b"=\r\n", b"").replace(token, LINK_PLACE.encode()) == kept


def test_link_and_code_do_not_share_a_mailbox_unless_the_settings_say_so(room: Mailroom) -> None:
    before = everything(room.office)
    with pytest.raises(UsageError, match="même boîte"):
        request_signatures(room.office, room.case.id, {Role.EMPLOYEE: Ask(LinkChannel.EMAIL)})
    assert everything(room.office) == before
    single = with_single_channel(room)
    asked = {role: Ask(LinkChannel.EMAIL) for role in (Role.EMPLOYEE, Role.MANAGER)}
    request_signatures(single.office, single.case.id, asked)
    deliver_mail(single.office)
    single.sign(single.visit(Role.EMPLOYEE, EMPLOYEE_BOX))
    deliver_mail(single.office)
    single.sign(single.visit(Role.MANAGER, MANAGER_BOX), MANAGER_BOX)
    assert "un seul canal" in text_of(filed(single, "preuve"))


def test_a_link_by_mail_needs_an_address_it_leads_to(reported: Office, server: CaptureServer) -> None:
    office = connected(reported, server)
    room = Mailroom(office, server)
    with pytest.raises(SettingsError, match="pages de signature"):
        request_signatures(office, room.case.id, BY_MAIL)
    assert room.case.state is CaseState.REPORTED


def test_asked_twice_changes_nothing(room: Mailroom) -> None:
    room.asked()
    before = everything(room.office)
    assert not request_signatures(room.office, room.case.id).new
    assert everything(room.office) == before


def test_nobody_is_asked_before_the_report(held: Office, server: CaptureServer) -> None:
    room = mailroom(held, server)
    with pytest.raises(TransitionRefusedError, match="entretien tenu"):
        request_signatures(room.office, room.case.id)


def test_one_signs_and_the_other_declines(room: Mailroom) -> None:
    room.sign(room.asked())
    visit = room.visit(Role.MANAGER)
    done = decline(
        room.office, visit, room.entered(visit, MANAGER_BOX), "L’entretien ne s’est pas passé ainsi."
    )
    assert done.case.state is CaseState.SIGNED
    signed = filed(room)
    root = room.office.keys.certificates["racine.pem"]
    assert verify_pdf(signed, [root], ("Certification", "Salarie", "Cachet")).problems == ()
    assert "a refusé de signer" in text_of(signed)
    assert "L’entretien ne s’est pas passé ainsi." in text_of(filed(room, "preuve"))


def test_the_employee_declines_and_the_manager_still_signs(room: Mailroom) -> None:
    visit = room.asked()
    decline(room.office, visit, room.entered(visit), "Je n’ai pas dit cela.")
    case = room.sign(room.visit(Role.MANAGER), MANAGER_BOX).case
    assert case.state is CaseState.DECLINED
    assert "Je n’ai pas dit cela." in text_of(filed(room))


def test_both_decline_and_the_employer_seals_what_happened(room: Mailroom) -> None:
    visit = room.asked()
    decline(room.office, visit, room.entered(visit), "Non.")
    visit = room.visit(Role.MANAGER)
    case = decline(room.office, visit, room.entered(visit, MANAGER_BOX), "Non plus.").case
    assert case.state is CaseState.DECLINED
    assert text_of(filed(room)).count("a refusé de signer") >= 2


def test_a_reminder_gives_a_new_link_and_the_old_one_is_worthless(room: Mailroom) -> None:
    old = room.asked()
    remind(room.office, room.case.id)
    new = room.visit(Role.EMPLOYEE)
    assert new.token != old.token
    with pytest.raises(SigningError, match="ne vaut plus"):
        open_link(room.office, old)
    assert open_link(room.office, new).request.links == 2


def test_a_reminder_by_mail_says_that_it_replaces(room: Mailroom) -> None:
    request_signatures(room.office, room.case.id, BY_MAIL)
    deliver_mail(room.office)
    remind(room.office, room.case.id)
    deliver_mail(room.office)
    assert "Ce lien remplace celui que vous aviez reçu" in room.last_to(EMPLOYEE_BOX)


def test_a_reminder_reopens_what_had_expired(room: Mailroom) -> None:
    room.asked()
    room.office.clock.set(LATER + timedelta(days=30))  # type: ignore[attr-defined]
    assert [r.role for r in expire_overdue(room.office)] == [Role.EMPLOYEE]
    assert room.request().state is RequestState.EXPIRED
    assert not sheet_of(room.office, room.request()).exists()
    remind(room.office, room.case.id)
    room.sign(room.visit(Role.EMPLOYEE))
    assert room.request().state is RequestState.SIGNED


def test_withdrawn_requests_leave_the_report_to_be_signed_otherwise(room: Mailroom) -> None:
    visit = room.asked()
    case = withdraw_requests(room.office, room.case.id, "La personne préfère le papier.")
    assert case.state is CaseState.REPORTED
    with pytest.raises(SigningError, match="retirée"):
        open_link(room.office, visit)
    assert request_signatures(room.office, room.case.id).new


def test_a_message_that_waits_is_taken_back_with_its_request(room: Mailroom) -> None:
    request_signatures(room.office, room.case.id, BY_MAIL)
    withdraw_requests(room.office, room.case.id, "Erreur.")
    deliver_mail(room.office)
    assert room.server.messages == []


def test_a_new_manager_does_not_sign_in_the_place_of_the_one_who_was_asked(room: Mailroom) -> None:
    room.sign(room.asked())
    visit = room.visit(Role.MANAGER)
    with room.office.writing() as unit:
        case = unit.cases.get(room.case.id)
        unit.cases.update(replace(case, manager=OBERLIN), was=case)
    with pytest.raises(SigningError, match="autre responsable"):
        open_link(room.office, visit)
    with pytest.raises(UsageError, match="autre responsable"):
        remind(room.office, room.case.id)


def test_an_employee_who_left_may_still_sign(room: Mailroom) -> None:
    visit = room.asked()
    left(room.office, room.case.matricule, LATER.date())
    assert room.sign(visit).request.state is RequestState.SIGNED


def test_each_step_is_in_the_journal_without_a_name_or_an_address(room: Mailroom) -> None:
    case = room.both_sign()
    with room.office.reading() as unit:
        lines = [json.loads(line) for line in unit.journal.lines(case.matricule)]
    steps = [line["body"]["step"] for line in lines if line["type"] == EventType.SIGNATURE_STEP]
    assert steps.count("consent_given") == 2
    assert steps.count("code_right") == 2
    said = json.dumps(lines, ensure_ascii=False)
    assert "Kessler" not in said
    assert "@" not in "".join(json.dumps(line["body"]) for line in lines if "step" in line["body"]).replace(
        "@atelier.example>", ""
    )


def test_addresses_are_forgotten_when_the_case_closes(room: Mailroom) -> None:
    case = room.both_sign()
    followed = follow(room.office, case.id)
    assert {f.request.route.code_to for f in followed} == {""}
    assert all(not f.request.code and not f.request.entry for f in followed)
