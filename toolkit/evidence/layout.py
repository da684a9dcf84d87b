"""Names inside an evidence folder: plain letters that every system and every mailer keeps as they are."""

from __future__ import annotations

import re
from datetime import date

from toolkit.digest import sha256
from toolkit.french import OBLIGATIONS, plain_letters
from toolkit.model.identifiers import CaseId, Matricule
from toolkit.model.obligation import ObligationKind

MANIFEST = "MANIFEST.sha256"
SEAL = "MANIFEST.sha256.p7s"
TIMESTAMP = "MANIFEST.sha256.tst"
JOURNAL = "journal.jsonl"
WITHOUT_CASE = "00_hors-dossier"
"""Where the pieces lie that belong to no case, such as a hiring notice."""
COVER = "00_sommaire.pdf"
CERTS = "certs"
ROOT = "certs/racine.pem"
STAMP_ROOTS = "certs/horodatage-"
"""How the names of the certificates begin that vouch for timestamps; ``…1.pem`` announces the manifest's."""
DOCUMENT_STAMP_ROOTS = "certs/horodatage-documents-"
"""How they begin while the manifest has no timestamp: they vouch for those of the documents only."""
EXPLANATION = "VERIFIER.md"
SCRIPT = "verifier.sh"

UNLISTED = frozenset({MANIFEST, SEAL})
"""What the manifest never lists and every folder has: itself, and what seals it."""

OWN = frozenset({MANIFEST, SEAL, TIMESTAMP, JOURNAL, COVER, EXPLANATION, SCRIPT})
"""Names at the top of a folder that no piece may take."""

REQUIRED = (ROOT, COVER, EXPLANATION, SCRIPT, JOURNAL)
"""What every folder holds besides its pieces, its manifest and the seal."""

_NAME_LIMIT = 48
_STAMP = re.compile(r"MANIFEST\.sha256\.tst(?:\.([1-9][0-9]{0,2}))?")
_CERTIFICATE = re.compile(
    r"certs/(?:racine|intermediaire|cachet(?:-ancien-[0-9]+)?|horodatage-(?:documents-)?[0-9]+)\.pem"
)
_SAFE_PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*")


def folder_name(matricule: Matricule, surname: str, given: str) -> str:
    """Return ``0001234_NOM-Prenom``; the matricule alone keys the folder, the names help a reader.

    A matricule that plain letters cannot spell gets a few digits of its SHA-256, so that ``A/1`` and ``A-1``
    stay apart.
    """
    key = plain_letters(matricule)
    if key != matricule:
        key = f"{key}-{sha256(matricule.encode())[:6]}".lstrip("-")
    names = [plain_letters(surname).upper(), plain_letters(given)]
    person = "-".join(name for name in names if name)[:_NAME_LIMIT].rstrip("-")
    return f"{key}_{person}" if person else key


def case_folder_name(case: CaseId, day: date, kind: ObligationKind) -> str:
    """Return ``C0007_2026-03-12_entretien-periodique``.

    ``day`` is the one that the case was opened for: it does not move with the slot.
    """
    return f"{plain_letters(case)}_{day.isoformat()}_{plain_letters(OBLIGATIONS[kind])}"


def stamp_name(number: int) -> str:
    """Return ``MANIFEST.sha256.tst`` for 0, ``MANIFEST.sha256.tst.1`` that renews it, and so on."""
    return f"{TIMESTAMP}.{number}" if number else TIMESTAMP


def stamp_number(name: str) -> int | None:
    """Return the rank of a timestamp by its name, None for any other file."""
    match = _STAMP.fullmatch(name)
    return int(match[1] or 0) if match else None


def is_unlisted(name: str) -> bool:
    """Tell whether the manifest cannot list ``name``: itself, its seal, its timestamps."""
    return name in UNLISTED or stamp_number(name) is not None


def is_safe(path: str) -> bool:
    """Tell whether ``path`` stays within the folder and means the same on every system.

    Relative, parts separated by ``/``, each of plain letters, digits, dots, hyphens and underscores, none
    beginning with a dot.
    """
    return bool(path) and all(_SAFE_PART.fullmatch(part) for part in path.split("/"))


def has_a_place(path: str) -> bool:
    """Tell whether a file may stand there: a piece of a case, a certificate, our own files at the top."""
    if path.startswith(f"{CERTS}/"):
        return _CERTIFICATE.fullmatch(path) is not None
    return "/" in path or path in OWN or stamp_number(path) is not None
