"""Tell the employee what was decided of the plan of action after the interview (good practice, no duty)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from unicodedata import normalize

from toolkit.digest import Sha256, canonical_json, sha256
from toolkit.errors import UsageError
from toolkit.french import RULINGS, local_day
from toolkit.mail import Attachment, DecisionsText, letter_message
from toolkit.model import (
    Action,
    Case,
    CaseId,
    Decision,
    DocumentKind,
    EventType,
    MailKind,
    Role,
    Ruling,
)
from toolkit.services.addressing import correspondence, interview_name
from toolkit.services.correspondence import Message, contact, file_message, heading, mailbox
from toolkit.services.office import Office
from toolkit.services.people import People, people_of
from toolkit.services.pieces import Piece, Place, file, sealed_letter
from toolkit.services.printing import print_letter
from toolkit.store import Unit
from toolkit.workflow.course import Move, advance, standing_of
from toolkit.workflow.states import Act, next_state

Plan = Sequence[tuple[Action, Decision]]


@dataclass(frozen=True, slots=True)
class Told:
    """What telling the decisions did; ``new`` is False where these very decisions were told before."""

    case: Case
    decisions: tuple[Decision, ...]
    new: bool
    to_print: bool = False


def tell_decisions(office: Office, case_id: CaseId, given: Sequence[Decision] = ()) -> Told:
    """Make the letter of the decisions, file it, and queue its message or lay it to be printed; once.

    An action that ``given`` leaves out is decided by what its outcome says in the plan (« accordée »,
    « refusée : budget épuisé », « différée »), else by what was told before. Decisions that change give a new
    letter, filed as a new version.

    Args:
        office: The employer's office.
        case_id: Which case.
        given: The decisions, in any order.

    Raises:
        TransitionRefusedError: the case's state does not allow it.
        UsageError: the plan is empty, an action has no decision, a refusal has no reason, or a decision is
            about an action that is not in the plan; all are told at once.
    """
    with office.reading() as unit:
        case = unit.cases.get(case_id)
        next_state(case, Act.DECIDE)
        former = _told(unit, case)
        plan = decided(unit.actions.of(case_id), given, former, case_id)
        people = people_of(unit, case)
        if _says_the_last(unit, case, plan):
            return Told(case, tuple(decision for _, decision in plan), new=False)
    at = office.clock.now()
    letter = _letter(office, case, people, plan, at)
    message = _message(office, case, people, letter, at)
    with office.writing() as unit:
        case = unit.cases.get(case_id)
        if _says_the_last(unit, case, plan):
            return Told(case, tuple(decision for _, decision in plan), new=False)
        done = advance(unit, case, _move(unit, case, plan, at))
        place = Place(case.matricule, case_id, unit.documents.next_step(case_id))
        file(office, unit, letter, place, at)
        if message is not None:
            file_message(office, unit, message, place, at)
        else:
            print_letter(office, letter, people.employee, case.campaign, case.id)
    return Told(done, tuple(decision for _, decision in plan), new=True, to_print=message is None)


def decided(
    plan: Sequence[Action], given: Sequence[Decision], former: Mapping[int, Decision], about: str
) -> Plan:
    """Return each action of ``plan`` with its decision: given now, said by its outcome, or told before.

    Raises:
        UsageError: something is missing or in excess; all is told at once.
    """
    if not plan:
        raise UsageError(
            "le plan d’action est vide : il n’y a rien à décider.",
            about=f"Dossier {about}",
            next_step="Si la trame en contenait un, relisez-la (« entretiens form read »).",
        )
    named = {decision.action: decision for decision in given}
    found = {a.number: named.get(a.number) or written(a) or former.get(a.number) for a in plan}
    problems = _problems(found, given)
    if problems:
        told = "\n".join(f"- {problem}" for problem in problems)
        raise UsageError(
            f"les décisions ne sont pas complètes :\n{told}\n",
            about=f"Dossier {about}",
            next_step="Pour chacune, --action N accordee, refusee ou differee ; un refus : --motif N TEXTE.",
        )
    return [(action, decision) for action in plan if (decision := found[action.number]) is not None]


def _problems(found: Mapping[int, Decision | None], given: Sequence[Decision]) -> list[str]:
    problems = []
    for number, decision in found.items():
        if decision is None:
            problems.append(f"action {number} : pas de décision.")
        elif decision.ruling is Ruling.REFUSED and not decision.reason.strip():
            problems.append(f"action {number} : un refus se motive.")
    numbers = [decision.action for decision in given]
    problems += [f"action {n} : elle n’est pas au plan." for n in numbers if n not in found]
    problems += [f"action {n} : deux décisions." for n in sorted(set(numbers)) if numbers.count(n) > 1]
    return problems


_WRITTEN = re.compile(r"\b(accord|refus|diff[ée]r)[ée]e?s?\b[\s:,;.–-]*", re.IGNORECASE)
_RULINGS = {"a": Ruling.GRANTED, "r": Ruling.REFUSED, "d": Ruling.DEFERRED}


def written(action: Action) -> Decision | None:
    """Return the decision that the outcome of ``action`` begins with, and its reason.

    None where the outcome begins otherwise (« non accordée »), or names two decisions.
    """
    outcome = normalize("NFC", action.outcome).strip()
    found = _WRITTEN.match(outcome)
    if found is None or _WRITTEN.search(outcome, found.end()):
        return None
    return Decision(action.number, _RULINGS[found[1][0].lower()], outcome[found.end() :])


def _digest(plan: Plan) -> Sha256:
    """Return what tells these decisions from others: all that the letter says of them."""
    said = [[a.kind, a.label, a.owner, a.due, d.ruling, d.reason, d.on] for a, d in plan]
    return sha256(canonical_json(said))


def _last(unit: Unit, case: Case) -> dict[str, object]:
    """Return what was recorded when decisions were last told; empty where none were."""
    told = [act for act in standing_of(unit, case) if act.act == Act.DECIDE]
    return told[-1].body if told else {}


def _says_the_last(unit: Unit, case: Case, plan: Plan) -> bool:
    return _last(unit, case).get("digest") == _digest(plan)


def _told(unit: Unit, case: Case) -> dict[int, Decision]:
    kept = _last(unit, case).get("told")
    return {one["action"]: _kept(one) for one in kept} if isinstance(kept, list) else {}


def _kept(one: Mapping[str, object]) -> Decision:
    """Return a decision from the JSON that the act keeps of it."""
    on = one["on"]
    return Decision(
        int(str(one["action"])),
        Ruling(str(one["ruling"])),
        str(one["reason"]),
        date.fromisoformat(str(on)) if on else None,
    )


def _move(unit: Unit, case: Case, plan: Plan, at: datetime) -> Move:
    """Return the act: the journal holds numbers and codes, the reasons stay with the case."""
    number = sum(act.act == Act.DECIDE for act in unit.acts.of(case.id)) + 1
    body: dict[str, object] = {
        "decisions": [{"action": d.action, "ruling": d.ruling, "on": d.on} for _, d in plan],
        "digest": _digest(plan),
    }
    private: dict[str, object] = {"told": [decision for _, decision in plan]}
    return Move(Act.DECIDE, EventType.DECISIONS_TOLD, str(number), at, body, private)


def _letter(office: Office, case: Case, people: People, plan: Plan, at: datetime) -> Piece:
    from toolkit.documents.letters import decisions_letter  # noqa: PLC0415 - heavy to import

    head = correspondence(office, people, case, at)
    letter = decisions_letter(head, case, plan, held_on=_held_on(case, people, at))
    return sealed_letter(office, letter, DocumentKind.DECISIONS, "Décisions prises par l’employeur")


def _message(office: Office, case: Case, people: People, letter: Piece, at: datetime) -> Message | None:
    address = mailbox(people.employee.email, people.employee.name)
    if address is None:
        return None
    head = heading(office, address, at, case.campaign)
    text = DecisionsText(
        people.employee.name, contact(office), interview_name(case), _held_on(case, people, at)
    )
    attachment = Attachment(f"{letter.kind.value}_{case.id}.pdf", letter.content)
    content = letter_message(head, text, [attachment], demonstration=office.demonstration)
    return Message(
        DocumentKind.DECISIONS, MailKind.DECISIONS, Role.EMPLOYEE, address, head.message_id, content
    )


def _held_on(case: Case, people: People, at: datetime) -> date:
    return case.held_on or local_day(at, people.site.time_zone)


def rulings_in_words(rulings: Sequence[str]) -> str:
    """Return ``2 accordées, 1 refusée`` for the codes that an act keeps."""
    counted = [(sum(code == ruling for code in rulings), words) for ruling, words in RULINGS.items()]
    return ", ".join(f"{number} {words}{'s' if number > 1 else ''}" for number, words in counted if number)
