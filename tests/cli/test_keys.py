"""The keys are shown, the seal replaced and the root put away, each with words that say what changed."""

from __future__ import annotations

from pathlib import Path

from tests.cli.desk import Desk


def test_the_keys_are_shown_with_what_is_left_to_do(summoned: Desk) -> None:
    ran = summoned.run("keys", "show")
    assert ran.code == 0
    assert "Racine : empreinte" in ran.flat
    assert "au coffre" in ran.flat_err


def test_the_seal_is_replaced_and_the_root_stays(summoned: Desk) -> None:
    before = summoned.run("keys", "show", "--json").data
    ran = summoned.done("keys", "rotate", "--motif", "Rotation annuelle")
    assert "1 cachet remplacé auparavant" in ran.flat
    after = summoned.run("keys", "show", "--json").data
    assert after["root_fingerprint"] == before["root_fingerprint"]
    assert after["seal_serial"] != before["seal_serial"]


def test_the_root_is_put_away_once(summoned: Desk, tmp_path: Path) -> None:
    safe = tmp_path / "coffre"
    safe.mkdir()
    assert "déplacée" in summoned.done("keys", "root", "--vers", safe).flat
    assert "au coffre" not in summoned.run("keys", "show").flat_err
    assert summoned.run("keys", "root", "--vers", safe).code == 3


def test_a_token_that_the_settings_do_not_name_is_asked_for(summoned: Desk) -> None:
    ran = summoned.run("keys", "rotate", "--jeton", "--motif", "Module matériel")
    assert ran.code == 2
    assert "[signing.hardware]" in ran.flat_err
