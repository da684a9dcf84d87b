"""From what a cell holds to a value of the trade; each refusal says what is wrong and what is expected.

A blank cell never comes here: the row leaves it out. What was understood but deserves a word is *noted*
through the validation context.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import LiteralString, Protocol, TypeAlias, cast

from pydantic import ValidationInfo
from pydantic_core import PydanticCustomError

from toolkit.roster.wording import folded

Raw: TypeAlias = str | int | float | bool | date | datetime | time | timedelta

DAY_EXPECTED = "une date jour/mois/année, par exemple 12/03/2026."
_EARLIEST, _LATEST = 1900, 2199
_FOR_EVER = 2900  # 31/12/2999 and 31/12/9999 stand for "no end" in many HR suites
_DAY_FIRST = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})(?:[ T]00:00(?::00)?)?")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00(?:\.0+)?)?Z?)?")
_SHORT_YEAR = re.compile(r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2}")
_ADDRESS_SHAPE = re.compile(r"[^\s@,;<>\"()\[\]]+@[^\s@,;<>\"()\[\]]+\.[^\s@,;<>\"()\[\].]{2,}")
_FEBRUARY, _LEAP_DAY = 2, 29
SIRET_DIGITS, POSTCODE_DIGITS = 14, 5
_THOUSAND = 1000


class Ledger(Protocol):
    """What validation may ask and tell: the labels of this roster, and remarks on a column."""

    def labels(self, family: str) -> Mapping[str, str]:
        """Return value by folded label."""
        ...

    def wordings(self, family: str) -> tuple[str, ...]:
        """Return the labels to propose to a person, one for each value."""
        ...

    def nearest(self, family: str, text: str) -> str:
        """Return the label to propose for a text that is near one of them."""
        ...

    def note(self, field: str, code: str) -> None:
        """Keep a remark on the present row."""
        ...


def ledger(info: ValidationInfo) -> Ledger:
    """Return the ledger handed to the validation of this row."""
    return cast("Ledger", info.context)


def refused(code: LiteralString, problem: str, expected: str = "") -> PydanticCustomError:
    """Return the error that a row collects for one cell."""
    return PydanticCustomError(code, "{problem}", {"problem": problem, "expected": expected})


def is_blank(raw: object) -> bool:
    """Tell whether a cell holds nothing that a person would see."""
    return raw is None or (isinstance(raw, str) and not raw.strip())


def shown(raw: object) -> str:
    """Return what a person sees in the cell, as nearly as can be known."""
    if isinstance(raw, datetime):
        return raw.strftime("%d/%m/%Y %H:%M")
    if isinstance(raw, date):
        return raw.strftime("%d/%m/%Y")
    if isinstance(raw, bool):
        return "VRAI" if raw else "FAUX"
    if isinstance(raw, float):
        return str(int(raw)) if raw.is_integer() else str(raw).replace(".", ",")
    return "" if raw is None else str(raw).strip()


def text(raw: Raw, info: ValidationInfo) -> str:
    """Return the text of a cell: NFC, one space between words, line ends kept."""
    del info  # the signature is that of every converter
    lines = unicodedata.normalize("NFC", shown(raw)).splitlines()
    return "\n".join(" ".join(line.split()) for line in lines if line.strip())


def line(raw: Raw, info: ValidationInfo) -> str:
    """Return the text of a cell on one line."""
    return " ".join(text(raw, info).split())


def code(raw: Raw, info: ValidationInfo) -> str:
    """Return a matricule or a code, as text; leading zeros that a numeric cell may have lost are noted."""
    if isinstance(raw, bool | date | time | timedelta):
        raise refused("not_a_code", "ce n’est pas un matricule.", "un matricule, en texte.")
    if isinstance(raw, float) and not raw.is_integer():
        raise refused("not_a_code", "un matricule n’a pas de décimales.", "un matricule, en texte.")
    if not isinstance(raw, str):
        ledger(info).note(info.field_name or "", "number_for_code")
    return line(raw, info)


def site_code(raw: Raw, info: ValidationInfo) -> str:
    """Return a SIRET (14 digits, spaces dropped) or the employer's own code.

    Digits alone, 10 to 13 of them, are a SIRET that lost its leading zeros, as spreadsheets do.
    """
    value = shown(raw) if isinstance(raw, float | int) else code(raw, info)
    digits = re.sub(r"[\s.\u202f]", "", value)
    if not digits.isdecimal():
        return value
    lost = SIRET_DIGITS - 4 <= len(digits) < SIRET_DIGITS
    if lost or len(digits) > SIRET_DIGITS:
        lost_zeros = " : ses zéros de tête ont sans doute disparu" if lost else ""
        raise refused(
            "siret_length",
            f"ce SIRET a {len(digits)} chiffres au lieu de 14{lost_zeros}.",
            "14 chiffres, dans une cellule au format Texte.",
        )
    if len(digits) < SIRET_DIGITS and not isinstance(raw, str):
        ledger(info).note(info.field_name or "", "number_for_code")
    return digits


def postcode(raw: Raw, info: ValidationInfo) -> str:
    """Return a postcode as text."""
    return line(raw, info)


def day(raw: Raw, info: ValidationInfo) -> date:
    """Return a date from a date cell, or from text day first or ISO; two-digit years are not guessed."""
    if isinstance(raw, datetime):
        return _plausible(raw.date())
    if isinstance(raw, date):
        return _plausible(raw)
    if not isinstance(raw, str):
        raise refused(
            "not_a_date", "ce n’est pas une date.", DAY_EXPECTED + " Vérifiez le format de la cellule."
        )
    value = _day_in(raw.strip())
    ledger(info).note(info.field_name or "", "date_as_text")
    return _plausible(value)


def end_day(raw: Raw, info: ValidationInfo) -> date | None:
    """Return a last day; the far-off dates that mean "no end" in HR suites give None."""
    stamp = raw.year if isinstance(raw, date) else int(m[3]) if (m := _match(raw)) else 0
    return None if stamp >= _FOR_EVER else day(raw, info)


def _match(raw: Raw) -> re.Match[str] | None:
    return _DAY_FIRST.fullmatch(raw.strip()) if isinstance(raw, str) else None


def _day_in(value: str) -> date:
    if found := _DAY_FIRST.fullmatch(value):
        year, month, number = int(found[3]), int(found[2]), int(found[1])
    elif found := _YEAR_FIRST.fullmatch(value):
        year, month, number = int(found[1]), int(found[2]), int(found[3])
    elif _SHORT_YEAR.fullmatch(value):
        raise refused("short_year", "l’année doit avoir quatre chiffres.", DAY_EXPECTED)
    else:
        raise refused("not_a_date", "ce n’est pas une date.", DAY_EXPECTED)
    try:
        return date(year, month, number)
    except ValueError:
        raise refused("impossible_date", _impossible(year, month, number), DAY_EXPECTED) from None


def _impossible(year: int, month: int, number: int) -> str:
    if (month, number) == (_FEBRUARY, _LEAP_DAY):
        return f"cette date n’existe pas : {year} n’est pas bissextile."
    return "cette date n’existe pas au calendrier."


def _plausible(value: date) -> date:
    if not _EARLIEST <= value.year <= _LATEST:
        raise refused("implausible_year", f"l’année {value.year} n’est pas plausible.", DAY_EXPECTED)
    return value


def email(raw: Raw, info: ValidationInfo) -> str:
    """Return one address of plausible shape; whether it can be used is the mail room's to say."""
    value = line(raw, info)
    expected = "une seule adresse, par exemple prenom.nom@exemple.fr, ou une cellule vide."
    if value.count("@") > 1:
        raise refused("several_addresses", "cette cellule contient plusieurs adresses.", expected)
    if not _ADDRESS_SHAPE.fullmatch(value):
        raise refused("not_an_address", "ce n’est pas une adresse électronique.", expected)
    return value


