"""The cover of an evidence folder: what is there, what it proves, what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from toolkit.digest import Sha256
from toolkit.documents.letters.letter import Correspondence, Letter, base_context, composed, required, titled
from toolkit.documents.letters.pieces import Piece, PieceContext, piece_context
from toolkit.french import OBLIGATIONS, REGIMES, STATUSES, capitalised, count, listing, long_day
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


@dataclass(frozen=True, slots=True)
class Anchors:
    """What lets a reader check the folder from outside it.

    Args:
        root_fingerprint: Of the employer's root certificate, as it is to be printed.
        chain_head: Hash of the last line of the employee's journal.
        chain_length: How many lines it has.
        timestamp_authority: Who timestamped the manifest; empty when no server is configured.
        clock: Name of a clock that is not the machine's own.
    """

    root_fingerprint: str
    chain_head: Sha256
    chain_length: int
    timestamp_authority: str = ""
    clock: str = ""


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
    timestamp_authority: str
    clock: str


@dataclass(frozen=True, slots=True)
class CoverContext:
    """Values of ``sommaire.docx``."""

    cover: CoverFacts
    obligations: tuple[ObligationLine, ...]
    pieces: tuple[PieceContext, ...]


def evidence_cover(
    letter: Correspondence, obligations: Sequence[Accounted], pieces: Sequence[Piece], anchors: Anchors
) -> Letter:
    """Return the cover of an employee's folder.

    Args:
        letter: Who keeps the folder, of whom; its date is that of the state shown.
        obligations: Each with its acts and gaps, in the order to show.
        pieces: Every file, in the order of the folder.
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
            summary=_summary(obligations, pieces),
            root_fingerprint=anchors.root_fingerprint,
            chain_head=anchors.chain_head,
            chain_length=str(anchors.chain_length),
            chain_plural=anchors.chain_length > 1,
            timestamped=bool(anchors.timestamp_authority),
            timestamp_authority=anchors.timestamp_authority,
            clock=anchors.clock,
        ),
        obligations=tuple(_line(item) for item in obligations),
        pieces=tuple(piece_context(piece) for piece in pieces),
    )
    return Letter(
        template, composed(base_context(letter, template), context), titled("dossier de preuve", letter)
    )


def _summary(obligations: Sequence[Accounted], pieces: Sequence[Piece]) -> str:
    gaps = sum(len(item.missing) for item in obligations)
    files = count(len(pieces), "pièce")
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
