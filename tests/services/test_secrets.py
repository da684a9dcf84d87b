"""A secret written in the settings file is refused, and told nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from toolkit.errors import SettingsError
from toolkit.settings import FILE_NAME, load_settings


@pytest.mark.parametrize(
    ("table", "field", "variable"),
    [
        ("mail", "password", "ENTRETIENS_MAIL__PASSWORD"),
        ("signing", "passphrase", "ENTRETIENS_SIGNING__PASSPHRASE"),
    ],
)
def test_a_secret_in_the_settings_file_is_refused_with_where_it_belongs(
    tmp_path: Path, table: str, field: str, variable: str
) -> None:
    (tmp_path / FILE_NAME).write_text(f'[{table}]\n{field} = "ouvre-toi"\n', encoding="utf-8")
    with pytest.raises(SettingsError) as refused:
        load_settings(tmp_path)
    assert f"{table}.{field}" in str(refused.value)
    assert variable in str(refused.value)
    assert "ouvre-toi" not in str(refused.value)


def test_the_same_secret_of_the_environment_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / FILE_NAME).write_text("", encoding="utf-8")
    monkeypatch.setenv("ENTRETIENS_MAIL__PASSWORD", "ouvre-toi")
    password = load_settings(tmp_path).mail.password
    assert password is not None
    assert password.get_secret_value() == "ouvre-toi"
