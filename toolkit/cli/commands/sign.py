"""``sign`` and ``handover``: signatures gathered, in presence first, and the copy given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli.commanding import DefaultGroup, FrenchCommand
from toolkit.cli.commands.sign_paper import paper
from toolkit.cli.commands.sign_requests import remind, request, status, withdraw
from toolkit.cli.commands.sign_visit import decline, open_
from toolkit.cli.delivering import deliver_waiting
from toolkit.cli.options import (
    DATE,
    SHORT_NAME,
    Where,
    Worded,
    deliver_option,
    json_option,
    office_options,
)
from toolkit.cli.output import print_json, say, say_list, warn
from toolkit.french import STATES
from toolkit.model import Role

if TYPE_CHECKING:
    from toolkit.model import Case
    from toolkit.services.ceremony import Attendance, Ceremony
    from toolkit.services.handover import HandedOver
    from toolkit.services.office import Office

NOT_DONE = 3
ACTS = Worded({"signe": "signs", "refuse": "refuses"}, "ACTE")
YES_OR_NO = Worded({"oui": "yes", "non": "no", "o": "yes", "n": "no"}, "RÉPONSE")
KNOWN = "connu(e) de l’employeur"


@click.group(cls=DefaultGroup, default="presence")
def sign() -> None:
    """Recueille les signatures : en présence des personnes, par un lien personnel, ou sur papier.

    « entretiens sign DOSSIER » recueille les signatures des personnes présentes. Par lien : « sign request »,
    puis « sign open » pour qui répond depuis ce poste ; sur papier : « sign paper ».
    """


@click.command(cls=FrenchCommand)
@click.argument("who", metavar="DOSSIER")
@click.option("--recueilli-par", "collector", metavar="NOM", help="Qui recueille, présent (demandé sinon).")
@click.option(
    "--salarie", "employee", type=ACTS, help="Ce que fait le salarié : signe ou refuse (demandé sinon)."
)
@click.option("--responsable", "manager", type=ACTS, help="Le responsable : signe ou refuse (demandé sinon).")
@click.option("--motif", "reason", metavar="TEXTE", default="", help="Motif donné par qui refuse de signer.")
@click.option(
    "--identite", "identity", metavar="TEXTE", default=KNOWN, help="Comment l’identité du salarié est connue."
)
@office_options
@json_option
def presence(  # noqa: PLR0913 - one argument for each option
    *,
    where: Where,
    who: str,
    collector: str | None,
    employee: str | None,
    manager: str | None,
    reason: str,
    identity: str,
    as_json: bool,
) -> None:
    """Recueille les signatures en présence des personnes.

    DOSSIER est un numéro (C0007), un matricule ou un nom. Le compte rendu et les textes de consentement
    sont montrés ; chacun dit s’il signe. Le document porte le cachet de l’employeur, avec la mention
    « signature recueillie en présence ». Un refus de signer est constaté, et le compte rendu scellé.
    """
    from toolkit.services.ceremony import prepare_ceremony, signed_already  # noqa: PLC0415
    from toolkit.services.directory import case_names, find_case  # noqa: PLC0415 - heavy to import
    from toolkit.services.signatures import sign_in_presence  # noqa: PLC0415

    with where.open() as office:
        case = find_case(office, who)
        label = f"Dossier {case.id} ({case_names(office, [case.id])[case.id]})"
        if signed_already(office, case.id):
            _tell(case, label, new=False, as_json=as_json)
            return
        present = collector or _ask("Qui est présent et recueille les signatures")
        ceremony = prepare_ceremony(office, case.id, present)
        _show(ceremony, _lay(office, ceremony))
        told = {Role.EMPLOYEE: employee, Role.MANAGER: manager}
        attendances = _attendances(office, ceremony, told, reason, identity)
        done = sign_in_presence(office, case.id, attendances, collected_by=present, ceremony=ceremony)
    _tell(done.case, label, new=done.new, as_json=as_json)


def _tell(case: Case, label: str, *, new: bool, as_json: bool) -> None:
    if as_json:
        print_json({"case": case, "new": new})
    elif not new:
        say(f"Rien n’a changé : les signatures sont déjà recueillies. {label}, {STATES[case.state]}.")
    else:
        say(f"{label} : {STATES[case.state]}. Le compte rendu est scellé, la preuve est au dossier.")
        say(f"Étape suivante : « entretiens handover {case.id} » remet la copie au salarié.")


def _says_yes(text: str) -> bool:
    answer = click.prompt(text, type=YES_OR_NO, err=True, prompt_suffix="\N{NO-BREAK SPACE}: ")
    return bool(answer == "yes")


def _ask(text: str) -> str:
    return str(click.prompt(text, err=True, prompt_suffix="\N{NO-BREAK SPACE}: "))


def _lay(office: Office, ceremony: Ceremony) -> Path:
    """Lay the report where it can be opened before anybody signs."""
    folder = office.place("a-signer")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{ceremony.case.id}_compte-rendu.pdf"
    path.write_bytes(ceremony.report)
    return path


def _show(ceremony: Ceremony, path: Path) -> None:
    """Show what is signed and agreed to, on the error stream: the persons read it, a machine does not."""
    click.echo(f"À lire avant de signer ({ceremony.pages} p.)\N{NO-BREAK SPACE}: {path}", err=True)
    for consent in ceremony.consents.values():
        click.echo(f"\n{consent.text}\n", err=True)


def _attendances(
    office: Office, ceremony: Ceremony, told: Mapping[Role, str | None], reason: str, identity: str
) -> list[Attendance]:
    """Ask each person in turn, and note the moment of each answer."""
    given = {Role.EMPLOYEE: identity, Role.MANAGER: KNOWN}
    return [
        replace(_attendance(role, told[role], reason, given[role]), at=office.clock.now())
        for role in ceremony.consents
    ]


def _attendance(role: Role, told: str | None, reason: str, identity: str) -> Attendance:
    from toolkit.cli.words_of_cases import ROLES  # noqa: PLC0415 - heavy to import
    from toolkit.services.ceremony import Attendance  # noqa: PLC0415

    name = ROLES[role]
    signs = told == "signs" if told else _says_yes(f"Le {name} a lu, consent et signe (oui, non)")
    if signs:
        return Attendance(role, identity=identity)
    return Attendance(
        role, signed=False, reason=reason or _ask(f"Motif donné par le {name}"), identity=identity
    )


@click.command(cls=FrenchCommand)
@click.argument("who", metavar="[DOSSIER]…", nargs=-1)
@click.option(
    "--campagne",
    "campaign",
    metavar="NOM",
    type=SHORT_NAME,
    help="Ceux de cette campagne.",
)
@click.option("--main-propre", "by_hand", is_flag=True, help="Sur papier contre reçu, dans tous les cas.")
@click.option("--le", "on", type=DATE, help="Jour de la remise en main propre (par défaut, aujourd’hui).")
@deliver_option
@office_options
@json_option
def handover(
    *,
    where: Where,
    who: tuple[str, ...],
    campaign: str | None,
    by_hand: bool,
    on: date | None,
    hold_mail: bool,
    as_json: bool,
) -> int:
    """Remet la copie signée.

    DOSSIER est un numéro (C0007), un matricule ou un nom ; sans rien, tous les dossiers signés. La copie
    part par courriel, ou sur papier contre un reçu à faire signer, prêt à imprimer.
    """
    from toolkit.errors import EntretiensError  # noqa: PLC0415 - start-up time
    from toolkit.services.directory import case_names  # noqa: PLC0415 - heavy to import
    from toolkit.services.handover import hand_over  # noqa: PLC0415

    with where.open() as office:
        done: list[HandedOver] = []
        errors: list[str] = []
        for case in _signed(office, who, campaign):
            try:
                done.append(hand_over(office, case.id, by_hand=by_hand, on=on))
            except EntretiensError as error:
                errors.append(str(error))
        names = case_names(office, [d.case.id for d in done])
        if not as_json:
            _tell_handed([(d, f"dossier {d.case.id} ({names[d.case.id]})") for d in done])
        for trouble in errors:
            warn(trouble)
        code, delivery = deliver_waiting(office, hold=hold_mail, quiet=as_json)
    if as_json:
        print_json({"handed_over": done, "errors": errors, "delivery": delivery})
    return NOT_DONE if errors else code


def _signed(office: Office, who: tuple[str, ...], campaign: str | None) -> list[Case]:
    from toolkit.model import CampaignId, CaseState  # noqa: PLC0415 - start-up time
    from toolkit.services.directory import find_case  # noqa: PLC0415 - heavy to import
    from toolkit.services.overview import overview  # noqa: PLC0415

    if who:
        return [find_case(office, asked) for asked in who]
    lines = overview(office, CampaignId(campaign) if campaign else None).lines
    return [line.case for line in lines if line.case.state in (CaseState.SIGNED, CaseState.DECLINED)]


def _tell_handed(done: list[tuple[HandedOver, str]]) -> None:
    from toolkit.cli.words_of_cases import HANDED  # noqa: PLC0415 - heavy to import
    from toolkit.services.printing import FOLDER  # noqa: PLC0415

    new = [(d, label) for d, label in done if d.new]
    say_list("Copies remises :", [f"{label}, {HANDED[d.channel]}" for d, label in new])
    if not new:
        say("Rien n’a changé : aucune copie signée n’était à remettre.")
    if any(d.to_print for d, _ in new):
        say(f"Reçus à imprimer et à faire signer : dossier {FOLDER}.")
    if new:
        say("Étape suivante : « entretiens evidence build » met à jour les dossiers de preuve.")


for _command in (presence, request, status, open_, decline, remind, withdraw, paper):
    sign.add_command(_command)

COMMANDS = {"sign": sign, "handover": handover}
