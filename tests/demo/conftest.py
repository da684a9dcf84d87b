"""The demonstration, run once for all its tests."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from toolkit.demo.course import Verified
from toolkit.demo.run import run_demo


@dataclass(frozen=True)
class Demonstration:
    """Where it ran, what it said, what verifying found."""

    folder: Path
    said: tuple[str, ...]
    verified: Verified


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Demonstration:
    folder = tmp_path_factory.mktemp("demonstration") / "demo-out"
    said: list[str] = []
    verified = run_demo(folder, said.append)
    return Demonstration(folder, tuple(said), verified)
