"""What was written about a meeting that is given up does not leave afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from toolkit.clock import today
from toolkit.demo.capture import CaptureServer
from toolkit.model import CampaignId, CaseState, MailKind, MailState
from toolkit.services.departures import left
from toolkit.services.office import Office
from toolkit.services.sending import deliver_mail, send_campaign
from toolkit.services.slots import cancel
from toolkit.settings_tables import MailSecurity

from .conftest import CAMPAIGN, LAMBERT, case_of


def _kinds(office: Office, state: MailState) -> set[MailKind]:
    with office.reading() as unit:
        return {mail.kind for mail in unit.outbox.of_case(case_of(office, LAMBERT).id) if mail.state is state}


def test_a_meeting_cancelled_before_its_summons_left_sends_the_cancellation_only(planned: Office) -> None:
    send_campaign(planned, CampaignId(CAMPAIGN), deliver_now=False)
    case = case_of(planned, LAMBERT)
    cancel(planned, case.id, reason="erreur de date")
    assert _kinds(planned, MailState.WITHDRAWN) == {MailKind.LETTER, MailKind.INVITATION}
    with CaptureServer() as server:
        relay = {"host": server.host, "port": server.port, "security": MailSecurity.NONE}
        mail = planned.settings.mail.model_copy(update=relay)
        settings = planned.settings.model_copy(update={"mail": mail})
        deliver_mail(replace(planned, settings=settings))
        mine = [m.content for m in server.messages if str(case.id).encode() in m.content]
    assert mine
    assert not any(b"method=REQUEST" in content or b'method="REQUEST"' in content for content in mine)
    assert _kinds(planned, MailState.ACCEPTED) == {MailKind.CANCELLATION, MailKind.INVITATION}


def test_the_proof_says_that_a_message_was_taken_back(planned: Office) -> None:
    send_campaign(planned, CampaignId(CAMPAIGN), deliver_now=False)
    case = case_of(planned, LAMBERT)
    cancel(planned, case.id)
    with planned.reading() as unit:
        fates = [d for d in unit.documents.of_case(case.id) if d.suffix == "json"]
        assert unit.journal.verify(LAMBERT) is None
    assert fates
    assert all(b'"state":"withdrawn"' in planned.store.files.get(fate.sha256) for fate in fates)


def test_an_employee_who_leaves_is_not_summoned_by_what_still_waited(planned: Office) -> None:
    send_campaign(planned, CampaignId(CAMPAIGN), deliver_now=False)
    left(planned, LAMBERT, today(planned.clock) + timedelta(days=1))
    assert case_of(planned, LAMBERT).state is CaseState.CLOSED
    assert MailKind.LETTER in _kinds(planned, MailState.WITHDRAWN)
    assert MailKind.LETTER not in _kinds(planned, MailState.QUEUED)
