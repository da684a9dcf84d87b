"""Dates, hours, plurals and names as a French reader expects them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import Enum

import pytest

from toolkit import french
from toolkit.model import (
    AbsenceKind,
    ActionKind,
    CaseState,
    Channel,
    Contract,
    ObligationKind,
    ProgressionKind,
    Regime,
    Status,
)


def test_the_first_of_a_month_is_an_ordinal() -> None:
    assert french.long_day(date(2026, 3, 1)) == "1er mars 2026"
    assert french.long_day(date(2026, 8, 11)) == "11 août 2026"


def test_a_weekday_opens_the_long_date() -> None:
    assert french.weekday(date(2026, 10, 12)) == "lundi 12 octobre 2026"


@pytest.mark.parametrize(
    ("zone", "expected"),
    [("Europe/Paris", "9\u00a0h\u00a030"), ("Indian/Reunion", "11\u00a0h\u00a030")],
)
def test_an_hour_is_told_in_the_zone_of_the_site(zone: str, expected: str) -> None:
    assert french.hour(datetime(2026, 7, 6, 7, 30, tzinfo=UTC), zone) == expected


def test_a_full_hour_has_no_minutes() -> None:
    assert french.hour(datetime(2026, 1, 6, 13, 0, tzinfo=UTC), "Europe/Paris") == "14\u00a0h"


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0\u00a0dossier"), (1, "1\u00a0dossier"), (2, "2\u00a0dossiers")]
)
def test_zero_and_one_are_singular(number: int, text: str) -> None:
    assert french.count(number, "dossier") == text


def test_amounts_carry_no_break_spaces() -> None:
    assert french.euros(3000) == "3\u202f000\u00a0€"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Jean-Éric d’Hérouville", "Jean-Eric-d-Herouville"),
        ("Nguyễn Thị Ánh", "Nguyen-Thi-Anh"),
        ("Zoë Æbischer", "Zoe-AEbischer"),
        ("Dupont, épouse Müller", "Dupont-epouse-Muller"),
        ("../etc/passwd", "etc-passwd"),
    ],
)
def test_a_file_name_keeps_plain_letters_only(name: str, expected: str) -> None:
    assert french.plain_letters(name) == expected


def test_a_directory_sorts_names_without_regard_to_accents() -> None:
    names = ["Zola", "Éluard", "Eluard", "d’Ormesson", "Dormann"]
    assert sorted(names, key=french.collation_key) == ["Dormann", "d’Ormesson", "Eluard", "Éluard", "Zola"]


def test_a_list_ends_with_et() -> None:
    assert french.listing([]) == ""
    assert french.listing(["a"]) == "a"
    assert french.listing(["a", "b", "c"]) == "a, b et c"


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        (french.OBLIGATIONS, ObligationKind),
        (french.STATUSES, Status),
        (french.REGIMES, Regime),
        (french.STATES, CaseState),
        (french.ABSENCES, AbsenceKind),
        (french.CONTRACTS, Contract),
        (french.PROGRESSIONS, ProgressionKind),
        (french.ACTIONS, ActionKind),
        (french.CHANNELS, Channel),
    ],
)
def test_every_kind_has_its_french_word(words: Mapping[object, str], kinds: type[Enum]) -> None:
    assert set(words) == set(kinds)
