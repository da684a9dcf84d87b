"""Words for the person whose data are handed out: questions, acts and their details, in French."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache

from toolkit.clock import PARIS
from toolkit.french import CHANNELS, NBSP, STATES, day
from toolkit.model import CaseState, Channel, LinkChannel, RequestState, SignatureLevel
from toolkit.roster import written
from toolkit.workflow.states import Act

_ACTS: Mapping[str, str] = {
    Act.SUMMON: "Convocation",
    Act.DELIVERED: "Convocation arrivée",
    Act.DOUBT: "Envoi en doute",
    Act.BOUNCE: "Convocation revenue",
    Act.POST: "Remise ou envoi par la poste",
    Act.MOVE: "Rendez-vous déplacé",
    Act.CANCEL: "Rendez-vous annulé",
    Act.ABSENT: "Absence à l’entretien",
    Act.REFUSE: "Refus de l’entretien",
    Act.HOLD: "Entretien tenu",
    Act.REPORT: "Compte rendu établi",
    Act.ASK_SIGNATURES: "Signatures demandées",
    Act.WITHDRAW_SIGNATURES: "Demande de signatures retirée",
    Act.SIGN: "Compte rendu signé",
    Act.DECLINE: "Refus de signer",
    Act.HAND_OVER: "Copie remise",
    Act.DECIDE: "Décisions",
    Act.CLOSE: "Dossier clos",
    Act.DROP: "Dossier abandonné",
    Act.REOPEN: "Dossier rouvert",
    Act.CORRECT: "Saisie corrigée",
}

_DETAILS: Mapping[str, str] = {
    "channel": "voie",
    "copies": "empreintes des copies",
    "decisions": "décisions",
    "form": "trame",
    "from": "état d’avant",
    "held_on": "tenu le",
    "how": "manière",
    "kind": "nature",
    "level": "signature",
    "minutes": "durée en minutes",
    "on": "le",
    "proof": "preuve",
    "reason": "motif",
    "received_by": "reçu par",
    "result": "empreinte du document",
    "sequence": "version de l’invitation",
    "source": "origine",
    "starts": "rendez-vous",
    "statement": "propos",
    "summons": "convocation n°",
    "uid": "identifiant de l’invitation",
    "witness": "témoin",
}

_VALUES: Mapping[str, str] = {
    **{state.value: words for state, words in STATES.items() if state is not CaseState.CLOSED},
    **{channel.value: words for channel, words in CHANNELS.items()},
    **{level.name.lower(): level.value for level in SignatureLevel},
    Channel.EMAIL.value: CHANNELS[Channel.EMAIL],
    LinkChannel.IN_PERSON.value: "remis en main propre",
    "sms": "SMS",
    "ordinary": "ordinaire",
    "repeated": "renouvelé",
    "after_leave": "au retour d’une absence",
}

REQUEST_STATES: Mapping[RequestState, str] = {
    RequestState.WAITING: "attend la réponse d’une autre personne",
    RequestState.ASKED: "demandée",
    RequestState.OPENED: "document ouvert",
    RequestState.VERIFIED: "code vérifié",
    RequestState.SIGNED: "signée",
    RequestState.DECLINED: "refusée",
    RequestState.EXPIRED: "lien expiré",
    RequestState.LOCKED: "bloquée après trop de codes faux",
    RequestState.WITHDRAWN: "retirée",
}


def act_words(act: str) -> str:
    """Return the name of an act."""
    return _ACTS.get(act, act)


def value_words(value: str) -> str:
    """Return a channel, a state, a level or a kind in French; anything else as it is."""
    return _VALUES.get(value, value)


def question_words(question: str) -> str:
    """Return the text of a question of the form; its id where no form asks it any more."""
    return _questions().get(question, (question, {}))[0]


def answer_words(question: str, value: object) -> str:
    """Return an answer as the form shows it."""
    choices = _questions().get(question, (question, {}))[1]
    return choices.get(str(value)) or told(value)


def told(value: object) -> str:
    """Return any value of the tables for a reader, with the names of its parts."""
    if isinstance(value, list | tuple):
        return " ; ".join(told(item) for item in value)
    if isinstance(value, Mapping):
        named = ((_DETAILS.get(str(name), str(name)), told(item)) for name, item in value.items() if item)
        return ", ".join(f"{name}{NBSP}: {words}" for name, words in named)
    return _dated(value) if isinstance(value, str) else written(value)


def _dated(text: str) -> str:
    try:
        at = datetime.fromisoformat(text) if "T" in text else None
        return (
            day(date.fromisoformat(text))
            if at is None
            else f"{at.astimezone(PARIS):%d/%m/%Y à %H:%M} (Paris)"
        )
    except ValueError:
        return value_words(text)


@cache
def _questions() -> Mapping[str, tuple[str, Mapping[str, str]]]:
    from toolkit.documents.forms import topics  # noqa: PLC0415 - heavy to import

    parts = (
        topics.MEETING, *topics.CAREER, *topics.FORMER, topics.BACK, topics.PARENTAL, topics.MANDATE,
        topics.SENIOR, topics.FORMER_SENIOR, topics.LATE, topics.RECAP, topics.INFORMATION, topics.COMMENT,
    )  # fmt: skip
    asked = (topics.PHYSICIAN, *(question for part in reversed(parts) for question in part.questions))
    return {question.id: (question.text, dict(question.choices)) for question in asked}
