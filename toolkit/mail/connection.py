"""One connection to the relay, and the dialogue that hands one message over (RFC 5321, 3207, 4954)."""

from __future__ import annotations

import asyncio
import hashlib
import ssl
from contextlib import suppress

import aiosmtplib
from aiosmtplib import SMTPResponse

from toolkit.clock import Clock
from toolkit.mail.access import RelaySettings, relay_error
from toolkit.mail.outcome import Accepted, Outcome, Outgoing, Refused, Tls, Uncertain
from toolkit.text import clean_paragraphs

_CLOSING = 421
_START_INPUT = 354
_SUCCESS, _FAILURE, _PERMANENT = 200, 400, 500


class LinkBrokenError(Exception):
    """The connection broke before any content was sent: the message has certainly not left.

    Args:
        text: What happened, or the relay's own words.
        code: The relay's code when it announced the end (421), else 0.
    """

    def __init__(self, text: str, code: int = 0) -> None:
        super().__init__(text)
        self.text = text
        self.code = code


class Connection:
    """One SMTP connection. Not shared between tasks."""

    def __init__(self, settings: RelaySettings, clock: Clock, context: ssl.SSLContext | None) -> None:
        self._settings = settings
        self._clock = clock
        self._sent = 0
        self._tls: Tls | None = None
        ehlo = settings.ehlo or ("localhost" if settings.is_loopback else None)
        self._smtp = aiosmtplib.SMTP(
            hostname=settings.host,
            port=settings.port,
            timeout=settings.timeout_seconds,
            use_tls=settings.security == "implicit",
            start_tls=False,
            tls_context=context,
            local_hostname=ehlo,
        )
        self._transport: asyncio.BaseTransport | None = None

    @property
    def is_usable(self) -> bool:
        """Tell whether the next message may go over it."""
        return self._smtp.is_connected and self._sent < self._settings.messages_per_connection

    async def open(self) -> None:
        """Connect, protect the connection and log in.

        Raises:
            RelayError: the relay cannot be used as the settings say.
        """
        try:
            await self._smtp.connect()
            self._transport = self._smtp.transport
            if self._settings.security == "starttls":
                await self._smtp.starttls()
                self._transport = self._smtp.transport
            await self._smtp.ehlo()
            if self._settings.username:
                await self._smtp.login(self._settings.username, self._settings.password)
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            await self._hang_up()
            raise relay_error(self._settings, error) from error
        self._tls = self._describe_tls()

    async def close(self) -> None:
        """Say goodbye, or just hang up if the relay does not answer."""
        with suppress(aiosmtplib.SMTPException, OSError):
            await self._smtp.quit(timeout=min(5, self._settings.timeout_seconds))
        await self._hang_up()

    async def _hang_up(self) -> None:
        """Close at once: TLS would wait for its peer's farewell, beyond the end of the loop."""
        self._smtp.close()
        if isinstance(self._transport, asyncio.WriteTransport):
            self._transport.abort()
        await asyncio.sleep(0)

    async def hand_over(self, outgoing: Outgoing) -> Outcome:
        """Give one message to the relay and return what became of it.

        Raises:
            LinkBrokenError: the link broke, or the relay fell silent, before any content was sent.
        """
        self._sent += 1
        try:
            refusal = await self._envelope(outgoing)
        except (aiosmtplib.SMTPException, OSError, asyncio.IncompleteReadError) as error:
            await self._hang_up()
            raise LinkBrokenError(_cause(error)) from error
        if refusal is not None and refusal.code == _CLOSING:
            await self._hang_up()
            raise LinkBrokenError(clean_paragraphs(refusal.message), _CLOSING)
        if refusal is not None:
            return await self._refused(refusal)
        try:
            reply = await self._content(outgoing.content)
        except (aiosmtplib.SMTPException, OSError) as error:
            await self._hang_up()
            return Uncertain(_cause(error), self._clock.now())
        if _SUCCESS <= reply.code < _SUCCESS + 100:
            words = f"{reply.code} {clean_paragraphs(reply.message)}"
            return Accepted(words, self._clock.now(), self._smtp.local_hostname or "", self._tls)
        if reply.code >= _FAILURE:
            return await self._refused(reply)
        await self._hang_up()
        return Uncertain(
            f"réponse inattendue du serveur ({reply.code} {clean_paragraphs(reply.message)})",
            self._clock.now(),
        )

    async def _envelope(self, outgoing: Outgoing) -> SMTPResponse | None:
        """Run MAIL, RCPT and DATA; return the answer that refused, or None when content may follow."""
        size = [f"SIZE={len(outgoing.content)}"] if self._smtp.supports_extension("size") else []
        for words in (
            ["MAIL", f"FROM:<{outgoing.envelope_from}>", *size],
            ["RCPT", f"TO:<{outgoing.recipient}>"],
        ):
            reply = await self._smtp.execute_command(*(word.encode("ascii") for word in words))
            if not _SUCCESS <= reply.code < _SUCCESS + 100:
                return reply
        reply = await self._smtp.execute_command(b"DATA")
        return None if reply.code == _START_INPUT else reply

    async def _content(self, content: bytes) -> SMTPResponse:
        """Send the bytes as they are, dots doubled (RFC 5321, 4.5.2), and return the last answer.

        The library's own ``data`` rewrites line ends, and does not tell a link that broke before the content
        from one that broke after; the difference decides whether a message may be sent again.
        """
        protocol = self._smtp.protocol
        if protocol is None:
            raise aiosmtplib.SMTPServerDisconnected("Connection lost")
        stuffed = content.replace(b"\r\n.", b"\r\n..")
        protocol.write((b"." if content.startswith(b".") else b"") + stuffed + b".\r\n")
        return await protocol.read_response(timeout=self._settings.timeout_seconds)

    async def _refused(self, reply: SMTPResponse) -> Refused:
        """Return a definite refusal, the connection made ready for the next message or closed."""
        outcome = Refused(
            reply.code, clean_paragraphs(reply.message), reply.code >= _PERMANENT, self._clock.now()
        )
        try:
            if reply.code == _CLOSING:
                await self._hang_up()
            else:
                await self._smtp.rset()
        except (aiosmtplib.SMTPException, OSError):
            await self._hang_up()
        return outcome

    def _describe_tls(self) -> Tls | None:
        session = self._smtp.get_transport_info("ssl_object")
        if session is None:
            return None
        certificate = session.getpeercert(binary_form=True) or b""
        cipher = session.cipher()
        return Tls(
            session.version() or "", cipher[0] if cipher else "", hashlib.sha256(certificate).hexdigest()
        )


def _cause(error: Exception) -> str:
    if isinstance(error, aiosmtplib.SMTPTimeoutError):
        return "le serveur n’a pas répondu à temps"
    if isinstance(error, aiosmtplib.SMTPResponseException):
        return f"réponse illisible du serveur ({clean_paragraphs(error.message)})"
    return "la connexion a été coupée"
