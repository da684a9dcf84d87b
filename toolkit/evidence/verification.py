"""Whether a folder still is what was sealed; each flaw names its file, in plain French.

It needs the folder alone, or its ZIP. Certificates inside prove nothing by themselves: the reader compares
the root's fingerprint with the one printed on the cover or in a mail, or hands the root in.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

from toolkit.digest import first_broken_link, sha256
from toolkit.errors import EvidenceError
from toolkit.evidence import layout, manifest
from toolkit.evidence.checks import SealVerdict, SignatureChecks
from toolkit.evidence.report import FolderFinding, FolderReport
from toolkit.evidence.tree import Tree, trees
from toolkit.model.document import DocumentKind

_RECORD = re.compile(r"(.+)_preuve((?:_v\d+)?)\.json")
"""Name of the evidence record that goes with ``….pdf``, versions included."""
_RECORD_FORMAT = b'"format":"preuve-signature/'


def verify(path: Path, checks: SignatureChecks, trust: bytes | None = None) -> FolderReport:
    """Check the one evidence folder at ``path``, a folder or its ZIP.

    Args:
        path: The folder or the ZIP.
        checks: Checks the signatures.
        trust: The root certificate in PEM, from elsewhere; None takes the folder's own and says so.

    Raises:
        EvidenceError: nothing readable is there, or several folders are.
    """
    reports = list(verify_all(path, checks, trust))
    if len(reports) != 1:
        raise EvidenceError(
            f"il y a là {len(reports)} dossiers de preuve.",
            about=str(path),
            next_step="Indiquez-en un seul.",
        )
    return reports[0]


def verify_all(path: Path, checks: SignatureChecks, trust: bytes | None = None) -> Iterator[FolderReport]:
    """Check every evidence folder at ``path``: one folder, a folder of them, or a ZIP of either.

    Raises:
        EvidenceError: nothing readable is there.
    """
    with trees(path) as found:
        for tree in found:
            yield _Check(tree, checks, trust).report()


class _Check:
    """One run over one folder, which gathers findings rather than stopping at the first."""

    def __init__(self, tree: Tree, checks: SignatureChecks, trust: bytes | None) -> None:
        self._tree = tree
        self._checks = checks
        self._trust = trust
        self._findings = [FolderFinding(name, flaw) for name, flaw in tree.flaws().items()]
        self._notes: list[str] = []
        self._signed: list[str] = []
        self._contents: dict[str, bytes] = {}

    def report(self) -> FolderReport:
        listing = self._read_manifest()
        self._read_all()
        self._compare(listing)
        roots = self._roots()
        verdict = self._check_seal(roots)
        self._check_journal()
        self._check_pdfs(roots)
        return FolderReport(
            folder=self._tree.label,
            findings=tuple(self._findings),
            notes=tuple(self._notes),
            files=len(listing),
            signed=tuple(self._signed),
            sealed_by=verdict.sealed_by if verdict else "",
            sealed_at=verdict.sealed_at if verdict else None,
            root_sha256=_fingerprint(roots[0]) if roots else "",
        )

    def _find(self, file: str, problem: str) -> None:
        self._findings.append(FolderFinding(file, problem))

    def _read_all(self) -> None:
        for name in self._tree.names():
            try:
                self._contents[name] = self._tree.read(name)
            except EvidenceError as error:
                self._find(name, error.problem)

    def _read_manifest(self) -> dict[str, str]:
        if layout.MANIFEST not in self._tree.names():
            self._find(layout.MANIFEST, "il manque : ce n’est pas un dossier de preuve complet.")
            return {}
        try:
            return dict(manifest.read(self._tree.read(layout.MANIFEST)))
        except EvidenceError as error:
            self._find(layout.MANIFEST, error.problem)
            return {}

    def _compare(self, listing: dict[str, str]) -> None:
        present = set(self._tree.names())
        for name in sorted(set(listing) - present):
            self._find(name, "il est annoncé par le manifeste, mais il manque.")
        for name in sorted(present - set(listing) - layout.UNLISTED if listing else ()):
            self._find(name, "il a été ajouté : le manifeste ne le connaît pas.")
        for name, digest in listing.items():
            if name in self._contents and sha256(self._contents[name]) != digest:
                self._find(name, "son contenu n’est plus celui qui a été scellé.")

    def _roots(self) -> list[bytes]:
        inside = self._contents.get(layout.ROOT)
        if self._trust is None:
            if inside is None:
                return []
            self._notes.append(
                "La racine de confiance a été prise dans le dossier : l’empreinte "
                f"{_grouped(_fingerprint(inside))} est à comparer à celle imprimée sur le sommaire "
                "et dans les courriels de remise."
            )
            return [inside]
        if inside is not None and _fingerprint(inside) != _fingerprint(self._trust):
            self._find(layout.ROOT, "ce n’est pas la racine de confiance indiquée.")
        return [self._trust]

    def _check_seal(self, roots: list[bytes]) -> SealVerdict | None:
        listing, p7s = (self._contents.get(name) for name in (layout.MANIFEST, layout.SEAL))
        if p7s is None:
            self._find(layout.SEAL, "le sceau du manifeste manque.")
        if listing is None or p7s is None:
            return None
        certs = [pem for name, pem in self._contents.items() if name.startswith(f"{layout.CERTS}/")]
        verdict = self._checks.verify_detached(listing, p7s, roots, certs)
        if verdict.content_changed:
            self._find(layout.MANIFEST, "il a changé depuis qu’il a été scellé.")
        for problem in () if verdict.content_changed else verdict.problems:
            self._find(layout.SEAL, problem)
        return verdict

    def _check_journal(self) -> None:
        content = self._contents.get(layout.JOURNAL)
        if content is None:
            return
        *lines, rest = content.split(b"\n")
        broken = first_broken_link(lines)
        if broken is not None or rest:
            self._find(layout.JOURNAL, f"la chaîne est rompue à la ligne {broken or len(lines) + 1}.")

    def _check_pdfs(self, roots: list[bytes]) -> None:
        expected = self._expected_fields()
        for name, content in self._contents.items():
            fields = expected.get(name)
            if not name.endswith(".pdf") or (b"/ByteRange" not in content and fields is None):
                continue
            if DocumentKind.OUTSIDE_PROOF.value in name:
                self._notes.append(f"{name} : signature d’un tiers, à vérifier avec ses propres certificats.")
                continue
            self._signed.append(name)
            for problem in self._checks.verify_pdf(content, roots, fields).problems:
                self._find(name, problem)

    def _expected_fields(self) -> dict[str, list[str]]:
        """Return, by path of a PDF, the signature fields that its evidence record announces."""
        expected = {}
        for name, content in self._contents.items():
            match = _RECORD.fullmatch(name)
            if match is None or _RECORD_FORMAT not in content:
                continue
            try:
                document = json.loads(content)["document"]
                fields = [str(field) for field in document["fields"]]
                signed = str(document["sha256_signed"])
            except (ValueError, KeyError, TypeError, RecursionError):
                self._find(name, "cette preuve de signature n’est pas lisible.")
                continue
            path = f"{match[1]}{match[2]}.pdf"
            expected[path] = fields
            if path not in self._contents or sha256(self._contents[path]) != signed:
                self._find(path, f"ce n’est pas le document que décrit {name}.")
        return expected


def _fingerprint(pem: bytes) -> str:
    """Return the SHA-256 of a PEM certificate's DER bytes; of the bytes themselves when they are not PEM."""
    lines = [line for line in pem.splitlines() if line and not line.startswith(b"-----")]
    try:
        der = base64.b64decode(b"".join(lines), validate=True)
    except binascii.Error:
        der = pem
    return hashlib.sha256(der).hexdigest()


def _grouped(digits: str) -> str:
    upper = digits.upper()
    return " ".join(upper[i : i + 4] for i in range(0, len(upper), 4))
