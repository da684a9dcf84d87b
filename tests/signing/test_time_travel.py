"""Years later: what was sealed today still proves, on machines whose clocks say so."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.signing.tsa import Authority, Desk

ROOT = Path(__file__).resolve().parents[2]
START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
TODAY, LATER, FAR = (datetime(year, 3, 12, 9, 42, tzinfo=UTC) for year in (2026, 2035, 2046))
HELD = {"problems": [], "level": "PAdES B-LTA"}


@dataclass
class Journey:
    """A folder of keys and letters, and the hour of the world around it."""

    folder: Path
    hour: datetime = TODAY

    def now(self) -> datetime:
        """Tell the hour, as timestamp servers do."""
        return self.hour

    def sends(self, act: str, address: str, year: datetime) -> dict[str, dict[str, object]]:
        """Let a process act at the instant ``year``, and return what it tells of each letter."""
        self.hour = year
        environment = {
            **{name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")},
            "TZ": "UTC",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }
        run = subprocess.run(
            [
                *("faketime", "-f", f"@{year:%Y-%m-%d %H:%M:%S}"),
                *(sys.executable, "-m", "tests.signing.traveller", act, str(self.folder), address),
            ],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 0, run.stderr
        answer = json.loads(run.stdout)
        assert answer["now"].startswith(f"{year:%Y-%m-%d}"), "the clock did not travel"
        told: dict[str, dict[str, object]] = answer["told"]
        return told


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("faketime") is None, reason="faketime is not installed")
def test_a_letter_of_today_proves_in_2035_and_in_2046_if_renewed(keys_folder: Path, tmp_path: Path) -> None:
    journey = Journey(tmp_path)
    shutil.copytree(keys_folder, tmp_path / "cles")
    with Desk() as desk:
        first = Authority(START, journey.now, f"{desk.address}/ocsp", years=10)
        second = Authority(LATER - timedelta(days=9), journey.now, f"{desk.address}/b/ocsp", years=13)
        (tmp_path / "horodatage1.pem").write_bytes(first.root_pem)
        (tmp_path / "horodatage2.pem").write_bytes(second.root_pem)
        one, two = desk.serve(first), desk.serve(second, "/b")

        assert journey.sends("seal", one, TODAY) == {"lettre": HELD}
        assert journey.sends("judge", one, LATER) == {"lettre": HELD}
        assert journey.sends("renew", two, LATER) == {"lettre": HELD, "renouvelee": HELD}
        far = journey.sends("judge", two, FAR)
    assert far["renouvelee"] == HELD
    assert far["lettre"]["level"] == "PAdES B-B"
    assert far["lettre"]["problems"], "a letter whose timestamp nobody renewed is not accepted"


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("faketime") is None, reason="faketime is not installed")
def test_the_seal_has_ended_by_2037_and_the_letter_still_proves(keys_folder: Path, tmp_path: Path) -> None:
    journey = Journey(tmp_path)
    shutil.copytree(keys_folder, tmp_path / "cles")
    with Desk() as desk:
        lasting = Authority(START, journey.now, f"{desk.address}/ocsp", years=15)
        (tmp_path / "horodatage1.pem").write_bytes(lasting.root_pem)
        address = desk.serve(lasting)
        journey.sends("seal", address, TODAY)
        assert journey.sends("judge", address, datetime(2037, 1, 1, tzinfo=UTC)) == {"lettre": HELD}
