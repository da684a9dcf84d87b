"""An invitation to vary, and readers that run in processes of their own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from toolkit.invitations import Attendee, AttendeeRole, Invitation, Party
from toolkit.model.case import Slot

READERS = Path(__file__).parent / "readers"

Read = Callable[[str, Sequence[bytes]], list[object]]


@pytest.fixture
def invitation() -> Invitation:
    return Invitation(
        uid="entretien-2026-automne-C0007-00112233445566778899aabbccddeeff@exemple.fr",
        sequence=0,
        stamp=datetime(2027, 6, 1, 8, tzinfo=UTC),
        slot=Slot(datetime(2027, 7, 6, 7, 30, tzinfo=UTC), 60, "Europe/Paris", "Salle Kléber, 2ᵉ étage"),
        summary="Entretien de parcours professionnel",
        description="La convocation vous est adressée dans un message séparé.",
        organizer=Party("Exemple SAS, ressources humaines", "rh@exemple.fr"),
        attendees=(
            Attendee(Party("Jean-Éric Dupont", "jean-eric.dupont@exemple.fr")),
            Attendee(Party("Anne Lefèvre", "anne.lefevre@exemple.fr"), AttendeeRole.CHAIR),
        ),
    )


@pytest.fixture
def with_text(invitation: Invitation) -> Callable[[str], Invitation]:
    """The same text wherever a person may write one."""

    def build(text: str) -> Invitation:
        return replace(
            invitation,
            summary=f"a{text}",
            description=text,
            slot=replace(invitation.slot, place=text),
            organizer=replace(invitation.organizer, name=text),
            attendees=tuple(
                replace(attendee, party=replace(attendee.party, name=text))
                for attendee in invitation.attendees
            ),
        )

    return build


@pytest.fixture
def read() -> Read:
    """Give calendar objects to a reader in a new process, because libraries keep zones between objects."""

    def run(reader: str, calendars: Sequence[bytes]) -> list[object]:
        finished = subprocess.run(
            [sys.executable, "-W", "ignore", READERS / f"{reader}.py"],
            input=json.dumps([ics.decode() for ics in calendars]),
            capture_output=True,
            text=True,
            check=False,
            timeout=100,
        )
        if finished.returncode == 77:
            pytest.skip(finished.stderr.strip())
        assert finished.returncode == 0, finished.stderr
        answers: list[object] = json.loads(finished.stdout)
        return answers

    return run
