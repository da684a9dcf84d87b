"""Which form a row of each table has, and which of its cells to look at when several are at odds."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from toolkit.roster.fact_rows import (
    AbsenceRow,
    CertificationRow,
    InterviewRow,
    MandateRow,
    MedicalVisitRow,
    ProgressionRow,
    TrainingRow,
)
from toolkit.roster.fields import Row
from toolkit.roster.layout import Table
from toolkit.roster.people_rows import EmployeeRow, ManagerRow, SiteRow

ROWS: Mapping[Table, type[Row]] = MappingProxyType(
    {
        Table.SITES: SiteRow,
        Table.MANAGERS: ManagerRow,
        Table.EMPLOYEES: EmployeeRow,
        Table.INTERVIEWS: InterviewRow,
        Table.ABSENCES: AbsenceRow,
        Table.TRAININGS: TrainingRow,
        Table.CERTIFICATIONS: CertificationRow,
        Table.PROGRESSIONS: ProgressionRow,
        Table.MEDICAL_VISITS: MedicalVisitRow,
        Table.MANDATES: MandateRow,
    }
)
"""The form of a row, by table."""

BLAMED: Mapping[str, str] = MappingProxyType(
    {
        "postcode_length": "postcode",
        "hired_before_birth": "hired",
        "contract_ends_before_hire": "contract_end",
        "left_before_hire": "left_on",
        "return_within_absence": "back_on",
        "absence_ends_before_start": "until",
        "mandate_ends_before_start": "until",
    }
)
"""The cell that a person should look at first, for errors that concern several."""
