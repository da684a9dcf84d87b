"""What the journal of a folder says of the folder: whose it is, and which pieces were filed in it.

A chain that holds proves its own order only. Reading it proves more: a piece of another employee, a whole
folder put under another name, or a piece filed and then left out do not agree with what the lines tell.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from toolkit.digest import canonical_json, first_broken_link
from toolkit.evidence import layout
from toolkit.evidence.expectations import belongs
from toolkit.evidence.held import Held
from toolkit.evidence.report import FolderFinding
from toolkit.french import plain_letters
from toolkit.model.event import EventType
from toolkit.model.identifiers import Matricule

_FILED = frozenset({EventType.DOCUMENT_MADE.value, EventType.DOCUMENT_RECEIVED.value})
_FOLDER = re.compile(r"([A-Za-z0-9-]+)_[A-Z0-9-]+[A-Za-z0-9-]*")


@dataclass(frozen=True, slots=True)
class _Filed:
    """A piece as its line tells it: case (empty outside any), file name, SHA-256."""

    case: str
    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """The lines of a journal, read.

    Args:
        lines: The entries in order.
        broken: Number of the first line that does not follow from the one before, or None.
    """

    lines: tuple[Mapping[str, object], ...]
    broken: int | None

    @classmethod
    def of(cls, content: bytes) -> Ledger:
        """Read ``journal.jsonl``; a broken chain is told and read no further."""
        *lines, rest = content.split(b"\n")
        try:
            broken = first_broken_link(lines)
        except RecursionError:  # brackets without end, which no line of ours has
            return cls((), 1)
        if broken is None and rest:
            broken = len(lines) + 1
        sound = lines if broken is None else lines[: broken - 1]
        return cls(tuple(json.loads(line) for line in sound), broken)

    @property
    def matricule(self) -> str:
        """Whose journal it is, as its first line says; empty when it does not."""
        return str(self.lines[0].get("matricule") or "") if self.lines else ""

    def findings(self, label: str, held: Held) -> Iterator[FolderFinding]:
        """Yield what does not agree between the journal, the folder's name and its pieces."""
        if self.broken is not None:
            yield FolderFinding(layout.JOURNAL, f"la chaîne est rompue à la ligne {self.broken}.")
            return
        yield from self._of_one_person(label)
        filed = set(self._filed())
        answers = dict(self._answers())
        for path in held.contents:
            if _is_piece(path) and not _told(path, filed, answers, held):
                yield FolderFinding(path, "le journal ne connaît pas cette pièce : elle vient d’ailleurs.")
        gone = set(self._erased())
        yield from _left_out([piece for piece in filed if piece.sha256 not in gone], held.contents)
        missing = answers.keys() - gone - set(held.digests.values())
        for piece in sorted(filed, key=lambda each: (each.case, each.file)):
            if any(answers[answer] == piece.sha256 for answer in missing):
                problem = "la réponse du serveur à ce message, que le journal annonce, manque au dossier."
                yield FolderFinding(f"{piece.case}/{piece.file}" if piece.case else piece.file, problem)

    def _of_one_person(self, label: str) -> Iterator[FolderFinding]:
        mine = self.matricule
        for number, line in enumerate(self.lines, start=1):
            if str(line.get("matricule") or "") != mine:
                yield FolderFinding(layout.JOURNAL, f"la ligne {number} est d’un autre salarié.")
                return
        key = layout.folder_name(Matricule(mine), "", "")
        match = _FOLDER.fullmatch(label)
        if mine and match is not None and match[1] != key:
            problem = f"le journal est celui du matricule {mine} : ce n’est pas le dossier que dit son nom."
            yield FolderFinding(layout.JOURNAL, problem)

    def _filed(self) -> Iterator[_Filed]:
        for line in self.lines:
            body = line.get("body")
            if line.get("type") in _FILED and isinstance(body, dict):
                case = plain_letters(str(line.get("case") or ""))
                yield _Filed(case, str(body.get("file")), str(body.get("sha256")))

    def _answers(self) -> Iterator[tuple[str, str]]:
        """Yield the SHA-256 of each server's answer that a line tells, and of the message it is about."""
        for line in self.lines:
            body = line.get("body")
            if isinstance(body, dict) and "answer" in body:
                yield str(body["answer"]), str(body.get("sha256"))

    def _erased(self) -> Iterator[str]:
        """Yield the SHA-256 of the pieces that were erased on order, as a line tells."""
        for line in self.lines:
            body = line.get("body")
            if line.get("type") == EventType.PIECES_ERASED and isinstance(body, dict):
                yield from (str(piece) for piece in body.get("pieces") or ())


def _is_piece(path: str) -> bool:
    return "/" in path and not path.startswith(f"{layout.CERTS}/")


def _told(path: str, filed: set[_Filed], answers: Mapping[str, str], held: Held) -> bool:
    """Tell whether a line of the journal filed this very piece, or tells of it as a server's answer."""
    folder, _, name = path.partition("/")
    if _Filed(_case_of(folder), name, held.digests[path]) in filed:
        return True
    messages = {each.sha256 for each in filed}
    if held.digests[path] not in answers:  # lines of before did not tell the answer itself
        messages -= set(answers.values())
    return name.endswith(".json") and _tells_fate(path, messages, held)


def _tells_fate(path: str, filed: set[str], held: Held) -> bool:
    """Tell whether a file is a server's answer to one of the messages filed, which lies beside it."""
    try:
        record = json.loads(held.contents[path])
        message = str(record["message_sha256"])
        canonical = canonical_json(record) == held.contents[path]
    except (ValueError, KeyError, TypeError, RecursionError):
        return False
    folder = path.rpartition("/")[0]
    beside = any(
        digest == message and other.endswith(".eml") and other.rpartition("/")[0] == folder
        for other, digest in held.digests.items()
    )
    return canonical and beside and message in filed


def _case_of(folder: str) -> str:
    """Return the case of ``C0007_2026-03-12_entretien-periodique``; empty for pieces outside any."""
    return "" if folder == layout.WITHOUT_CASE else folder.partition("_")[0]


def _left_out(filed: Iterable[_Filed], contents: Mapping[str, bytes]) -> Iterator[FolderFinding]:
    """Yield the pieces that were filed and are not there: what a rollback of the folder removes."""
    present = {(_case_of(PurePosixPath(path).parts[0]), path.partition("/")[2]) for path in contents}
    for piece in sorted(filed, key=lambda each: (each.case, each.file)):
        if belongs(piece.file) and (piece.case, piece.file) not in present:
            where = f"{piece.case}/{piece.file}" if piece.case else piece.file
            yield FolderFinding(where, "le journal annonce cette pièce, qui manque au dossier.")
