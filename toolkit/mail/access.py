"""How the relay is reached, how the way there is protected, and what to do when it cannot be used."""

from __future__ import annotations

import ipaddress
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import aiosmtplib

from toolkit.errors import RelayError
from toolkit.text import clean_line

SECURITIES: Final = ("implicit", "starttls", "none")


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
            f"il refuse l’identifiant ou le mot de passe ({error.code} {clean_line(error.message)}).",
            "Vérifiez [mail] username et le fichier du mot de passe.",
        )
    if isinstance(error, aiosmtplib.SMTPTimeoutError):
        return "il ne répond pas.", "Vérifiez le nom, le port et le pare-feu, puis relancez la commande."
    if isinstance(error, aiosmtplib.SMTPResponseException):
        return f"il refuse la connexion ({error.code} {clean_line(error.message)}).", "Réessayez plus tard."
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
