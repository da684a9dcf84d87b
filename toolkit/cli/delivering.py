"""Hand waiting mail to the relay at the end of a command, and say what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.cli.output import fail, progress, say, say_list, warn
from toolkit.errors import EntretiensError
from toolkit.french import count

if TYPE_CHECKING:
    from toolkit.services.office import Office
    from toolkit.workflow.outbox import Delivery


def deliver_waiting(office: Office, *, hold: bool, quiet: bool) -> tuple[int, Delivery | None]:
    """Send what is queued unless ``hold``; return the exit code and what became of the messages.

    What was recorded before stays recorded: a relay that does not answer only leaves messages waiting.
    """
    from toolkit.services.overview import overview  # noqa: PLC0415 - heavy to import
    from toolkit.services.sending import deliver_mail  # noqa: PLC0415

    waiting = overview(office).waiting
    if hold or not waiting:
        if waiting and not quiet:
            say(f"{_messages(waiting)} en attente : « entretiens mail send » les enverra.")
        return 0, None
    try:
        with progress(wanted=not quiet) as told:
            delivery = deliver_mail(office, told)
    except EntretiensError as error:
        warn("Ce qui précède est enregistré ; les courriels, eux, attendent.")
        return fail(error), None
    if not quiet:
        tell_delivery(delivery)
    return 0, delivery


def tell_delivery(delivery: Delivery) -> None:
    """Say what became of the messages of one run."""
    if delivery == type(delivery)(0, 0, 0, 0, 0):
        say("Aucun courriel n’attendait.")
        return
    say(f"Courriels acceptés par le serveur : {delivery.accepted}.")
    if delivery.deferred:
        say(f"{_messages(delivery.deferred)} à réessayer plus tard : relancez « entretiens mail send ».")
    doubtful = delivery.uncertain + delivery.held
    if doubtful:
        say(f"{_messages(doubtful)} en doute, gardés sans être renvoyés : voyez « entretiens mail list ».")
    if delivery.refused:
        say(f"{_messages(delivery.refused)} refusés par le serveur : voyez « entretiens mail list ».")
    say_list("Restés en attente, leur pièce est illisible :", delivery.unreadable)


def _messages(number: int) -> str:
    return count(number, "courriel")
