"""A campaign killed again and again: every letter once, every message once or held, the journal whole."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from email import message_from_bytes
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from toolkit.clock import SystemClock, today
from toolkit.demo.capture import CaptureServer, Reception
from toolkit.model import DocumentKind, MailState
from toolkit.resources import examples_path
from toolkit.services.campaigns import open_campaign
from toolkit.services.importing import import_roster
from toolkit.services.office import Office, open_office
from toolkit.services.planning import propose_slots, read_back
from toolkit.services.setup import init_folder
from toolkit.workflow.states import Act

pytestmark = pytest.mark.slow

CAMPAIGN = "chaos"
KILLS = 10
SEND = """
import sys
from pathlib import Path
from toolkit.model import CampaignId
from toolkit.services.office import open_office
from toolkit.services.sending import send_campaign

if __name__ == "__main__":
    with open_office(Path(sys.argv[1]), actor="chaos") as office:
        send_campaign(office, CampaignId(sys.argv[2]))
"""


class Slow(Reception):
    """Takes its time before it answers, so that a kill can fall into a dialogue."""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = await super().handle_DATA(server, session, envelope)
        time.sleep(0.05)  # noqa: ASYNC251 - a slow server is slow for everybody
        return answer


def ready_campaign(folder: Path, port: int) -> None:
    """Make a data folder whose campaign is planned and not yet sent."""
    settings = (examples_path() / "deux-rives" / "entretiens.toml").read_text(encoding="utf-8")
    source = folder.parent / "entretiens.toml"
    relay = f'[mail]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\n'
    source.write_text(settings.replace("[mail]\n", relay), encoding="utf-8")
    clock = SystemClock()
    init_folder(folder, source, clock=clock, actor="chaos")
    with open_office(folder, actor="chaos") as office:
        import_roster(office, [examples_path() / "deux-rives" / "effectif.xlsx"])
        day = today(clock)
        opened = open_campaign(office, CAMPAIGN, until=day.replace(year=day.year + 1))
        propose_slots(office, opened.campaign.id)
        read_back(office, opened.campaign.id)


def run_until(folder: Path, seconds: float | None) -> int:
    """Send the campaign in a process of its own, killed after ``seconds`` where given."""
    process = subprocess.Popen([sys.executable, "-c", SEND, str(folder), CAMPAIGN])
    try:
        return process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        return process.wait()


def test_killed_ten_times_then_run_to_the_end(tmp_path: Path) -> None:
    chance = random.Random(20261005)  # noqa: S311 - reproducible moments
    folder = tmp_path / "data"
    reception = Slow()
    with CaptureServer(reception=reception) as server:
        ready_campaign(folder, server.port)
        killed = 0
        for _ in range(KILLS):
            killed += run_until(folder, chance.uniform(1.5, 5.0)) == -signal.SIGKILL
        assert run_until(folder, None) == 0
    assert killed >= KILLS // 2
    arrivals = Counter(
        str(message_from_bytes(message.content)["Message-ID"]) for message in reception.messages
    )
    with open_office(folder, actor="chaos") as office:
        assert_each_once(office, arrivals)


def assert_each_once(office: Office, arrivals: Counter[str]) -> None:
    with office.reading() as unit:
        cases = [case for case in unit.cases.all() if case.slot is not None]
        mails = unit.outbox.all()
        assert len(cases) > KILLS
        for case in cases:
            summonses = [act for act in unit.acts.of(case.id) if act.act == Act.SUMMON]
            letters = [d for d in unit.documents.of_case(case.id) if d.kind is DocumentKind.CONVOCATION]
            assert len(summonses) == 1, case.id
            assert [d.suffix for d in letters].count("pdf") == 1, case.id
        assert max(arrivals.values()) == 1
        for mail in mails:
            assert mail.state in (MailState.ACCEPTED, MailState.UNCERTAIN), mail.key
            if mail.state is MailState.ACCEPTED:
                assert arrivals[mail.message_id] == 1, mail.key
        assert set(arrivals) <= {mail.message_id for mail in mails}
        chains = [None, *(employee.matricule for employee in unit.employees.all())]
        assert [unit.journal.verify(chain) for chain in chains] == [None] * len(chains)
    held = [mail.key for mail in mails if mail.state is MailState.UNCERTAIN]
    print(f"{len(mails)} messages, {len(held)} held as uncertain")  # noqa: T201 - the figure of the run
