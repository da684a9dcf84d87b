"""The core of the law said a second time, as columns in polars: first, periodic, recap and return interviews.

Written from the rules and not from the code, for one employer without agreement and the prudent readings, and
for careers that ``population`` draws. It shares nothing with ``toolkit.law`` but the words of the model.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import polars as pl

from toolkit.law import Facts
from toolkit.model.history import AbsenceKind

T = pl.lit(date(2025, 10, 26))
LAW = pl.lit(date(2014, 3, 7))
COVID = (date(2020, 1, 1), date(2021, 6, 30))
BIRTH_LEAVE = pl.lit(date(2026, 7, 1))
RANKS = range(1, 5)
LIST = [
    AbsenceKind.MATERNITY,
    AbsenceKind.ADOPTION,
    AbsenceKind.PARENTAL,
    AbsenceKind.PARENTAL_PART_TIME,
    AbsenceKind.CAREGIVER,
    AbsenceKind.SABBATICAL,
    AbsenceKind.SECURED_MOBILITY,
    AbsenceKind.UNION_MANDATE,
]
SCHEMA = {
    "hired": pl.Date,
    **{f"i{rank}": pl.Date for rank in RANKS},
    "recap": pl.Date,
    "kind": pl.String,
    "start": pl.Date,
    "until": pl.Date,
}


def table(people: Iterable[Facts]) -> pl.DataFrame:
    """Return the careers of ``people`` as one row each."""
    return pl.DataFrame([_row(facts) for facts in people], schema=SCHEMA, orient="row")


def _row(facts: Facts) -> tuple[object, ...]:
    held = [one.on for one in facts.history.interviews]
    recap = next((one.on for one in facts.history.interviews if one.recap), None)
    away = next(iter(facts.history.absences), None)
    spell = (away.kind.value, away.start, away.until) if away else (None, None, None)
    return facts.hired, *held, *[None] * (len(RANKS) - len(held)), recap, *spell


def years(day: pl.Expr, count: int) -> pl.Expr:
    return day.dt.offset_by(f"{count}y")


def days(day: pl.Expr, count: int) -> pl.Expr:
    return day.dt.offset_by(f"{count}d")


def after_covid(due: pl.Expr) -> pl.Expr:
    return pl.when(due.is_between(*COVID)).then(pl.lit(COVID[1])).otherwise(due)


def first_due() -> pl.Expr:
    hired, met = pl.col("hired"), pl.col("i1")
    two_years = years(hired, 2)
    return (
        pl.when(hired <= LAW)
        .then(pl.lit(date(2016, 3, 7)))
        .when(hired >= T)
        .then(days(years(hired, 1), -1))
        .when((two_years < T) | (met < T).fill_null(value=False))
        .then(after_covid(two_years))
        .otherwise(pl.min_horizontal(years(T, 1), two_years))
    )


def periodic_due(last: pl.Expr, met: pl.Expr) -> pl.Expr:
    two_years = years(last, 2)
    return (
        pl.when(last >= T)
        .then(years(last, 4))
        .when((two_years < T) | (met < T).fill_null(value=False))
        .then(after_covid(two_years))
        .otherwise(years(last, 4))
    )


def recap_due(start: pl.Expr, met: pl.Expr) -> pl.Expr:
    six = years(start, 6)
    old = (start < T) & ((six < T) | (met < T).fill_null(value=False))
    return pl.when(old).then(after_covid(six)).otherwise(years(start, 8))


def recap_columns() -> tuple[pl.Expr, pl.Expr, pl.Expr, pl.Expr]:
    """Return due and met of the first cycle, due and met of the second (null unless the first was met)."""
    start = pl.max_horizontal("hired", LAW)
    half = pl.when(pl.col("recap") < T).then(years(start, 3)).otherwise(years(start, 4))
    met = pl.when(pl.col("recap") >= half).then(pl.col("recap"))
    due = recap_due(start, met)
    old = years(start, 6) < T
    old = (start < T) & (old | (met < T).fill_null(value=False))
    second = pl.when(old).then(years(start, 6)).otherwise(years(start, 8))
    none = pl.lit(None, dtype=pl.Date)
    second_due = pl.when(met.is_not_null()).then(recap_due(second, none))
    second_met = pl.when(second_due <= met).then(met)
    return due, met, second_due, second_met


def return_columns() -> tuple[pl.Expr, pl.Expr]:
    """Return the day on which a return interview opens (null: none) and the day of the one that met it."""
    back, kind = days(pl.col("until"), 1), pl.col("kind")
    year_before = years(back, -1)
    held = [pl.col(f"i{rank}") for rank in RANKS]

    def earliest(within: list[pl.Expr]) -> pl.Expr:
        return pl.min_horizontal(*[pl.when(test).then(on) for on, test in zip(held, within, strict=True)])

    listed = (
        kind.is_in([one.value for one in LIST])
        | ((kind == "long_illness") & (pl.col("until") >= pl.col("start").dt.offset_by("6mo")))
        | ((kind == "birth_supplementary") & (back >= T) & (back >= BIRTH_LEAVE))
    )
    opens = pl.when(listed & (back >= LAW)).then(back)
    away_from = pl.max_horizontal(pl.col("start"), year_before)
    there = kind.is_in([AbsenceKind.PARENTAL_PART_TIME.value, AbsenceKind.UNION_MANDATE.value])
    early = earliest([(on >= away_from) & (on < back) & ~there for on in held])
    new_within = earliest([(on >= year_before) & (on < back) & (on >= T) for on in held])
    exempt = (back >= T) & new_within.is_not_null() & early.is_null()
    late = earliest([on >= back for on in held])
    opened = (
        pl.when(exempt).then(None).otherwise(pl.coalesce(pl.when(opens.is_not_null()).then(early), opens))
    )
    met = pl.when(opened.is_not_null() & opens.is_not_null()).then(pl.coalesce(early, late))
    return pl.when(opens.is_not_null()).then(opened), met


def core(people: pl.DataFrame) -> pl.DataFrame:
    """Return due and met days of the core, one row per employee.

    ``d0`` is due for the first interview, ``d1`` to ``d4`` after each interview held; ``r1``, ``m1``, ``r2``,
    ``m2`` the first two recap cycles; ``o``, ``om`` the return.
    """
    ranks = list(RANKS)
    r1, m1, r2, m2 = recap_columns()
    opens, met = return_columns()
    following = [
        pl.col(f"i{rank + 1}") if rank < len(ranks) else pl.lit(None, dtype=pl.Date) for rank in ranks
    ]
    return (
        people.lazy()
        .select(
            first_due().alias("d0"),
            *[
                periodic_due(pl.col(f"i{rank}"), after).alias(f"d{rank}")
                for rank, after in zip(ranks, following, strict=True)
            ],
            r1.alias("r1"),
            m1.alias("m1"),
            r2.alias("r2"),
            m2.alias("m2"),
            opens.alias("o"),
            met.alias("om"),
        )
        .collect()
    )
