"""Whether a folder still is what was sealed; each flaw names its file, in plain French.

It needs the folder alone, or its archive. A folder is accepted when every file is the one that the manifest
lists, the manifest bears the employer's seal and its timestamps, the journal's chain holds and tells of every
piece, and every PDF bears the signatures announced for it, the last of which covers the whole file.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from toolkit.errors import EvidenceError
from toolkit.evidence import layout, manifest
from toolkit.evidence.archive import opened
from toolkit.evidence.checks import SealVerdict, SignatureChecks
from toolkit.evidence.container import Around, Container
from toolkit.evidence.dating import Dated, check_stamps
from toolkit.evidence.expectations import announcements, expected_fields, gaps, is_foreign
from toolkit.evidence.held import read
from toolkit.evidence.ledger import Ledger
from toolkit.evidence.report import FolderFinding, FolderReport
from toolkit.evidence.roots import choose, fingerprint
from toolkit.evidence.tree import Tree


def verify(
    path: Path,
    checks: SignatureChecks,
    trust: bytes | None = None,
    *,
    at: datetime | None = None,
) -> FolderReport:
    """Check the one evidence folder at ``path``, a folder or its archive.

    Args:
        path: The folder, the ZIP or the ASiC-E container.
        checks: Checks the signatures.
        trust: Root certificates in PEM, one after the other, from elsewhere, of seals and of timestamps; None
            takes the folder's own and says so.
        at: The instant at which dates must still be proved; not asked where None.

    Raises:
        EvidenceError: nothing readable is there, or several folders are.
    """
    reports = list(verify_all(path, checks, trust, at=at))
    if len(reports) != 1:
        raise EvidenceError(
            f"il y a là {len(reports)} dossiers de preuve.",
            about=str(path),
            next_step="Indiquez-en un seul.",
        )
    return reports[0]


def verify_all(
    path: Path,
    checks: SignatureChecks,
    trust: bytes | None = None,
    *,
    at: datetime | None = None,
) -> Iterator[FolderReport]:
    """Check every evidence folder at ``path``, one at a time: a folder, a folder of them, or an archive.

    Raises:
        EvidenceError: nothing readable is there.
    """
    with opened(path) as (found, container):
        for tree in found:
            yield _Check(tree, checks, trust, at).report(container)


class _Check:
    """One run over one folder, which gathers findings rather than stopping at the first."""

    def __init__(self, tree: Tree, checks: SignatureChecks, trust: bytes | None, at: datetime | None) -> None:
        self._label = tree.label
        self._checks = checks
        self._at = at
        self._findings = [FolderFinding(name, flaw) for name, flaw in tree.flaws().items()]
        self._held, unreadable = read(tree)
        self._findings += unreadable
        self._contents = self._held.contents
        self._roots = choose(self._contents, trust)
        self._notes = list(self._roots.notes)
        self._signed: list[str] = []

    def report(self, container: Container | None) -> FolderReport:
        """Return the verdict; ``container`` is the ASiC-E container around the folder, if there is one."""
        listing = self._read_manifest()
        self._compare(listing)
        self._survey(listing)
        self._findings += self._roots.findings
        verdict = self._check_seal()
        dated = self._check_stamps()
        matricule = self._check_journal()
        self._check_pdfs(dated)
        if container is not None:
            around = Around(self._held, self._checks, self._roots, self._certificates(), self._at)
            self._findings += container.findings(self._label, around)
        return FolderReport(
            folder=self._label,
            findings=tuple(dict.fromkeys(self._findings)),
            notes=tuple(self._notes),
            matricule=matricule,
            files=len(listing),
            signed=tuple(self._signed),
            sealed_by=verdict.sealed_by if verdict else "",
            sealed_at=verdict.sealed_at if verdict else None,
            stamped_by=dated.stamped_by,
            stamped_at=dated.stamped_at,
            renew_before=dated.valid_until,
            root_sha256=fingerprint(self._roots.seals[0]) if self._roots.seals else "",
        )

    def _find(self, file: str, problem: str) -> None:
        self._findings.append(FolderFinding(file, problem))

    def _read_manifest(self) -> dict[str, str]:
        content = self._contents.get(layout.MANIFEST)
        if content is None:
            self._find(layout.MANIFEST, "il manque : ce n’est pas un dossier de preuve complet.")
            return {}
        try:
            return dict(manifest.read(content))
        except EvidenceError as error:
            self._find(layout.MANIFEST, error.problem)
            return {}

    def _compare(self, listing: dict[str, str]) -> None:
        """Hold the manifest against what is there; what cannot be read is told already."""
        for name in sorted(set(listing) - set(self._contents)):
            if not any(finding.file == name for finding in self._findings):
                self._find(name, "il est annoncé par le manifeste, mais il manque.")
        for name in sorted(set(self._contents) - set(listing) if listing else ()):
            if not layout.is_unlisted(name):
                self._find(name, "il a été ajouté : le manifeste ne le connaît pas.")
        for name, digest in listing.items():
            if self._held.digests.get(name, digest) != digest:
                self._find(name, "son contenu n’est plus celui qui a été scellé.")

    def _survey(self, listing: dict[str, str]) -> None:
        """Hold the manifest against what every folder has and none has, even where it was sealed anew."""
        for name in layout.REQUIRED if listing else ():
            if name not in listing:
                self._find(
                    name, "il manque, et le manifeste ne l’annonce pas : le dossier n’est pas complet."
                )
        for name in sorted(listing):
            if not layout.has_a_place(name):
                self._find(name, "un dossier de preuve n’a pas de fichier à cet endroit.")

    def _check_seal(self) -> SealVerdict | None:
        listing, p7s = (self._contents.get(name) for name in (layout.MANIFEST, layout.SEAL))
        if p7s is None:
            self._find(layout.SEAL, "le sceau du manifeste manque.")
        if listing is None or p7s is None:
            return None
        verdict = self._checks.verify_detached(listing, p7s, self._roots.seals, self._certificates())
        if verdict.content_changed:
            self._find(layout.MANIFEST, "il a changé depuis qu’il a été scellé.")
        for problem in () if verdict.content_changed else verdict.problems:
            self._find(layout.SEAL, problem)
        return verdict

    def _certificates(self) -> list[bytes]:
        """Return the certificates in the folder that a seal may carry."""
        return [
            pem
            for name, pem in self._contents.items()
            if name.startswith(f"{layout.CERTS}/") and not name.startswith(layout.STAMP_ROOTS)
        ]

    def _check_stamps(self) -> Dated:
        dated = check_stamps(self._contents, self._checks, self._roots.stamps, self._at)
        self._findings += dated.findings
        if self._at is not None and dated.stamped_at is None:
            self._notes.append(
                "Sans horodatage du manifeste, la date du sceau repose sur l’horloge de l’employeur : "
                "à la date demandée, rien d’extérieur ne la prouve."
            )
        return dated

    def _check_journal(self) -> str:
        content = self._contents.get(layout.JOURNAL)
        if content is None:
            return ""
        ledger = Ledger.of(content)
        self._findings += ledger.findings(self._label, self._held)
        return ledger.matricule

    def _check_pdfs(self, dated: Dated) -> None:
        """Check every signed PDF.

        A timestamp of the manifest proves that each PDF existed then: where it still holds, a PDF is judged
        at that date (RFC 4998, 5.3).
        """
        at = dated.stamped_at if self._at is not None and dated.stamped_at else self._at
        announced, unreadable = announcements(self._held)
        self._findings += [*unreadable, *gaps(self._held, announced)]
        for name, content in self._contents.items():
            expected = expected_fields(name, announced)
            if not name.endswith(".pdf") or (expected is None and b"/ByteRange" not in content):
                continue
            if is_foreign(name):
                self._notes.append(f"{name} : signature d’un tiers, à vérifier avec ses propres certificats.")
                continue
            self._signed.append(name)
            verdict = self._checks.verify_pdf(
                content, self._roots.seals, expected, at=at, timestamp_roots=self._roots.stamps
            )
            for problem in verdict.problems:
                self._find(name, problem)
