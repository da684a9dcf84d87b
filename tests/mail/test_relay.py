"""Each message goes out once, over kept connections, and its fate is told as it was seen."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from toolkit.clock import SteppedClock
from toolkit.demo.capture import CaptureServer, Reception
from toolkit.errors import MailError, RelayError
from toolkit.mail import Accepted, Outcome, Outgoing, Refused, Relay, RelaySettings, Uncertain

Deliver = Callable[[RelaySettings, Sequence[Outgoing]], dict[str, Outcome]]
Draft = Callable[[int], list[Outgoing]]


class Faults(Reception):
    """A server that answers some people otherwise, and counts its connections."""

    def __init__(self) -> None:
        super().__init__()
        self.connections = 0
        self.at_rcpt: dict[str, list[str]] = {}
        self.at_data: dict[str, list[str]] = {}

    async def handle_EHLO(  # noqa: N802 - the library's name
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        _ = server, envelope
        session.host_name = hostname
        self.connections += 1
        return responses

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        _ = session, options
        answer = self._next(self.at_rcpt, address)
        if answer == "cut":
            hang_up(server)
        if not answer or answer == "cut":
            envelope.rcpt_tos.append(address)
            return "250 OK"
        return answer

    async def handle_DATA(  # noqa: N802 - the library's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        answer = self._next(self.at_data, envelope.rcpt_tos[0])
        if answer == "cut":
            hang_up(server)
        elif answer == "slow":
            await asyncio.sleep(1.2)
        elif answer:
            return answer
        return await super().handle_DATA(server, session, envelope)

    @staticmethod
    def _next(answers: dict[str, list[str]], address: str) -> str:
        waiting = answers.get(address, [])
        return waiting.pop(0) if waiting else ""


def hang_up(server: SMTP) -> None:
    if isinstance(server.transport, asyncio.WriteTransport):
        server.transport.abort()


@pytest.fixture
def faults() -> Faults:
    return Faults()


@pytest.fixture
def server(faults: Faults) -> Iterator[CaptureServer]:
    with CaptureServer(reception=faults) as running:
        yield running


@pytest.fixture
def settings(server: CaptureServer) -> RelaySettings:
    return RelaySettings(server.host, server.port, "none", connections=1, timeout_seconds=5)


def test_the_server_gets_the_exact_bytes_and_the_reply_is_kept(
    deliver: Deliver, draft: Draft, settings: RelaySettings, server: CaptureServer, clock: SteppedClock
) -> None:
    (message,) = draft(1)
    fates = deliver(settings, [message])
    (captured,) = server.messages
    assert captured.content == message.content
    assert (captured.envelope_from, captured.recipients) == ("retours@exemple.fr", ("p0@exemple.fr",))
    assert fates == {"m0": Accepted("250 2.0.0 Ok: queued as 000001", clock.now(), "localhost")}


def test_dots_at_the_start_of_lines_arrive_unchanged(
    deliver: Deliver, draft: Draft, settings: RelaySettings, server: CaptureServer
) -> None:
    content = b".\r\n..\r\n...a\r\n\r\n.\r\n"
    deliver(settings, [replace(draft(1)[0], content=content)])
    assert server.messages[0].content == content


def test_each_message_arrives_once_over_few_connections(
    deliver: Deliver, draft: Draft, settings: RelaySettings, server: CaptureServer, faults: Faults
) -> None:
    fates = deliver(replace(settings, connections=4, messages_per_connection=10), draft(100))
    assert Counter(m.recipients[0] for m in server.messages) == Counter(
        f"p{n}@exemple.fr" for n in range(100)
    )
    assert all(isinstance(fate, Accepted) for fate in fates.values())
    assert 10 <= faults.connections <= 14


def test_every_reply_is_filed_under_its_own_message(
    deliver: Deliver, draft: Draft, settings: RelaySettings, server: CaptureServer
) -> None:
    fates = deliver(replace(settings, connections=4), draft(60))
    queued = {m.recipients[0]: f"250 2.0.0 Ok: queued as {m.number:06d}" for m in server.messages}
    for number in range(60):
        fate = fates[f"m{number}"]
        assert isinstance(fate, Accepted)
        assert fate.reply == queued[f"p{number}@exemple.fr"]


@pytest.mark.parametrize(
    "case",
    [
        ("at_rcpt", "451 4.3.0 Try later", False),
        ("at_rcpt", "550 5.1.1 No such user", True),
        ("at_data", "451 4.3.0 Try later", False),
        ("at_data", "552 5.3.4 Too big", True),
    ],
)
def test_a_definite_answer_is_a_refusal_and_the_next_message_goes_on(
    deliver: Deliver,
    draft: Draft,
    settings: RelaySettings,
    server: CaptureServer,
    faults: Faults,
    case: tuple[str, str, bool],
) -> None:
    where, answer, permanent = case
    getattr(faults, where)["p0@exemple.fr"] = [answer]
    fates = deliver(settings, draft(2))
    refused = fates["m0"]
    assert isinstance(refused, Refused)
    assert f"{refused.code} {refused.text}" == answer
    assert refused.permanent is permanent
    assert isinstance(fates["m1"], Accepted)
    assert [m.recipients for m in server.messages] == [("p1@exemple.fr",)]
    assert faults.connections == 1


def test_a_link_cut_after_the_content_is_in_doubt_and_not_sent_again(
    deliver: Deliver, draft: Draft, settings: RelaySettings, server: CaptureServer, faults: Faults
) -> None:
    faults.at_data["p0@exemple.fr"] = ["cut"]
    fates = deliver(settings, draft(2))
    assert isinstance(fates["m0"], Uncertain)
    assert "coupée" in fates["m0"].reason
    assert isinstance(fates["m1"], Accepted)
    assert [m.recipients[0] for m in server.messages] == ["p0@exemple.fr", "p1@exemple.fr"]
    assert faults.connections == 2


def test_a_link_cut_before_the_content_is_tried_once_more(
    deliver: Deliver, draft: Draft, settings: RelaySettings, server: CaptureServer, faults: Faults
) -> None:
    faults.at_rcpt["p0@exemple.fr"] = ["cut"]
    faults.at_rcpt["p1@exemple.fr"] = ["cut", "cut"]
    fates = deliver(settings, draft(3))
    assert isinstance(fates["m0"], Accepted)
    refused = fates["m1"]
    assert isinstance(refused, Refused)
    assert (refused.code, refused.permanent) == (0, False)
    assert isinstance(fates["m2"], Accepted)
    assert [m.recipients[0] for m in server.messages] == ["p0@exemple.fr", "p2@exemple.fr"]


def test_a_server_that_closes_its_kept_connection_gets_the_message_over_a_new_one(
    deliver: Deliver, draft: Draft, settings: RelaySettings, faults: Faults
) -> None:
    faults.at_rcpt["p1@exemple.fr"] = ["421 4.7.0 Too many messages"]
    faults.at_rcpt["p2@exemple.fr"] = ["421 4.3.2 Going down"] * 2
    fates = deliver(settings, draft(3))
    assert isinstance(fates["m1"], Accepted)
    refused = fates["m2"]
    assert isinstance(refused, Refused)
    assert (refused.code, refused.text, refused.permanent) == (421, "4.3.2 Going down", False)


def test_after_a_time_out_the_connection_is_not_used_again(
    deliver: Deliver, draft: Draft, settings: RelaySettings, server: CaptureServer, faults: Faults
) -> None:
    faults.at_data["p0@exemple.fr"] = ["slow"]
    fates = deliver(replace(settings, timeout_seconds=0.4), draft(3))
    assert isinstance(fates["m0"], Uncertain)
    assert "pas répondu" in fates["m0"].reason
    queued = {m.recipients[0]: m.number for m in server.messages}
    for key in ("m1", "m2"):
        fate = fates[key]
        assert isinstance(fate, Accepted)
        assert fate.reply.endswith(f"{queued[key.replace('m', 'p') + '@exemple.fr']:06d}")
    assert faults.connections >= 2


def test_the_intent_is_recorded_before_the_server_hears_of_the_message(
    draft: Draft, settings: RelaySettings, server: CaptureServer, clock: SteppedClock
) -> None:
    seen: list[tuple[str, int]] = []

    async def on_start(outgoing: Outgoing) -> None:
        seen.append((outgoing.key, len(server.messages)))

    async def on_outcome(outgoing: Outgoing, outcome: Outcome) -> None:
        assert isinstance(outcome, Accepted)
        seen.append((outgoing.key, len(server.messages)))

    asyncio.run(Relay(settings, clock).deliver(draft(2), on_start=on_start, on_outcome=on_outcome))
    assert seen == [("m0", 0), ("m0", 1), ("m1", 1), ("m1", 2)]


def test_an_intent_that_cannot_be_recorded_stops_everything_unsent(
    draft: Draft, settings: RelaySettings, server: CaptureServer, clock: SteppedClock
) -> None:
    told: list[str] = []

    async def on_start(outgoing: Outgoing) -> None:
        if outgoing.key == "m3":
            raise OSError("disk full")

    async def on_outcome(outgoing: Outgoing, outcome: Outcome) -> None:
        _ = outcome
        told.append(outgoing.key)

    relay = Relay(replace(settings, connections=2), clock)
    with pytest.raises(OSError, match="disk full"):
        asyncio.run(relay.deliver(draft(50), on_start=on_start, on_outcome=on_outcome))
    assert "m3" not in told
    assert len(told) == len(server.messages) < 10


def test_messages_are_drawn_one_by_one_from_an_asynchronous_source(
    draft: Draft, settings: RelaySettings, server: CaptureServer, clock: SteppedClock
) -> None:
    drawn: list[int] = []

    async def source() -> AsyncIterator[Outgoing]:
        for message in draft(5):
            drawn.append(len(server.messages))
            yield message

    async def nothing(*_: object) -> None:
        return

    asyncio.run(Relay(settings, clock).deliver(source(), on_start=nothing, on_outcome=nothing))
    assert drawn == [0, 1, 2, 3, 4]


def test_nothing_to_send_opens_no_connection(
    deliver: Deliver, settings: RelaySettings, faults: Faults
) -> None:
    assert deliver(replace(settings, connections=4), []) == {}
    assert faults.connections == 0


def test_a_relay_that_does_not_listen_leaves_every_message_untouched(
    draft: Draft, clock: SteppedClock
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        started: list[str] = []

        async def on_start(outgoing: Outgoing) -> None:
            started.append(outgoing.key)

        async def on_outcome(outgoing: Outgoing, outcome: Outcome) -> None:
            raise AssertionError((outgoing, outcome))

        relay = Relay(RelaySettings("127.0.0.1", port, "none"), clock)
        with pytest.raises(RelayError) as caught:
            asyncio.run(relay.deliver(draft(3), on_start=on_start, on_outcome=on_outcome))
    assert started == []
    assert caught.value.about == f"Serveur d’envoi 127.0.0.1:{port}"
    assert caught.value.next_step


@contextmanager
def speaking(*lines: bytes, hold: bool = False) -> Iterator[int]:
    """A server that says ``lines`` one by one, whatever it hears, then closes or falls silent."""
    done = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(5)

        def talk() -> None:
            try:
                peer, _ = listener.accept()
            except OSError:
                return
            with peer:
                peer.settimeout(5)
                for line in lines:
                    peer.sendall(line)
                    if not peer.recv(65536):
                        return
                if hold:
                    done.wait(5)

        thread = threading.Thread(target=talk)
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            done.set()
            thread.join()


@pytest.mark.parametrize(
    ("greeting", "sentence"),
    [
        (b"554 5.7.1 Not you\r\n", "refuse la connexion (554 5.7.1 Not you)"),
        (b"421 Too busy\r\n", "refuse la connexion (421 Too busy)"),
        (b"HTTP/1.1 400 Bad Request\r\n", "refuse la connexion"),
    ],
)
def test_a_relay_that_does_not_want_us_is_told_in_its_words(
    clock: SteppedClock, greeting: bytes, sentence: str
) -> None:
    with speaking(greeting) as port, pytest.raises(RelayError) as caught:
        asyncio.run(Relay(RelaySettings("127.0.0.1", port, "none"), clock).check())
    assert sentence in str(caught.value)


def test_a_relay_that_never_speaks_is_given_up(clock: SteppedClock) -> None:
    settings = RelaySettings("127.0.0.1", 0, "none", timeout_seconds=0.2)
    with speaking(hold=True) as port, pytest.raises(RelayError, match="il ne répond pas"):
        asyncio.run(Relay(replace(settings, port=port), clock).check())


@pytest.mark.parametrize("last", [b"nonsense\r\n", b"354 again\r\n"])
def test_an_answer_that_means_nothing_after_the_content_is_in_doubt(
    deliver: Deliver, draft: Draft, last: bytes
) -> None:
    replies = (b"220 hi\r\n", b"250 hi\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n", last)
    with speaking(*replies) as port:
        fates = deliver(RelaySettings("127.0.0.1", port, "none", connections=1), draft(1))
    assert isinstance(fates["m0"], Uncertain)


def test_an_answer_that_is_not_text_can_still_be_stored(deliver: Deliver, draft: Draft) -> None:
    replies = (b"220 hi\r\n", b"250 hi\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n")
    with speaking(*replies, b"250-2.0.0 \xe9t\xe9\x1b[1m\r\n250 queued as 7\r\n") as port:
        fates = deliver(RelaySettings("127.0.0.1", port, "none", connections=1), draft(1))
    accepted = fates["m0"]
    assert isinstance(accepted, Accepted)
    assert accepted.reply == "250 2.0.0 t[1m\nqueued as 7"
    assert accepted.reply.encode()


@pytest.mark.parametrize(
    "change",
    [
        {"recipient": "a@exemple.fr>\r\nRCPT TO:<eve@evil.example"},
        {"recipient": "a@exemple.fr,b@exemple.fr"},
        {"recipient": "a b@exemple.fr"},
        {"recipient": "é@exemple.fr"},
        {"recipient": ""},
        {"envelope_from": "<>"},
        {"content": b"a\nb\r\n"},
        {"content": b"a\rb\r\n"},
        {"content": b"no end"},
        {"content": b"\xc3\xa9\r\n"},
        {"content": b"a\0\r\n"},
    ],
)
def test_what_could_not_travel_unchanged_is_refused_beforehand(
    draft: Draft, change: dict[str, object]
) -> None:
    with pytest.raises(MailError):
        replace(draft(1)[0], **change)  # type: ignore[arg-type]


def test_settings_never_show_the_password() -> None:
    assert "secret" not in repr(RelaySettings("h", 1, password=b"secret"))
