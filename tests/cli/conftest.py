"""A data folder of the fictional company at four moments of its campaign; each test has a copy of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.desk import AFTER_MEETINGS, CELIK, COMPANY, LAURET, MARCHAND, WEISS, Desk, filled_form

from toolkit.demo.capture import CaptureServer


@pytest.fixture(scope="session")
def server() -> Iterator[CaptureServer]:
    with CaptureServer() as running:
        yield running


@pytest.fixture(scope="session")
def settings(server: CaptureServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The company's settings, with the relay of the tests."""
    text = (COMPANY / "entretiens.toml").read_text(encoding="utf-8")
    relay = f'[mail]\nhost = "{server.host}"\nport = {server.port}\nsecurity = "none"\n'
    path = tmp_path_factory.mktemp("reglages") / "entretiens.toml"
    path.write_text(text.replace("[mail]\n", relay), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def imported_once(settings: Path, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = Desk(tmp_path_factory.mktemp("base") / "donnees")
    assert desk.run("init", desk.folder, "--reglages", settings, here=False).code == 0
    desk.done("import", COMPANY / "effectif.xlsx")
    return desk


@pytest.fixture(scope="session")
def summoned_once(imported_once: Desk, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Four people summoned: C0001 Çelik, C0002 Marchand, C0003 Weiss, C0004 Lauret, in some order."""
    desk = imported_once.copied(tmp_path_factory.mktemp("convoques") / "donnees")
    people = [word for who in (CELIK, WEISS, MARCHAND, LAURET) for word in ("--salarie", who)]
    desk.done("campaign", "new", "automne", "--jusqu-au", "31/12/2026", *people)
    desk.done("campaign", "plan", "automne")
    desk.done("campaign", "plan", "automne")
    desk.done("campaign", "send", "automne")
    return desk


@pytest.fixture(scope="session")
def reported_once(summoned_once: Desk, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The same, with Çelik's form filled, read back and reported."""
    desk = summoned_once.copied(tmp_path_factory.mktemp("rapportes") / "donnees")
    desk.done("form", "make")
    desk.clock.set(AFTER_MEETINGS)
    desk.done("form", "read", filled_form(desk))
    desk.done("report")
    return desk


@pytest.fixture
def imported(imported_once: Desk, tmp_path: Path) -> Desk:
    return imported_once.copied(tmp_path / "donnees")


@pytest.fixture
def summoned(summoned_once: Desk, tmp_path: Path) -> Desk:
    return summoned_once.copied(tmp_path / "donnees")


@pytest.fixture
def reported(reported_once: Desk, tmp_path: Path) -> Desk:
    return reported_once.copied(tmp_path / "donnees")
