"""Names of folders: plain, stable, and never the same for two people."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.evidence import case_folder_name, folder_name
from toolkit.evidence.layout import is_safe
from toolkit.model.identifiers import CaseId, Matricule
from toolkit.model.obligation import ObligationKind


def test_a_folder_bears_matricule_surname_and_given_name() -> None:
    assert folder_name(Matricule("0001234"), "Lefèvre-d’Été", "Chloé") == "0001234_LEFEVRE-D-ETE-Chloe"


def test_a_case_folder_bears_number_day_and_kind() -> None:
    name = case_folder_name(CaseId("C0007"), date(2026, 3, 12), ObligationKind.PERIODIC)
    assert name == "C0007_2026-03-12_entretien-periodique"


def test_matricules_that_spell_alike_stay_apart() -> None:
    names = {folder_name(Matricule(each), "Roy", "Luc") for each in ("A/1", "A-1", "A 1")}
    assert len(names) == 3


@given(st.text(min_size=1, max_size=12), st.text(max_size=80), st.text(max_size=80))
def test_every_name_is_safe(matricule: str, surname: str, given: str) -> None:
    assert is_safe(folder_name(Matricule(matricule), surname, given))


@pytest.mark.parametrize("path", [".cache", "a//b", "a/", "a/.b", "a\nb", "é", "..", "/a"])
def test_what_could_lead_astray_is_not_safe(path: str) -> None:
    assert not is_safe(path)
