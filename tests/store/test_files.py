"""Pieces are kept by their SHA-256: what is read is what was put, or an error that says what to do."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from toolkit.digest import Sha256, sha256
from toolkit.errors import NotFoundError, StoreError
from toolkit.store import Files


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path / "pieces")


def test_a_piece_is_read_back_as_it_was_put(files: Files) -> None:
    digest = files.put(b"lettre")
    assert digest == sha256(b"lettre")
    assert files.get(digest) == b"lettre"
    assert files.has(digest)


def test_putting_a_piece_twice_keeps_the_one_file(files: Files) -> None:
    digest = files.put(b"lettre")
    before = files.path(digest).stat().st_ino
    assert files.put(b"lettre") == digest
    assert files.path(digest).stat().st_ino == before


def test_only_the_owner_reads_pieces(files: Files) -> None:
    path = files.path(files.put(b"lettre"))
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert path.parent.parent.stat().st_mode & 0o777 == 0o700


def test_a_missing_piece_is_named_with_the_next_step(files: Files) -> None:
    with pytest.raises(NotFoundError) as error:
        files.get(sha256(b"perdue"))
    assert sha256(b"perdue")[2:] in error.value.about
    assert "sauvegarde" in error.value.next_step


def test_an_altered_piece_is_never_handed_out(files: Files) -> None:
    digest = files.put(b"lettre")
    files.path(digest).write_bytes(b"Lettre")
    with pytest.raises(StoreError, match="modifiée"):
        files.get(digest)


def test_putting_the_true_bytes_again_heals_an_altered_piece(files: Files) -> None:
    digest = files.put(b"lettre")
    files.path(digest).write_bytes(b"Lettre")
    files.put(b"lettre")
    assert files.get(digest) == b"lettre"


def test_a_full_disk_leaves_nothing_behind_and_is_told(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="disque est plein"):
        files.put(b"lettre")
    folder = files.path(sha256(b"lettre")).parent
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("name", ["", "abc", "../" * 20 + "etc", "A" * 64])
def test_only_a_sha256_names_a_piece(files: Files, name: str) -> None:
    with pytest.raises(StoreError, match="SHA-256"):
        files.has(Sha256(name))