def yes_no(raw: Raw, info: ValidationInfo) -> bool:
    """Return the truth of ``Oui``, ``O``, ``X``, ``VRAI``, 1, and of their contraries."""
    if isinstance(raw, bool):
        return raw
    return label(raw, info, "yes_no") == "yes"


def label(raw: Raw, info: ValidationInfo, family: str) -> str:
    """Return the value that a label of ``family`` names, or refuse with the nearest one and them all."""
    value = line(raw, info)
    found = ledger(info).labels(family).get(folded(value))
    if found is not None:
        return found
    wordings = ledger(info).wordings(family)
    near = ledger(info).nearest(family, value)
    hint = f" Vouliez-vous écrire « {near} » ?" if near else ""
    raise refused("unknown_label", f"cette valeur n’est pas reconnue.{hint}", f"{', '.join(wordings)}.")


def number(raw: Raw, info: ValidationInfo) -> int:
    """Return a whole number; decimals are rounded up to the half and noted."""
    value = _decimal(raw, "un nombre, par exemple 14.")
    if not value.is_integer():
        ledger(info).note(info.field_name or "", "rounded")
    return math.floor(value + 0.5)


def share(raw: Raw, info: ValidationInfo) -> int:
    """Return a share in thousandths: ``30 %``, ``0,3`` and ``30`` are all 300."""
    del info
    expected = "une part du temps de travail, par exemple 30 %."
    percent = isinstance(raw, str) and "%" in raw
    value = _decimal(raw.replace("%", "") if isinstance(raw, str) else raw, expected)
    share_of_one = value / 100 if percent or value > 1 else value
    if not 0 <= share_of_one <= 1:
        raise refused("not_a_share", "une part ne dépasse pas 100 %.", expected)
    return round(share_of_one * _THOUSAND)


def _decimal(raw: Raw, expected: str) -> float:
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return float(raw)
    try:
        value = float(re.sub(r"\s", "", raw).replace(",", ".")) if isinstance(raw, str) else math.nan
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or value < 0:
        raise refused("not_a_number", "ce n’est pas un nombre.", expected)
    return value
