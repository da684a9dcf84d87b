"""The seal is replaced on order; folders in which nothing else changed keep the seal they had."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from toolkit.errors import SigningError, UsageError
from toolkit.model import EventType
from toolkit.services.folders import build_folders, verify_folders
from toolkit.services.keys import keys_state, put_root_away, rotate_keys
from toolkit.services.office import Office
from toolkit.services.slots import cancel

from .conftest import LAMBERT, case_of


def test_folders_keep_their_seal_through_a_rotation(summoned: Office) -> None:
    before = {folder.path: folder.p7s for folder in build_folders(summoned)}
    rotate_keys(summoned, reason="Rotation annuelle.")
    after = build_folders(summoned)
    assert {folder.path: folder.p7s for folder in after} == before
    assert not any(folder.changed for folder in after)


def test_a_folder_that_changes_is_sealed_anew_and_both_seals_are_accepted(summoned: Office) -> None:
    build_folders(summoned, [LAMBERT])
    rotate_keys(summoned, reason="Rotation annuelle.")
    cancel(summoned, case_of(summoned, LAMBERT).id)
    (folder,) = build_folders(summoned, [LAMBERT])
    assert folder.changed
    (report,) = verify_folders([folder.path])
    assert report.findings == ()
    assert (folder.path / "certs" / "cachet-ancien-1.pem").is_file()


def test_the_journal_tells_the_rotation_without_the_words(summoned: Office) -> None:
    before = keys_state(summoned).seal_serial
    state = rotate_keys(summoned, reason="Départ de la responsable.")
    with summoned.reading() as unit:
        (line,) = [each for each in unit.journal.lines(None) if EventType.SEAL_REPLACED.encode() in each]
        assert unit.journal.verify(None) is None
    assert before.encode() in line
    assert state.seal_serial.encode() in line
    assert b"responsable" not in line


def test_a_rotation_wants_a_reason_and_a_token_wants_settings(summoned: Office) -> None:
    with pytest.raises(UsageError, match="se motive"):
        rotate_keys(summoned, reason=" ")
    with pytest.raises(UsageError, match="aucun jeton"):
        rotate_keys(summoned, reason="Rotation.", in_token=True)


def test_the_root_goes_to_a_safe_and_everything_still_works(summoned: Office, tmp_path: Path) -> None:
    safe = tmp_path / "coffre"
    safe.mkdir()
    moved = put_root_away(summoned, safe)
    assert moved.stat().st_mode & 0o077 == 0
    assert keys_state(summoned).root_key is None
    rotate_keys(summoned, reason="Rotation annuelle.")
    (folder,) = build_folders(summoned, [LAMBERT])
    (report,) = verify_folders([folder.path])
    assert report.findings == ()
    with pytest.raises(SigningError, match="n’est plus"):
        put_root_away(summoned, safe)


def test_a_safe_that_holds_a_root_already_is_not_overwritten(summoned: Office, tmp_path: Path) -> None:
    there = tmp_path / f"{summoned.employer.id}-racine.key"
    there.write_bytes(b"une autre")
    with pytest.raises(SigningError, match="n’a pas été effacé"):
        put_root_away(summoned, tmp_path)
    assert there.read_bytes() == b"une autre"
    assert keys_state(summoned).root_key is not None


def test_moving_the_root_again_after_a_cut_ends_the_move(summoned: Office, tmp_path: Path) -> None:
    root = keys_state(summoned).root_key
    assert root is not None
    copied = tmp_path / f"{summoned.employer.id}-racine.key"
    copied.write_bytes(root.read_bytes())
    assert put_root_away(summoned, tmp_path) == copied
    assert not root.exists()


def test_the_data_folder_is_no_safe(summoned: Office) -> None:
    with pytest.raises(UsageError, match="à l’abri"):
        put_root_away(summoned, summoned.folder / "evidence")


def test_keys_on_disk_open_though_the_settings_name_a_token_that_is_gone(summoned: Office) -> None:
    signing = summoned.settings.signing
    gone = signing.hardware.model_copy(update={"module": "absent.so", "token": "perdu", "pin_file": "absent"})
    settings = summoned.settings.model_copy(update={"signing": signing.model_copy(update={"hardware": gone})})
    assert keys_state(replace(summoned, settings=settings)).seal_serial == keys_state(summoned).seal_serial
