"""Accept an e-mail address as written, or say what is wrong with it; never repair it.

The standard library writes some French names and addresses so that a message goes to somebody else
(``Dupont, Jean`` becomes two recipients). So names are cleaned of what separates addresses, and the only form
used in a header is :class:`email.headerregistry.Address` with an ASCII domain (RFC 5321, RFC 5890).
"""

from __future__ import annotations

import re
import unicodedata
from email.headerregistry import Address

from toolkit.errors import AddressRefusedError
from toolkit.text import clean_line

MAX_NAME = 64

_SEPARATORS = re.compile(r'[",;:<>@()\[\]\\]+')
_SPACES = re.compile(r" {2,}")
_SEVERAL = re.compile(r"@[^@]*[\s,;/|]+[^@]*@")
_CORRECT_IT = "Corrigez-la dans le fichier du personnel, puis importez-le de nouveau."


def clean_name(name: str) -> str:
    """Return a display name that no reader takes for an address: NFC, one line, at most 64 letters."""
    kept = _SPACES.sub(" ", _SEPARATORS.sub(" ", clean_line(name))).strip()
    return kept[:MAX_NAME].rstrip()


def check_address(text: str, name: str = "") -> Address:
    """Return the address that ``text`` writes, ready for a header.

    The domain comes back in its ASCII form; nothing is looked up on the network.

    Args:
        text: One address, as a cell of the roster holds it; outer spaces are allowed.
        name: Display name; see :func:`clean_name`.

    Raises:
        AddressRefusedError: ``text`` is no single address that every mail server can carry.
    """
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415 - loads a DNS library

    written = text.strip(" \t\N{NO-BREAK SPACE}")
    _refuse_what_people_write(written)
    try:
        valid = validate_email(written, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        raise _refused(written, "ce n’est pas une adresse e-mail valable.") from None
    if valid.ascii_email is None or valid.ascii_domain is None:
        raise _refused(written, "cette adresse ne peut pas être transmise par tous les serveurs.")
    return Address(clean_name(name), valid.ascii_email.rpartition("@")[0], valid.ascii_domain)


def _refuse_what_people_write(written: str) -> None:
    """Refuse, each with its own sentence, the mistakes that rosters really hold."""
    if not written:
        raise _refused("Adresse vide", "aucune adresse e-mail n’est indiquée.")
    if written != clean_line(written):
        raise _refused(written, "l’adresse contient un caractère invisible ou un retour à la ligne.")
    if _SEVERAL.search(written):
        raise _refused(written, "la cellule contient plusieurs adresses ; une seule est possible.")
    if "<" in written or ">" in written:
        raise _refused(written, "seule l’adresse est attendue, sans le nom ni les chevrons.")
    local, _, domain = written.rpartition("@")
    for character in local:
        if not character.isascii():
            raise _refused(written, f"le caractère « {character} » n’est pas possible avant le @.")
    for character in domain:
        if character.isalpha() and not unicodedata.name(character, "").startswith("LATIN"):
            raise _refused(
                written, f"la lettre « {character} » du domaine n’appartient pas à l’alphabet latin."
            )


def _refused(written: str, problem: str) -> AddressRefusedError:
    return AddressRefusedError(problem, about=clean_line(written), next_step=_CORRECT_IT)
