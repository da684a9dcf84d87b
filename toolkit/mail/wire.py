"""Write headers so that every reader gets back what was meant (RFC 5322, 2.2.3; RFC 2047)."""

from __future__ import annotations

from email.header import Header
from email.headerregistry import Address, AddressHeader
from email.policy import EmailPolicy

_NEVER_FOLDED = frozenset({"Message-ID", "List-Id"})
_FOLD_AT = 75


class WirePolicy(EmailPolicy):
    """SMTP's policy, with its own writing of the headers that the library damages when it folds them.

    It would encode a long identifier, and lose the space between two accented words at the end of a line.
    """

    def fold_binary(self, name: str, value: str) -> bytes:
        """Return one header line, folded."""
        if name in _NEVER_FOLDED:
            return f"{name}: {value}\r\n".encode("ascii")
        if name == "Subject":
            return f"{name}: {_words(str(value), name)}\r\n".encode("ascii")
        if isinstance(value, AddressHeader):
            return f"{name}: {_mailbox(value.addresses[0], name)}\r\n".encode("ascii")
        return super().fold_binary(name, value)


def _words(text: str, header: str) -> str:
    """Return ``text`` as a header holds it: as it is in ASCII, else whole in encoded words (RFC 2047)."""
    charset = "us-ascii" if text.isascii() and "=?" not in text else "utf-8"
    return Header(text, charset, _FOLD_AT, header).encode(linesep="\r\n")


def _mailbox(address: Address, header: str) -> str:
    name = address.display_name
    if name.isascii() and "=?" not in name:
        return str(address)
    return f"{_words(name, header)}\r\n <{address.addr_spec}>"


POLICY = WirePolicy(linesep="\r\n", cte_type="7bit", raise_on_defect=False)
