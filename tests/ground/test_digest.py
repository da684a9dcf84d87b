"""What canonical bytes and chains promise."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.digest import GENESIS, canonical_json, first_broken_link, sha256


def chain(count: int) -> list[bytes]:
    lines: list[bytes] = []
    for seq in range(1, count + 1):
        prev = sha256(lines[-1]) if lines else GENESIS
        lines.append(canonical_json({"seq": seq, "prev": prev, "type": "held"}))
    return lines


def test_canonical_json_has_one_form_whatever_the_order_of_keys() -> None:
    assert (
        canonical_json({"b": 1, "a": "é"}) == canonical_json({"a": "é", "b": 1}) == '{"a":"é","b":1}'.encode()
    )


def test_dates_and_instants_are_iso_8601_text() -> None:
    instant = datetime(2026, 3, 12, 8, 30, tzinfo=UTC)
    assert canonical_json([date(2026, 3, 12), instant]) == b'["2026-03-12","2026-03-12T08:30:00Z"]'


@pytest.mark.parametrize("value", [1.5, {"a": [0.1]}, object(), {1, 2}])
def test_a_value_without_a_single_text_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical_json(value)


def test_a_sound_chain_has_no_broken_link() -> None:
    assert first_broken_link(chain(5)) is None


@given(st.integers(1, 5), st.integers(0, 200), st.integers(1, 255))
def test_any_altered_byte_breaks_the_chain(line: int, place: int, mask: int) -> None:
    lines = [*chain(5), b""][:5]
    anchored = sha256(lines[-1])
    altered = bytearray(lines[line - 1])
    altered[place % len(altered)] ^= mask
    lines[line - 1] = bytes(altered)
    assert first_broken_link(lines) is not None or sha256(lines[-1]) != anchored


def test_a_removed_line_is_named() -> None:
    lines = chain(5)
    del lines[2]
    assert first_broken_link(lines) == 3


def test_a_line_that_is_no_object_is_named() -> None:
    assert first_broken_link([json.dumps([]).encode()]) == 1
