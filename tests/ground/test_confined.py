"""Work on strangers' files ends in an answer or a clear error, and never takes the parent with it."""

from __future__ import annotations

import ctypes
import os
import signal
import threading
import time
from collections.abc import Callable

import pytest

from toolkit.confined import Confined
from toolkit.errors import ConfinedError, FormRefusedError, MissingValueError


def process(*_: object) -> int:
    return os.getpid()


def echo(word: str, *, again: int = 1) -> str:
    return word * again


def abort() -> None:
    os.abort()


def fault() -> None:
    ctypes.string_at(0)


def hang() -> None:
    time.sleep(60)


def spin() -> None:
    while True:
        pass


def hog() -> int:
    return len(bytes(8 * 2**30))


def deepen(depth: int = 0) -> int:
    return deepen(depth + 1)


def refuse() -> None:
    raise FormRefusedError("il est vide.", about="a.docx", next_step="Redemandez-le.")


def miss() -> None:
    raise MissingValueError("recipient.name", template="a.docx")


def shout() -> None:
    os.write(1, b"noise")
    os.write(2, b"noise")


@pytest.mark.parametrize(
    ("function", "cause"),
    [
        (abort, "crash"),
        (fault, "crash"),
        (hang, "time"),
        (spin, "time"),
        (hog, "memory"),
        (deepen, "failure"),
    ],
)
def test_a_crash_a_hang_and_a_hog_are_told_apart_and_the_next_work_is_done(
    function: Callable[[], object], cause: str
) -> None:
    with Confined(seconds=1, memory=2**30) as confined:
        with pytest.raises(ConfinedError) as caught:
            confined.run(function)
        assert caught.value.cause == cause
        assert confined.run(echo, "é", again=3) == "ééé"


def test_an_error_of_the_toolkit_passes_whole() -> None:
    with Confined(seconds=5, memory=2**30) as confined:
        with pytest.raises(FormRefusedError) as caught:
            confined.run(refuse)
        assert str(caught.value) == "a.docx : il est vide. Redemandez-le."
        with pytest.raises(MissingValueError, match=r"recipient\.name") as missed:
            confined.run(miss)
        assert missed.value.template == "a.docx"


def test_one_child_does_many_pieces_of_work_and_is_replaced_in_time() -> None:
    with Confined(seconds=5, memory=2**30, recycle_after=3) as confined:
        processes = [confined.run(process) for _ in range(6)]
    assert len(set(processes)) == 2
    assert os.getpid() not in processes


def test_threads_wait_for_one_another_and_get_their_own_answers() -> None:
    answers: dict[str, str] = {}
    with Confined(seconds=5, memory=2**30) as confined:
        threads = [
            threading.Thread(target=lambda word=word: answers.update({word: confined.run(echo, word)}))
            for word in "abcdefgh"
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert answers == {word: word for word in "abcdefgh"}


def test_an_argument_larger_than_the_child_may_hold_is_told() -> None:
    with Confined(seconds=5, memory=2**28) as confined:
        with pytest.raises(ConfinedError):
            confined.run(echo, "x" * 2**28)
        assert confined.run(echo, "x") == "x"


def test_what_cannot_pass_to_the_child_is_told_and_the_next_work_is_done() -> None:
    with Confined(seconds=5, memory=2**30) as confined:
        with pytest.raises((AttributeError, TypeError)):
            confined.run(lambda: None)
        assert confined.run(echo, "x") == "x"


def test_an_interruption_leaves_no_answer_behind_for_the_next_work() -> None:
    with Confined(seconds=30, memory=2**30) as confined:
        assert confined.run(echo, "warm") == "warm"
        alarm = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT))
        alarm.start()
        with pytest.raises(KeyboardInterrupt):
            confined.run(hang)
        assert confined.run(echo, "next") == "next"


def test_nothing_of_the_child_reaches_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    with Confined(seconds=5, memory=2**30) as confined:
        confined.run(shout)
        with pytest.raises(ConfinedError):
            confined.run(abort)
    assert capfd.readouterr() == ("", "")
