"""The hour of a third party is taken from who answers as it should, and checked to the byte."""

from __future__ import annotations

import random
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto import tsp
from tests.signing.tsa import Authority, Desk, changed_request, slow

from toolkit import signing
from toolkit.clock import SteppedClock
from toolkit.errors import TimestampUnavailableError
from toolkit.signing.exchange import Credentials

needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
AT = datetime(2026, 3, 12, 9, 42, tzinfo=UTC)
DATA = b"0123  journal.jsonl\n"


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority(START, lambda: AT)


@pytest.fixture
def desk() -> Iterator[Desk]:
    with Desk() as desk:
        yield desk


def servers(authority: Authority, *urls: str, **options: object) -> signing.TimestampServers:
    clock = SteppedClock(AT - timedelta(seconds=3))
    return signing.TimestampServers(urls, [authority.root_pem], clock, **options)  # type: ignore[arg-type]


@pytest.fixture
def token(authority: Authority, desk: Desk) -> bytes:
    return signing.timestamp_bytes(DATA, servers(authority, desk.serve(authority)))


def _verdict(data: bytes, token: bytes, authority: Authority) -> signing.TimestampVerdict:
    return signing.verify_timestamp(data, token, [authority.root_pem])


def test_a_token_states_who_stamped_and_when(token: bytes, authority: Authority) -> None:
    verdict = _verdict(DATA, token, authority)
    assert verdict.ok, verdict.problems
    assert verdict.stamped_at == AT
    assert verdict.stamped_by == "Horloge d’essai"
    assert verdict.valid_until == authority.server.not_valid_after_utc


def test_the_difference_between_the_clocks_is_told(authority: Authority, desk: Desk) -> None:
    asked = servers(authority, desk.serve(authority))
    assert asked.drift is None
    asked.stamp(b"\0" * 32)
    assert asked.drift == timedelta(seconds=3)


@needs_openssl
def test_openssl_reads_the_token(token: bytes, authority: Authority, tmp_path: Path) -> None:
    for name, content in (("m", DATA), ("m.tst", token), ("racine.pem", authority.root_pem)):
        (tmp_path / name).write_bytes(content)
    command = ["openssl", "ts", "-verify", "-token_in", "-in", "m.tst", "-data", "m", "-CAfile", "racine.pem"]
    command += ["-attime", str(int(AT.timestamp()))]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    (tmp_path / "m").write_bytes(DATA + b"x")
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode != 0


def test_a_second_implementation_reads_the_token(token: bytes, authority: Authority) -> None:
    from cryptography import x509  # noqa: PLC0415 - beside its only use
    from rfc3161_client import VerifierBuilder, decode_timestamp_response  # noqa: PLC0415

    response = tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": _parsed(token)}).dump()
    root = x509.load_pem_x509_certificate(authority.root_pem)
    verifier = VerifierBuilder().add_root_certificate(root).build()
    assert verifier.verify_message(decode_timestamp_response(response), DATA)


def _parsed(token: bytes) -> object:
    from asn1crypto import cms  # noqa: PLC0415 - beside its only use

    return cms.ContentInfo.load(token)


def test_another_content_is_told_apart_from_a_damaged_token(token: bytes, authority: Authority) -> None:
    other = _verdict(DATA + b"x", token, authority)
    assert other.problems == ("l’horodatage n’est pas celui de ce contenu.",)
    assert other.content_changed


def test_any_flipped_bit_added_or_missing_byte_is_refused(token: bytes, authority: Authority) -> None:
    source = random.Random(1914)  # noqa: S311 - a repeatable draw, no secret
    for wrong in (token + b"\0", b"\0" + token, token[:-1], b"", b"\x30\x83\x00" + token[2:]):
        assert not _verdict(DATA, wrong, authority).ok
    for position in range(len(token)):
        altered = bytearray(token)
        altered[position] ^= 1 << source.randrange(8)
        assert not _verdict(DATA, bytes(altered), authority).ok, position


def test_a_certificate_that_nobody_needs_is_left_out(token: bytes, authority: Authority) -> None:
    carried = {each.chosen.serial_number for each in _parsed(token)["content"]["certificates"]}  # type: ignore[index]
    assert carried == {authority.server.serial_number, authority.issuing.serial_number}


def test_the_token_of_a_stranger_is_refused(token: bytes, authority: Authority) -> None:
    stranger = Authority(START, lambda: AT)
    (problem,) = _verdict(DATA, token, stranger).problems
    assert "n’est pas sous une racine d’horodatage de confiance" in problem
    assert not signing.verify_timestamp(DATA, token, []).ok
    assert _verdict(DATA, token, authority).ok


