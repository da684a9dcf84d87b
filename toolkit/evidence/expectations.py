"""Which signatures a PDF of a folder must bear: said by its evidence record, and by what kind of piece it is.

Cutting off the last signatures of a PDF leaves a file that is sound in itself; only an announcement from
outside the file shows the cut.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from toolkit.evidence.held import Held
from toolkit.evidence.report import FolderFinding
from toolkit.model.document import DocumentKind

SEAL_FIELD = "Cachet"
"""The field that closes every document of ours; nothing may follow it."""

RECORD_PART = "preuve"

_SEALED = frozenset(
    {
        DocumentKind.CONVOCATION,
        DocumentKind.SECOND_CONVOCATION,
        DocumentKind.CHANGE_NOTICE,
        DocumentKind.CANCELLATION_NOTICE,
        DocumentKind.RECAP_STATEMENT,
        DocumentKind.REFUSAL_RECORD,
        DocumentKind.HIRING_NOTICE,
        DocumentKind.HANDOVER,
        DocumentKind.DECISIONS,
    }
)
"""Letters and records that bear the employer's seal alone."""

_FOREIGN = frozenset({DocumentKind.OUTSIDE_PROOF, DocumentKind.TOP_UP_PAYMENT, DocumentKind.FORM_RECEIVED})
"""Received from others: a signature in it is not ours to judge."""

_KINDS = "|".join(sorted((re.escape(kind.value) for kind in DocumentKind), key=len, reverse=True))
_NAME = re.compile(rf"(?:.*/)?[0-9]{{2,}}_(?P<kind>{_KINDS})(?:_(?P<part>[A-Za-z0-9-]+?))?(?:_v[0-9]+)?\.pdf")
_FILE = re.compile(rf"[0-9]{{2,}}_(?P<kind>{_KINDS})(?:_(?P<part>[A-Za-z0-9-]+?))?(?:_v[0-9]+)?\.[a-z0-9]+")
_KEPT_OUT = frozenset({"a-signer", "en-cours", "projet"})
"""Parts of the names of drafts: the journal tells them, the folder does not hold them."""

_VERSION = re.compile(r"_v[0-9]+\.pdf$")
_RECORD = re.compile(r"(.+)_preuve((?:_v[0-9]+)?)\.json")
_RECORD_FORMAT = b'"format":"preuve-signature/'


@dataclass(frozen=True, slots=True)
class Announced:
    """What an evidence record announces of a PDF: its signature fields in order, its SHA-256."""

    record: str
    fields: tuple[str, ...]
    sha256: str


def belongs(file: str) -> bool:
    """Tell whether a piece that the journal tells must be in the folder: all but blank forms and drafts."""
    match = _FILE.fullmatch(file)
    return match is None or (match["kind"] != DocumentKind.FORM_BLANK and match["part"] not in _KEPT_OUT)


def is_foreign(path: str) -> bool:
    """Tell whether a PDF was made by others."""
    return _kind_of(path)[0] in _FOREIGN


def announcements(held: Held) -> tuple[dict[str, Announced], list[FolderFinding]]:
    """Return what the evidence records announce, by path of the PDF, and which records are unreadable."""
    announced: dict[str, Announced] = {}
    findings = []
    for name, content in held.contents.items():
        match = _RECORD.fullmatch(name)
        if match is None or _RECORD_FORMAT not in content:
            continue
        path = f"{match[1]}{match[2]}.pdf"
        try:
            document = json.loads(content)["document"]
            fields = tuple(str(field) for field in document["fields"])
            announced[path] = Announced(name, fields, str(document["sha256_signed"]))
        except (ValueError, KeyError, TypeError, RecursionError):
            findings.append(FolderFinding(name, "cette preuve de signature n’est pas lisible."))
    return announced, findings


def expected_fields(path: str, announced: Mapping[str, Announced]) -> tuple[str, ...] | None:
    """Return the signature fields that a PDF must bear, in order; None where any, or none, will do.

    A later version of a document that was stamped anew bears the same ones; its record is that of the first.
    """
    record = announced.get(path) or announced.get(_first_version(path))
    if record is not None:
        return record.fields
    kind, part = _kind_of(path)
    if kind in _SEALED or (kind is DocumentKind.REPORT and part == RECORD_PART):
        return (SEAL_FIELD,)
    return None


def gaps(held: Held, announced: Mapping[str, Announced]) -> Iterator[FolderFinding]:
    """Yield the documents that are not what their records describe, and the reports that have no record."""
    for path, record in announced.items():
        if held.digests.get(path) != record.sha256:
            yield FolderFinding(path, f"ce n’est pas le document que décrit {record.record}.")
        elif SEAL_FIELD not in record.fields:
            yield FolderFinding(record.record, "elle n’annonce pas le cachet qui clôt le document.")
    for path in held.contents:
        recorded = path in announced or _first_version(path) in announced
        if _kind_of(path) == (DocumentKind.REPORT, "") and not recorded:
            yield FolderFinding(path, "la preuve de sa signature (…_preuve.json) manque.")


def _first_version(path: str) -> str:
    return _VERSION.sub(".pdf", path)


def _kind_of(path: str) -> tuple[DocumentKind | None, str]:
    match = _NAME.fullmatch(path)
    if match is None:
        return None, ""
    return DocumentKind(match["kind"]), match["part"] or ""
