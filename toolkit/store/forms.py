"""What managers wrote in the forms: the answers, and the plan of action."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from toolkit.digest import Sha256
from toolkit.model import Action, CaseId
from toolkit.store.rows import Scope, Shape
from toolkit.store.tables import ACTIONS, ANSWERS


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers read from one returned form; ``received`` is the SHA-256 of that file."""

    case: CaseId
    version: int
    form_id: str
    answers: dict[str, object]
    received: Sha256
    read_at: datetime


_ANSWERS: Final = Shape(ANSWERS, Answers, {"case": "case_id"})
_ACTION: Final = Shape(ACTIONS, Action)


class FormAnswers:
    """The answers of each case; a form returned again, corrected, comes after the former, which stays."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def put(
        self, case_id: CaseId, version: int, form_id: str, answers: dict[str, object], received: Sha256
    ) -> bool:
        """Record the answers of a returned form; False where that very file was read before."""
        value = Answers(case_id, version, form_id, answers, received, self._scope.now())
        return self._scope.insert_once(ANSWERS, _ANSWERS.row(value))

    def latest(self, case_id: CaseId) -> Answers | None:
        """Return the answers read last of the highest version, or None."""
        every = self.of(case_id)
        return every[-1] if every else None

    def of(self, case_id: CaseId) -> list[Answers]:
        """Return all answers of the case, by version, then in the order they were read."""
        rows = self._scope.all(ANSWERS, ANSWERS.c.case_id == case_id, order=["version", "n"])
        return [_ANSWERS.value(row) for row in rows]


class Actions:
    """The plan of action of each case."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def replace(self, case_id: CaseId, actions: Sequence[Action]) -> None:
        """Make ``actions`` the case's whole plan."""
        mine = self._scope.mine(ACTIONS, ACTIONS.c.case_id == case_id)
        self._scope.connection.execute(ACTIONS.delete().where(mine))
        for action in actions:
            self._scope.insert(ACTIONS, _ACTION.row(action) | {"case_id": case_id})

    def of(self, case_id: CaseId) -> list[Action]:
        """Return the case's plan in the order of its numbers."""
        rows = self._scope.all(ACTIONS, ACTIONS.c.case_id == case_id, order=["number"])
        return [_ACTION.value(row) for row in rows]

    def all(self) -> dict[CaseId, list[Action]]:
        """Return the plans of all cases that have one."""
        plans: dict[CaseId, list[Action]] = {}
        for row in self._scope.all(ACTIONS, order=["case_id", "number"]):
            plans.setdefault(row["case_id"], []).append(_ACTION.value(row))
        return plans
