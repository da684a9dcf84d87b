"""LibreOffice as people run it: one call per file, batches on two profiles, two unoservers kept warm."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.peers.stopwatch import Spent, stopwatch
from unoserver.client import UnoClient  # type: ignore[import-untyped]  # it ships no types

WordMaker = Callable[[Path], object]
"""What writes one Word document, by docxtpl, where it is told."""

PATIENCE = 600
TWO = 2


def missing() -> str:
    """Return what this machine lacks to run the peers, nothing when they can run."""
    if shutil.which("soffice") is None:
        return "soffice is not installed"
    if subprocess.run(["/usr/bin/python3", "-c", "import uno"], check=False, capture_output=True).returncode:
        return "python3-uno is not installed"
    if not list(Path("/usr/share/fonts").rglob("Carlito-Regular.ttf")):
        return "Carlito is not installed: LibreOffice would lay the pages out otherwise"
    return ""


def per_file(folder: Path, words: Sequence[WordMaker]) -> Spent:
    """Return what documents take, one call of soffice for each."""
    profile = folder / "profile-alone"
    _convert(profile, _written(folder, words[:1], "warm"), folder).wait(PATIENCE)
    watch = stopwatch()
    for number, word in enumerate(words):
        (path,) = _written(folder, [word], f"alone-{number}-")
        assert _convert(profile, [path], folder).wait(PATIENCE) == 0
        _check([path])
    return watch()


def in_batches(folder: Path, words: Sequence[WordMaker]) -> Spent:
    """Return what documents take, converted by two soffice at once, one call each."""
    warm = [_written(folder, words[:1], f"warm-{side}") for side in range(TWO)]
    profiles = [folder / f"profile-{side}" for side in range(TWO)]
    for profile, paths in zip(profiles, warm, strict=True):
        _convert(profile, paths, folder).wait(PATIENCE)
    watch = stopwatch()
    written = _written(folder, words, "batch")
    calls = [_convert(profiles[side], written[side::TWO], folder) for side in range(TWO)]
    assert all(call.wait(PATIENCE) == 0 for call in calls)
    _check(written)
    return watch()


def by_unoservers(folder: Path, words: Sequence[WordMaker]) -> Spent:
    """Return what documents take through two unoservers, started and warm before the clock."""
    with contextlib.ExitStack() as stack:
        ports = [stack.enter_context(_unoserver(folder / f"profile-uno-{side}")) for side in range(TWO)]
        for side, port in enumerate(ports):
            _through(port, _written(folder, words[:1], f"warm-uno-{side}")[0])

        def share(side: int) -> None:
            for number, word in list(enumerate(words))[side::TWO]:
                (path,) = _written(folder, [word], f"uno-{number}-")
                _through(ports[side], path)
                _check([path])

        watch = stopwatch()
        with ThreadPoolExecutor(TWO) as threads:
            list(threads.map(share, range(TWO)))
        return watch()


def _written(folder: Path, words: Sequence[WordMaker], stem: str) -> list[Path]:
    paths = [folder / f"{stem}{number}.docx" for number in range(len(words))]
    for word, path in zip(words, paths, strict=True):
        word(path)
    return paths


def _convert(profile: Path, paths: Sequence[Path], folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [
            "soffice",
            f"-env:UserInstallation={profile.as_uri()}",
            *("--headless", "--convert-to", "pdf", "--outdir", str(folder)),
            *map(str, paths),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _check(paths: Sequence[Path]) -> None:
    assert all(path.with_suffix(".pdf").stat().st_size > 0 for path in paths)


def _through(port: int, path: Path) -> None:
    UnoClient(port=str(port)).convert(inpath=str(path), outpath=str(path.with_suffix(".pdf")))


@contextlib.contextmanager
def _unoserver(profile: Path) -> Iterator[int]:
    """Run an unoserver, under the system's Python, which alone knows LibreOffice's bridge."""
    port, uno_port = _free_port(), _free_port()
    server = subprocess.Popen(
        [
            "/usr/bin/python3",
            *("-c", "from unoserver.server import main; main()"),
            *("--port", str(port), "--uno-port", str(uno_port), "--executable", "soffice"),
            *("--user-installation", str(profile)),
        ],
        env={
            "PYTHONPATH": sysconfig.get_paths()["purelib"],
            "PATH": "/usr/bin:/bin",
            "HOME": str(profile.parent),
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _await(port, server)
        yield port
    finally:
        server.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(20)
        server.kill()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _await(port: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 90
    while time.monotonic() < until and server.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.2)
    sys.exit("unoserver did not start")
