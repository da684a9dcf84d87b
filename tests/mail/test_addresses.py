"""An address is taken as written or refused with its reason; a name never becomes an address."""

from __future__ import annotations

from email import message_from_bytes
from email.headerregistry import AddressHeader
from email.message import EmailMessage
from email.policy import SMTP, compat32, default
from email.utils import getaddresses
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.errors import AddressRefusedError
from toolkit.mail import check_address, clean_name

NAMES = st.text(max_size=120) | st.text(
    alphabet='Dupont, "Jean-Éric" <bob@x.fr>;:()[]\\\r\n\t@é', max_size=120
)
ADDRESSES = st.sampled_from(
    ["jean@exemple.fr", "o'brien+rh@exemple.fr", "a.b_c-d@sous.exemple.fr", "bob@société.example"]
)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("jean.dupont@exemple.fr", "jean.dupont@exemple.fr"),
        ("  jean.dupont@exemple.fr\u00a0", "jean.dupont@exemple.fr"),
        ("o'brien+rh@exemple.fr", "o'brien+rh@exemple.fr"),
        ("Jean.Dupont@EXEMPLE.fr", "Jean.Dupont@exemple.fr"),
        ("bob@société.example", "bob@xn--socit-esab.example"),
    ],
)
def test_a_good_address_is_taken(written: str, expected: str) -> None:
    assert check_address(written).addr_spec == expected


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", "aucune adresse"),
        ("   ", "aucune adresse"),
        ("jean.dupont", "pas une adresse"),
        ("jean@exemple", "pas une adresse"),
        ("jean@@exemple.fr", "pas une adresse"),
        ("jean..dupont@exemple.fr", "pas une adresse"),
        ('"jean dupont"@exemple.fr', "pas une adresse"),
        ("jean@[127.0.0.1]", "pas une adresse"),
        ("jean@exemple.fr;anne@exemple.fr", "plusieurs adresses"),
        ("jean@exemple.fr, anne@exemple.fr", "plusieurs adresses"),
        ("jean@exemple.fr anne@exemple.fr", "plusieurs adresses"),
        ("jean@exemple.fr / anne@exemple.fr", "plusieurs adresses"),
        ("Jean Dupont <jean@exemple.fr>", "sans le nom"),
        ("o’brien@exemple.fr", "« ’ »"),
        ("éric@exemple.fr", "« é »"),
        ("je\u0430n@exemple.fr", "« \u0430 »"),
        ("jean@ex\u0430mple.fr", "alphabet latin"),
        ("jean@exemple.fr\r\nBcc: eve@evil.example", "invisible"),
        ("jean\u200b@exemple.fr", "invisible"),
        ("jean@exemple.fr\0", "invisible"),
    ],
)
def test_a_bad_address_is_refused_with_its_reason(written: str, reason: str) -> None:
    with pytest.raises(AddressRefusedError, match=reason) as caught:
        check_address(written)
    assert caught.value.about
    assert caught.value.about.isprintable()
    assert "fichier du personnel" in caught.value.next_step


@settings(max_examples=300, deadline=None)
@given(text=st.text(max_size=60) | st.emails())
def test_whatever_is_accepted_is_ascii_and_one_address(text: str) -> None:
    try:
        address = check_address(text)
    except AddressRefusedError:
        return
    assert address.addr_spec.isascii()
    assert address.addr_spec.isprintable()
    assert address.addr_spec.casefold() == text.strip(" \t\u00a0").casefold() or not text.isascii()
    assert getaddresses([str(address)]) == [("", address.addr_spec)]


@settings(max_examples=500, deadline=None)
@given(name=NAMES, written=ADDRESSES)
def test_any_name_leaves_exactly_one_recipient(name: str, written: str) -> None:
    address = check_address(written, name)
    message = EmailMessage(policy=SMTP)
    message["To"] = address
    content = message.as_bytes()
    old = message_from_bytes(content, policy=compat32)
    assert [spec for _, spec in getaddresses([str(old["To"])])] == [address.addr_spec]
    new = message_from_bytes(content, policy=default)
    assert [a.addr_spec for a in cast("AddressHeader", new["To"]).addresses] == [address.addr_spec]
    assert content.count(b"\r\n") == content.count(b"\n") == content.count(b"\r")
    assert all(line[:1] in b" \t" or line.startswith(b"To:") for line in content.rstrip().split(b"\r\n"))


@given(name=st.text())
def test_a_clean_name_stays_clean(name: str) -> None:
    cleaned = clean_name(name)
    assert clean_name(cleaned) == cleaned
    assert len(cleaned) <= 64
    assert not set(cleaned) & set('",;:<>@()[]\\\r\n')


def test_ordinary_names_keep_their_letters() -> None:
    assert clean_name("D’Artagnan-Lévêque Zoé") == "D’Artagnan-Lévêque Zoé"
    assert clean_name("Dupont, Jean-Éric") == "Dupont Jean-Éric"
    assert clean_name("e\N{COMBINING ACUTE ACCENT}ric") == "éric"
