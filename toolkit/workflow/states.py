"""The course of a case as one readable table: which act leads from which state to which."""

from __future__ import annotations

from enum import StrEnum

from toolkit.errors import TransitionRefusedError
from toolkit.french import STATES, listing
from toolkit.model.case import Case, CaseState


class Act(StrEnum):
    """What can be done with a case; the value is also the kind of the act in the store."""

    SUMMON = "summon"
    DELIVERED = "delivered"
    DOUBT = "doubt"
    BOUNCE = "bounce"
    POST = "post"
    MOVE = "move"
    CANCEL = "cancel"
    ABSENT = "absent"
    REFUSE = "refuse"
    HOLD = "hold"
    REPORT = "report"
    ASK_SIGNATURES = "ask_signatures"
    WITHDRAW_SIGNATURES = "withdraw_signatures"
    SIGN = "sign"
    DECLINE = "decline"
    HAND_OVER = "hand_over"
    DECIDE = "decide"
    CLOSE = "close"
    DROP = "drop"
    REOPEN = "reopen"
    CORRECT = "correct"


S = CaseState
TRANSITIONS: dict[CaseState, dict[Act, CaseState]] = {
    S.DUE: {Act.SUMMON: S.SUMMONED, Act.HOLD: S.HELD, Act.DROP: S.CLOSED},
    S.SUMMONED: {
        Act.DELIVERED: S.SUMMONED,
        Act.POST: S.SUMMONED,
        Act.DOUBT: S.UNCERTAIN,
        Act.BOUNCE: S.UNDELIVERED,
        Act.MOVE: S.SUMMONED,
        Act.CANCEL: S.DUE,
        Act.ABSENT: S.ABSENT,
        Act.REFUSE: S.REFUSED,
        Act.HOLD: S.HELD,
        Act.DROP: S.CLOSED,
    },
    S.UNCERTAIN: {
        Act.DELIVERED: S.SUMMONED,
        Act.DOUBT: S.UNCERTAIN,
        Act.BOUNCE: S.UNDELIVERED,
        Act.POST: S.SUMMONED,
        Act.MOVE: S.SUMMONED,
        Act.CANCEL: S.DUE,
        Act.ABSENT: S.ABSENT,
        Act.REFUSE: S.REFUSED,
        Act.HOLD: S.HELD,
        Act.DROP: S.CLOSED,
    },
    S.UNDELIVERED: {
        Act.DELIVERED: S.SUMMONED,
        Act.DOUBT: S.UNCERTAIN,
        Act.BOUNCE: S.UNDELIVERED,
        Act.POST: S.SUMMONED,
        Act.MOVE: S.SUMMONED,
        Act.CANCEL: S.DUE,
        Act.HOLD: S.HELD,
        Act.REFUSE: S.REFUSED,
        Act.DROP: S.CLOSED,
    },
    S.ABSENT: {Act.SUMMON: S.SUMMONED, Act.REFUSE: S.REFUSED, Act.HOLD: S.HELD, Act.DROP: S.CLOSED},
    S.REFUSED: {Act.SUMMON: S.SUMMONED, Act.REFUSE: S.REFUSED, Act.HOLD: S.HELD, Act.CLOSE: S.CLOSED},
    S.HELD: {Act.REPORT: S.REPORTED, Act.CLOSE: S.CLOSED},
    S.REPORTED: {
        Act.ASK_SIGNATURES: S.SIGNING,
        Act.SIGN: S.SIGNED,
        Act.DECLINE: S.DECLINED,
        Act.DECIDE: S.REPORTED,
    },
    S.SIGNING: {
        Act.SIGN: S.SIGNED,
        Act.DECLINE: S.DECLINED,
        Act.WITHDRAW_SIGNATURES: S.REPORTED,
        Act.DECIDE: S.SIGNING,
    },
    S.SIGNED: {Act.HAND_OVER: S.HANDED_OVER, Act.DECIDE: S.SIGNED},
    S.DECLINED: {Act.HAND_OVER: S.HANDED_OVER, Act.DECIDE: S.DECLINED},
    S.HANDED_OVER: {Act.DECIDE: S.HANDED_OVER, Act.CLOSE: S.CLOSED},
    S.CLOSED: {Act.REOPEN: S.DUE},
}
"""From each state, the acts it allows and where each leads."""

ACTS_IN_FRENCH: dict[Act, str] = {
    Act.SUMMON: "convoquer",
    Act.DELIVERED: "constater l’envoi",
    Act.DOUBT: "constater un envoi incertain",
    Act.BOUNCE: "constater un échec de remise",
    Act.POST: "envoyer par courrier",
    Act.MOVE: "déplacer",
    Act.CANCEL: "annuler",
    Act.ABSENT: "constater l’absence",
    Act.REFUSE: "constater le refus",
    Act.HOLD: "enregistrer l’entretien tenu",
    Act.REPORT: "établir le compte rendu",
    Act.ASK_SIGNATURES: "demander les signatures",
    Act.WITHDRAW_SIGNATURES: "retirer les demandes de signature",
    Act.SIGN: "signer",
    Act.DECLINE: "constater un refus de signer",
    Act.HAND_OVER: "remettre la copie",
    Act.DECIDE: "faire connaître les décisions",
    Act.CLOSE: "clore",
    Act.DROP: "abandonner avec un motif",
    Act.REOPEN: "rouvrir avec un motif",
    Act.CORRECT: "corriger une saisie",
}


def next_state(case: Case, act: Act) -> CaseState:
    """Return the state that ``act`` leads ``case`` to.

    Raises:
        TransitionRefusedError: the case's state does not allow the act; the message lists those it allows.
    """
    allowed = TRANSITIONS[case.state]
    if act not in allowed:
        raise TransitionRefusedError(
            f"impossible de {ACTS_IN_FRENCH[act]} : le dossier est à l’état « {STATES[case.state]} ».",
            about=f"Dossier {case.id}",
            next_step=f"À ce stade, on peut : {listing([ACTS_IN_FRENCH[a] for a in allowed])}.",
        )
    return allowed[act]


def allows(case: Case, act: Act) -> bool:
    """Tell whether the state of ``case`` allows ``act``."""
    return act in TRANSITIONS[case.state]
