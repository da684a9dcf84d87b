"""Personal links: ours, whole, in time, and unreadable from what is kept of them."""

from __future__ import annotations

import stat
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from toolkit.digest import sha256
from toolkit.errors import SettingsError, SigningError
from toolkit.model import EmployerId
from toolkit.signing.ceremony import LinkKey, link_key, new_link, read_link
from toolkit.signing.ceremony.links import FILE_NAME, LONGEST_LIFE

NOW = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
EMPLOYER = EmployerId("deux-rives")
KEY = LinkKey(bytes(range(32)))
_SEED = count()


def drawn(number: int) -> bytes:
    """Return bytes that differ at each draw."""
    return sha256(str(next(_SEED)).encode()).encode()[:number]


def test_a_link_is_read_back_as_its_digest_only() -> None:
    link = new_link(KEY, EMPLOYER, NOW, drawn)
    assert read_link(KEY, f" {link.token}\n", NOW, EMPLOYER) == link.digest
    assert link.token not in repr(link)
    assert KEY.secret.hex() not in repr(KEY)


def test_no_two_links_are_alike() -> None:
    assert len({new_link(KEY, EMPLOYER, NOW, drawn).token for _ in range(50)}) == 50


@pytest.mark.parametrize("position", range(0, 130, 7))
def test_a_changed_letter_leads_nowhere(position: int) -> None:
    link = new_link(KEY, EMPLOYER, NOW, drawn)
    token = link.token
    other = "A" if token[position] != "A" else "B"
    changed = token[:position] + other + token[position + 1 :]
    with pytest.raises(SigningError, match="pas valable"):
        read_link(KEY, changed, NOW, EMPLOYER)


@pytest.mark.parametrize("token", ["", ".", "a.b.c", "é", "x" * 5000])
def test_what_is_no_link_is_refused_in_french(token: str) -> None:
    with pytest.raises(SigningError, match="pas valable"):
        read_link(KEY, token, NOW, EMPLOYER)


def test_a_link_of_another_key_or_employer_is_refused() -> None:
    link = new_link(KEY, EMPLOYER, NOW, drawn)
    for key, employer in ((LinkKey(b"x" * 32), EMPLOYER), (KEY, EmployerId("autre"))):
        with pytest.raises(SigningError, match="pas valable"):
            read_link(key, link.token, NOW, employer)


def test_no_link_outlives_two_months() -> None:
    link = new_link(KEY, EMPLOYER, NOW, drawn)
    assert read_link(KEY, link.token, NOW + LONGEST_LIFE, EMPLOYER) == link.digest
    with pytest.raises(SigningError, match="expiré"):
        read_link(KEY, link.token, NOW + LONGEST_LIFE + timedelta(seconds=1), EMPLOYER)


def test_the_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    first = link_key(tmp_path, drawn)
    assert link_key(tmp_path, drawn) == first
    assert stat.S_IMODE((tmp_path / FILE_NAME).stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME]


def test_a_key_that_others_read_or_that_is_cut_is_refused(tmp_path: Path) -> None:
    link_key(tmp_path, drawn)
    (tmp_path / FILE_NAME).chmod(0o644)
    with pytest.raises(SettingsError, match="d’autres utilisateurs"):
        link_key(tmp_path, drawn)
    (tmp_path / FILE_NAME).chmod(0o600)
    (tmp_path / FILE_NAME).write_bytes(b"short")
    with pytest.raises(SettingsError, match="abîmée"):
        link_key(tmp_path, drawn)
