"""A mail server of this machine only, that keeps every message as it arrived and passes none on.

The demonstration and the tests hold a real SMTP conversation with it.
"""

from __future__ import annotations

import asyncio
import re
import ssl
import threading
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

_LOOPBACK = "127.0.0.1"
_START_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Captured:
    """One message as it arrived: its envelope and exact bytes, and the file that keeps it, if any."""

    number: int
    envelope_from: str
    recipients: tuple[str, ...]
    content: bytes
    path: Path | None = None


class Reception:
    """What the server does with a conversation: keep the message and answer with its number.

    Tests derive from it to refuse, delay or cut; the methods are named as aiosmtpd calls them.

    Args:
        folder: Where each message is written as ``.eml``; None keeps them in memory only.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.messages: list[Captured] = []
        self._folder = folder
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002, N802
        """Keep the message and accept it."""
        return f"250 2.0.0 Ok: queued as {self.keep(envelope).number:06d}"

    def keep(self, envelope: Envelope) -> Captured:
        """Add the message to those captured and write its file."""
        number = len(self.messages) + 1
        content = bytes(envelope.original_content or b"")
        recipients = tuple(envelope.rcpt_tos)
        path = None
        if self._folder is not None:
            readable = re.sub(r"[^A-Za-z0-9.@_-]+", "_", recipients[0])
            path = self._folder / f"{number:04d}_{readable}.eml"
            path.write_bytes(content)
        captured = Captured(number, envelope.mail_from or "", recipients, content, path)
        self.messages.append(captured)
        return captured


class CaptureServer:
    """A capture server that lives as long as its ``with`` block, on a free port of the loopback interface.

    Args:
        folder: Where each message is written as ``.eml``; None keeps them in memory only.
        reception: What to do with a conversation; by default everything is accepted.
        tls: Certificate to offer: STARTTLS, or TLS at once when ``implicit``.
        implicit: Speak TLS from the first byte.
        login: The only user name and password accepted; None asks for none.
    """

    def __init__(
        self,
        folder: Path | None = None,
        *,
        reception: Reception | None = None,
        tls: ssl.SSLContext | None = None,
        implicit: bool = False,
        login: tuple[bytes, bytes] | None = None,
    ) -> None:
        self.reception = reception or Reception(folder)
        self.host = _LOOPBACK
        self.port = 0
        self._tls = tls
        self._implicit = implicit
        self._login = login
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="capture", daemon=True)
        self._server: asyncio.Server | None = None

    @property
    def messages(self) -> list[Captured]:
        """What has arrived so far, in order."""
        return self.reception.messages

    def __enter__(self) -> Self:
        """Start listening; ``port`` is known from here on."""
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(_START_SECONDS)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop listening and hang up."""
        asyncio.run_coroutine_threadsafe(self._hang_up(), self._loop).result(_START_SECONDS)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_START_SECONDS)
        self._loop.close()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()

    async def _listen(self) -> None:
        self._server = await self._loop.create_server(
            self._protocol, self.host, 0, ssl=self._tls if self._implicit else None
        )
        self.port = self._server.sockets[0].getsockname()[1]

    async def _hang_up(self) -> None:
        if self._server is not None:
            self._server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def _protocol(self) -> SMTP:
        return SMTP(
            self.reception,
            hostname="capture.invalid",
            ident="capture",
            tls_context=None if self._implicit else self._tls,
            require_starttls=self._tls is not None and not self._implicit,
            auth_required=self._login is not None,
            auth_require_tls=self._tls is not None and not self._implicit,
            auth_exclude_mechanism=() if self._login else ("LOGIN", "PLAIN"),
            authenticator=self._authenticate,
            loop=self._loop,
        )

    def _authenticate(
        self,
        server: SMTP,  # noqa: ARG002 - the signature is the library's
        session: Session,  # noqa: ARG002
        envelope: Envelope,  # noqa: ARG002
        mechanism: str,  # noqa: ARG002
        data: LoginPassword,
    ) -> AuthResult:
        return AuthResult(success=self._login == (data.login, data.password), handled=False)
