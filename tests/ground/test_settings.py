"""The settings file is checked whole, the environment wins, and secrets stay apart."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from toolkit.errors import SettingsError
from toolkit.model import AgreementLevel, EmployerId
from toolkit.settings import FILE_NAME, load_settings, read_secret

GOOD = """
[employers.deux-rives]
name = "Ateliers des Deux Rives"
headcount = 64
signatory = { name = "Anne Muller", title = "DRH" }
[employers.deux-rives.agreement]
level = "branch"
adapts_rules = true
period = "P3Y"
[mail]
host = "relais.example"
"""


def folder_with(tmp_path: Path, content: str) -> Path:
    (tmp_path / FILE_NAME).write_text(content, encoding="utf-8")
    return tmp_path


def test_a_good_file_becomes_an_employer(tmp_path: Path) -> None:
    table = load_settings(folder_with(tmp_path, GOOD)).employers["deux-rives"]
    employer = table.employer(EmployerId("deux-rives"))
    assert employer.headcount == 64
    assert employer.agreement is not None
    assert (employer.agreement.level, employer.agreement.period) == (AgreementLevel.BRANCH, "P3Y")


def test_the_environment_overrides_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTRETIENS_MAIL__HOST", "127.0.0.1")
    assert load_settings(folder_with(tmp_path, GOOD)).mail.host == "127.0.0.1"


def test_a_folder_without_settings_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="entretiens init"):
        load_settings(tmp_path)


def test_all_wrong_fields_are_told_at_once(tmp_path: Path) -> None:
    wrong = GOOD.replace("headcount = 64", 'headcount = -1\ncolour = "red"').replace('"P3Y"', '"3 ans"')
    with pytest.raises(SettingsError) as refusal:
        load_settings(folder_with(tmp_path, wrong))
    for field in ("headcount", "colour", "agreement.period"):
        assert field in str(refusal.value)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("headcount = -1", "headcount : on attend au moins 0"),
        ('headcount = "beaucoup"', "headcount : on attend un nombre entier"),
        (
            "headcount = 64\nheadcont = 64",
            "headcont : ce réglage n’existe pas ; s’agit-il de « headcount » ?",
        ),
        ("headcount = 64\nhr_name = 3", "hr_name : on attend un texte entre guillemets"),
        ('headcount = 64\nsiren = "12"', "siren : « 12 » n’a pas la forme attendue"),
        ('headcount = 64\nsummons = { first_hour = "midi" }', "first_hour : on attend une heure"),
        ('headcount = 64\nsummons = { days_off = ["Noël"] }', "days_off.0 : on attend une date"),
        ("", "headcount : ce réglage manque"),
    ],
)
def test_what_is_wrong_is_said_in_french(tmp_path: Path, wrong: str, told: str) -> None:
    with pytest.raises(SettingsError) as refusal:
        load_settings(folder_with(tmp_path, GOOD.replace("headcount = 64", wrong)))
    assert told in str(refusal.value)


def test_a_choice_that_does_not_exist_lists_those_that_do(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match='"implicit", "starttls" ou "none"'):
        load_settings(folder_with(tmp_path, GOOD + 'security = "ssl"\n'))


def test_a_file_that_is_not_toml_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=FILE_NAME):
        load_settings(folder_with(tmp_path, "[employers\n"))


def test_a_secret_comes_from_the_environment_first(tmp_path: Path) -> None:
    assert read_secret(SecretStr("sésame"), "absent", tmp_path) == "sésame".encode()


def test_a_secret_that_others_may_read_is_refused(tmp_path: Path) -> None:
    secret = tmp_path / "phrase"
    secret.write_text("sésame\n")
    secret.chmod(0o644)
    with pytest.raises(SettingsError, match="chmod 600"):
        read_secret(None, "phrase", tmp_path)
    secret.chmod(0o600)
    assert read_secret(None, "phrase", tmp_path) == "sésame".encode()


def test_a_missing_secret_names_its_file(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="phrase"):
        read_secret(None, "phrase", tmp_path)


def test_an_empty_secret_is_no_secret(tmp_path: Path) -> None:
    secret = tmp_path / "phrase"
    secret.touch(mode=0o600)
    with pytest.raises(SettingsError, match="vide"):
        read_secret(None, "phrase", tmp_path)
