"""What a folder's cover says of each obligation: what was done and when, what is missing and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from toolkit.french import STATES, day, local_day
from toolkit.model import (
    Case,
    CaseState,
    Document,
    DocumentKind,
    Obligation,
    ObligationKind,
    SignatureLevel,
    Status,
)
from toolkit.model.mail import MailState
from toolkit.services.decisions import rulings_in_words
from toolkit.services.duties import Duties
from toolkit.store import Act as Recorded
from toolkit.store import Unit
from toolkit.workflow.states import Act

if TYPE_CHECKING:
    from toolkit.documents.letters import Accounted, Done, Gap

_SHOWN = frozenset({Status.OVERDUE, Status.OPEN, Status.HELD, Status.HELD_LATE, Status.SUSPENDED})
_BEFORE_MEETING = frozenset({CaseState.DUE, CaseState.SUMMONED, CaseState.UNCERTAIN, CaseState.UNDELIVERED})


def accounts(unit: Unit, duties: Duties) -> list[Accounted]:
    """Return the obligations that the folder answers for, each with its acts and gaps."""
    from toolkit.documents.letters import Accounted  # noqa: PLC0415 - heavy to import

    cases = unit.cases.all(matricule=duties.employee.matricule)
    answered = []
    for obligation in duties.timeline.obligations:
        mine = [case for case in cases if _answers(case, obligation)]
        if obligation.status in _SHOWN or mine:
            done = tuple(_done(unit, obligation, mine))
            missing = tuple(_missing(unit, obligation, mine))
            answered.append(Accounted(obligation, done, missing))
    return answered


def _answers(case: Case, obligation: Obligation) -> bool:
    """Tell whether ``case`` is about ``obligation``: the meeting that met it, or one still open of its kind.

    A meeting may meet more than what its case was opened for: that of a recap counts as a periodic one too.
    """
    if obligation.met_by is not None:
        return case.held_on == obligation.met_by
    return obligation.kind in case.settles and not obligation.projected and case.held_on is None


def _done(unit: Unit, obligation: Obligation, cases: Iterable[Case]) -> Iterator[Done]:
    from toolkit.documents.letters import Done  # noqa: PLC0415 - heavy to import

    for case in cases:
        for act in unit.acts.of(case.id):
            text = _told(act)
            if text:
                zone = case.slot.time_zone if case.slot else "Europe/Paris"
                yield Done(local_day(act.at, zone), f"{text} (dossier {case.id})")
    handled = any(case.held_on == obligation.met_by for case in cases)
    if obligation.met_by is not None and not handled:
        what = "Information remise" if obligation.kind is ObligationKind.HIRING_NOTICE else "Entretien tenu"
        yield Done(obligation.met_by, f"{what}, d’après le fichier du personnel")


_WAYS = {
    SignatureLevel.IN_PRESENCE.name.lower(): " en présence",
    SignatureLevel.SIMPLE.name.lower(): " par lien personnel et code",
    SignatureLevel.ADVANCED.name.lower(): " par un prestataire de signature",
    SignatureLevel.ON_PAPER.name.lower(): " sur papier",
}
"""How a report was signed, by the level that the act states; nothing is claimed where none is told."""


def _told(act: Recorded) -> str:
    body = act.body
    number = str(body.get("summons", ""))
    if act.act == Act.DECIDE:
        return f"Décisions notifiées : {_rulings(act)}"
    words = {
        Act.SUMMON: f"Convocation n° {number}",
        Act.MOVE: "Rendez-vous déplacé",
        Act.CANCEL: "Rendez-vous annulé",
        Act.POST: "Convocation remise ou postée",
        Act.ABSENT: "Absence à l’entretien constatée",
        Act.REFUSE: "Refus constaté",
        Act.HOLD: f"Entretien tenu le {_iso_day(body.get('held_on'))}",
        Act.REPORT: "Compte rendu établi",
        Act.SIGN: f"Compte rendu signé{_WAYS.get(str(body.get('level')), '')}",
        Act.DECLINE: "Refus de signer constaté, compte rendu scellé",
        Act.HAND_OVER: "Copie remise",
        Act.CORRECT: "Saisie corrigée",
        Act.DROP: "Dossier abandonné",
    }
    return next((text for kind, text in words.items() if kind == act.act), "")


def _rulings(act: Recorded) -> str:
    decisions = act.body.get("decisions")
    told = decisions if isinstance(decisions, list) else []
    return rulings_in_words([str(decision["ruling"]) for decision in told])


def _iso_day(value: object) -> str:
    parts = str(value).split("-")
    return "/".join(reversed(parts))


def _missing(unit: Unit, obligation: Obligation, cases: list[Case]) -> Iterator[Gap]:
    from toolkit.documents.letters import Gap  # noqa: PLC0415 - heavy to import

    if obligation.status is Status.SUSPENDED:
        yield Gap("L’entretien", "suspendu pendant l’absence, à proposer au retour")
        return
    if obligation.kind is ObligationKind.HIRING_NOTICE:
        if obligation.met_by is None:
            yield Gap("L’information à l’embauche", "non remise à ce jour")
        return
    if not cases:
        if obligation.met_by is None:
            yield Gap("L’entretien", "aucun dossier n’est ouvert à ce jour")
        else:
            yield Gap(
                "Le compte rendu et la preuve de sa remise", "entretien antérieur, pièces hors de l’outil"
            )
    for case in cases:
        yield from _missing_of(unit, case)


def _missing_of(unit: Unit, case: Case) -> Iterator[Gap]:
    from toolkit.documents.letters import Gap  # noqa: PLC0415 - heavy to import

    state = STATES[case.state]
    pieces = unit.documents.of_case(case.id)
    for mail in unit.outbox.of_case(case.id):
        if mail.state in _FATES:
            yield Gap("La preuve d’un envoi", f"message {mail.key.partition('/')[2]} : {_FATES[mail.state]}")
    if case.state in _BEFORE_MEETING or case.state is CaseState.ABSENT:
        planned = f", prévu le {day(local_day(case.slot.starts, case.slot.time_zone))}" if case.slot else ""
        yield Gap("L’entretien", f"dossier {case.id} à l’état « {state} »{planned}")
    elif case.state is CaseState.REFUSED:
        yield Gap("L’entretien", f"refusé par le salarié, constat au dossier {case.id}")
    elif not _has(pieces, DocumentKind.REPORT) and not _has(pieces, DocumentKind.OUTSIDE_PROOF):
        yield Gap("Le compte rendu signé", f"dossier {case.id} à l’état « {state} »")
    elif not _has(pieces, DocumentKind.HANDOVER) and not _has(pieces, DocumentKind.OUTSIDE_PROOF):
        yield Gap("La remise de la copie", f"dossier {case.id} à l’état « {state} »")


_FATES = {
    MailState.QUEUED: "en attente d’envoi",
    MailState.DEFERRED: "en attente d’un nouvel envoi",
    MailState.SENDING: "envoi interrompu, à vérifier",
    MailState.UNCERTAIN: "envoi incertain, à vérifier",
    MailState.FAILED: "refusé par le serveur",
    MailState.BOUNCED: "revenu non remis",
}


def _has(pieces: Iterable[Document], kind: DocumentKind) -> bool:
    return any(piece.kind is kind and piece.in_folder for piece in pieces)
