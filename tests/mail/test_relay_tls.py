"""Letters never travel in clear outside this machine, nor to a server that is not the one named."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from toolkit.clock import SteppedClock
from toolkit.demo.capture import CaptureServer
from toolkit.errors import RelayError
from toolkit.mail import Accepted, Outcome, Outgoing, Relay, RelaySettings

Deliver = Callable[[RelaySettings, Sequence[Outgoing]], dict[str, Outcome]]
Draft = Callable[[int], list[Outgoing]]


class Certificate:
    """A certificate made for the test, that is its own authority."""

    def __init__(self, folder: Path, *, good: bool = True) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "relais de test")])
        address = IPv4Address("127.0.0.1" if good else "192.0.2.1")
        now = datetime.now(UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName([x509.IPAddress(address)]), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .sign(key, hashes.SHA256())
        )
        self.path = folder / "certificat.pem"
        self.path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        key_path = folder / "cle.pem"
        key_path.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        self.fingerprint = certificate.fingerprint(hashes.SHA256()).hex()
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(self.path, key_path)


@pytest.fixture
def certificate(tmp_path: Path) -> Certificate:
    return Certificate(tmp_path)


def settings_for(server: CaptureServer, security: str, ca_file: Path | None = None) -> RelaySettings:
    return RelaySettings(
        server.host, server.port, security, connections=2, timeout_seconds=5, ca_file=ca_file
    )


@pytest.mark.parametrize("security", ["starttls", "implicit"])
def test_an_encrypted_delivery_records_how_it_was_protected(
    deliver: Deliver, draft: Draft, certificate: Certificate, security: str
) -> None:
    with CaptureServer(tls=certificate.context, implicit=security == "implicit") as server:
        fates = deliver(settings_for(server, security, certificate.path), draft(5))
    assert len(server.messages) == 5
    for fate in fates.values():
        assert isinstance(fate, Accepted)
        assert fate.tls is not None
        assert fate.tls.version == "TLSv1.3"
        assert fate.tls.peer_sha256 == certificate.fingerprint


@pytest.mark.parametrize("security", ["starttls", "implicit"])
def test_a_certificate_of_an_unknown_authority_is_refused(
    clock: SteppedClock, certificate: Certificate, security: str
) -> None:
    with CaptureServer(tls=certificate.context, implicit=security == "implicit") as server:
        relay = Relay(settings_for(server, security), clock)
        with pytest.raises(RelayError, match="son certificat n’est pas reconnu"):
            asyncio.run(relay.check())


@pytest.mark.parametrize("security", ["starttls", "implicit"])
def test_a_certificate_of_another_host_is_refused(clock: SteppedClock, tmp_path: Path, security: str) -> None:
    other = Certificate(tmp_path, good=False)
    with CaptureServer(tls=other.context, implicit=security == "implicit") as server:
        relay = Relay(settings_for(server, security, other.path), clock)
        with pytest.raises(RelayError, match="son certificat n’est pas reconnu"):
            asyncio.run(relay.check())


def test_a_server_that_offers_no_encryption_gets_nothing(
    deliver: Deliver, draft: Draft, certificate: Certificate
) -> None:
    with CaptureServer() as server:
        with pytest.raises(RelayError, match="rien n’a été envoyé en clair"):
            deliver(settings_for(server, "starttls", certificate.path), draft(1))
        assert server.messages == []


def test_a_clear_server_on_the_port_of_an_encrypted_one_is_told(
    clock: SteppedClock, certificate: Certificate
) -> None:
    with CaptureServer() as server:
        relay = Relay(settings_for(server, "implicit", certificate.path), clock)
        with pytest.raises(RelayError, match="chiffrée a échoué"):
            asyncio.run(relay.check())


@pytest.mark.parametrize("host", ["relais.exemple.fr", "192.0.2.1", "10.0.0.1", "localhost.exemple.fr"])
def test_clear_text_is_refused_towards_another_machine(clock: SteppedClock, host: str) -> None:
    with pytest.raises(RelayError, match="que vers cette machine"):
        Relay(RelaySettings(host, 25, "none"), clock)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_clear_text_is_allowed_towards_this_machine(clock: SteppedClock, host: str) -> None:
    assert Relay(RelaySettings(host, 25, "none"), clock)


def test_settings_that_lead_nowhere_are_told(clock: SteppedClock, tmp_path: Path) -> None:
    for settings, sentence in (
        (RelaySettings("", 25), "aucun serveur"),
        (RelaySettings("h", 25, "tls"), "inconnu"),
        (RelaySettings("h", 25, ca_file=tmp_path / "absent.pem"), "illisible"),
        (RelaySettings("h", 25, ca_file=Path(__file__)), "illisible"),
    ):
        with pytest.raises(RelayError, match=sentence):
            Relay(settings, clock)


def test_a_login_opens_the_relay_and_a_wrong_one_leaves_all_untouched(
    deliver: Deliver, draft: Draft, certificate: Certificate
) -> None:
    with CaptureServer(tls=certificate.context, login=(b"rh", "clé".encode())) as server:
        settings = settings_for(server, "starttls", certificate.path)
        good = replace(settings, username="rh", password="clé".encode())
        assert isinstance(deliver(good, draft(1))["m0"], Accepted)
        with pytest.raises(RelayError, match="refuse l’identifiant ou le mot de passe") as caught:
            deliver(replace(good, password=b"faux"), draft(3))
        assert "535" in caught.value.problem
        assert "faux" not in str(caught.value)
        assert len(server.messages) == 1


def test_a_relay_without_login_is_told_to_whoever_has_one(clock: SteppedClock) -> None:
    with CaptureServer() as server:
        settings = replace(settings_for(server, "none"), username="rh", password=b"x")
        with pytest.raises(RelayError, match="ne permet pas de s’identifier"):
            asyncio.run(Relay(settings, clock).check())
