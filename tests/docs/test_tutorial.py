"""The tutorial is run as its reader would, from its first command to its last."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tests.docs.pages import ROOT
from tests.docs.reader import Reader, Typed, steps_of

from toolkit.demo.capture import CaptureServer

PAGE = ROOT / "docs/tutorial/first-campaign.md"
SCRIPTS = Path(sys.executable).parent


def test_every_step_of_the_tutorial_does_what_the_page_shows(tmp_path: Path) -> None:
    with CaptureServer() as server:
        reader = Reader(tmp_path, _environment(server))
        for step in steps_of(PAGE.read_text(encoding="utf-8")):
            reader.follow(step)
        received = [recipient for message in server.messages for recipient in message.recipients]
    assert (
        sorted(received) == ["anne.klein@biscuiterie.example"] * 2 + ["lucie.weber@biscuiterie.example"] * 3
    )


def test_the_tutorial_goes_from_an_empty_folder_to_verified_evidence() -> None:
    typed = [s.command for s in steps_of(PAGE.read_text(encoding="utf-8")) if isinstance(s, Typed)]
    assert typed[0].startswith("entretiens init")
    assert typed[-1].startswith("entretiens evidence verify")


def _environment(server: CaptureServer) -> dict[str, str]:
    """Return the environment of someone whose relay is ``server``, with no other setting of their own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ENTRETIENS_")}
    relay = {"HOST": server.host, "PORT": str(server.port), "SECURITY": "none"}
    return {
        **kept,
        "PATH": f"{SCRIPTS}{os.pathsep}{os.environ.get('PATH', '')}",
        **{f"ENTRETIENS_MAIL__{name}": value for name, value in relay.items()},
    }
