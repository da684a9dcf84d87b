"""Workbooks and CSV in and out: the roster, its problems told row by row, tables to keep, slots to change."""

from __future__ import annotations

from toolkit.roster.changes import (
    Changed,
    Differences,
    FieldChange,
    HiringNotice,
    OldRoster,
    OwnedFact,
    RosterChanges,
    changes,
)
from toolkit.roster.columns import SheetColumns, UnknownColumn
from toolkit.roster.display import written
from toolkit.roster.fact_rows import Fact
from toolkit.roster.keys import FactKey, fact_key, facts_of, history_of
from toolkit.roster.layout import LAYOUTS, Table
from toolkit.roster.preset import load_preset, preset_names
from toolkit.roster.problems import Place, RowProblem, SetApart, Severity
from toolkit.roster.reading import RosterReading, read_roster
from toolkit.roster.references import Known
from toolkit.roster.slots import SlotRow, write_slots
from toolkit.roster.slots_reading import SlotsReading, read_slots
from toolkit.roster.tables import write_csv, write_table
from toolkit.roster.template import Roster, write_roster, write_template
from toolkit.roster.workbook import Value

__all__ = [
    "LAYOUTS",
    "Changed",
    "Differences",
    "Fact",
    "FactKey",
    "FieldChange",
    "HiringNotice",
    "Known",
    "OldRoster",
    "OwnedFact",
    "Place",
    "Roster",
    "RosterChanges",
    "RosterReading",
    "RowProblem",
    "SetApart",
    "Severity",
    "SheetColumns",
    "SlotRow",
    "SlotsReading",
    "Table",
    "UnknownColumn",
    "Value",
    "changes",
    "fact_key",
    "facts_of",
    "history_of",
    "load_preset",
    "preset_names",
    "read_roster",
    "read_slots",
    "write_csv",
    "write_roster",
    "write_slots",
    "write_table",
    "write_template",
    "written",
]
