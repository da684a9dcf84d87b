"""How far a document is protected is read from it: dated by others, provable later, renewed in time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pypdf import PdfReader
from tests.signing.tsa import Authority, Desk

from toolkit import signing
from toolkit.clock import SteppedClock
from toolkit.digest import sha256
from toolkit.errors import SigningError, TimestampUnavailableError
from toolkit.model.document import PadesLevel, Role
from toolkit.signing import Box, Protection, SigningAct

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
AT = datetime(2026, 3, 12, 9, 42, tzinfo=UTC)
BOXES = {
    Role.EMPLOYEE: Box(-1, 60, 200, 290, 260),
    Role.MANAGER: Box(-1, 305, 200, 535, 260),
    Role.EMPLOYER: Box(-1, 60, 120, 535, 180),
}


@dataclass
class World:
    """The hour, the authority that tells it, and the employer who asks."""

    desk: Desk
    authority: Authority
    keyring: signing.KeyRing
    hour: datetime = AT

    def now(self) -> datetime:
        """Tell the hour, to the employer and to the authority alike."""
        return self.hour

    def protection(self, *urls: str, long_term: bool = True) -> Protection:
        """Return the protection that the servers at ``urls`` give, the good one where none is named."""
        asked = urls or (f"{self.desk.address}/tsa",)
        servers = signing.TimestampServers(asked, [self.authority.root_pem], self)
        return Protection(servers, long_term)

    def sealed(self, document: bytes, protection: Protection) -> signing.Sealed:
        """Return a sealed letter."""
        return signing.seal_pdf(
            document, self.keyring, reason="Convocation", clock=self, protection=protection
        )

    def verdict(self, pdf: bytes, at: datetime | None = None, *roots: bytes) -> signing.PdfVerdict:
        """Judge ``pdf`` under the roots of both."""
        stamp_roots = [self.authority.root_pem, *roots]
        return signing.verify_pdf(pdf, [self.keyring.root_pem], at=at, timestamp_roots=stamp_roots)


@pytest.fixture
def world(keyring: signing.KeyRing) -> Iterator[World]:
    with Desk() as desk:
        there: list[World] = []
        authority = Authority(START, lambda: there[0].hour, f"{desk.address}/ocsp")
        desk.serve(authority)
        there.append(World(desk, authority, keyring))
        yield there[0]


@pytest.fixture
def down(world: World) -> str:
    return f"{world.desk.address}/absent"


def act(role: Role) -> SigningAct:
    consent = signing.Consent("essai", "1", "J’ai lu.")
    return SigningAct(role, "Nadia Benali", AT, consent)


def test_a_letter_is_dated_by_a_third_party_and_provable_later(document: bytes, world: World) -> None:
    sealed = world.sealed(document, world.protection())
    assert sealed.level is PadesLevel.B_LTA
    assert not sealed.waiting
    verdict = world.verdict(sealed.pdf)
    assert verdict.ok, verdict.problems
    assert verdict.level is PadesLevel.B_LTA
    assert verdict.signatures[0].stamped_at == AT
    assert verdict.stamped_by == "Horloge d’essai"
    assert verdict.provable_until == world.authority.server.not_valid_after_utc


def test_every_signature_of_a_sequence_is_dated_by_itself(document: bytes, world: World) -> None:
    protection, keyring = world.protection(), world.keyring
    roles, made_as = (Role.EMPLOYEE, Role.MANAGER), sha256(document)
    signed = signing.begin(document, roles, keyring, BOXES, world, protection, made_as=made_as)
    hours = [world.hour]
    for role in roles:
        world.hour += timedelta(days=1)
        hours.append(world.hour)
        signed = signing.sign_person(signed, act(role), keyring, BOXES[role], world, protection)
    closed = signing.close(signed, [*map(act, roles)], keyring, BOXES[Role.EMPLOYER], world, protection)
    assert closed.level is PadesLevel.B_LTA
    verdict = world.verdict(closed.pdf)
    assert verdict.ok, verdict.problems
    assert [fact.field for fact in verdict.signatures] == ["Certification", "Salarie", "Manager", "Cachet"]
    assert [fact.stamped_at for fact in verdict.signatures] == [*hours, hours[-1]]


def test_the_last_timestamp_covers_all_and_nothing_stands_outside_it(document: bytes, world: World) -> None:
    reader = PdfFileReader(BytesIO(world.sealed(document, world.protection()).pdf))
    last = reader.embedded_signatures[-1]
    assert last.field_name == "Horodatage1"
    assert last.evaluate_signature_coverage().name == "ENTIRE_FILE"
    assert "/VRI" not in reader.root["/DSS"]
    assert len(reader.root["/DSS"]["/OCSPs"]) == 4


def test_without_long_term_a_timestamp_alone_is_added(document: bytes, world: World) -> None:
    sealed = world.sealed(document, world.protection(long_term=False))
    assert sealed.level is PadesLevel.B_T
    assert world.verdict(sealed.pdf).ok
    assert not PdfFileReader(BytesIO(sealed.pdf)).embedded_timestamp_signatures


def test_keys_made_before_long_term_was_known_still_give_a_timestamp(document: bytes, world: World) -> None:
    world.keyring = replace(world.keyring, responder=None)
    sealed = world.sealed(document, world.protection())
    assert sealed.level is PadesLevel.B_T
    assert world.verdict(sealed.pdf).ok


def test_an_authority_that_tells_nothing_of_revocation_gives_a_date_and_no_more(
    document: bytes, world: World
) -> None:
    mute = Authority(START, world.now)
    url = world.desk.answer("/mute", mute.stamp)
    servers = signing.TimestampServers([url], [mute.root_pem], world)
    assert world.sealed(document, Protection(servers, long_term=True)).level is PadesLevel.B_T


def test_without_servers_nothing_waits(document: bytes, world: World) -> None:
    sealed = world.sealed(document, Protection())
    assert (sealed.level, sealed.waiting) == (PadesLevel.B_B, False)


def test_a_document_sealed_while_no_server_answers_waits_and_is_stamped_later(
    document: bytes, world: World, down: str
) -> None:
    waiting = world.sealed(document, world.protection(down))
    assert (waiting.level, waiting.waiting) == (PadesLevel.B_B, True)
    assert world.verdict(waiting.pdf).ok
    with pytest.raises(TimestampUnavailableError):
        signing.upgrade_pdf(waiting.pdf, world.keyring, world.protection(down), world)
    world.hour += timedelta(days=2)
    later = signing.upgrade_pdf(waiting.pdf, world.keyring, world.protection(), world)
    assert later.level is PadesLevel.B_LTA
    verdict = world.verdict(later.pdf)
    assert verdict.ok, verdict.problems
    assert verdict.signatures[0].at == AT
    assert verdict.signatures[0].stamped_at == AT + timedelta(days=2)


def test_a_sequence_closed_while_no_server_answers_is_stamped_later(
    document: bytes, world: World, down: str
) -> None:
    closed = signing.sign_in_presence(
        document,
        [act(Role.EMPLOYEE)],
        world.keyring,
        BOXES,
        world,
        world.protection(down),
        made_as=sha256(document),
    )
    assert closed.waiting
    later = signing.upgrade_pdf(closed.pdf, world.keyring, world.protection(), world)
    assert later.level is PadesLevel.B_T
    assert world.verdict(later.pdf).ok
    assert world.verdict(later.pdf, AT + timedelta(days=3700)).level is PadesLevel.B_B


@pytest.mark.parametrize("junk", [b"\n%", b"x"])
def test_what_was_altered_is_never_stamped(junk: bytes, document: bytes, world: World) -> None:
    altered = world.sealed(document, Protection()).pdf + junk
    with pytest.raises(SigningError, match="ne peut pas être horodaté"):
        signing.upgrade_pdf(altered, world.keyring, world.protection(), world)


def test_a_seal_revoked_before_it_was_dated_is_refused(document: bytes, world: World) -> None:
    from asn1crypto import ocsp as asn1_ocsp  # noqa: PLC0415 - beside their only use
    from cryptography import x509  # noqa: PLC0415

    from toolkit.signing import responder  # noqa: PLC0415

    good = responder.Responder.answers

    def revoked(
        self: signing.Responder, seal: x509.Certificate, issuing: x509.Certificate, at: datetime
    ) -> list[asn1_ocsp.OCSPResponse]:
        answers = good(self, seal, issuing, at)
        told = responder.status(
            seal, issuing, self.certificate, self.key, at, at + timedelta(1), revoked_at=at - timedelta(1)
        )
        return [asn1_ocsp.OCSPResponse.load(told), *answers[1:]]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(responder.Responder, "answers", revoked)
        sealed = world.sealed(document, world.protection())
    assert sealed.level is PadesLevel.B_T
    assert world.verdict(sealed.pdf).problems == ("signature « Cachet » : son certificat était révoqué.",)


def test_in_ten_years_only_a_renewed_timestamp_still_proves(document: bytes, world: World) -> None:
    sealed = world.sealed(document, world.protection()).pdf
    before, after, far = (datetime(year, 6, 1, tzinfo=UTC) for year in (2035, 2037, 2046))
    assert world.verdict(sealed, before).ok
    lost = world.verdict(sealed, after)
    assert lost.level is PadesLevel.B_B
    assert any("plus aucun horodatage ne prouve" in problem for problem in lost.problems)
    assert any("pris fin le 01/03/2036" in problem for problem in lost.problems)

    world.hour = before
    second = Authority(before - timedelta(days=30), world.now, f"{world.desk.address}/b/ocsp", years=12)
    url = world.desk.serve(second, "/b")
    servers = signing.TimestampServers([url], [world.authority.root_pem, second.root_pem], world)
    renewed = signing.renew_pdf(sealed, servers, [world.keyring.root_pem], before)
    assert renewed.startswith(sealed)
    for at in (before, after, far):
        verdict = world.verdict(renewed, at, second.root_pem)
        assert verdict.ok, verdict.problems
        assert verdict.level is PadesLevel.B_LTA
        assert verdict.signatures[0].stamped_at == AT
    with pytest.raises(SigningError, match="plus aucun horodatage ne prouve"):
        signing.renew_pdf(sealed, servers, [world.keyring.root_pem], after)


def test_any_flipped_bit_of_the_timestamps_is_seen(document: bytes, world: World) -> None:
    import random  # noqa: PLC0415 - beside its only use

    pdf = world.sealed(document, world.protection()).pdf
    source = random.Random(1914)  # noqa: S311 - a repeatable draw, no secret
    for position in (source.randrange(len(document), len(pdf)) for _ in range(60)):
        altered = bytearray(pdf)
        altered[position] ^= 1 << source.randrange(8)
        assert not world.verdict(bytes(altered)).ok, position


def test_a_strangers_timestamp_is_no_proof(document: bytes, world: World) -> None:
    stranger = Authority(START, world.now)
    url = world.desk.answer("/stranger", stranger.stamp)
    servers = signing.TimestampServers([url], [stranger.root_pem], world)
    sealed = world.sealed(document, Protection(servers, long_term=True))
    problems = world.verdict(sealed.pdf).problems
    assert any("n’est pas sous une racine d’horodatage de confiance" in problem for problem in problems)


def test_the_fast_clock_of_a_demonstration_still_reaches_a_level(
    document: bytes, world: World, tmp_path: Path
) -> None:
    world.hour = datetime(2045, 1, 1, tzinfo=UTC)
    start = world.hour - timedelta(days=1)
    keyring = signing.create_keys(tmp_path / "cles", b"p", "Démo", SteppedClock(start))
    authority = Authority(start, world.now, f"{world.desk.address}/d/ocsp")
    servers = signing.TimestampServers([world.desk.serve(authority, "/d")], [authority.root_pem], world)
    sealed = signing.seal_pdf(
        document, keyring, reason="Convocation", clock=world, protection=Protection(servers, long_term=True)
    )
    assert sealed.level is PadesLevel.B_LTA


def test_no_field_is_hidden_as_archives_demand(document: bytes, world: World) -> None:
    form = PdfReader(BytesIO(world.sealed(document, world.protection()).pdf)).trailer["/Root"]["/AcroForm"]  # type: ignore[index]
    flags = {str(field.get_object()["/T"]): field.get_object()["/F"] for field in form["/Fields"]}
    assert set(flags) == {"Cachet", "Horodatage1"}
    for flag in flags.values():
        assert flag & 4, "it prints"
        assert not flag & 2, "it is not hidden"


def test_a_revocation_server_that_is_down_is_not_asked_at_each_letter(document: bytes, world: World) -> None:
    del world.desk.answers["/ocsp"]
    protection = world.protection()
    levels = [world.sealed(document, protection).level for _ in range(2)]
    assert levels == [PadesLevel.B_T, PadesLevel.B_T]
    assert len([path for path, _ in world.desk.seen if path == "/ocsp"]) == 2, "once per certificate"
