"""The cover of an evidence folder: what is there, what it proves, what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from toolkit.digest import Sha256
from toolkit.documents.letters.letter import Correspondence, Letter, base_context, composed, required, titled
from toolkit.documents.letters.pieces import Piece, PieceContext, piece_context
from toolkit.french import NBSP, OBLIGATIONS, REGIMES, STATUSES, capitalised, count, listing, long_day
from toolkit.model.obligation import Obligation, ObligationKind, Regime


@dataclass(frozen=True, slots=True)
class Done:
    """An act that settles a part of an obligation: when, and what in French."""

    on: date
    what: str


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing from the folder, and why, in French."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Accounted:
    """One obligation with what was done for it, oldest first, and what is missing."""

    obligation: Obligation
    done: tuple[Done, ...] = ()
    missing: tuple[Gap, ...] = ()


class Dating(StrEnum):
    """Whether a timestamp server dated the manifest."""

    NONE = "none"
    WAITING = "waiting"
    STAMPED = "stamped"


@dataclass(frozen=True, slots=True)
class Anchors:
    """What lets a reader check the folder from outside it.

    Args:
        root_fingerprint: Of the employer's root certificate, as it is to be printed.
        chain_head: Hash of the last line of the employee's journal.
        chain_length: How many lines it has.
        dating: Whether somebody else dated the manifest.
        stamp_fingerprints: Of the roots of the timestamp authorities relied on, as they are to be printed.
        clock: Name of a clock that is not the machine's own.
    """

    root_fingerprint: str
    chain_head: Sha256
    chain_length: int
    dating: Dating = Dating.NONE
    stamp_fingerprints: tuple[str, ...] = ()
    clock: str = ""


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One numbered piece of the folder: a document, or a message with what the server answered.

    Args:
        number: Its number in the list handed to a court, which never changes.
        label: Its nature in French.
        files: Its files, named within the folder of its case.
        signatures: How it is signed, and to what level, in French; empty for what bears no signature.
    """

    number: int
    label: str
    files: tuple[Piece, ...]
    signatures: str = ""


@dataclass(frozen=True, slots=True)
class ExhibitGroup:
    """The pieces of one case, or of none: what the case is about, the folder where they lie."""

    title: str
    folder: str
    exhibits: tuple[Exhibit, ...]


@dataclass(frozen=True, slots=True)
class ActLine:
    """``obligations[].done[]``."""

    on: str
    what: str


@dataclass(frozen=True, slots=True)
class GapLine:
    """``obligations[].missing[]``."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class ObligationLine:
    """``obligations[]``."""

    label: str
    due: str
    status: str
    references: str
    reasons: tuple[str, ...]
    done: tuple[ActLine, ...]
    missing: tuple[GapLine, ...]


@dataclass(frozen=True, slots=True)
class CoverFacts:
    """``cover.*``: the state of the folder and its anchors."""

    interviews: str
    as_of: str
    summary: str
    root_fingerprint: str
    chain_head: str
    chain_length: str
    chain_plural: bool
    timestamped: bool
    timestamp_awaited: bool
    timestamp_roots: tuple[str, ...]
    clock: str
    signatures: str


@dataclass(frozen=True, slots=True)
class ExhibitLine:
    """``groups[].exhibits[]``."""

    number: str
    label: str
    signatures: str
    pages: str
    files: tuple[PieceContext, ...]


@dataclass(frozen=True, slots=True)
class GroupLine:
    """``groups[]``."""

    title: str
    folder: str
    exhibits: tuple[ExhibitLine, ...]


@dataclass(frozen=True, slots=True)
class CoverContext:
    """Values of ``sommaire.docx``."""

    cover: CoverFacts
    obligations: tuple[ObligationLine, ...]
    groups: tuple[GroupLine, ...]


def evidence_cover(
    letter: Correspondence,
    obligations: Sequence[Accounted],
    groups: Sequence[ExhibitGroup],
    anchors: Anchors,
) -> Letter:
    """Return the cover of an employee's folder.

    Args:
        letter: Who keeps the folder, of whom; its date is that of the state shown.
        obligations: Each with its acts and gaps, in the order to show.
        groups: Every piece, case by case.
        anchors: What to check it by.

    Raises:
        MissingValueError: no root fingerprint or no journal.
    """
    template = "sommaire.docx"
    required(anchors.root_fingerprint, "empreinte du certificat racine", template)
    required(anchors.chain_head, "tête du journal", template)
    context = CoverContext(
        cover=CoverFacts(
            interviews="de parcours professionnel"
            if any(item.obligation.regime is Regime.EPP for item in obligations)
            else "professionnels",
            as_of=long_day(letter.on),
            summary=_summary(obligations, groups),
            root_fingerprint=anchors.root_fingerprint,
            chain_head=anchors.chain_head,
            chain_length=str(anchors.chain_length),
            chain_plural=anchors.chain_length > 1,
            timestamped=anchors.dating is Dating.STAMPED,
            timestamp_awaited=anchors.dating is Dating.WAITING,
            timestamp_roots=anchors.stamp_fingerprints,
            clock=anchors.clock,
            signatures=_signatures(groups),
        ),
        obligations=tuple(_line(item) for item in obligations),
        groups=tuple(_group(group) for group in groups),
    )
    return Letter(
        template, composed(base_context(letter, template), context), titled("dossier de preuve", letter)
    )


def _group(group: ExhibitGroup) -> GroupLine:
    return GroupLine(group.title, group.folder, tuple(_exhibit(exhibit) for exhibit in group.exhibits))


def _exhibit(exhibit: Exhibit) -> ExhibitLine:
    pages = [piece.pages for piece in exhibit.files if piece.pages is not None]
    return ExhibitLine(
        number=str(exhibit.number),
        label=exhibit.label,
        signatures=exhibit.signatures,
        pages=str(sum(pages)) if pages else "–",
        files=tuple(piece_context(piece) for piece in exhibit.files),
    )


def _signatures(groups: Sequence[ExhibitGroup]) -> str:
    """Return how many pieces are signed in which way: ``2 pièces : cachet, PAdES B-LTA ; 1 pièce : …``."""
    ways = Counter(exhibit.signatures for group in groups for exhibit in group.exhibits if exhibit.signatures)
    return " ; ".join(f"{count(number, 'pièce')}{NBSP}: {way}" for way, number in sorted(ways.items()))


def _summary(obligations: Sequence[Accounted], groups: Sequence[ExhibitGroup]) -> str:
    gaps = sum(len(item.missing) for item in obligations)
    files = count(sum(len(group.exhibits) for group in groups), "pièce")
    missing = count(gaps, "élément manquant", "éléments manquants") if gaps else "rien ne manque"
    return f"{count(len(obligations), 'obligation')}, {files}, {missing}"


def _line(item: Accounted) -> ObligationLine:
    obligation = item.obligation
    due = f"au plus tard le {long_day(obligation.due)}" if obligation.due else "sans date fixée par la loi"
    label = capitalised(OBLIGATIONS[obligation.kind])
    if obligation.kind is not ObligationKind.HIRING_NOTICE:
        label = f"{label} ({REGIMES[obligation.regime]})"
    return ObligationLine(
        label=label,
        due=capitalised(due),
        status=STATUSES[obligation.status],
        references=listing([reference.title for reference in obligation.references]) or "–",
        reasons=tuple(obligation.reason) or ("–",),
        done=tuple(ActLine(long_day(act.on), act.what) for act in item.done),
        missing=tuple(GapLine(gap.what, gap.why) for gap in item.missing),
    )
