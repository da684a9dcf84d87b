"""A PDF made to break its readers ends in a sentence within five seconds and a gigabyte; nothing dies."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.evidence.conftest import CASE, KeyringSealer, journal, plain_pdf
from tests.evidence.hostile_pdfs import FROM_NOTHING, FROM_SIGNED
from tests.evidence.ordeal import Measured, Ordeal, admitted

from toolkit import signing
from toolkit.confined import Confined
from toolkit.errors import ConfinedError
from toolkit.evidence import FolderPlan, Piece, build, verify
from toolkit.services.confined_checks import MAX_BYTES, MEMORY, SECONDS, ConfinedChecks
from toolkit.services.folder_checks import SigningChecks

HEAVY = {
    "100 000 revisions",
    "100 000 signature fields",
    "a million numbers of objects",
    "a million objects",
    "byte range of a million numbers",
    "object stream of 200 000 objects, each listed",
    "object stream that inflates to 1.5 GB, listed",
    "signature of 20 MB of garbage",
    "zeros, 16 MB",
}
"""Those that take seconds to be written or ended."""

NAMES = [
    pytest.param(name, marks=pytest.mark.slow) if name in HEAVY else name
    for name in (*FROM_NOTHING, *FROM_SIGNED)
]
LIGHT = [name for name in (*FROM_NOTHING, *FROM_SIGNED) if name not in HEAVY]
HARMLESS = {
    "page that inflates to 1.5 GB",
    "page deflated three times",
    "a thousand filters",
    "JBIG2 bomb",
    "JPX bomb",
    "arrays 100 000 deep",
    "dictionaries 100 000 deep",
    "negative length",
    "length that is its own stream",
    "object stream of 100 million objects",
    "object streams that extend each other",
    "object stream bomb",
    "object stream of 200 000 objects, each listed",
    "object stream that inflates to 1.5 GB, listed",
}
"""Those whose page holds nothing alive and is not looked at: they may be signed, as any page may."""

Hostile = Callable[[str], bytes]


@pytest.fixture(scope="module")
def hostile(plan: FolderPlan) -> Hostile:
    """Return a maker of hostile PDFs by name."""
    signed = next(piece.read() for piece in plan.pieces if piece.path.endswith("01_convocation.pdf"))
    return lambda name: FROM_NOTHING[name]() if name in FROM_NOTHING else FROM_SIGNED[name](signed)


@pytest.fixture(scope="module")
def checks() -> Iterator[ConfinedChecks]:
    made = ConfinedChecks(Measured())
    yield made
    made.close()


@pytest.fixture(scope="module")
def confined() -> Iterator[Confined]:
    with Confined(seconds=SECONDS, memory=MEMORY) as made:
        yield made


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_pdf_is_judged_with_a_sentence_in_time(
    name: str, hostile: Hostile, checks: ConfinedChecks, keyring: signing.KeyRing
) -> None:
    content = hostile(name)
    started = time.perf_counter()
    verdict = checks.verify_pdf(content, [keyring.root_pem])
    assert verdict.problems
    assert all(problem.endswith((".", ")")) for problem in verdict.problems)
    assert time.perf_counter() - started < SECONDS + 5  # the child may have to be started first
    if isinstance(verdict, Ordeal):
        assert verdict.seconds < SECONDS
        assert verdict.megabytes < 1024


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_pdf_is_not_signed(name: str, hostile: Hostile, confined: Confined) -> None:
    try:
        ordeal = confined.run(admitted, hostile(name))
    except ConfinedError:
        ordeal = Ordeal(("il ne peut pas être signé : son examen a été arrêté",), 0, 0)
    assert ordeal.seconds < SECONDS
    assert ordeal.megabytes < 1024
    if name not in HARMLESS:
        assert len(ordeal.told) == 1
        assert "ne peut pas être signé" in ordeal.told[0]


def test_a_folder_sealed_around_hostile_pdfs_is_judged_whole_and_the_next_one_is_sound(
    tmp_path: Path, plan: FolderPlan, sealer: KeyringSealer, hostile: Hostile, keyring: signing.KeyRing
) -> None:
    names = dict(enumerate(LIGHT, start=10))
    filed = tuple(
        Piece.of(f"{CASE}/{number}_piece.pdf", hostile(name) + b"\n%/ByteRange")
        for number, name in names.items()
    )
    bad = build(replace(plan, pieces=filed, journal=journal(filed)), tmp_path / "bad", sealer).path
    good = build(plan, tmp_path / "good", sealer).path
    checks = ConfinedChecks(SigningChecks())
    try:
        found = {finding.file for finding in verify(bad, checks, keyring.root_pem).findings}
        assert found >= {piece.path for piece in filed}
        assert verify(good, checks, keyring.root_pem).ok
    finally:
        checks.close()


def test_a_child_that_dies_is_told_and_replaced(keyring: signing.KeyRing, hostile: Hostile) -> None:
    checks = ConfinedChecks(Measured(), seconds=1, memory=2**28)
    try:
        verdict = checks.verify_pdf(hostile("cross-references that inflate to 1.5 GB"), [keyring.root_pem])
        assert verdict.problems
        assert checks.verify_detached(b"x", b"y" * 9, [keyring.root_pem]).problems
        assert checks.verify_timestamp(b"x", b"y" * 9, [keyring.root_pem]).problems
    finally:
        checks.close()


def test_a_file_too_large_to_be_ours_is_not_even_opened(keyring: signing.KeyRing) -> None:
    checks = ConfinedChecks(Measured())
    for verdict in (
        checks.verify_pdf(bytes(MAX_BYTES + 1), [keyring.root_pem]),
        checks.verify_detached(b"", bytes(MAX_BYTES + 1), [keyring.root_pem]),
        checks.verify_timestamp(b"", bytes(MAX_BYTES + 1), [keyring.root_pem]),
    ):
        assert "trop grand" in verdict.problems[0]


def test_judging_apart_says_what_judging_here_says(plan: FolderPlan, keyring: signing.KeyRing) -> None:
    here, apart = SigningChecks(), ConfinedChecks(SigningChecks())
    try:
        for piece in plan.pieces:
            if piece.path.endswith(".pdf"):
                for content in (piece.read(), piece.read() + b" ", plain_pdf("x")):
                    expected = here.verify_pdf(content, [keyring.root_pem])
                    assert apart.verify_pdf(content, [keyring.root_pem]) == expected
    finally:
        apart.close()
