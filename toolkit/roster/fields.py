"""The types of cells: what pydantic does with the raw content of each."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict

from toolkit.roster import cells


def labelled(family: str) -> BeforeValidator:
    """Return what reads a label of ``family``."""
    return BeforeValidator(partial(_label, family=family))


def _label(raw: Any, info: Any, *, family: str) -> str:  # noqa: ANN401 - pydantic hands over any cell
    return cells.label(raw, info, family)


Text = Annotated[str, BeforeValidator(cells.text)]
Line = Annotated[str, BeforeValidator(cells.line)]
Code = Annotated[str, BeforeValidator(cells.code)]
SiteCode = Annotated[str, BeforeValidator(cells.site_code)]
Postcode = Annotated[str, BeforeValidator(cells.postcode)]
Day = Annotated[date, BeforeValidator(cells.day)]
SomeDay = Annotated[date | None, BeforeValidator(cells.day)]
EndDay = Annotated[date | None, BeforeValidator(cells.end_day)]
EmailLine = Annotated[str, BeforeValidator(cells.email)]
YesNo = Annotated[bool, BeforeValidator(cells.yes_no)]
Whole = Annotated[int | None, BeforeValidator(cells.number)]
Share = Annotated[int | None, BeforeValidator(cells.share)]


class Row(BaseModel):
    """What every row shares: columns that are not its own are not read."""

    model_config = ConfigDict(extra="ignore", frozen=True)
