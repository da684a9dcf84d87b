"""One connection to the relay, and the dialogue that hands one message over (RFC 5321, 3207, 4954)."""

from __future__ import annotations

import asyncio
import hashlib
import ipaddress
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import aiosmtplib
from aiosmtplib import SMTPResponse

from toolkit.clock import Clock
from toolkit.errors import RelayError
from toolkit.mail.outcome import Accepted, Outcome, Outgoing, Refused, Tls, Uncertain

SECURITIES: Final = ("implicit", "starttls", "none")

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


@dataclass(frozen=True, slots=True)
class RelaySettings:
    """The relay and how to reach it.

    ``security`` is one of ``implicit`` (TLS at once), ``starttls`` (TLS demanded before anything else),
    ``none`` (towards this machine only). ``ca_file`` replaces the machine's certificate authorities. ``ehlo``
    is the name we give ourselves; empty for the machine's. ``timeout_seconds`` bounds each answer.
    """

    host: str
    port: int
    security: str = "starttls"
    username: str = ""
    password: bytes = b""
    connections: int = 4
    timeout_seconds: float = 30
    messages_per_connection: int = 100
    ca_file: Path | None = None
    ehlo: str = ""

    def __repr__(self) -> str:
        """Return the settings without the password."""
        return f"RelaySettings({self.host}:{self.port}, {self.security})"

    @property
    def name(self) -> str:
        """Host and port, as messages name the relay."""
        return f"{self.host}:{self.port}"

    @property
    def is_loopback(self) -> bool:
        """Tell whether the relay is on this machine."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


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
            start_tls=settings.security == "starttls",
            tls_context=context,
            local_hostname=ehlo,
            username=settings.username or None,
            password=settings.password or None,
        )

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
            await self._smtp.ehlo()
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            self._smtp.close()
            raise relay_error(self._settings, error) from error
        self._tls = self._describe_tls()

    async def close(self) -> None:
        """Say goodbye, or just hang up if the relay does not answer."""
        try:
            await self._smtp.quit(timeout=min(5, self._settings.timeout_seconds))
        except (aiosmtplib.SMTPException, OSError):
            self._smtp.close()

    async def hand_over(self, outgoing: Outgoing) -> Outcome:
        """Give one message to the relay and return what became of it.

        Raises:
            LinkBrokenError: the link broke, or the relay fell silent, before any content was sent.
        """
        self._sent += 1
        try:
            refusal = await self._envelope(outgoing)
        except (aiosmtplib.SMTPException, OSError, asyncio.IncompleteReadError) as error:
            self._smtp.close()
            raise LinkBrokenError(_cause(error)) from error
        if refusal is not None and refusal.code == _CLOSING:
            self._smtp.close()
            raise LinkBrokenError(refusal.message, _CLOSING)
        if refusal is not None:
            return await self._refused(refusal)
        try:
            reply = await self._content(outgoing.content)
        except (aiosmtplib.SMTPException, OSError) as error:
            self._smtp.close()
            return Uncertain(_cause(error), self._clock.now())
        if _SUCCESS <= reply.code < _SUCCESS + 100:
            words = f"{reply.code} {reply.message}"
            return Accepted(words, self._clock.now(), self._smtp.local_hostname or "", self._tls)
        if reply.code >= _FAILURE:
            return await self._refused(reply)
        self._smtp.close()
        return Uncertain(f"réponse inattendue du serveur ({reply.code} {reply.message})", self._clock.now())

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
        outcome = Refused(reply.code, reply.message, reply.code >= _PERMANENT, self._clock.now())
        try:
            if reply.code == _CLOSING:
                self._smtp.close()
            else:
                await self._smtp.rset()
        except (aiosmtplib.SMTPException, OSError):
            self._smtp.close()
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


def tls_context(settings: RelaySettings) -> ssl.SSLContext | None:
    """Return how connections are protected, None when they are not, and refuse to send letters in clear.

    Raises:
        RelayError: no host, an unknown security, no protection towards another machine, or authorities that
            cannot be read.
    """
    if not settings.host:
        raise RelayError(
            "aucun serveur d’envoi n’est indiqué.",
            next_step="Renseignez [mail] host dans entretiens.toml.",
        )
    if settings.security not in SECURITIES:
        raise RelayError(
            "ce mode de protection est inconnu.",
            about=settings.security,
            next_step="Choisissez implicit, starttls ou none ([mail] security).",
        )
    if settings.security == "none" and not settings.is_loopback:
        raise RelayError(
            "l’envoi sans chiffrement n’est permis que vers cette machine.",
            about=settings.name,
            next_step="Choisissez starttls ou implicit ([mail] security).",
        )
    if settings.security == "none":
        return None
    try:
        return ssl.create_default_context(cafile=str(settings.ca_file) if settings.ca_file else None)
    except OSError as error:
        raise RelayError(
            "le fichier des autorités de certification est illisible.",
            about=str(settings.ca_file),
            next_step="Vérifiez son emplacement ; il doit être au format PEM.",
        ) from error


def relay_error(settings: RelaySettings, error: Exception) -> RelayError:
    """Return what a person can do about a relay that cannot be used."""
    tls = error if isinstance(error, ssl.SSLError) else error.__cause__
    problem, next_step = _tls_diagnosis(tls) if isinstance(tls, ssl.SSLError) else _diagnosis(error)
    return RelayError(problem, about=f"Serveur d’envoi {settings.name}", next_step=next_step)


def _tls_diagnosis(error: ssl.SSLError) -> tuple[str, str]:
    if isinstance(error, ssl.SSLCertVerificationError):
        return (
            f"son certificat n’est pas reconnu ({error.verify_message}).",
            "Vérifiez le nom du serveur ; s’il est interne, demandez le certificat de votre autorité.",
        )
    return (
        "la connexion chiffrée a échoué.",
        "Vérifiez le port et le mode de protection ([mail] port, security).",
    )


def _diagnosis(error: Exception) -> tuple[str, str]:
    """Return the problem and the next step; the library tells two of them by its sentence alone."""
    if isinstance(error, aiosmtplib.SMTPAuthenticationError):
        return (
            f"il refuse l’identifiant ou le mot de passe ({error.code} {error.message}).",
            "Vérifiez [mail] username et le fichier du mot de passe.",
        )
    if isinstance(error, aiosmtplib.SMTPTimeoutError):
        return "il ne répond pas.", "Vérifiez le nom, le port et le pare-feu, puis relancez la commande."
    if isinstance(error, aiosmtplib.SMTPResponseException):
        return f"il refuse la connexion ({error.code} {error.message}).", "Réessayez plus tard."
    if "STARTTLS extension" in str(error):
        return (
            "il ne propose pas de chiffrement ; rien n’a été envoyé en clair.",
            "Vérifiez [mail] port ; s’il est juste, alertez votre informatique : le lien est peut-être lu.",
        )
    if "AUTH extension" in str(error) or "authentication method" in str(error):
        return (
            "il ne permet pas de s’identifier.",
            "Retirez [mail] username, ou demandez le bon port à votre informatique.",
        )
    return f"la connexion a échoué ({error}).", "Vérifiez le nom et le port, puis relancez la commande."


def _cause(error: Exception) -> str:
    if isinstance(error, aiosmtplib.SMTPTimeoutError):
        return "le serveur n’a pas répondu à temps"
    if isinstance(error, aiosmtplib.SMTPResponseException):
        return f"réponse illisible du serveur ({error.message})"
    return "la connexion a été coupée"
