"""The timestamps of a folder: the first dates the manifest, each further one dates the one before it.

A timestamp is only as good as its authority's certificate. Before that expires, a new one is put over it; the
old one is then judged at the date of the new (RFC 4998, 5.2, timestamp renewal, in files openssl checks).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from toolkit.evidence import layout
from toolkit.evidence.checks import SignatureChecks, TimestampVerdict
from toolkit.evidence.report import FolderFinding


@dataclass(frozen=True, slots=True)
class Dated:
    """What the timestamps of a folder establish: who dated the manifest and when; flaws by file.

    ``valid_until`` is when the last one ceases to prove its date.
    """

    findings: tuple[FolderFinding, ...] = ()
    stamped_by: str = ""
    stamped_at: datetime | None = None
    valid_until: datetime | None = None


def stamps_of(contents: Mapping[str, bytes]) -> list[str]:
    """Return the names of the timestamps that are there, the first one first."""
    ranked = {number: name for name in contents if (number := layout.stamp_number(name)) is not None}
    return [ranked[number] for number in sorted(ranked)]


def stamp_roots(contents: Mapping[str, bytes]) -> list[bytes]:
    """Return the certificates in a folder that vouch for its timestamps."""
    return [pem for name, pem in contents.items() if name.startswith(layout.STAMP_ROOTS)]


def check_stamps(
    contents: Mapping[str, bytes],
    checks: SignatureChecks,
    roots: Sequence[bytes],
    at: datetime | None = None,
) -> Dated:
    """Check the chain of timestamps over the manifest.

    Args:
        contents: The files of the folder.
        checks: Checks each timestamp.
        roots: Certificates of the timestamp authorities relied on.
        at: The instant at which the last one must still prove its date; not asked where None.
    """
    names = stamps_of(contents)
    findings = list(_gaps(names, contents))
    if not names or layout.MANIFEST not in contents:
        return Dated(tuple(findings))
    verdicts: dict[str, TimestampVerdict] = {}
    judged_at = at
    for name, below in reversed(list(zip(names, [layout.MANIFEST, *names], strict=False))):
        verdict = checks.verify_timestamp(contents[below], contents[name], roots, at=judged_at)
        verdicts[name] = verdict
        judged_at = verdict.stamped_at or judged_at
        findings += _said_of(name, below, verdict)
    first, last = verdicts[names[0]], verdicts[names[-1]]
    if findings:
        return Dated(tuple(findings))
    return Dated(tuple(findings), first.stamped_by, first.stamped_at, last.valid_until)


def _gaps(names: Sequence[str], contents: Mapping[str, bytes]) -> Iterator[FolderFinding]:
    """Yield the timestamps that must be there and are not."""
    wanted = [layout.stamp_name(number) for number in range(len(names) or 1)]
    if not names and f"{layout.STAMP_ROOTS}1.pem" not in contents:
        return
    for name in wanted:
        if name not in names:
            yield FolderFinding(name, "cet horodatage est annoncé, mais il manque.")


def _said_of(name: str, below: str, verdict: TimestampVerdict) -> Iterator[FolderFinding]:
    if verdict.content_changed:
        yield FolderFinding(name, f"c’est l’horodatage d’un autre contenu que {below}.")
        return
    for problem in verdict.problems:
        yield FolderFinding(name, problem)
