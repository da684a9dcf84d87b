"""Codes, ways, drawings and names: what is taken, what is refused, and what is shown of them."""

from __future__ import annotations

import secrets
import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageDraw, PngImagePlugin

from toolkit.errors import SigningError, UsageError
from toolkit.model import CodeChannel, LinkChannel
from toolkit.signing.ceremony import check_code, choose_route, clean_drawing, masked, new_code, typed_name
from toolkit.signing.consents import consent_text

EMAIL = "ines.lambert@atelier.example"


def test_a_code_has_six_digits_and_only_itself_is_right() -> None:
    code = new_code(secrets.token_bytes)
    assert len(code.digits) == 6
    assert code.digits.isdigit()
    assert check_code(code.digits, code.kept)
    assert check_code(f"{code.digits[:3]} {code.digits[3:]}", code.kept)
    other = f"{(int(code.digits) + 1) % 10**6:06d}"
    for wrong in (other, "", "12345", code.digits + "0", "١٢٣٤٥٦", "abcdef"):
        assert not check_code(wrong, code.kept)


def test_what_is_kept_of_a_code_does_not_show_it() -> None:
    code = new_code(lambda number: b"\x01" * number)
    assert code.digits not in code.kept
    assert code.digits not in repr(code)
    assert new_code(secrets.token_bytes).kept.split(":")[2] != code.kept.split(":")[2]
    assert not check_code(code.digits, "")


@pytest.mark.parametrize(
    ("link", "code_to", "expected"),
    [
        (LinkChannel.IN_PERSON, "", (CodeChannel.EMAIL, "", EMAIL, False)),
        (
            LinkChannel.EMAIL,
            "i.l@chez-elle.example",
            (CodeChannel.EMAIL, EMAIL, "i.l@chez-elle.example", False),
        ),
        (LinkChannel.EMAIL, "06 12 34 56 78", (CodeChannel.SMS, EMAIL, "0612345678", False)),
        (LinkChannel.IN_PERSON, "+33 6 12 34 56 78", (CodeChannel.SMS, "", "+33612345678", False)),
    ],
)
def test_link_and_code_travel_by_two_ways(
    link: LinkChannel, code_to: str, expected: tuple[CodeChannel, str, str, bool]
) -> None:
    route = choose_route(link, EMAIL, code_to)
    assert (route.code, route.link_to, route.code_to, route.single) == expected


@pytest.mark.parametrize("same", ["", EMAIL, EMAIL.upper(), "ines.lambert+code@atelier.example"])
def test_one_mailbox_for_both_is_refused_unless_allowed_and_then_told(same: str) -> None:
    with pytest.raises(UsageError, match="même boîte"):
        choose_route(LinkChannel.EMAIL, EMAIL, same)
    assert choose_route(LinkChannel.EMAIL, EMAIL, same, single_allowed=True).single


@pytest.mark.parametrize(
    ("link", "email", "code_to", "words"),
    [
        (LinkChannel.EMAIL, "", "06 12 34 56 78", "pas d’adresse"),
        (LinkChannel.IN_PERSON, "", "", "où envoyer le code"),
        (LinkChannel.IN_PERSON, EMAIL, "bientôt", "ni une adresse"),
    ],
)
def test_a_way_that_leads_nowhere_is_told(link: LinkChannel, email: str, code_to: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        choose_route(link, email, code_to)


def test_addresses_are_shown_masked() -> None:
    assert masked(EMAIL) == "i•••@atelier.example"
    assert masked("+33612345678") == "+3 ••• 78"
    assert masked("") == ""


def drawing(size: tuple[int, int] = (400, 150), *, line: bool = True) -> bytes:
    picture = Image.new("RGBA", size, (0, 0, 0, 0))
    if line:
        ImageDraw.Draw(picture).line([(10, 10), (size[0] - 10, size[1] - 10)], fill=(0, 0, 90, 255), width=3)
    told = PngImagePlugin.PngInfo()
    told.add_text("Comment", "made at 48.58, 7.75")
    output = BytesIO()
    picture.save(output, "PNG", pnginfo=told)
    return output.getvalue()


def test_a_drawing_keeps_its_pixels_and_nothing_else() -> None:
    cleaned = clean_drawing(drawing())
    assert b"48.58" not in cleaned
    with Image.open(BytesIO(cleaned)) as picture:
        assert (picture.size, picture.mode) == ((400, 150), "L")
        assert picture.info == {}
    assert clean_drawing(cleaned) == clean_drawing(cleaned)


def bomb() -> bytes:
    """Return a PNG whose header says 1,000 by 500 and whose data is far longer."""
    head = b"\x89PNG\r\n\x1a\n"
    body = (1000).to_bytes(4, "big") + (500).to_bytes(4, "big") + bytes([8, 6, 0, 0, 0])
    chunk = b"IHDR" + body
    data = b"IDAT" + zlib.compress(b"\0" * 100)
    return b"".join(
        [head]
        + [
            len(c[4:]).to_bytes(4, "big") + c + zlib.crc32(c).to_bytes(4, "big")
            for c in (chunk, data, b"IEND")
        ]
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "pas une image PNG"),
        (b"\xff\xd8\xff\xe0" + b"x" * 100, "pas une image PNG"),
        (drawing((20, 10)), "dimensions"),
        (drawing((1601, 100)), "dimensions"),
        (drawing(line=False), "rien"),
        (drawing()[:200], "abîmée"),
        (bomb(), "abîmée"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 250_000, "lourde"),
    ],
)
def test_what_is_no_drawing_is_refused_in_french(content: bytes, words: str) -> None:
    with pytest.raises(SigningError, match=words):
        clean_drawing(content)


def test_a_typed_name_is_one_clean_line() -> None:
    assert typed_name("  Élodie\n Schmitt ") == "Élodie Schmitt"
    for wrong in ("", " ", "x" * 81):
        with pytest.raises(SigningError, match="nom tapé"):
            typed_name(wrong)


@pytest.mark.parametrize("name", ["lien-salarie", "lien-manager"])
def test_the_consents_by_link_say_what_the_signature_is_not(name: str) -> None:
    values = {
        "person": "A",
        "document": "B",
        "sha256": "C",
        "employer": "D",
        "link": "remis",
        "code": "par SMS",
    }
    text = consent_text(name, **values).text
    assert "signature électronique simple" in text
    assert "Ce n’est pas une signature qualifiée." in text
    assert "avancée" not in text
