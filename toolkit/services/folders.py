"""Evidence folders: built from what is kept, to the same bytes when nothing changed; verified; exported."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.clock import today
from toolkit.digest import Sha256, canonical_json, sha256
from toolkit.errors import UsageError, disk_words
from toolkit.evidence import (
    BuiltFolder,
    FolderPlan,
    FolderReport,
    Piece,
    build,
    folder_name,
    verify_all,
)
from toolkit.model import Employee, Event, EventType, Matricule
from toolkit.services.accounts import accounts
from toolkit.services.clock_words import clock_name
from toolkit.services.duties import Duties, duties_of
from toolkit.services.exhibits import exhibits, path_of
from toolkit.services.folder_checks import checks
from toolkit.services.folder_dating import FolderDating
from toolkit.services.office import Office
from toolkit.services.pieces import pdf_of
from toolkit.services.progress import Progress, silent
from toolkit.store import Unit

if TYPE_CHECKING:
    from toolkit.documents.letters import Accounted, Dating, ExhibitGroup, Letter
    from toolkit.signing import KeyRing

FOLDER = "evidence"


@dataclass(frozen=True)
class KeySealer:
    """The employer's seal on manifests."""

    keys: KeyRing
    office: Office

    def seal(self, data: bytes) -> bytes:
        """Return a detached seal of ``data``."""
        from toolkit.signing import seal_detached  # noqa: PLC0415 - heavy to import

        return seal_detached(data, self.keys, self.office.clock)

    def is_seal_of(self, data: bytes, p7s: bytes) -> bool:
        """Tell whether ``p7s`` is already a sound seal of ``data``."""
        from toolkit.signing import is_seal_of  # noqa: PLC0415 - heavy to import

        return is_seal_of(data, p7s)


def evidence_folder(office: Office) -> Path:
    """Return where the employer's folders lie."""
    return office.place(FOLDER)


def build_folders(
    office: Office,
    matricules: Sequence[Matricule] = (),
    *,
    as_of: date | None = None,
    told: Progress = silent,
) -> list[BuiltFolder]:
    """Build the folder of each employee, or of everyone; one in which nothing changed is left as it is.

    Args:
        office: The employer's office.
        matricules: Whose; everyone's where empty.
        as_of: The day that the covers state; today by default.
        told: Told the progress.

    Raises:
        NotFoundError: no such employee.
        EvidenceError: a piece lost its bytes, or the disk refused.
    """
    with office.reading() as unit:
        people = [unit.employees.get(m) for m in matricules] or unit.employees.all()
    sealer = KeySealer(office.keys, office)
    built = []
    for number, employee in enumerate(people, start=1):
        built.append(build_one(office, sealer, employee, as_of))
        told("Dossiers de preuve", number, len(people))
    return built


def build_one(
    office: Office, sealer: KeySealer, employee: Employee, as_of: date | None = None
) -> BuiltFolder:
    """Build the folder of one employee; ``as_of`` is the day that the cover states, today by default."""
    with office.reading() as unit:
        contents = _Contents.of(office, unit, employee, as_of)
    plan, stamps = _dated(office, contents)
    scope = f"{employee.matricule}:p7s"
    listing = _listing(plan)
    with office.reading() as unit:
        kept = unit.seals.get(scope, listing)
    folder = build(plan, _destination(office, employee), sealer, kept, stamps)
    if kept is None:
        with office.writing() as unit:
            unit.seals.put(scope, listing, folder.p7s)
            note_folder(office, unit, employee.matricule, folder)
    return folder


@dataclass(frozen=True, slots=True)
class _Contents:
    """What a folder holds and its cover says, as the base tells."""

    employee: Employee
    duties: Duties
    obligations: Sequence[Accounted]
    groups: Sequence[ExhibitGroup]
    pieces: tuple[Piece, ...]
    lines: tuple[bytes, ...]

    @classmethod
    def of(cls, office: Office, unit: Unit, employee: Employee, as_of: date | None) -> _Contents:
        """Read the base."""
        lines = tuple(unit.journal.lines(employee.matricule))
        cases = unit.cases.all(matricule=employee.matricule)
        documents = [d for d in unit.documents.of_employee(employee.matricule) if d.in_folder]
        duties = duties_of(office, unit, employee, as_of or today(office.clock))
        pieces = tuple(
            Piece(path_of(d, cases), d.sha256, partial(office.store.files.get, d.sha256)) for d in documents
        )
        groups = exhibits(unit, lines, documents, cases)
        return cls(employee, duties, accounts(unit, duties), groups, pieces, lines)


def _dated(office: Office, contents: _Contents) -> tuple[FolderPlan, tuple[bytes, ...]]:
    """Return the plan of a folder and the timestamps of its manifest.

    The cover, which the manifest lists, says whether the manifest is timestamped: a folder is planned as if
    it were, and planned anew as waiting when no server answers.
    """
    from toolkit.documents.letters import Dating  # noqa: PLC0415 - heavy to import

    dating = FolderDating(office, contents.employee.matricule)
    if not dating.configured:
        return _plan(office, contents, Dating.NONE, dating.roots(manifest=False)), ()
    plan = _plan(office, contents, Dating.STAMPED, dating.roots(manifest=True))
    stamps = dating.kept(plan.manifest())
    if not stamps:
        stamp = dating.timestamp(plan.manifest())
        if stamp is None:
            return _plan(office, contents, Dating.WAITING, dating.roots(manifest=False)), ()
        stamps = (stamp,)
    return plan, stamps


