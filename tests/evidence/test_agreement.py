"""Programs that owe us nothing agree with our verdict on a sound folder, each run on its own."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from toolkit import signing
from toolkit.evidence import verify

from .conftest import CASE, CHECKS
from .tsa import Dater

REPORT = f"{CASE}/05_compte-rendu.pdf"
LETTER = f"{CASE}/01_convocation.pdf"
PYHANKO = Path(sys.executable).with_name("pyhanko")


def _needs(program: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(program) is None, reason=f"{program} is not installed")


def _run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def judged(dated_folder: Path, keyring: signing.KeyRing, authority: Dater) -> Path:
    """A folder that we find sound."""
    assert verify(dated_folder, CHECKS, keyring.root_pem + authority.root_pem).ok
    return dated_folder


def test_sha256sum_agrees(judged: Path) -> None:
    run = _run(judged, "sha256sum", "-c", "--strict", "--quiet", "MANIFEST.sha256")
    assert (run.returncode, run.stdout) == (0, "")


@_needs("openssl")
def test_openssl_cms_agrees_on_the_seal(judged: Path) -> None:
    seal = ("-in", "MANIFEST.sha256.p7s", "-content", "MANIFEST.sha256", "-out", "/dev/null")
    trust = ("-CAfile", "certs/racine.pem", "-no_check_time")
    run = _run(judged, "openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", *seal, *trust)
    assert run.returncode == 0, run.stderr


@_needs("openssl")
def test_openssl_ts_agrees_on_the_timestamp(judged: Path) -> None:
    stamp = ("-in", "MANIFEST.sha256.tst", "-data", "MANIFEST.sha256")
    trust = ("-CAfile", "certs/horodatage-1.pem", "-no_check_time")
    run = _run(judged, "openssl", "ts", "-verify", "-token_in", *stamp, *trust)
    assert "Verification: OK" in run.stdout


@_needs("openssl")
@pytest.mark.parametrize(("name", "signatures"), [(LETTER, 1), (REPORT, 3)])
def test_openssl_cms_agrees_on_every_signature_of_a_pdf(
    judged: Path, tmp_path: Path, name: str, signatures: int
) -> None:
    pdf = (judged / name).read_bytes()
    ranges = re.findall(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]", pdf)
    assert len(ranges) == signatures
    for start, length, resume, rest in (tuple(map(int, each)) for each in ranges):
        (tmp_path / "signed").write_bytes(pdf[start : start + length] + pdf[resume : resume + rest])
        hexadecimal = pdf[start + length + 1 : resume - 1]
        (tmp_path / "signature").write_bytes(bytes.fromhex(hexadecimal.decode()))
        files = ("-in", str(tmp_path / "signature"), "-content", str(tmp_path / "signed"))
        trust = ("-CAfile", "certs/racine.pem", "-no_check_time", "-out", "/dev/null")
        run = _run(judged, "openssl", "cms", "-verify", "-binary", "-inform", "DER", *files, *trust)
        assert run.returncode == 0, run.stderr


@_needs("pdfsig")
@pytest.mark.parametrize(("name", "signatures"), [(LETTER, 1), (REPORT, 3)])
def test_pdfsig_agrees(judged: Path, name: str, signatures: int) -> None:
    said = _run(judged, "pdfsig", "-nocert", name).stdout
    assert said.count("Signature Validation: Signature is Valid.") == signatures
    assert "Total document signed" in said


@pytest.mark.skipif(not PYHANKO.is_file(), reason="pyhanko-cli is not installed")
@pytest.mark.parametrize("name", [LETTER, REPORT])
def test_the_command_of_pyhanko_agrees(judged: Path, name: str) -> None:
    trust = ("--trust", "certs/racine.pem", "--trust-replace", "--no-revocation-check")
    run = _run(judged, str(PYHANKO), "sign", "validate", "--pretty-print", *trust, name)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "The signature is judged VALID." in run.stdout
    assert "INVALID" not in run.stdout


@_needs("openssl")
def test_the_script_of_the_folder_agrees(judged: Path) -> None:
    run = _run(judged, "sh", "verifier.sh")
    assert run.stdout.rstrip().endswith("Le dossier est conforme.")
