"""Send a campaign: summon all who have a slot, issue the hiring notices owed, hand the mail over."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.errors import EntretiensError, SettingsError, UsageError
from toolkit.mail import Relay, RelaySettings
from toolkit.model import CampaignId, Case, CaseId, CaseState, Event, EventType
from toolkit.model.mail import MailOutcome, OutboxMail
from toolkit.services.office import Office
from toolkit.services.planning import slot_day
from toolkit.services.progress import Progress, silent
from toolkit.services.secrets_in_mail import secrets_of, withdraw_stale_codes
from toolkit.services.summoning import summon
from toolkit.settings import read_secret
from toolkit.workflow.course import Move
from toolkit.workflow.fates import file_fate
from toolkit.workflow.outbox import Delivery, Post, deliver, follow
from toolkit.workflow.states import Act


@dataclass(frozen=True, slots=True)
class Trouble:
    """A case that could not be summoned, and why."""

    case: CaseId
    error: str


@dataclass(frozen=True, slots=True)
class Sent:
    """What sending a campaign did; ``already`` counts the cases summoned before."""

    summoned: tuple[Case, ...]
    to_print: tuple[CaseId, ...]
    already: int
    without_slot: tuple[CaseId, ...]
    troubles: tuple[Trouble, ...]
    delivery: Delivery | None


def send_campaign(
    office: Office, campaign_id: CampaignId, *, deliver_now: bool = True, told: Progress = silent
) -> Sent:
    """Summon everyone of the campaign who has a slot and was not summoned, then hand the mail over.

    Interrupted at any moment and run again, it makes each letter once and sends each message once, or holds
    it as uncertain.

    Args:
        office: The employer's office.
        campaign_id: Which campaign.
        deliver_now: Hand the mail to the relay; else it waits for « entretiens mail send ».
        told: Told the progress.

    Raises:
        NotFoundError: no such campaign.
        RelayError: the relay cannot be used; the letters are made and the messages stay queued.
    """
    with office.reading() as unit:
        unit.campaigns.get(campaign_id)
        cases = unit.cases.all(campaign=campaign_id)
    waiting = [case for case in cases if case.state is CaseState.DUE and case.summons == 0]
    ready = [case for case in waiting if case.slot is not None]
    summoned: list[Case] = []
    to_print: list[CaseId] = []
    troubles: list[Trouble] = []
    for number, case in enumerate(ready, start=1):
        try:
            _refuse_past(office, case)
            done = summon(office, case.id)
        except EntretiensError as error:
            troubles.append(Trouble(case.id, str(error)))
        else:
            summoned.append(done.case)
            if done.to_print:
                to_print.append(case.id)
        told("Convocations", number, len(ready))
    delivery = deliver_mail(office, told) if deliver_now else None
    return Sent(
        summoned=tuple(summoned),
        to_print=tuple(to_print),
        already=len(cases) - len(waiting),
        without_slot=tuple(case.id for case in waiting if case.slot is None),
        troubles=tuple(troubles),
        delivery=delivery,
    )


def _refuse_past(office: Office, case: Case) -> None:
    if case.slot is not None and case.slot.starts <= office.clock.now():
        raise UsageError(
            f"le créneau du {slot_day(case.slot):%d/%m/%Y} est passé.",
            about=f"Dossier {case.id}",
            next_step="Changez-le dans le classeur des créneaux, puis relisez-le.",
        )


def relay_of(office: Office) -> Relay:
    """Return the relay that the settings name.

    Raises:
        SettingsError: they name none.
        RelayError: they would send letters in clear.
    """
    mail = office.settings.mail
    if not mail.host:
        raise SettingsError(
            "aucun serveur d’envoi n’est réglé ; les messages restent en attente.",
            about="entretiens.toml, [mail] host",
            next_step="Indiquez le serveur, puis lancez « entretiens mail send ».",
        )
    password = b""
    if mail.username:
        password = read_secret(mail.password, mail.password_file, office.folder)
    settings = RelaySettings(
        host=mail.host,
        port=mail.port,
        security=mail.security.value,
        username=mail.username,
        password=password,
        connections=mail.connections,
        timeout_seconds=mail.timeout_seconds,
    )
    return Relay(settings, office.clock)


def deliver_mail(office: Office, told: Progress = silent) -> Delivery:
    """Hand every queued message to the relay.

    Raises:
        StoreError: another run is sending.
        RelayError: the relay cannot be used.
    """
    relay = relay_of(office)
    withdraw_stale_codes(office)
    return deliver(post_of(office, told), relay)


def post_of(office: Office, told: Progress = silent) -> Post:
    """Return what a delivery needs of the office; links and codes are made as their messages leave."""
    return Post(
        office.store,
        office.writing,
        office.clock,
        lambda done, total: told("Courriels", done, total),
        secrets_of(office),
    )


def settle_mail(office: Office, key: str, outcome: MailOutcome, note: str) -> OutboxMail:
    """Record what a person decided of a message in doubt or refused.

    Args:
        office: The employer's office.
        key: The message, as ``entretiens mail list`` names it.
        outcome: It was received after all; send it again; it goes by post.
        note: On what the decision rests.

    Raises:
        NotFoundError: no such message.
        StoreError: the message is not in doubt.
    """
    with office.writing() as unit:
        mail = unit.outbox.settle(key, outcome, note)
        at = office.clock.now()
        body: dict[str, object] = {"mail": key, "decision": outcome.value, "message": mail.message_id}
        if outcome is not MailOutcome.SEND_AGAIN:
            body |= {"sha256": mail.content} | file_fate(unit, office.store, mail)
        unit.journal.append(
            Event(office.employer.id, EventType.MAIL_SETTLED, at, unit.actor, mail.matricule, mail.case, body)
        )
        if outcome is not MailOutcome.SEND_AGAIN:
            act = Act.DELIVERED if outcome is MailOutcome.SENT else Act.POST
            follow(unit, mail, Move(act, EventType.MAIL_SETTLED, f"{key}#{mail.attempts}", at, body))
    return mail
