"""The room's door: every name is there, and knocking costs nothing."""

from __future__ import annotations

import subprocess
import sys

import pytest

from toolkit import signing


def test_every_name_promised_is_found() -> None:
    assert set(signing.__all__) == set(signing._HOMES)
    for name in signing.__all__:
        assert getattr(signing, name).__name__ == name.replace("PresenceAct", "SigningAct")


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'sign_everything'"):
        signing.sign_everything  # noqa: B018 - the access is the test


def test_importing_the_room_loads_no_heavy_library() -> None:
    script = (
        "import sys; from toolkit import signing, evidence;"
        "print([m for m in ('pyhanko', 'cryptography', 'pikepdf', 'asn1crypto') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
