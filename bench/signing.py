"""Seals and folders per second, each beside a peer or a limit measured in the same run.

    python bench/signing.py

Times are CPU time of one process on one core, the best of three rounds, so that a busy machine does not
decide. The peer for seals is pyHanko's own ``SimpleSigner`` as its documentation shows it; the limit is the
same library with the key kept and the room reserved, without our checks of the document. The limit for
folders is ``sha256sum`` over the same bytes.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import pikepdf
from asn1crypto import tsp
from asn1crypto.ocsp import OCSPResponse
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko_certvalidator import ValidationContext
from tests.signing.tsa import Authority

from toolkit import signing
from toolkit.clock import Clock, SteppedClock
from toolkit.digest import GENESIS, canonical_json, sha256
from toolkit.evidence import FolderPlan, Piece, build, verify_all
from toolkit.model.document import PadesLevel, Role
from toolkit.signing.envelope import as_asn1
from toolkit.signing.tokens import Token, granted, question

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
FOLDERS = 40
BOXES = {
    Role.EMPLOYEE: signing.Box(-1, 60, 200, 290, 260),
    Role.MANAGER: signing.Box(-1, 305, 200, 535, 260),
    Role.EMPLOYER: signing.Box(-1, 60, 120, 535, 180),
}


class Sealer:
    """Seals manifests with a key ring."""

    def __init__(self, keyring: signing.KeyRing, clock: Clock) -> None:
        """Keep both."""
        self._keyring = keyring
        self._clock = clock

    def seal(self, data: bytes) -> bytes:
        """Return a new seal."""
        return signing.seal_detached(data, self._keyring, self._clock)

    def is_seal_of(self, data: bytes, p7s: bytes) -> bool:
        """Tell whether the seal states this content."""
        return signing.is_seal_of(data, p7s)


def letter(pages: int = 2) -> bytes:
    """Return a static document of about 60 kB."""
    document = pikepdf.new()
    font = document.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
    )
    for number in range(pages):
        document.add_blank_page(page_size=(595, 842))
        page = document.pages[-1]
        lines = [f"1 0 0 1 60 {800 - 14 * row} Tm (Page {number}, ligne {row}) Tj" for row in range(50)]
        text = "BT /F1 11 Tf " + " ".join(lines) + " ET % " + "x" * 28_000
        page.Contents = document.make_stream(text.encode())
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    output = BytesIO()
    document.save(output, compress_streams=False, deterministic_id=True)
    return output.getvalue()


def cost(act: Callable[[], object], times: int) -> float:
    """Return the CPU seconds of one call, the best of three rounds of ``times`` calls."""
    act()
    rounds = []
    for _ in range(3):
        start = time.process_time()
        for _ in range(times):
            act()
        rounds.append((time.process_time() - start) / times)
    return min(rounds)


def stock(pdf: bytes, keys: Path, passphrase: bytes) -> Callable[[], object]:
    """Return a seal made as pyHanko's documentation shows it."""
    signer = signers.SimpleSigner.load_pkcs12(str(keys / "cachet.p12"), passphrase=passphrase)  # type: ignore[no-untyped-call]
    metadata = signers.PdfSignatureMetadata(
        field_name="Cachet", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )
    return lambda: signers.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), metadata, signer=signer)


def tuned(pdf: bytes, keyring: signing.KeyRing) -> Callable[[], object]:
    """Return the same with the key kept and the room reserved: what the library allows at best."""
    metadata = signers.PdfSignatureMetadata(
        field_name="Cachet", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )
    pdf_signer = signers.PdfSigner(metadata, keyring.signer)
    return lambda: pdf_signer.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), bytes_reserved=24576)


class NearServers(signing.TimestampServers):
    """Timestamp servers within the process: what is measured is neither a network nor another program."""

    def __init__(self, authority: Authority, clock: Clock) -> None:
        """Keep the authority that stamps."""
        super().__init__(["near"], [authority.root_pem], clock)
        self._authority = authority

    async def _asked(self, url: str, imprint: bytes) -> Token:  # noqa: ARG002 - there is one
        nonce = self._nonce(64)
        answer = tsp.TimeStampReq.load(question(imprint, nonce))
        stamped = await self._authority.stamper.async_request_tsa_response(answer)
        return granted(stamped.dump(), imprint, nonce, self.roots)


