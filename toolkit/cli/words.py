"""French for what click itself says, through the gettext catalogue that click already asks."""

from __future__ import annotations

import gettext
import os
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

LOCALE = Path(__file__).parent / "locale"
DATED = datetime(2026, 11, 22, tzinfo=UTC)


def speak_french() -> None:
    """Point click's own messages to our catalogue: French is the one language of the command."""
    gettext.bindtextdomain("messages", str(LOCALE))
    os.environ["LANGUAGE"] = "fr"


def compiled_catalogue(source: Path) -> bytes:
    """Return the machine form of the catalogue ``source`` (a ``.po`` file), as gettext reads it.

    Always the same bytes: the dates that Babel would put in are fixed.
    """
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - only to compile, never at run time
    from babel.messages.pofile import read_po  # noqa: PLC0415

    buffer = BytesIO()
    with source.open("rb") as file:
        catalogue = read_po(file, locale="fr")
    catalogue.creation_date = catalogue.revision_date = DATED
    write_mo(buffer, catalogue)
    return buffer.getvalue()


if __name__ == "__main__":
    written = LOCALE / "fr" / "LC_MESSAGES" / "messages.po"
    written.with_suffix(".mo").write_bytes(compiled_catalogue(written))
