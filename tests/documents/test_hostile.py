"""Every attack against every path that a user's file can take: a clear error, nothing read, nothing sent.

Each path runs in a limited process that measures itself. A file on this disk and an address on this machine
are watched: no attack may open the one or call the other.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import re
import shutil
import socket
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.documents.attacks import (
    ATTACKS,
    SECRET,
    Attack,
    Traps,
    giant_jpeg,
    hostile_svg,
    said,
    texted_png,
    with_body,
)
from tests.documents.ordeal import MADE, Outcome, attempt, context
from tests.documents.test_forms import ACTIONS, CASE, HOST, LETTER, NOW, OCCASION, every_answer
from tests.evidence.hostile_pdfs import FROM_NOTHING

from toolkit.confined import Confined
from toolkit.documents import dressed, fill_form, make_form, read_form, render_docx
from toolkit.errors import DocumentError
from toolkit.resources import template_path

TEMPLATE_PATHS = ("check", "compiled", "docxtpl", "typst")
FINISHED_PATHS = ("typst, finished", "rdocx", "libreoffice")
CPU = 15.0
"""Seconds of processor that one attack may cost the process which is attacked."""

HEAVY = (
    "quadratic: 1 900 tags",
    "quadratic: a tag of a megabyte",
    "quadratic: tags in 60 000",
    "quadratic: 30 000 empty",
    "quadratic: rows",
    "quadratic: braces apart",
    "XML: an attribute of 3 MB",
    "XML: 100 000 attributes",
    "size: ",
    "picture: ",
    "zip: 128 MB",
    "zip: 50 000",
    "flips: seed 1",
    "flips: seed 2",
)
"""Those that take seconds to be written, or to be ended by the limit of an engine."""

OF_TEMPLATES = ("sandbox", "giant", "loops", "quadratic", "flips")
"""Families that are mere text to whoever draws finished documents: tried on them with the slow ones."""


@dataclass
class Watch:
    """A file that nobody may open, an address that nobody may call."""

    traps: Traps
    calls: list[bytes]
    events: int = -1

    def hold(self) -> None:
        """Hold that nobody opened the file or called the address since the last time."""
        opened = b""
        if self.events >= 0:
            with contextlib.suppress(BlockingIOError):
                opened = os.read(self.events, 4096)
        called = self.calls[:]
        self.calls.clear()
        assert not opened, "the watched file was opened"
        assert not called


@pytest.fixture(scope="module")
def watch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watch]:
    canary = tmp_path_factory.mktemp("canari") / "secret.txt"
    canary.write_text(SECRET)
    server = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{server.getsockname()[1]}"
    made = Watch(Traps(str(canary), address), [], _watched(canary))
    threading.Thread(target=_answer, args=(server, made.calls), daemon=True).start()
    with pytest.MonkeyPatch.context() as patch:
        # Whoever would call another machine calls this address instead: children inherit it.
        for name in ("http_proxy", "https_proxy", "all_proxy"):
            patch.setenv(name, address)
            patch.setenv(name.upper(), address)
        yield made
    server.close()
    if made.events >= 0:
        os.close(made.events)


def _answer(server: socket.socket, calls: list[bytes]) -> None:
    while True:
        try:
            connection, _ = server.accept()
        except OSError:
            return
        with connection:
            calls.append(connection.recv(200))


def _watched(canary: Path) -> int:
    """Return what tells that ``canary`` was opened, by any process (inotify(7)); -1 where nothing does."""
    if sys.platform != "linux":
        return -1
    libc = ctypes.CDLL(None)
    events = int(libc.inotify_init1(os.O_NONBLOCK))
    in_access, in_open = 0x1, 0x20
    libc.inotify_add_watch(events, str(canary).encode(), in_access | in_open)
    return events


@pytest.fixture(scope="module")
def sound() -> Mapping[str, bytes]:
    """Return the file without harm, by path."""
    template = template_path("annulation.docx").read_bytes()
    document = render_docx(template, context(), properties=MADE)
    blank = make_form(LETTER, CASE, made_at=NOW, host=HOST, occasion=OCCASION).docx
    form = fill_form(blank, every_answer(read_form(blank)), ACTIONS)
    return dict.fromkeys(TEMPLATE_PATHS, template) | dict.fromkeys(FINISHED_PATHS, document) | {"form": form}


@pytest.fixture(scope="module")
def processes(watch: Watch) -> Iterator[dict[str, Confined]]:
    del watch  # its environment must stand before any child starts
    made: dict[str, Confined] = {}
    yield made
    for process in made.values():
        process.close()


class Desk:
    """Puts files through paths, and holds what was promised of each outcome."""

    def __init__(self, processes: dict[str, Confined], watch: Watch) -> None:
        self._processes = processes
        self.watch = watch

    def put(self, path: str, content: bytes, hostile: str = "") -> Outcome:
        """Return what became of ``content``, once it is seen that no promise was broken."""
        if path not in self._processes:
            self._processes[path] = Confined(seconds=60, memory=6 * 2**30)
        outcome = self._processes[path].run(attempt, path, content, hostile)
        self.watch.hold()
        assert SECRET not in outcome.words + outcome.told
        assert outcome.complete, outcome.told  # the error names the file and the next step
        assert outcome.cpu < CPU
        assert outcome.megabytes < 1024
        return outcome


@pytest.fixture(scope="module")
def desk(processes: dict[str, Confined], watch: Watch) -> Desk:
    return Desk(processes, watch)


LARGE = ("million", "000 s", "200 000", "zeros", "bomb", "GB")
"""What the names of the PDFs have that take seconds to be written."""


def cases() -> Iterator[object]:
    for path in (*TEMPLATE_PATHS, *FINISHED_PATHS, "form"):
        for attack in ATTACKS:
            text_only = path in FINISHED_PATHS and attack.name.startswith(OF_TEMPLATES)
            slow = path == "libreoffice" or text_only or attack.name.startswith(HEAVY)
            marks = (pytest.mark.slow,) if slow else ()
            yield pytest.param(path, attack, id=f"{path}-{attack.name}", marks=marks)


@pytest.mark.parametrize(("path", "attack"), list(cases()))
def test_an_attack_ends_in_an_answer_or_a_clear_error(
    path: str, attack: Attack, desk: Desk, sound: Mapping[str, bytes]
) -> None:
    if path == "libreoffice" and shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    outcome = desk.put(path, attack.change(sound[path], desk.watch.traps))
    must_refuse = attack.on_template if path in TEMPLATE_PATHS else attack.on_document
    assert outcome.refused or not must_refuse


@pytest.mark.parametrize("path", [*TEMPLATE_PATHS, "typst, finished", "rdocx", "form"])
def test_after_the_attacks_a_sound_file_is_taken(path: str, desk: Desk, sound: Mapping[str, bytes]) -> None:
    outcome = desk.put(path, sound[path])
    assert not outcome.refused, outcome.told


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.slow) if any(sign in name for sign in LARGE) else name
        for name in FROM_NOTHING
    ],
)
def test_a_hostile_pdf_is_no_form(name: str, desk: Desk) -> None:
    assert desk.put("form", FROM_NOTHING[name]()).refused


@pytest.mark.parametrize("path", ["compiled", "docxtpl", "typst", "rdocx"])
@pytest.mark.parametrize("logo", ["PNG with text", "JPEG", "SVG", "cut"])
def test_a_hostile_logo_is_refused_or_drawn(
    path: str, logo: str, desk: Desk, sound: Mapping[str, bytes]
) -> None:
    pictures: dict[str, Callable[[], bytes]] = {
        "PNG with text": texted_png,
        "JPEG": giant_jpeg,
        "SVG": lambda: hostile_svg(desk.watch.traps),
        "cut": lambda: texted_png()[:30],
    }
    content = _with_logo(sound["check"], pictures[logo]())
    if not content:
        return
    if path == "rdocx":
        content = render_docx(content, context(), properties=MADE)
    desk.put(path, content)


def _with_logo(template: bytes, logo: bytes) -> bytes:
    """Return ``template`` with ``logo``; nothing where the logo is refused as it should be."""
    try:
        return dressed(template, logo=logo)
    except DocumentError as error:
        refused = error
    assert refused.about == "Logo"
    assert refused.next_step
    return b""


LONG = 1_000
VALUES = {
    "signs of markup": ("O’Connor & Fils <b>Test</b> \"x\" 'y' ]]> &amp; &#65;",) * 2,
    "braces": ("{{ 7*7 }} {% if x %} {# y #} {a} }} %}",) * 2,
    "code of the typesetter": ('"); #read("/etc/hostname") \\u{41} $x$ #panic() //',) * 2,
    "lines": ("un\ndeux\r\ntrois", "un deux trois"),
    "control characters": ("a\x00b\x07c\x1bd\x7fe", "abcde"),
    "ten thousand characters": ("mot " * 2_499 + "fini", "mot " * 2_499 + "fini"),
    "a word of ten thousand letters": ("x" * 10_000, "x" * 10_000),
}


@pytest.mark.parametrize(
    "path", ["compiled", "docxtpl", "typst", "rdocx", pytest.param("libreoffice", marks=pytest.mark.slow)]
)
@pytest.mark.parametrize("name", VALUES)
def test_a_value_comes_out_as_it_was_typed_on_every_path(
    name: str, path: str, desk: Desk, sound: Mapping[str, bytes]
) -> None:
    typed, shown = VALUES[name]
    template = with_body(sound["check"], said("{{ hostile }}"))
    if path in {"rdocx", "libreoffice"}:
        if path == "libreoffice" and shutil.which("soffice") is None:
            pytest.skip("LibreOffice is not installed")
        content = render_docx(template, context(typed), properties=MADE)
        outcome = desk.put(path, content)
    else:
        outcome = desk.put(path, template, typed)
    assert not outcome.refused, outcome.told
    assert _shows(_letters(outcome.words), _letters(shown))


def _shows(words: str, shown: str) -> bool:
    """Tell whether ``shown`` stands in ``words``: in one piece, or over pages whose headers come between."""
    if len(shown) < LONG:
        return shown in words
    letters = iter(words)
    return all(letter in letters for letter in shown)


def _letters(text: str) -> str:
    """Return ``text`` without blanks and hyphens, which the lines of a page decide."""
    return re.sub(r"[\s\N{SOFT HYPHEN}\x02\ufffe]", "", text)
