"""The one-time code: sent when it is asked for, counted before it is compared, good once."""

from __future__ import annotations

from typing import Protocol

from toolkit.errors import EntretiensError, MailError, SigningError, UsageError
from toolkit.french import NBSP
from toolkit.model import CodeChannel, MailState, RequestState, SignatureRequest
from toolkit.services.office import Office
from toolkit.services.secrets_in_mail import mint_code
from toolkit.services.sending import post_of, relay_of
from toolkit.services.signature_mail import queue_code, withdraw_links
from toolkit.services.signature_steps import step
from toolkit.services.signature_visits import Visit, admitted
from toolkit.store import Unit
from toolkit.workflow.outbox import deliver_one
from toolkit.workflow.withdrawal import withdraw_one

_MAY_HAVE_ARRIVED = frozenset({MailState.ACCEPTED, MailState.UNCERTAIN, MailState.SENDING})


class TextMessages(Protocol):
    """Carries one-time codes to telephones; to be provided by who has a contract for it."""

    def send(self, number: str, text: str) -> str:
        """Send ``text`` and return the carrier's reference.

        Raises:
            EntretiensError: the carrier refused or did not answer.
        """
        ...


def request_code(office: Office, visit: Visit, texts: TextMessages | None = None) -> str:
    """Send a one-time code now, and return where it went, masked.

    Raises:
        SigningError: the link is not valid; or too many codes, or one just now.
        UsageError: the code goes by SMS and nothing carries it.
        MailError: the code could not leave; nothing waits to be sent.
    """
    from toolkit.signing.ceremony import MAX_CODES, masked  # noqa: PLC0415 - heavy to import
    from toolkit.signing.ceremony.codes import RESEND_AFTER  # noqa: PLC0415

    request, _ = admitted(office, visit)
    if request.route.code is CodeChannel.SMS and texts is None:
        raise UsageError(
            "aucun service d’envoi de SMS n’est branché.",
            next_step="Faites envoyer le code à une adresse, ou signez en présence.",
        )
    at = office.clock.now()
    with office.writing() as unit:
        if not unit.requests.reserve_code(request.id, request.token, at, MAX_CODES, RESEND_AFTER):
            raise _no_code(unit.requests.get(request.id), MAX_CODES)
    if request.route.code is CodeChannel.SMS and texts is not None:
        _send_text(office, request, texts)
    else:
        _send_mail(office, request)
    return masked(request.route.code_to)


def answer_code(office: Office, visit: Visit, typed: str) -> str:
    """Check a code and return what lets the person answer for half an hour; the face keeps it.

    Raises:
        SigningError: the link is not valid; or the code is wrong or past; the fifth wrong one locks it.
    """
    from toolkit.signing.ceremony import MAX_ATTEMPTS, check_code, digest_of  # noqa: PLC0415 - heavy to import
    from toolkit.signing.ceremony.codes import ENTRY_LIFE  # noqa: PLC0415

    request, _ = admitted(office, visit)
    at = office.clock.now()
    with office.writing() as unit:
        counted = unit.requests.count_attempt(request.id, request.token, at, MAX_ATTEMPTS)
        tried = unit.requests.get(request.id)
    if not counted and tried.attempts >= MAX_ATTEMPTS:  # a cut came between the last try and the lock
        with office.writing() as unit:
            _lock(office, unit, request)
        raise _locked("ce lien est bloqué après plusieurs codes erronés.")
    if not counted:
        raise SigningError(
            "aucun code n’est valable en ce moment.",
            next_step="Demandez un nouveau code : chacun vaut dix minutes et ne sert qu’une fois.",
        )
    if not check_code(typed, tried.code):
        raise _wrong(office, tried, MAX_ATTEMPTS)
    entry = office.token(24).hex()
    with office.writing() as unit:
        if not unit.requests.enter(request.id, tried.code, digest_of(entry), at + ENTRY_LIFE):
            raise SigningError("ce code vient de servir.", next_step="Demandez-en un autre.")
        step(office, unit, request, "code_right", visit.context.told())
    return entry


def _no_code(request: SignatureRequest, most: int) -> SigningError:
    if request.codes >= most:
        return SigningError(
            f"{most} codes ont déjà été envoyés pour ce lien.",
            next_step="Demandez un nouveau lien au service des ressources humaines.",
        )
    if request.state is RequestState.ASKED:
        return SigningError("le document n’a pas encore été ouvert.", next_step="Ouvrez-le d’abord.")
    return SigningError(
        "un code vient d’être envoyé.",
        next_step="Attendez une demi-minute ; regardez aussi parmi les courriers indésirables.",
    )


def _send_text(office: Office, request: SignatureRequest, texts: TextMessages) -> None:
    with office.writing() as unit:
        digits = mint_code(office, unit, request, {})
    text = (
        f"{office.employer.name}{NBSP}: votre code pour signer est {digits}. "
        "Valable 10 minutes. Ne le donnez à personne."
    )
    try:
        reference = texts.send(request.route.code_to, text)
    except EntretiensError as error:
        _not_sent(office, request, error.problem)
        raise
    with office.writing() as unit:
        step(office, unit, request, "code_carried", {"reference": reference})


def _send_mail(office: Office, request: SignatureRequest) -> None:
    """Send the code in a message that leaves now or never."""
    relay = relay_of(office)
    at = office.clock.now()
    with office.writing() as unit:
        key = queue_code(office, unit, request, at)
    problem = "le serveur d’envoi ne l’a pas accepté"
    try:
        deliver_one(post_of(office), relay, key)
    except EntretiensError as error:
        problem = error.problem
    with office.writing() as unit:
        mail = unit.outbox.get(key)
        if mail.state in _MAY_HAVE_ARRIVED:
            return
        withdraw_one(unit, office.store, mail, office.clock.now(), "le code n’a pas pu partir à temps")
    _not_sent(office, request, problem)
    raise MailError(
        "le code n’a pas pu être envoyé.",
        next_step="Réessayez dans une minute ; sinon, prévenez le service des ressources humaines.",
    )


def _not_sent(office: Office, request: SignatureRequest, problem: str) -> None:
    with office.writing() as unit:
        step(office, unit, request, "code_not_sent", {"reason": problem})


def _wrong(office: Office, request: SignatureRequest, most: int) -> SigningError:
    """Note a wrong code, lock the link where it was the last one, and return what the person is told."""
    left = most - request.attempts
    with office.writing() as unit:
        step(office, unit, request, "code_wrong", {"tries": f"{request.attempts} sur {most}"})
        if left <= 0:
            _lock(office, unit, request)
    if left <= 0:
        return _locked("ce code n’est pas le bon, et c’était le dernier essai : le lien est bloqué.")
    return SigningError(
        "ce code n’est pas le bon.",
        next_step=f"Il vous reste {left} essai{'s' if left > 1 else ''} ; servez-vous du dernier code reçu.",
    )


def _lock(office: Office, unit: Unit, request: SignatureRequest) -> None:
    """Lock the link, once, and take back what carries it."""
    at = office.clock.now()
    if unit.requests.end(request.id, RequestState.LOCKED, at):
        withdraw_links(office, unit, request, at, "le lien est bloqué")
        step(office, unit, request, "locked")


def _locked(problem: str) -> SigningError:
    return SigningError(problem, next_step="Demandez un nouveau lien au service des ressources humaines.")