def _plan(office: Office, contents: _Contents, dating: Dating, roots: Mapping[str, bytes]) -> FolderPlan:
    """Return what the folder holds, with the certificates of the seal that sealed it just so, if one did."""
    matricule = contents.employee.matricule
    cover = _cover_bytes(office, matricule, _cover(office, contents, dating))
    plans = [
        FolderPlan(contents.pieces, contents.lines, {**certificates, **roots}, cover)
        for certificates in office.keys.certificate_sets
    ]
    if len(plans) > 1:
        with office.reading() as unit:
            for plan in plans:
                if unit.seals.get(f"{matricule}:p7s", _listing(plan)) is not None:
                    return plan
    return plans[0]


def _listing(plan: FolderPlan) -> Sha256:
    """Return what names a seal of this very content."""
    return sha256(canonical_json([[piece.path, piece.sha256] for piece in plan.files()]))


def note_folder(office: Office, unit: Unit, matricule: Matricule, folder: BuiltFolder) -> None:
    """Write the building to the employer's chain: the employee's own is inside the folder."""
    body: dict[str, object] = {"employee": matricule, "manifest": folder.manifest_sha256}
    if folder.stamps:
        body["stamps"] = len(folder.stamps)
    event = Event(office.employer.id, EventType.FOLDER_BUILT, office.clock.now(), unit.actor, body=body)
    unit.journal.append(event)


def _destination(office: Office, employee: Employee) -> Path:
    """Return the employee's folder; one that bears a former name is given the present one."""
    root = evidence_folder(office)
    wanted = root / folder_name(employee.matricule, employee.surname, employee.given_name)
    key = folder_name(employee.matricule, "", "")
    former = [path for path in root.glob(f"{key}_*") if path.is_dir() and path != wanted]
    if former and not wanted.exists():
        former[0].rename(wanted)
    return wanted


def _cover(office: Office, contents: _Contents, dating: Dating) -> Letter:
    from toolkit.documents.letters import Anchors, Correspondence, evidence_cover  # noqa: PLC0415 - heavy
    from toolkit.signing import fingerprint  # noqa: PLC0415 - heavy to import

    lines = contents.lines
    head = Correspondence(
        employer=office.employer,
        employee=contents.employee,
        on=contents.duties.timeline.as_of,
        footer=office.table.letterhead.footer,
        demonstration=office.demonstration,
    )
    anchors = Anchors(
        root_fingerprint=office.keys.root_fingerprint,
        chain_head=sha256(lines[-1]) if lines else Sha256(""),
        chain_length=len(lines),
        dating=dating,
        stamp_fingerprints=tuple(fingerprint(pem) for pem in office.timestamp_roots),
        clock=clock_name(office) if office.demonstration else "",
    )
    return evidence_cover(head, contents.obligations, contents.groups, anchors)


def _cover_bytes(office: Office, matricule: Matricule, letter: Letter) -> bytes:
    """Return the cover, drawn once for what it says, so that the folder is built again to the same bytes.

    The day it states does not count: a cover that says the same as an earlier one is that one.
    """
    says = sha256(canonical_json([letter.template, letter.title, _undated(letter.context)]))
    scope = f"{matricule}:cover"
    with office.reading() as unit:
        kept = unit.seals.get(scope, says)
    if kept is not None:
        return kept
    drawn = pdf_of(office, letter)
    with office.writing() as unit:
        unit.seals.put(scope, says, drawn)
    return drawn


def _undated(context: Mapping[str, object]) -> dict[str, object]:
    cover = context["cover"]
    facts = {k: v for k, v in cover.items() if k != "as_of"} if isinstance(cover, Mapping) else cover
    return {**context, "heading": None, "cover": facts}


def verify_folders(
    paths: Sequence[Path], trust: Sequence[Path] = (), *, at: datetime | None = None
) -> Iterator[FolderReport]:
    """Verify folders or archives, wherever they come from, one at a time; the data folder is not needed.

    Args:
        paths: Folders, ZIP files, ASiC-E containers, or folders of folders.
        trust: Root certificates in PEM, obtained elsewhere: of seals and of timestamps.
        at: The instant at which to judge; the present where None.

    Raises:
        EvidenceError: a path holds no folder.
        UsageError: a file of ``trust`` holds no certificate.
    """
    pem = b"".join(_certificates(path) for path in trust) if trust else None
    for path in paths:
        yield from verify_all(path, checks(), pem, at=at)


def _certificates(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(f"ce certificat est illisible ({disk_words(error)}).", about=str(path)) from error
    if b"-----BEGIN CERTIFICATE-----" not in content:
        raise UsageError(
            "ce fichier ne contient pas de certificat au format PEM.",
            about=str(path),
            next_step="Convertissez-le : openssl x509 -inform DER -in FICHIER -out racine.pem",
        )
    return content + b"\n"
