"""Values of the model survive their way through JSON."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.model import Action, Address, Employee, History, Interview, InterviewKind, Manager, Site, Slot
from toolkit.store.codec import built, plain


@pytest.mark.parametrize("kind", [Employee, Manager, Site, Address, Slot, History, Action])
def test_any_value_comes_back_the_same(kind: type[object]) -> None:
    @given(st.from_type(kind))
    def check(value: object) -> None:
        assert built(kind, json.loads(json.dumps(plain(value)))) == value

    check()


def test_a_field_that_did_not_exist_yet_takes_its_default() -> None:
    assert built(Interview, {"on": "2024-02-29"}) == Interview(date(2024, 2, 29))


def test_a_field_of_a_later_version_is_left_aside() -> None:
    stored = {"on": "2024-02-29", "kind": "return", "place": "Strasbourg"}
    assert built(Interview, stored) == Interview(date(2024, 2, 29), InterviewKind.RETURN)
