"""A thousand bits changed at random over a folder, one at a time: each one shows."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from toolkit.evidence import verify

from .conftest import CHECKS
from .test_verification import RememberingChecks
from .tsa import Dater

SEED = 20260312


def flipped(folder: Path, count: int) -> list[str]:
    """Change ``count`` bits one after the other, weighted by size; return those that nothing named."""
    source = random.Random(SEED)  # noqa: S311 - a repeatable draw, no secret
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    sizes = [path.stat().st_size for path in files]
    unseen = []
    checks = RememberingChecks()
    for path in source.choices(files, weights=sizes, k=count):
        content = path.read_bytes()
        bit = source.randrange(len(content) * 8)
        altered = bytearray(content)
        altered[bit // 8] ^= 1 << (bit % 8)
        path.write_bytes(altered)
        name = path.relative_to(folder).as_posix()
        found = {finding.file for finding in verify(folder, checks).findings}
        if name not in found:
            unseen.append(f"{name}, bit {bit}")
        path.write_bytes(content)
    return unseen


def test_bits_changed_at_random_all_show(dated_folder: Path) -> None:
    assert flipped(dated_folder, 60) == []
    assert verify(dated_folder, CHECKS).ok


@pytest.mark.slow
def test_a_thousand_bits_changed_at_random_all_show(dated_folder: Path) -> None:
    assert flipped(dated_folder, 1000) == []


@pytest.mark.slow
def test_each_byte_of_the_timestamp_counts(dated_folder: Path, authority: Dater) -> None:
    source = random.Random(SEED)  # noqa: S311 - a repeatable draw, no secret
    manifest = (dated_folder / "MANIFEST.sha256").read_bytes()
    content = (dated_folder / "MANIFEST.sha256.tst").read_bytes()
    unseen = []
    for at in range(len(content)):
        altered = bytearray(content)
        altered[at] ^= 1 << source.randrange(8)
        if not CHECKS.verify_timestamp(manifest, bytes(altered), [authority.root_pem]).problems:
            unseen.append(at)
    assert unseen == []