def stock_level(
    pdf: bytes, keys: Path, authority: Authority, keyring: signing.KeyRing, level: PadesLevel
) -> Callable[[], object]:
    """Return a seal at ``level`` as pyHanko's documentation shows it, stamped by the same authority."""
    signer = signers.SimpleSigner.load_pkcs12(str(keys / "cachet.p12"), passphrase=b"phrase")  # type: ignore[no-untyped-call]
    long_term = level is PadesLevel.B_LTA
    responder = keyring.responder
    assert responder is not None

    def sign() -> object:
        answers = responder.answers(keyring.seal, keyring.issuing, authority.now())
        answers += [OCSPResponse.load(authority.told(each)) for each in (authority.server, authority.issuing)]
        context = ValidationContext(
            trust_roots=[as_asn1(keyring.root), as_asn1(authority.root)],
            other_certs=[as_asn1(keyring.issuing)],
            ocsps=answers,
            moment=authority.now(),
            allow_fetching=False,
            revocation_mode="require",
        )
        metadata = signers.PdfSignatureMetadata(
            field_name="Cachet",
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            embed_validation_info=long_term,
            use_pades_lta=long_term,
            validation_context=context if long_term else None,
        )
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        return signers.sign_pdf(writer, metadata, signer=signer, timestamper=authority.stamper)

    return sign


def levels(pdf: bytes, keys: Path, keyring: signing.KeyRing) -> None:
    """Print what a seal costs at the levels that need a timestamp server, beside the library's own way."""
    at = START + timedelta(days=1)
    authority = Authority(START, lambda: at, "http://127.0.0.1/ocsp")
    authority.stamper.fixed_dt = at
    clock = SteppedClock(at)
    servers = NearServers(authority, clock)
    answers = [OCSPResponse.load(authority.told(each)) for each in (authority.server, authority.issuing)]
    print("with a timestamp server in the process, RSA-2048, its own cost included")
    for level in (PadesLevel.B_T, PadesLevel.B_LTA):
        protection = signing.Protection(servers, long_term=level is PadesLevel.B_LTA)

        def seal(protection: signing.Protection = protection) -> signing.Sealed:
            return signing.seal_pdf(pdf, keyring, reason="Convocation", clock=clock, protection=protection)

        with patch("toolkit.signing.archive.revocation_of", lambda _: answers):
            assert seal().level is level
            ours = cost(seal, 10)
        peer = cost(stock_level(pdf, keys, authority, keyring, level), 3)
        told = f"stock {1 / peer:6.1f} /s   ours, level read back {1 / ours:6.1f} /s"
        print(f"  {level.value:<12} {told}   {peer / ours:.1f} x stock")


def acts() -> list[signing.SigningAct]:
    """Return the consents of two persons."""
    values = {"document": "d", "sha256": "ab", "collected_by": "Luc Roy", "employer": "Ateliers"}
    return [
        signing.SigningAct(role, name, START, signing.consent_text(consent, person=name, **values))
        for role, name, consent in (
            (Role.EMPLOYEE, "Nadia Benali", "presence-salarie"),
            (Role.MANAGER, "Jean Roche", "presence-manager"),
        )
    ]


def in_presence(pdf: bytes, keyring: signing.KeyRing, clock: Clock) -> Callable[[], signing.Sealed]:
    """Return a certification, two signatures gathered in presence and the seal, three visible blocks."""
    both, made_as = acts(), sha256(pdf)
    return lambda: signing.sign_in_presence(pdf, both, keyring, BOXES, clock, made_as=made_as)


def seals(pdf: bytes, keys: Path, keyring: signing.KeyRing, clock: Clock) -> None:
    """Print what a seal costs beside its peer and its limit."""
    peer = cost(stock(pdf, keys, b"phrase"), 5)
    limit = cost(tuned(pdf, keyring), 40)
    ours = cost(lambda: signing.seal_pdf(pdf, keyring, reason="Convocation", clock=clock), 40)
    trio = cost(in_presence(pdf, keyring, clock), 10)
    sealed = signing.seal_pdf(pdf, keyring, reason="Convocation", clock=clock).pdf
    check = cost(lambda: signing.verify_pdf(sealed, [keyring.root_pem], ["Cachet"]), 20)
    manifest = cost(lambda: signing.seal_detached(b"x" * 2000, keyring, clock), 40)
    assert peer / ours >= 10, "a seal must cost at most a tenth of the library's own way"
    assert ours / limit <= 1.15, "the checks of the document must cost little beside the seal"
    print(f"document of {len(pdf) / 1000:.0f} kB, RSA-3072, PAdES B-B")
    print(f"  stock SimpleSigner             {1 / peer:8.1f} /s")
    print(f"  library at best                {1 / limit:8.1f} /s")
    print(f"  seal_pdf, document checked     {1 / ours:8.1f} /s   {peer / ours:.1f} x stock")
    print(f"     cost over library at best   {ours / limit:8.2f}")
    print(f"  sign_in_presence, 4 signatures {1 / trio:8.1f} documents/s")
    print(f"  verify_pdf                     {1 / check:8.1f} /s")
    print(f"  seal of a manifest             {1 / manifest:8.1f} /s")


