"""French for what click itself says, through the gettext catalogue that click already asks."""

from __future__ import annotations

import gettext
import os
from io import BytesIO
from pathlib import Path

LOCALE = Path(__file__).parent / "locale"


def speak_french() -> None:
    """Point click's own messages to our catalogue: French is the one language of the command."""
    gettext.bindtextdomain("messages", str(LOCALE))
    os.environ["LANGUAGE"] = "fr"


def compiled_catalogue(source: Path) -> bytes:
    """Return the machine form of the catalogue ``source`` (a ``.po`` file), as gettext reads it."""
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - only to compile, never at run time
    from babel.messages.pofile import read_po  # noqa: PLC0415

    buffer = BytesIO()
    with source.open("rb") as file:
        write_mo(buffer, read_po(file, locale="fr"))
    return buffer.getvalue()


if __name__ == "__main__":
    catalogue = LOCALE / "fr" / "LC_MESSAGES" / "messages.po"
    catalogue.with_suffix(".mo").write_bytes(compiled_catalogue(catalogue))
