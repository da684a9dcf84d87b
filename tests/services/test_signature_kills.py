"""A signature killed at any moment: signed whole or not at all, and signed once when it is tried again."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from toolkit.demo.capture import CaptureServer
from toolkit.model import CaseState, EventType, RequestState, Role
from toolkit.services.office import Office
from toolkit.services.signature_closing import close_if_answered

from .mailroom import MANAGER_BOX, Mailroom, mailroom

pytestmark = pytest.mark.slow

KILLS = 8
SIGN = """
import sys
from datetime import datetime
from pathlib import Path
from toolkit.clock import SteppedClock
from toolkit.services.office import open_office
from toolkit.services.signature_answers import Answer, sign
from toolkit.services.signature_visits import Visit, admitted, consent_of

if __name__ == "__main__":
    token, entry = sys.stdin.read().split()
    clock = SteppedClock(datetime.fromisoformat(sys.argv[2]))
    with open_office(Path(sys.argv[1]), actor="essai", clock=clock) as office:
        visit = Visit(token)
        request, case = admitted(office, visit)
        print("ready", flush=True)
        sign(office, visit, entry, Answer(consent_of(office, case, request)))
        print("done", flush=True)
"""


@pytest.fixture(scope="module")
def server() -> Iterator[CaptureServer]:
    with CaptureServer() as running:
        yield running


def consents(office: Office, room: Mailroom) -> int:
    """Count the signatures that the journal tells of, and check its chain."""
    with office.reading() as unit:
        assert unit.journal.verify(room.case.matricule) is None
        lines = unit.journal.lines(room.case.matricule)
    return sum(f'"type":"{EventType.CONSENTED}"'.encode() in line for line in map(_bytes, lines))


def _bytes(line: object) -> bytes:
    return line if isinstance(line, bytes) else str(line).encode()


def test_killed_again_and_again_it_is_signed_once(reported: Office, server: CaptureServer) -> None:
    room = mailroom(reported, server)
    room.sign(room.asked())
    visit = room.visit(Role.MANAGER)
    entry = room.entered(visit, MANAGER_BOX)
    command = [sys.executable, "-c", SIGN, str(room.office.folder), room.office.clock.now().isoformat()]
    chance = random.Random(4)  # noqa: S311 - moments to kill at, no secret
    for _ in range(KILLS):
        child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(f"{visit.token} {entry}")
        child.stdin.close()
        child.stdout.readline()
        time.sleep(chance.uniform(0.02, 1.2))
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        state = room.request(Role.MANAGER).state
        assert state in (RequestState.VERIFIED, RequestState.SIGNED)
        assert consents(room.office, room) == 1 + (state is RequestState.SIGNED)
    subprocess.run(command, input=f"{visit.token} {entry}", text=True, capture_output=True, check=False)
    assert room.request(Role.MANAGER).state is RequestState.SIGNED
    assert consents(room.office, room) == 2
    close_if_answered(room.office, room.case.id)
    assert room.case.state is CaseState.SIGNED
    with room.office.reading() as unit:
        assert len(unit.signatures.of(room.case.id)) == 2