def plan(number: int, pdf: bytes, keyring: signing.KeyRing, clock: Clock) -> FolderPlan:
    """Return a folder of three sealed letters, a signed report and twelve mails."""
    sealed = signing.seal_pdf(pdf, keyring, reason="Convocation", clock=clock).pdf
    report = in_presence(pdf, keyring, clock)()
    pieces = [Piece.of(f"C0001/{step:02d}_convocation.pdf", sealed) for step in range(1, 4)]
    pieces.append(Piece.of("C0001/05_compte-rendu.pdf", report.pdf))
    record = signing.evidence_record(
        "05_compte-rendu.pdf", acts(), shown=pdf, result=report, keyring=keyring, recorded_at=START
    )
    pieces.append(Piece.of("C0001/05_compte-rendu_preuve.json", canonical_json(record)))
    mails = [Piece.of(f"C0001/{step:02d}_courriel.eml", b"x" * 40_000) for step in range(10, 22)]
    filed = (*pieces, *mails)
    return FolderPlan(filed, journal(number, filed), keyring.certificates, letter(1))


def journal(number: int, pieces: Sequence[Piece]) -> tuple[bytes, ...]:
    """Return the chain of an employee in which each piece was filed."""
    lines: list[bytes] = []
    for piece in pieces:
        entry = {
            "seq": len(lines) + 1,
            "prev": sha256(lines[-1]) if lines else GENESIS,
            "type": "document_made",
            "matricule": f"{number:07d}",
            "case": "C0001",
            "body": {"file": piece.path.rpartition("/")[2], "sha256": piece.sha256},
        }
        lines.append(canonical_json(entry))
    return tuple(lines)


def folders(root: Path, pdf: bytes, keyring: signing.KeyRing, clock: Clock) -> None:
    """Print what building and verifying folders costs beside hashing the same bytes."""
    one = plan(1, pdf, keyring, clock)
    sealer = Sealer(keyring, clock)
    start = time.process_time()
    for number in range(FOLDERS):
        build(one, root / f"{number:07d}", sealer)
    built = (time.process_time() - start) / FOLDERS
    again = cost(lambda: build(one, root / "0000000", sealer), 10)
    names = [str(path) for path in root.rglob("*") if path.is_file()]
    size = sum(Path(name).stat().st_size for name in names)
    start = time.perf_counter()
    subprocess.run(["sha256sum", *names], stdout=subprocess.DEVNULL, check=True)
    hashing = time.perf_counter() - start
    start = time.process_time()
    reports = list(verify_all(root, signing, keyring.root_pem))
    verifying = time.process_time() - start
    assert all(report.ok for report in reports)
    print(f"{FOLDERS} folders, {size / 1e6:.1f} MB, {len(names)} files, 7 signatures each")
    print(f"  built                          {1 / built:8.1f} folders/s")
    print(f"  unchanged, left untouched      {1 / again:8.1f} folders/s")
    print(f"  verified, signatures included  {FOLDERS / verifying:8.1f} folders/s")
    print(f"  verify                         {size / 1e6 / verifying:8.1f} MB/s")
    print(f"  sha256sum over the same bytes  {size / 1e6 / hashing:8.1f} MB/s")
    print(f"     verify over sha256sum       {verifying / hashing:8.1f} times its time")


def main() -> None:
    """Measure and print."""
    clock = SteppedClock(START, timedelta(seconds=1))
    with tempfile.TemporaryDirectory() as folder:
        keys = Path(folder) / "cles"
        keyring = signing.create_keys(keys, b"phrase", "Ateliers", clock)
        pdf = letter()
        seals(pdf, keys, keyring, clock)
        levels(pdf, keys, keyring)
        folders(Path(folder) / "evidence", pdf, keyring, clock)


if __name__ == "__main__":
    main()
