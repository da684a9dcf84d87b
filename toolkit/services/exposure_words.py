"""The exposure in French: how near a top-up is, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType

from toolkit.french import OBLIGATIONS, count, day, euros
from toolkit.roster import Value, write_table
from toolkit.services.exposure import ExposedCycle, Exposure, Stake
from toolkit.services.remedies import Remedy, Way

STAKES: Mapping[Stake, str] = MappingProxyType(
    {
        Stake.OWED: "dû",
        Stake.RECAP_LATE: "état des lieux en retard",
        Stake.AT_RISK: "entretien manqué",
        Stake.WATCHED: "sans formation à ce jour",
        Stake.PAID: "versé",
    }
)

HEADINGS = (
    "Matricule", "Nom", "Prénom", "Situation", "Cycle ouvert le", "État des lieux dû le",
    "État des lieux tenu le", "Entretiens manquants", "Montant (€)", "Versé (€)", "Reste (€)",
    "À verser avant le", "Que faire", "Sinon",
)  # fmt: skip


def spared_sentence(found: Exposure) -> str:
    """Return why no top-up can be due under the floor of headcount."""
    return (
        f"Effectif de {found.headcount}, moins de {found.floor} salariés : aucun abondement correctif ne "
        "peut être dû (articles L6315-1 et L6323-13 du Code du travail). Le devoir d’adapter chacun à son "
        "poste et de veiller à son employabilité demeure (article L6321-1)."
    )


def advice(line: ExposedCycle, as_of: date) -> str:
    """Return what to do, the cheapest act first."""
    if line.stake is Stake.PAID:
        return "Rien : la somme est versée."
    return _way(line, line.ways[0], as_of)


def otherwise(line: ExposedCycle, as_of: date) -> str:
    """Return what would do as well, empty where nothing else would."""
    return " ".join(_way(line, way, as_of) for way in line.ways[1:])


def _way(line: ExposedCycle, way: Way, as_of: date) -> str:
    by = f"au plus tard le {day(way.by)}" if way.by else "sans attendre"
    match way.remedy:
        case Remedy.HOLD_RECAP:
            return (
                f"Tenir l’état des lieux {by} : les entretiens seront alors tenus, bien qu’en retard."
                if (way.by is None)
                else f"Tenir l’état des lieux {by}."
            )
        case Remedy.HOLD_ON_TIME:
            return f"Tenir chaque entretien à sa date, le prochain {by}, puis l’état des lieux."
        case Remedy.CATCH_UP:
            return (
                "Tenir sans attendre l’entretien manqué, puis les suivants et l’état des lieux à leur date."
            )
        case Remedy.TRAIN:
            return f"Faire suivre une formation autre qu’obligatoire (L6321-2) {by}."
        case Remedy.PAY:
            return _payment(line, as_of)


def _payment(line: ExposedCycle, as_of: date) -> str:
    if line.pay_by is None:
        return "Plus rien ne l’écarte : tenir l’état des lieux, qui fixera la date de versement."
    if line.pay_by < as_of:
        return (
            f"Verser sans attendre à la Caisse des Dépôts (échéance du {day(line.pay_by)} passée) : après "
            "mise en demeure, la somme restée due est majorée de 100 % au profit du Trésor."
        )
    return f"Verser {euros(line.remaining)} à la Caisse des Dépôts au plus tard le {day(line.pay_by)}."


def missing_words(line: ExposedCycle) -> str:
    """Return the interviews that are missing, with the day each was due."""
    told = [
        f"{OBLIGATIONS[one.kind]} du {day(one.due)}" if one.due else OBLIGATIONS[one.kind]
        for one in line.missing
    ]
    return ", ".join(told)


def totals(found: Exposure) -> list[str]:
    """Return the sums, one sentence each; nothing where there is none."""
    told = []
    for stakes, words in (
        ((Stake.OWED,), "à verser"),
        ((Stake.RECAP_LATE,), "en jeu, état des lieux en retard"),
        ((Stake.AT_RISK,), "en jeu, un entretien est déjà manqué"),
        ((Stake.WATCHED,), "en jeu seulement si un entretien venait à manquer (aucune formation à ce jour)"),
    ):
        lines = [line for line in found.lines if line.stake in stakes]
        if lines:
            people = len({line.employee.matricule for line in lines})
            told.append(f"{euros(found.total(*stakes))} {words} : {count(people, 'salarié')}.")
    return told


def exposure_workbook(path: Path, lines: Sequence[ExposedCycle], as_of: date) -> None:
    """Write the exposure as a workbook, one line per cycle.

    Raises:
        RosterError: the file cannot be written.
    """
    rows: list[tuple[Value, ...]] = [
        (
            line.employee.matricule,
            line.employee.surname,
            line.employee.given_name,
            STAKES[line.stake],
            line.since,
            line.recap_due,
            line.held_on,
            missing_words(line),
            line.amount,
            line.paid,
            line.remaining,
            line.pay_by,
            advice(line, as_of),
            otherwise(line, as_of),
        )
        for line in lines
    ]
    write_table(path, "Abondements", HEADINGS, rows)
