"""Timestamps of documents: taken when a server answers, waited for when none does, never made up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from tests.signing.tsa import Authority, Desk

from toolkit.errors import SettingsError
from toolkit.model import CaseState, DocumentKind, PadesLevel
from toolkit.services.office import Office
from toolkit.services.probes import Verdict
from toolkit.services.signatures import sign_in_presence
from toolkit.services.stamping import flush_timestamps, waiting_documents
from toolkit.services.timestamp_probes import timestamp_checks
from toolkit.signing import verify_pdf

from .conftest import BOTH_SIGN, LAMBERT, LATER, case_of

ROOTS = "horodatage.pem"


@dataclass
class Stamping:
    """An office whose settings name a timestamp server, and that server."""

    office: Office
    authority: Authority
    desk: Desk

    def asking(self, path: str, roots: str = ROOTS) -> Office:
        """Return the office with the server at ``path`` in its settings."""
        changes = {"timestamp_servers": [self.desk.address + path], "timestamp_roots": roots}
        signing = self.office.settings.signing.model_copy(update=changes)
        return replace(self.office, settings=self.office.settings.model_copy(update={"signing": signing}))


@pytest.fixture
def stamping(reported: Office) -> Iterator[Stamping]:
    with Desk() as desk:
        authority = Authority(LATER - timedelta(days=400), lambda: LATER, f"{desk.address}/ocsp")
        desk.serve(authority)
        (reported.folder / ROOTS).write_bytes(authority.root_pem)
        yield Stamping(reported, authority, desk)


def _sign(office: Office) -> None:
    done = sign_in_presence(office, case_of(office, LAMBERT).id, BOTH_SIGN, collected_by="Claire Fontaine")
    assert done.case.state is CaseState.SIGNED


def _levels(office: Office) -> dict[str, PadesLevel | None]:
    with office.reading() as unit:
        documents = unit.documents.of_case(case_of(office, LAMBERT).id)
    return {d.file_name: d.level for d in documents if d.kind is DocumentKind.REPORT and d.sealed}


def test_the_level_reached_is_written_with_the_document(stamping: Stamping) -> None:
    office = stamping.asking("/tsa")
    _sign(office)
    assert set(_levels(office).values()) == {PadesLevel.B_LTA}
    assert DocumentKind.REPORT not in {d.kind for d in waiting_documents(office)}


def test_what_waits_is_stamped_when_the_server_answers_and_the_former_is_kept(stamping: Stamping) -> None:
    down = stamping.asking("/absent")
    _sign(down)
    assert {d.level for d in waiting_documents(down)} == {PadesLevel.B_B}
    before = _levels(down)
    tried = flush_timestamps(down)
    assert (tried.stamped, tried.waiting) == ((), len(waiting_documents(down)))
    assert "aucun serveur d’horodatage n’a répondu" in tried.reason

    office = stamping.asking("/tsa")
    done = flush_timestamps(office)
    assert done.waiting == 0
    assert waiting_documents(office) == []
    after = _levels(office)
    assert before.items() <= after.items()
    assert {level for name, level in after.items() if name not in before} == {
        PadesLevel.B_T,
        PadesLevel.B_LTA,
    }
    for document in done.stamped:
        content = office.store.files.get(document.sha256)
        verdict = verify_pdf(content, [office.keys.root_pem], timestamp_roots=office.timestamp_roots)
        assert verdict.ok, verdict.problems
        assert verdict.signatures[0].stamped_at == LATER


def test_without_a_server_in_the_settings_nothing_waits(stamping: Stamping) -> None:
    _sign(stamping.office)
    assert set(_levels(stamping.office).values()) == {PadesLevel.B_B}
    assert waiting_documents(stamping.office) == []


def test_servers_without_their_roots_are_refused(stamping: Stamping) -> None:
    for roots in ("", "absent.pem"):
        office = stamping.asking("/tsa", roots)
        with pytest.raises(SettingsError, match="racines d’horodatage"):
            _ = office.timestamps


def test_the_doctor_tells_who_stamps_what_waits_and_what_old_keys_lack(stamping: Stamping) -> None:
    (none,) = timestamp_checks(stamping.office)
    assert "aucun serveur" in none.found
    down = stamping.asking("/absent")
    _sign(down)
    (waits,) = timestamp_checks(down, network=False)
    assert waits.found.endswith("sans horodatage.")
    office = stamping.asking("/tsa")
    sound, *_ = timestamp_checks(office)
    assert (sound.verdict, sound.found) == (Verdict.SOUND, "« Horloge d’essai » répond.")
    object.__setattr__(office.keys, "responder", None)
    old = [check.next_step for check in timestamp_checks(office, network=False)]
    assert any("nouvelle racine" in step for step in old)
