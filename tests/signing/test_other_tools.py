"""What an expert has at hand, without this project, agrees with it on a sound document."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.signing.tsa import Authority, Desk

from toolkit import signing
from toolkit.clock import SteppedClock
from toolkit.digest import sha256
from toolkit.model.document import Role
from toolkit.signing import Box, Protection, SigningAct

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
AT = datetime(2026, 3, 12, 9, 42, tzinfo=UTC)
MOMENT = str(int((AT + timedelta(days=1)).timestamp()))

needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
needs_poppler = pytest.mark.skipif(shutil.which("pdfsig") is None, reason="poppler-utils is not installed")


@pytest.fixture(scope="module")
def place(
    document: bytes, keyring: signing.KeyRing, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """A folder with a report at level B-LTA, and the two roots."""
    folder = tmp_path_factory.mktemp("expert")
    boxes = {Role.EMPLOYEE: Box(-1, 60, 200, 290, 260), Role.EMPLOYER: Box(-1, 60, 120, 535, 180)}
    act = SigningAct(Role.EMPLOYEE, "Nadia Benali", AT, signing.Consent("essai", "1", "J’ai lu."))
    clock = SteppedClock(AT)
    with Desk() as desk:
        authority = Authority(START, lambda: AT, f"{desk.address}/ocsp")
        servers = signing.TimestampServers([desk.serve(authority)], [authority.root_pem], clock)
        sealed = signing.sign_in_presence(
            document,
            [act],
            keyring,
            boxes,
            clock,
            Protection(servers, long_term=True),
            made_as=sha256(document),
        )
        (folder / "rapport.pdf").write_bytes(sealed.pdf)
        (folder / "racine.pem").write_bytes(keyring.root_pem)
        (folder / "horodatage.pem").write_bytes(authority.root_pem)
        yield folder


def _run(place: Path, *command: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(command, cwd=place, capture_output=True, check=False)


def _signatures(pdf: bytes) -> list[tuple[str, bytes, bytes]]:
    """Return the kind of each signature, what it signs and what it is, by looking for byte ranges only."""
    found = []
    for match in re.finditer(rb"/ByteRange \[0 (\d+) (\d+) (\d+)", pdf):
        length, resume, rest = (int(number) for number in match.groups())
        held = bytes.fromhex(pdf[length + 1 : resume - 1].decode())
        size = int.from_bytes(held[2:4], "big") + 4  # DER, two bytes of length
        kind = "stamp" if b"/ETSI.RFC3161" in pdf[match.start() - 300 : resume + 300] else "signature"
        found.append((kind, pdf[:length] + pdf[resume : resume + rest], held[:size]))
    return found


@needs_openssl
def test_openssl_verifies_each_signature_and_timestamp_without_any_pdf_library(place: Path) -> None:
    kinds = []
    for kind, signed, encoded in _signatures((place / "rapport.pdf").read_bytes()):
        (place / "signe.bin").write_bytes(signed)
        (place / "signature.der").write_bytes(encoded)
        if kind == "stamp":
            run = _run(
                place,
                *("openssl", "ts", "-verify", "-token_in", "-in", "signature.der", "-data", "signe.bin"),
                *("-CAfile", "horodatage.pem", "-attime", MOMENT),
            )
        else:
            run = _run(
                place,
                *("openssl", "cms", "-verify", "-binary", "-cades", "-inform", "DER", "-in", "signature.der"),
                *("-content", "signe.bin", "-CAfile", "racine.pem", "-attime", MOMENT, "-out", "/dev/null"),
            )
        assert run.returncode == 0, run.stderr
        kinds.append(kind)
    assert kinds == ["signature", "signature", "signature", "stamp"]


@needs_poppler
def test_pdfsig_reads_every_signature_as_valid(place: Path) -> None:
    read = _run(place, "pdfsig", "-nocert", "rapport.pdf").stdout.decode()
    assert read.count("Signature is Valid") == 3
    assert "Signature #4" in read
    assert read.count("Total document signed") == 1


def _pyhanko(place: Path, *options: str) -> subprocess.CompletedProcess[bytes]:
    program = str(Path(sys.executable).with_name("pyhanko"))
    trust = ("--trust", "racine.pem", "--trust", "horodatage.pem", "--trust-replace")
    return _run(place, program, "sign", "validate", *trust, *options, "rapport.pdf")


def test_pyhankos_own_command_line_trusts_every_signature_and_its_timestamp(place: Path) -> None:
    run = _pyhanko(place, "--no-revocation-check", "--validation-time", "2026-03-13T00:00:00+00:00")
    told = run.stdout.decode()
    assert run.returncode == 0, told + run.stderr.decode()
    assert told.count("INTACT:TRUSTED,TIMESTAMP_TOKEN<INTACT:TRUSTED>") == 3, told


def test_ours_agrees(place: Path) -> None:
    roots = [(place / "racine.pem").read_bytes()]
    stamp_roots = [(place / "horodatage.pem").read_bytes()]
    verdict = signing.verify_pdf(
        (place / "rapport.pdf").read_bytes(), roots, at=AT + timedelta(days=1), timestamp_roots=stamp_roots
    )
    assert verdict.ok, verdict.problems
