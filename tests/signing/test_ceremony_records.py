"""The record of a ceremony: each act with what is known of it, and the timestamps by their numbers."""

from __future__ import annotations

import json
import re
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.signing.tsa import Authority, Desk

from toolkit import signing
from toolkit.clock import SteppedClock
from toolkit.digest import canonical_json, sha256
from toolkit.model.document import Role, SignatureLevel
from toolkit.signing import Box, KeyRing, Protection, SigningAct
from toolkit.signing.acts import LINK
from toolkit.signing.records import paper_record
from toolkit.signing.stamped import stamp_facts

NOW = datetime(2026, 3, 12, 9, 42, tzinfo=UTC)
BOXES = {
    Role.EMPLOYEE: Box(-1, 60, 200, 290, 260),
    Role.MANAGER: Box(-1, 305, 200, 535, 260),
    Role.EMPLOYER: Box(-1, 60, 120, 535, 180),
}


def act(role: Role) -> SigningAct:
    consent = signing.Consent("lien-salarie", "1", "J’ai lu.")
    return SigningAct(role, "Inès Lambert", NOW, consent, level=SignatureLevel.SIMPLE, channel=LINK)


def closed(document: bytes, keyring: KeyRing, protection: Protection) -> signing.Sealed:
    """Return the document signed by two persons at different moments, and closed."""
    clock = SteppedClock(NOW)
    roles = [Role.EMPLOYEE, Role.MANAGER]
    begun = signing.begin(document, roles, keyring, BOXES, clock, protection, made_as=sha256(document))
    for role in roles:
        begun = signing.sign_person(begun, act(role), keyring, BOXES[role], clock, protection)
    return signing.close(begun, [act(r) for r in roles], keyring, BOXES[Role.EMPLOYER], clock, protection)


def record(document: bytes, result: signing.Sealed, keyring: KeyRing) -> dict[str, object]:
    made = signing.evidence_record(
        "05_compte-rendu.pdf",
        [act(Role.EMPLOYEE), act(Role.MANAGER)],
        shown=document,
        result=result,
        keyring=keyring,
        recorded_at=NOW,
        ceremonies={Role.EMPLOYEE: {"pages_displayed": [1, 2]}},
    )
    read: dict[str, object] = json.loads(canonical_json(made))
    return read


def test_each_act_holds_its_own_ceremony(document: bytes, keyring: KeyRing) -> None:
    made = record(document, closed(document, keyring, Protection()), keyring)
    acts = made["acts"]
    assert isinstance(acts, list)
    assert [a["ceremony"] for a in acts] == [{"pages_displayed": [1, 2]}, {}]
    assert [a["channel"] for a in acts] == ["link", "link"]
    assert made["level"] == SignatureLevel.SIMPLE.value
    seal = made["seal"]
    assert isinstance(seal, dict)
    assert seal["timestamps"] == []


def test_timestamps_are_named_as_openssl_names_them(
    document: bytes, keyring: KeyRing, tmp_path: Path
) -> None:
    with Desk() as desk:
        authority = Authority(NOW - timedelta(days=9), lambda: NOW, f"{desk.address}/ocsp")
        desk.serve(authority)
        servers = signing.TimestampServers([f"{desk.address}/tsa"], [authority.root_pem], SteppedClock(NOW))
        result = closed(document, keyring, Protection(servers))
        token = signing.timestamp_bytes(b"x", servers)
    seal = record(document, result, keyring)["seal"]
    assert isinstance(seal, dict)
    told = seal["timestamps"]
    assert [stamp["field"] for stamp in told] == ["Certification", "Salarie", "Manager", "Cachet"]
    assert len({stamp["serial"] for stamp in told}) == len(told)
    (tmp_path / "token.der").write_bytes(token)
    command = ["openssl", "ts", "-reply", "-in", str(tmp_path / "token.der"), "-token_in", "-text"]
    shown = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert "Serial number: 0x" in shown
    named = re.search(r"Serial number: 0x([0-9A-F]+)", shown)
    assert named
    assert int(named[1], 16) == int(str(stamp_facts(token)["serial"]), 16)
    assert {stamp["server_certificate"] for stamp in told} != {""}


def test_a_paper_has_a_record_of_its_own_kind(document: bytes, keyring: KeyRing) -> None:
    sealed = signing.seal_pdf(document, keyring, reason="Copie", clock=SteppedClock(NOW))
    made = paper_record(
        "05_compte-rendu.pdf",
        shown=sha256(document),
        result=sealed,
        keyring=keyring,
        recorded_at=NOW,
        paper={"original": "armoire RH"},
    )
    assert made["level"] == SignatureLevel.ON_PAPER.value
    assert made["acts"] == []
    assert made["paper"] == {"original": "armoire RH"}
