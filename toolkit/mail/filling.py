"""Put a secret into a message as it leaves, so that no copy of it rests: the kept message shows a mark.

The copy that is filed as proof is the message before this step; but for the secret, it is what left.
"""

from __future__ import annotations

from collections.abc import Mapping
from email.message import EmailMessage
from email.parser import BytesParser

from toolkit.errors import MailError
from toolkit.mail.message import text_part
from toolkit.mail.wire import POLICY

LINK_PLACE = "LIEN-PERSONNEL-MASQUE-DANS-CETTE-COPIE"
"""What stands where the personal link will be."""

CODE_PLACE = "CODE-MASQUE-DANS-CETTE-COPIE"
"""What stands where the one-time code will be."""


def filled(content: bytes, secrets: Mapping[str, str]) -> bytes:
    """Return a message with each secret in its place, in its text and in its HTML alike.

    Args:
        content: A message written by this room.
        secrets: What stands in the kept message, and what replaces it: ASCII letters, digits, ``-._:/`` and
            spaces, which mean themselves in HTML.

    Raises:
        MailError: a place is not found in both bodies.
    """
    message = BytesParser(EmailMessage, policy=POLICY).parsebytes(content)
    bodies = [p for p in message.walk() if isinstance(p, EmailMessage) and p.get_content_maintype() == "text"]
    for part in bodies:
        written, text = str(part.get_payload()), str(part.get_content())
        for place, secret in secrets.items():
            if place not in text:
                raise MailError(
                    "le modèle du message n’a pas de place pour le lien ou le code.",
                    about=place,
                    next_step="Rétablissez le modèle d’origine.",
                )
            text = text.replace(place, secret)
        rewritten = _on_the_wire(str(text_part(text, part.get_content_subtype()).get_payload()))
        content = content.replace(written.encode("ascii"), rewritten.encode("ascii"), 1)
    return content


def _on_the_wire(text: str) -> str:
    """Return ``text`` with the line ends of a message (RFC 5322, 2.1)."""
    return text.replace("\r\n", "\n").replace("\n", "\r\n")
