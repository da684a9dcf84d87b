"""One small real folder: two sealed PDF files, a mail and its fate, an evidence record, a journal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509.oid import ExtensionOID, NameOID

from toolkit import signing
from toolkit.clock import Clock, SteppedClock
from toolkit.digest import GENESIS, canonical_json, sha256
from toolkit.evidence import FolderPlan, Piece, build
from toolkit.model.document import Role
from toolkit.services.folder_checks import SigningChecks
from toolkit.signing.certificates import new_key
from toolkit.signing.keys import key_ring

from .tsa import Dater, dater

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
CASE = "C0007_2026-03-12_entretien-periodique"
NAME = "0001234_BENALI-Nadia"
CHECKS = SigningChecks()
"""The real checks, as the services hand them in."""


@dataclass
class KeyringSealer:
    """Seals with a key ring, as the services do."""

    keyring: signing.KeyRing
    clock: Clock

    def seal(self, data: bytes) -> bytes:
        return signing.seal_detached(data, self.keyring, self.clock)

    def is_seal_of(self, data: bytes, p7s: bytes) -> bool:
        certs = self.keyring.certificates.values()
        return signing.verify_detached(data, p7s, [self.keyring.root_pem], certs).ok


def plain_pdf(text: str) -> bytes:
    """Return a static document of one A4 page."""
    document = pikepdf.new()
    font = document.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
    )
    document.add_blank_page(page_size=(595, 842))
    page = document.pages[0]
    page.Contents = document.make_stream(f"BT /F1 14 Tf 60 760 Td ({text}) Tj ET".encode("latin-1"))
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    output = BytesIO()
    document.save(output, deterministic_id=True)
    return output.getvalue()


def journal(pieces: Iterable[Piece], matricule: str = "0001234") -> tuple[bytes, ...]:
    """Return a sound chain: a case opened, then one line per piece filed in it."""
    events: list[dict[str, object]] = [{"type": "case_opened", "body": {}}]
    for piece in pieces:
        body = {"file": piece.path.rpartition("/")[2], "sha256": piece.sha256}
        events.append({"type": "document_made", "body": body})
    lines: list[bytes] = []
    prev = GENESIS
    for number, event in enumerate(events, start=1):
        whose = {"matricule": matricule, "case": "C0007", "at": "2026-03-02T08:00:00Z"}
        line = canonical_json({"seq": number, "prev": prev, **whose, **event})
        lines.append(line)
        prev = sha256(line)
    return tuple(lines)


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock(START + timedelta(days=10), timedelta(seconds=1))


@pytest.fixture(scope="session")
def keys_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("employeur") / "cles"
    signing.create_keys(folder, b"phrase", "Ateliers de l’Été", SteppedClock(START))
    return folder


@pytest.fixture(scope="session")
def keyring(keys_folder: Path) -> signing.KeyRing:
    return signing.load_keys(keys_folder, b"phrase")


@pytest.fixture(scope="session")
def colleague(keys_folder: Path, keyring: signing.KeyRing) -> signing.KeyRing:
    """A key whose certificate comes from the same authority, but is no seal."""
    authority = load_pem_private_key((keys_folder / "intermediaire.key").read_bytes(), b"phrase")
    assert isinstance(authority, RSAPrivateKey)
    key = new_key()
    names = [
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Ateliers de l’Été"),
        x509.NameAttribute(NameOID.COMMON_NAME, "Luc Roy"),
    ]
    template = keyring.seal
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name(names))
        .issuer_name(template.issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(template.not_valid_before_utc)
        .not_valid_after(template.not_valid_after_utc)
    )
    for extension in template.extensions:
        if extension.oid != ExtensionOID.SUBJECT_KEY_IDENTIFIER:
            builder = builder.add_extension(extension.value, critical=extension.critical)
    certificate = builder.sign(authority, hashes.SHA256())
    return key_ring(key, keyring.root, keyring.issuing, certificate)


@pytest.fixture
def sealer(keyring: signing.KeyRing, clock: SteppedClock) -> KeyringSealer:
    return KeyringSealer(keyring, clock)


@pytest.fixture(scope="session")
def plan(keyring: signing.KeyRing) -> FolderPlan:
    """The content of the folder, made once."""
    clock = SteppedClock(START + timedelta(days=1), timedelta(seconds=1))
    letter = signing.seal_pdf(plain_pdf("Convocation"), keyring, reason="Convocation", clock=clock).pdf
    shown = plain_pdf("Compte rendu")
    consent = signing.consent_text(
        "presence-salarie",
        person="Nadia Benali",
        document="05_compte-rendu.pdf",
        sha256=sha256(shown),
        collected_by="Luc Roy",
        employer="Ateliers de l’Été",
    )
    acts = [signing.SigningAct(Role.EMPLOYEE, "Nadia Benali", clock.now(), consent)]
    boxes = {
        Role.EMPLOYEE: signing.Box(-1, 60, 200, 290, 260),
        Role.EMPLOYER: signing.Box(-1, 60, 120, 535, 180),
    }
    report = signing.sign_in_presence(shown, acts, keyring, boxes, clock, made_as=sha256(shown))
    record = signing.evidence_record(
        "05_compte-rendu.pdf", acts, shown=shown, result=report, keyring=keyring, recorded_at=clock.now()
    )
    mail = Piece.of(f"{CASE}/01_convocation_salarie.eml", b"From: rh@ateliers.example\r\n\r\nBonjour\r\n")
    filed = (
        Piece.of(f"{CASE}/01_convocation.pdf", letter),
        mail,
        Piece.of(f"{CASE}/05_compte-rendu.pdf", report.pdf),
        Piece.of(f"{CASE}/05_compte-rendu_preuve.json", canonical_json(record)),
    )
    fate = canonical_json({"message_sha256": mail.sha256, "state": "accepted", "reply": "250 2.0.0 Ok"})
    return FolderPlan(
        pieces=(*filed, Piece.of(f"{CASE}/01_convocation_salarie.json", fate)),
        journal=journal(filed),
        certs=keyring.certificates,
        cover=plain_pdf("Sommaire"),
    )


@pytest.fixture
def folder(tmp_path: Path, plan: FolderPlan, sealer: KeyringSealer) -> Path:
    """A sound folder on disk."""
    return build(plan, tmp_path / NAME, sealer).path


@pytest.fixture(scope="session")
def authority() -> Iterator[Dater]:
    """Someone else, who dates manifests."""
    with dater(START - timedelta(days=365)) as made:
        yield made


@pytest.fixture(scope="session")
def dated_plan(plan: FolderPlan, authority: Dater) -> FolderPlan:
    """The same content, with the root that vouches for its timestamp."""
    return replace(plan, certs={**plan.certs, "horodatage-1.pem": authority.root_pem})


@pytest.fixture
def dated_folder(tmp_path: Path, dated_plan: FolderPlan, sealer: KeyringSealer, authority: Dater) -> Path:
    """A sound folder on disk, whose manifest was timestamped."""
    stamps = [authority.stamp(dated_plan.manifest(), START + timedelta(days=11))]
    return build(dated_plan, tmp_path / NAME, sealer, stamps=stamps).path


Reseal = Callable[[Path, signing.KeyRing], None]


@pytest.fixture
def reseal(clock: SteppedClock) -> Reseal:
    """Write a manifest and a seal anew over whatever a folder holds, as a forger with a key would."""

    def forge(folder: Path, keys: signing.KeyRing) -> None:
        names = sorted(
            path.relative_to(folder).as_posix()
            for path in folder.rglob("*")
            if path.is_file() and not path.name.startswith("MANIFEST.")
        )
        listing = "".join(f"{sha256((folder / name).read_bytes())}  {name}\n" for name in names).encode()
        (folder / "MANIFEST.sha256").write_bytes(listing)
        (folder / "MANIFEST.sha256.p7s").write_bytes(signing.seal_detached(listing, keys, clock))

    return forge
