"""The works council's figures as lines to read, to copy and to file."""

from __future__ import annotations

from pathlib import Path

from toolkit.french import ACTIONS, NBSP, OBLIGATIONS, capitalised, listing
from toolkit.model import ObligationKind
from toolkit.roster import Value, write_table
from toolkit.services.indicators import SMALL, Group, YearIndicators

HEADINGS = ("Groupe", "Indicateur", "Valeur", "Unité", "Petit nombre")


def kind_words(kind: str) -> str:
    """Return the French name of a kind of interview."""
    return OBLIGATIONS[ObligationKind(kind)]


def small_words(found: YearIndicators) -> str:
    """Return the warning about figures small enough to tell who they are; empty where there is none."""
    small = [group.name for group in found.groups if group.small]
    if not small:
        return ""
    return (
        f"Petits nombres (moins de {SMALL} personnes) : {listing(small)}. Une personne peut y être "
        "reconnue : regroupez ou retirez ces lignes, et ce qui les ferait déduire, avant de diffuser."
    )


def workbook(path: Path, found: YearIndicators) -> None:
    """Write the figures as a workbook, one line each.

    Raises:
        RosterError: the file cannot be written.
    """
    rows: list[tuple[Value, ...]] = [row for group in found.groups for row in _rows(group)]
    for review in found.actions:
        name = ACTIONS[review.kind]
        for words, value in (
            ("décidées", review.decided),
            ("réalisées", review.done),
            ("en retard", review.late),
        ):
            rows.append(
                ("ensemble", f"Actions décidées aux entretiens, {name} : {words}", value, "actions", "")
            )
    write_table(path, f"BDESE {found.year}", HEADINGS, rows)


def _rows(group: Group) -> list[tuple[Value, ...]]:
    figures = group.figures
    lines: list[tuple[str, int, str]] = [
        ("Salariés présents dans l’année", group.present, "salariés"),
        ("Salariés ayant eu un entretien", figures.employees, "salariés"),
        *((capitalised(kind_words(kind)), number, "salariés") for kind, number in figures.by_kind.items()),
        ("Bénéficiaires de l’abondement correctif", figures.top_up_beneficiaries, "salariés"),
        ("Sommes versées au titre de l’abondement correctif", figures.top_up_paid, "€"),
        ("Formations suivies dans l’année qui suit l’entretien", figures.trainings_after, "formations"),
    ]
    return [
        (group.name, words, value, unit, f"moins de{NBSP}{SMALL}" if _small(value, unit) else "")
        for words, value, unit in lines
    ]


def _small(value: int, unit: str) -> bool:
    return unit == "salariés" and 0 < value < SMALL