def test_a_token_proves_nothing_once_its_server_certificate_has_ended(
    token: bytes, authority: Authority
) -> None:
    roots = [authority.root_pem]
    assert signing.verify_timestamp(DATA, token, roots, at=datetime(2035, 1, 1, tzinfo=UTC)).ok
    late = signing.verify_timestamp(DATA, token, roots, at=datetime(2037, 1, 1, tzinfo=UTC))
    end = f"{authority.server.not_valid_after_utc:%d/%m/%Y}"
    assert late.problems == (f"l’horodatage ne prouve plus sa date : son certificat a pris fin le {end}.",)


def test_a_token_dated_outside_its_certificate_is_refused(desk: Desk) -> None:
    early = Authority(START, lambda: START - timedelta(days=2))
    with pytest.raises(TimestampUnavailableError, match="n’était pas valable le 28/02/2026"):
        signing.timestamp_bytes(DATA, servers(early, desk.serve(early)))


def test_the_second_server_is_asked_when_the_first_fails(authority: Authority, desk: Desk) -> None:
    good = desk.serve(authority)
    asked = servers(authority, f"{desk.address}/absent", good)
    assert _verdict(DATA, signing.timestamp_bytes(DATA, asked), authority).ok
    assert [path for path, _ in desk.seen] == ["/absent", "/tsa"]


def test_a_server_that_failed_rests_for_a_minute(authority: Authority, desk: Desk) -> None:
    now = [100.0]
    asked = servers(authority, f"{desk.address}/absent", monotonic=lambda: now[0])
    for _ in range(3):
        with pytest.raises(TimestampUnavailableError, match="l’erreur 500"):
            asked.stamp(b"\0" * 32)
    assert len(desk.seen) == 1
    now[0] += 61
    with pytest.raises(TimestampUnavailableError):
        asked.stamp(b"\0" * 32)
    assert len(desk.seen) == 2


def _other_nonce(request: tsp.TimeStampReq) -> None:
    request["nonce"] = 7


def _other_imprint(request: tsp.TimeStampReq) -> None:
    request["message_imprint"]["hashed_message"] = b"\1" * 32


def _refusal(_: bytes) -> bytes:
    return bytes.fromhex("30053003020102")  # PKIStatus 2, rejection; no token


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("nonce", "a répondu à une autre demande"),
        ("imprint", "a horodaté autre chose"),
        ("refusal", "a refusé d’horodater"),
        ("garbage", "a répondu de façon illisible"),
        ("page", "n’a pas répondu dans la forme attendue"),
        ("endless", "a répondu trop longuement"),
        ("slow", "n’a pas répondu en 0.3 secondes"),
        ("silence", "n’a pas pu être joint"),
        ("file", "n’est pas une adresse http ou https"),
    ],
)
def test_an_answer_that_is_not_as_it_should_be_is_no_timestamp(
    wrong: str, told: str, authority: Authority, desk: Desk
) -> None:
    answers = {
        "nonce": desk.answer("/nonce", changed_request(_other_nonce, authority)),
        "imprint": desk.answer("/imprint", changed_request(_other_imprint, authority)),
        "refusal": desk.answer("/refusal", _refusal),
        "garbage": desk.answer("/garbage", lambda _: b"0\x82\x01garbage"),
        "page": desk.answer("/page", lambda _: b"<html>", "text/html"),
        "endless": desk.answer("/endless", lambda _: b"\0" * (2 * 1024 * 1024)),
        "slow": desk.answer("/slow", slow(1.0, authority)),
        "silence": "http://127.0.0.1:9/tsa",
        "file": "file:///etc/hostname",
    }
    with pytest.raises(TimestampUnavailableError, match=told):
        signing.timestamp_bytes(DATA, servers(authority, answers[wrong], seconds=0.3))


def test_name_and_password_are_sent_where_the_server_asks(authority: Authority, desk: Desk) -> None:
    asked = servers(authority, desk.serve(authority), credentials=Credentials("rh", "sésame"))
    asked.stamp(b"\0" * 32)
    assert desk.seen == [("/tsa", "Basic cmg6c8Opc2FtZQ==")]


def test_without_any_server_it_is_told(authority: Authority) -> None:
    with pytest.raises(TimestampUnavailableError, match="aucun n’est réglé"):
        signing.timestamp_bytes(DATA, servers(authority))
