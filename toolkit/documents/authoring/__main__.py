"""Write every shipped template into a folder: ``python -m toolkit.documents.authoring templates/``."""

from __future__ import annotations

import sys
from pathlib import Path

from toolkit.documents.authoring.catalogue import templates


def write(folder: Path) -> list[Path]:
    """Write the templates into ``folder`` and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for template in templates():
        path = folder / template.name
        path.write_bytes(template.docx())
        written.append(path)
    return written


if __name__ == "__main__":
    if len(sys.argv) != 2:  # noqa: PLR2004 - the command and one folder
        sys.exit("Usage : python -m toolkit.documents.authoring DOSSIER")
    for made in write(Path(sys.argv[1])):
        sys.stdout.write(f"{made}\n")
