"""The doctor says what signatures by link lack, and looks without making anything."""

from __future__ import annotations

from dataclasses import replace

import pytest

from toolkit.errors import SettingsError
from toolkit.services.ceremony_probes import ceremony_checks
from toolkit.services.office import Office
from toolkit.services.probes import Verdict
from toolkit.services.secrets_in_mail import key_of_links, key_path


def with_ceremony(office: Office, **settings: object) -> Office:
    ceremony = office.settings.ceremony.model_copy(update=settings)
    return replace(office, settings=office.settings.model_copy(update={"ceremony": ceremony}))


def test_links_without_an_address_are_a_gap_that_names_the_way_left(empty: Office) -> None:
    (check,) = ceremony_checks(empty)
    assert check.verdict is Verdict.GAP
    assert "main propre" in check.meaning
    assert not key_path(empty).exists()


def test_an_address_is_sound_and_a_single_channel_a_gap(empty: Office) -> None:
    office = with_ceremony(empty, public_address="https://signer.exemple.fr", single_channel=True)
    assert [check.verdict for check in ceremony_checks(office)] == [Verdict.SOUND, Verdict.GAP]


def test_a_key_that_others_may_read_is_told(empty: Office) -> None:
    key_of_links(empty)
    key_path(empty).chmod(0o644)
    with pytest.raises(SettingsError, match="d’autres utilisateurs"):
        list(ceremony_checks(empty))
