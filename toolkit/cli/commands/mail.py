"""``mail``: what left, what waits, and what a person must decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from toolkit.cli.commanding import FrenchGroup
from toolkit.cli.options import Where, Worded, json_option, office_options
from toolkit.cli.output import print_json, print_table, progress, say
from toolkit.french import count

if TYPE_CHECKING:
    from toolkit.model import Matricule, OutboxMail

STATES = Worded(
    {
        "en-attente": "queued",
        "interrompu": "sending",
        "à-réessayer": "deferred",
        "accepté": "accepted",
        "refusé": "failed",
        "revenu": "bounced",
        "incertain": "uncertain",
        "par-courrier": "posted",
    },
    "ÉTAT",
)
OUTCOMES = Worded({"parti": "sent", "renvoyer": "send_again", "courrier": "post"}, "DÉCISION")


@click.group(cls=FrenchGroup)
def mail() -> None:
    """Montre et envoie les courriels, tranche ceux qui sont en doute.

    Un courriel dont on ignore s’il est parti n’est jamais renvoyé sans votre décision.
    """


@mail.command("list")
@click.option("--etat", "state", type=STATES, help="Seulement cet état (incertain, refusé, en-attente…).")
@click.option(
    "--tout", "--all", "everything", is_flag=True, help="Montre aussi ceux que le serveur a acceptés."
)
@office_options
@json_option
def list_(*, where: Where, state: str | None, everything: bool, as_json: bool) -> None:
    """Liste les courriels en attente ou à vérifier.

    Le nom de la première colonne est celui que « entretiens mail settle » demande.
    """
    from toolkit.model import MailState  # noqa: PLC0415 - start-up time
    from toolkit.services.directory import names_of  # noqa: PLC0415 - heavy to import

    settled = (MailState.ACCEPTED, MailState.POSTED, MailState.WITHDRAWN)
    with where.open() as office:
        with office.reading() as unit:
            mails = unit.outbox.all(MailState(state) if state else None)
        names = names_of(office, [m.matricule for m in mails])
    shown = [m for m in mails if everything or state or m.state not in settled]
    if as_json:
        print_json([{"name": names[m.matricule], **_view(m)} for m in shown])
        return
    _tell(shown, len(mails) - len(shown), names)


def _view(one: OutboxMail) -> dict[str, object]:
    return {
        "key": one.key,
        "case": one.case,
        "matricule": one.matricule,
        "role": one.role,
        "kind": one.kind,
        "state": one.state,
        "recipient": one.recipient,
        "message_id": one.message_id,
        "sha256": one.content,
        "queued_at": one.queued_at,
        "sent_at": one.sent_at,
        "attempts": one.attempts,
        "next_try": one.next_try,
        "reply": one.reply,
    }


def _tell(shown: list[OutboxMail], hidden: int, names: dict[Matricule | None, str]) -> None:
    from toolkit.cli.words_of_cases import MAIL_STATES, TO_SETTLE  # noqa: PLC0415 - heavy to import
    from toolkit.model import MailState  # noqa: PLC0415 - start-up time

    if not shown:
        say("Aucun courriel n’attend ni n’est à vérifier.")
    else:
        answered = any(m.reply for m in shown)
        rows = [(m.key, names[m.matricule], MAIL_STATES[m.state], m.reply) for m in shown]
        headings = ("Message", "Salarié", "État", "Réponse")
        print_table(headings[: 3 + answered], [row[: 3 + answered] for row in rows])
        say(f"{count(len(shown), 'courriel')}.")
    if hidden:
        say(f"{count(hidden, 'courriel réglé', 'courriels réglés')} en plus (--tout).")
    if any(m.state in TO_SETTLE for m in shown):
        say("À décider, après vérification : « entretiens mail settle MESSAGE --decision … --motif … ».")
    if any(m.state in (MailState.QUEUED, MailState.DEFERRED) for m in shown):
        say("Ceux qui attendent partent avec « entretiens mail send ».")


@mail.command("send")
@office_options
@json_option
def send(*, where: Where, as_json: bool) -> None:
    """Envoie les courriels en attente.

    Un envoi interrompu est gardé comme incertain, jamais renvoyé de lui-même.
    """
    from toolkit.cli.delivering import tell_delivery  # noqa: PLC0415 - start-up time
    from toolkit.services.sending import deliver_mail  # noqa: PLC0415 - heavy to import

    with where.open() as office, progress(wanted=not as_json) as told:
        delivery = deliver_mail(office, told)
    if as_json:
        print_json(delivery)
    else:
        tell_delivery(delivery)


@mail.command("settle")
@click.argument("keys", metavar="MESSAGE…", nargs=-1, required=True)
@click.option(
    "--decision",
    "outcome",
    type=OUTCOMES,
    required=True,
    help="parti (vérifié), renvoyer, ou courrier (la lettre part par la poste).",
)
@click.option("--motif", "note", metavar="TEXTE", required=True, help="Sur quoi repose la décision.")
@office_options
@json_option
def settle(*, where: Where, keys: tuple[str, ...], outcome: str, note: str, as_json: bool) -> None:
    """Tranche un courriel en doute, refusé ou revenu.

    MESSAGE est le nom que donne « entretiens mail list », par exemple C0007/01_convocation_salarie.
    """
    from toolkit.model import MailOutcome  # noqa: PLC0415 - start-up time
    from toolkit.services.directory import names_of  # noqa: PLC0415 - heavy to import
    from toolkit.services.sending import settle_mail  # noqa: PLC0415

    with where.open() as office:
        settled = [settle_mail(office, key, MailOutcome(outcome), note) for key in keys]
        names = names_of(office, [m.matricule for m in settled])
    if as_json:
        print_json([_view(m) for m in settled])
        return
    for m in settled:
        say(f"{m.key} ({names[m.matricule]}) : {DECIDED[outcome]}")


DECIDED = {
    "sent": "tenu pour parti.",
    "send_again": "remis en attente ; il partira avec « entretiens mail send ».",
    "post": "remplacé par un courrier : la lettre est au dossier, imprimez-la et postez-la.",
}

COMMANDS = {"mail": mail}
