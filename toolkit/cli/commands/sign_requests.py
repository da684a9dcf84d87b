"""``sign request``, ``status``, ``remind``, ``withdraw``: signatures asked for by a personal link."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from toolkit.cli.commanding import FrenchCommand
from toolkit.cli.delivering import deliver_waiting
from toolkit.cli.options import Where, Worded, deliver_option, json_option, office_options
from toolkit.cli.output import print_json, say, say_list
from toolkit.errors import UsageError
from toolkit.french import NBSP, STATES

if TYPE_CHECKING:
    from toolkit.model import Case, SignatureRequest
    from toolkit.services.office import Office
    from toolkit.services.signature_follow_up import Followed

LINKS = Worded({"courriel": "email", "remis": "in_person"}, "VOIE")

_ROLES = {"salarie": "salarié", "manager": "responsable"}
_STATES = {
    "waiting": "attend son tour",
    "asked": "lien donné, pas encore ouvert",
    "opened": "document ouvert",
    "verified": "code vérifié, réponse attendue",
    "signed": "a signé",
    "declined": "a refusé de signer",
    "expired": "lien expiré",
    "locked": "lien bloqué après cinq codes erronés",
    "withdrawn": "demande retirée",
}


@click.command(cls=FrenchCommand)
@click.argument("who", metavar="DOSSIER")
@click.option("--lien", "link", type=LINKS, help="Comment part le lien : courriel ou remis (en main propre).")
@click.option(
    "--code-salarie",
    "employee_code",
    metavar="OÙ",
    default="",
    help="Adresse où le salarié lira son code (par défaut, son adresse au fichier).",
)
@click.option(
    "--code-responsable",
    "manager_code",
    metavar="OÙ",
    default="",
    help="Adresse où le responsable lira son code (par défaut, son adresse au fichier).",
)
@deliver_option
@office_options
@json_option
def request(
    *,
    where: Where,
    who: str,
    link: str | None,
    employee_code: str,
    manager_code: str,
    hold_mail: bool,
    as_json: bool,
) -> int:
    """Demande les signatures par un lien personnel et un code à usage unique.

    DOSSIER est un numéro (C0007), un matricule ou un nom. Le salarié répond d’abord, puis le responsable,
    puis le cachet de l’employeur clôt le document. Le lien et le code n’empruntent pas la même boîte : un
    lien remis en main propre est suivi d’un code par courriel ; un lien par courriel, d’un code ailleurs.
    """
    from toolkit.model import LinkChannel, Role  # noqa: PLC0415 - start-up time
    from toolkit.services.directory import find_case  # noqa: PLC0415 - heavy to import
    from toolkit.services.signature_requests import Ask, request_signatures  # noqa: PLC0415

    _refuse_telephones(employee_code, manager_code)
    channel = LinkChannel(link) if link else None
    asks = {Role.EMPLOYEE: Ask(channel, employee_code), Role.MANAGER: Ask(channel, manager_code)}
    with where.open() as office:
        done = request_signatures(office, find_case(office, who).id, asks)
        if not as_json:
            if done.new:
                say(f"Dossier {done.case.id} : signatures demandées, le salarié d’abord.")
            else:
                say(f"Rien n’a changé : les signatures du dossier {done.case.id} sont déjà demandées.")
            tell_sheets(office, done.requests)
        code, delivery = deliver_waiting(office, hold=hold_mail, quiet=as_json)
    if as_json:
        print_json(
            {"case": done.case, "new": done.new, "requests": _plain(done.requests), "delivery": delivery}
        )
    return code


def _refuse_telephones(*places: str) -> None:
    """Refuse what no carrier would take: this command sends no text message."""
    for place in places:
        if place and "@" not in place:
            raise UsageError(
                "aucun opérateur de SMS n’est branché : le code ne partirait pas.",
                about=place,
                next_step="Donnez une adresse électronique, ou faites signer en présence ou sur papier.",
            )


@click.command(cls=FrenchCommand)
@click.argument("who", metavar="DOSSIER")
@office_options
@json_option
def status(*, where: Where, who: str, as_json: bool) -> None:
    """Dit où en sont les signatures demandées par lien."""
    from toolkit.services.directory import find_case  # noqa: PLC0415 - heavy to import
    from toolkit.services.signature_follow_up import follow  # noqa: PLC0415

    with where.open() as office:
        case = find_case(office, who)
        followed = follow(office, case.id)
        if as_json:
            print_json({"case": case, "requests": _plain([f.request for f in followed])})
            return
        say(f"Dossier {case.id} : {STATES[case.state]}.")
        if not followed:
            say("Aucune signature n’a été demandée par lien.")
        now = office.clock.now()
        for one in followed:
            say(_line(one, late=_is_late(one, now)))
        tell_sheets(office, [one.request for one in followed])


@click.command(cls=FrenchCommand)
@click.argument("who", metavar="DOSSIER")
@deliver_option
@office_options
@json_option
def remind(*, where: Where, who: str, hold_mail: bool, as_json: bool) -> int:
    """Donne un nouveau lien à la personne dont on attend la réponse ; l’ancien ne vaut plus.

    À utiliser aussi quand un lien a expiré ou s’est bloqué. Si tous ont répondu et que le document n’a pas pu
    être scellé, il l’est maintenant.
    """
    from toolkit.services.directory import find_case  # noqa: PLC0415 - heavy to import
    from toolkit.services.signature_follow_up import remind as remind_case  # noqa: PLC0415

    with where.open() as office:
        done = remind_case(office, find_case(office, who).id)
        if not as_json:
            _tell_reminded(office, done.case, done.requests)
        code, delivery = deliver_waiting(office, hold=hold_mail, quiet=as_json)
    if as_json:
        print_json({"case": done.case, "requests": _plain(done.requests), "delivery": delivery})
    return code


@click.command(cls=FrenchCommand)
@click.argument("who", metavar="DOSSIER")
@click.option(
    "--motif", "reason", metavar="TEXTE", required=True, help="Pourquoi les demandes sont retirées."
)
@office_options
@json_option
def withdraw(*, where: Where, who: str, reason: str, as_json: bool) -> None:
    """Retire les demandes de signature ; les liens ne valent plus, le compte rendu reste à signer."""
    from toolkit.services.directory import find_case  # noqa: PLC0415 - heavy to import
    from toolkit.services.signature_requests import withdraw_requests  # noqa: PLC0415

    with where.open() as office:
        case = withdraw_requests(office, find_case(office, who).id, reason)
    if as_json:
        print_json({"case": case})
        return
    say(f"Dossier {case.id} : demandes retirées, {STATES[case.state]}.")
    say("Étape suivante : « entretiens sign request », « entretiens sign paper », ou signature en présence.")


def _tell_reminded(office: Office, case: Case, requests: tuple[SignatureRequest, ...]) -> None:
    if not requests:
        say(f"Dossier {case.id} : tous avaient répondu ; le document est scellé, {STATES[case.state]}.")
        return
    say(f"Dossier {case.id} : nouveau lien pour {requests[0].person} ({_ROLES[requests[0].role]}).")
    tell_sheets(office, requests)


def tell_sheets(office: Office, requests: tuple[SignatureRequest, ...] | list[SignatureRequest]) -> None:
    """Say where the sheets lie that are to be handed over."""
    from toolkit.services.signature_mail import sheet_of  # noqa: PLC0415 - heavy to import

    sheets = [sheet_of(office, one) for one in requests if one.is_open]
    say_list(
        "Liens à remettre en main propre, chacun à son destinataire :",
        [str(path.relative_to(office.folder)) for path in sheets if path.is_file()],
    )


def _line(one: Followed, *, late: bool) -> str:
    from toolkit.cli.words_of_cases import MAIL_STATES  # noqa: PLC0415 - heavy to import

    words = _STATES["expired"] if late else _STATES[one.request.state]
    role = _ROLES[one.request.role]
    until = one.request.expires_at
    told = f", jusqu’au {until:%d/%m/%Y}" if until and one.request.is_open and not late else ""
    carried = [mail for mail in one.mails if mail.kind == "signature_link"]
    mail = f", courriel {MAIL_STATES[carried[-1].state]}" if carried and one.request.is_open else ""
    single = ", un seul canal" if one.request.route.single else ""
    return f"  {one.request.person} ({role}){NBSP}: {words}{told}{mail}{single}."


def _is_late(one: Followed, now: object) -> bool:
    until = one.request.expires_at
    return one.request.is_open and until is not None and until <= now  # type: ignore[operator]  # both instants


def _plain(requests: tuple[SignatureRequest, ...] | list[SignatureRequest]) -> list[dict[str, object]]:
    """Return the requests for a machine, without anything that lets one in or finds the person."""
    return [
        {
            "request": one.id,
            "role": one.role,
            "matricule": one.matricule,
            "state": one.state,
            "link": one.route.link,
            "code": one.route.code,
            "single_channel": one.route.single,
            "expires_at": one.expires_at,
            "links": one.links,
            "codes": one.codes,
        }
        for one in requests
    ]
