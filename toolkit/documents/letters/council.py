"""The works council's note of a year (BDESE, articles R2312-8 and R2312-9), from figures already counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from toolkit.documents.letters.letter import (
    Letter,
    LetterheadContext,
    SignatoryContext,
    as_mapping,
    contact,
    required,
)
from toolkit.documents.letters.words import one_line, siren
from toolkit.french import ACTIONS, NBSP, capitalised, count, euros, listing, long_day
from toolkit.model.case import ActionKind
from toolkit.model.employer import Employer
from toolkit.model.obligation import ObligationKind

TEMPLATE = "note-cse.docx"


@dataclass(frozen=True, slots=True)
class CouncilGroup:
    """The figures of one group of employees; ``small`` where a person may be recognised in them.

    ``present`` were there at some time of the year, ``met`` had an interview, of the kinds ``by_kind``;
    ``paid`` is in whole EUR; ``trainings`` followed an interview within a year.
    """

    name: str
    present: int
    met: int
    by_kind: Mapping[ObligationKind, int]
    beneficiaries: int
    paid: int
    trainings: int
    small: bool = False


@dataclass(frozen=True, slots=True)
class CouncilPlan:
    """What became of the actions of one kind that were decided at the interviews of the year."""

    kind: ActionKind
    decided: int
    done: int
    late: int


@dataclass(frozen=True, slots=True)
class CouncilFigures:
    """The figures of ``year`` as known on ``as_of``; under ``threshold`` persons a number is small."""

    year: int
    as_of: date
    everyone: CouncilGroup
    by_sex: tuple[CouncilGroup, ...]
    by_category: tuple[CouncilGroup, ...]
    plan: tuple[CouncilPlan, ...]
    threshold: int

    @property
    def groups(self) -> tuple[CouncilGroup, ...]:
        """Every group, all employees first."""
        return (self.everyone, *self.by_sex, *self.by_category)


@dataclass(frozen=True, slots=True)
class GroupLine:
    """``groups[]``: one line of the two tables by group."""

    name: str
    present: str
    met: str
    first: str
    periodic: str
    back: str
    mid_career: str
    late_career: str
    recap: str
    beneficiaries: str
    paid: str
    trainings: str
    is_everyone: bool


@dataclass(frozen=True, slots=True)
class PlanLine:
    """``plan[]``."""

    kind: str
    decided: str
    done: str
    late: str


@dataclass(frozen=True, slots=True)
class NoteHeading:
    """``heading.*``: what a note without recipient keeps of a letter's."""

    date: str
    contact: str


@dataclass(frozen=True, slots=True)
class NoteSummary:
    """``note.*``: the year, its whole figures in words, and the warning about small numbers."""

    year: str
    state: str
    met: str
    paid: str
    trainings: str
    small_groups: str
    threshold: str


@dataclass(frozen=True, slots=True)
class NoteContext:
    """Values of ``note-cse.docx``."""

    letterhead: LetterheadContext
    heading: NoteHeading
    signatory: SignatoryContext
    note: NoteSummary
    groups: tuple[GroupLine, ...]
    plan: tuple[PlanLine, ...]
    demonstration: bool


def works_council_note(
    employer: Employer,
    figures: CouncilFigures,
    *,
    on: date,
    footer: str = "",
    demonstration: bool = False,
) -> Letter:
    """Return the note that is given to the works council, the union delegates and the training committee.

    Args:
        employer: Who writes.
        figures: Of the year.
        on: Date of the note.
        footer: Text of the employer's own at the foot of each page.
        demonstration: Print the mark DÉMONSTRATION.

    Raises:
        MissingValueError: the employer has no name or signatory.
    """
    required(employer.name, "employeur.nom", TEMPLATE)
    required(employer.signatory.name, "employeur.signataire", TEMPLATE)
    context = NoteContext(
        letterhead=LetterheadContext(
            employer.name, one_line(employer.address), siren(employer.siren), footer
        ),
        heading=NoteHeading(long_day(on), contact(employer)),
        signatory=SignatoryContext(employer.signatory.name, employer.signatory.title),
        note=_summary(figures),
        groups=tuple(_line(group, is_everyone=group is figures.everyone) for group in figures.groups),
        plan=tuple(
            PlanLine(_kind(line.kind), str(line.decided), str(line.done), str(line.late))
            for line in figures.plan
        ),
        demonstration=demonstration,
    )
    title = f"Note au CSE – entretiens professionnels, {figures.year}"
    return Letter(TEMPLATE, as_mapping(context), title)


def _summary(figures: CouncilFigures) -> NoteSummary:
    whole = figures.everyone
    running = figures.year == figures.as_of.year
    met = count(whole.met, "salarié a eu un entretien", "salariés ont eu un entretien")
    paid = euros(whole.paid)
    benefiting = count(whole.beneficiaries, "bénéficiaire")
    return NoteSummary(
        year=str(figures.year),
        state=f"chiffres provisoires, arrêtés au {long_day(figures.as_of)}" if running else "année complète",
        met=f"{met}, sur {count(whole.present, 'présent')} dans l’année",
        paid=f"{paid} versés, {benefiting}" if whole.beneficiaries else f"{paid} versé, aucun bénéficiaire",
        trainings=count(whole.trainings, "formation suivie", "formations suivies"),
        small_groups=listing([group.name for group in figures.groups if group.small]),
        threshold=str(figures.threshold),
    )


def _line(group: CouncilGroup, *, is_everyone: bool) -> GroupLine:
    def of_kind(kind: ObligationKind) -> str:
        return str(group.by_kind.get(kind, 0))

    return GroupLine(
        name=capitalised(group.name) + (f"{NBSP}*" if group.small else ""),
        present=str(group.present),
        met=str(group.met),
        first=of_kind(ObligationKind.FIRST),
        periodic=of_kind(ObligationKind.PERIODIC),
        back=of_kind(ObligationKind.RETURN),
        mid_career=of_kind(ObligationKind.MID_CAREER),
        late_career=of_kind(ObligationKind.LATE_CAREER),
        recap=of_kind(ObligationKind.RECAP),
        beneficiaries=str(group.beneficiaries),
        paid=euros(group.paid),
        trainings=str(group.trainings),
        is_everyone=is_everyone,
    )


def _kind(kind: ActionKind) -> str:
    return ACTIONS[kind] if kind is ActionKind.VAE else capitalised(ACTIONS[kind])
