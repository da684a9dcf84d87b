"""Every error is in the tree, the tree is drawn, and each tells what to do next."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

from toolkit import errors
from toolkit.errors import EntretiensError, UsageError, disk_words


def every_error() -> list[type[EntretiensError]]:
    return [
        value
        for value in vars(errors).values()
        if inspect.isclass(value) and issubclass(value, EntretiensError)
    ]


def test_every_error_stands_in_the_drawing() -> None:
    assert [error.__name__ for error in every_error() if error.__name__ not in str(errors.__doc__)] == []


def test_an_error_tells_about_what_the_problem_and_the_next_step() -> None:
    error = EntretiensError("la date est impossible.", about="Ligne 12", next_step="Corrigez-la.")
    assert str(error) == "Ligne 12 : la date est impossible. Corrigez-la."


def test_a_wrong_use_exits_2_and_the_rest_3() -> None:
    assert {error.exit_code for error in every_error() if error is not UsageError} == {3}
    assert UsageError.exit_code == 2


def test_what_the_system_refuses_is_said_in_french(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as absent:
        (tmp_path / "absent").read_bytes()
    assert disk_words(absent.value) == "fichier ou dossier introuvable"
    with pytest.raises(IsADirectoryError) as folder:
        tmp_path.read_bytes()
    assert disk_words(folder.value) == "c’est un dossier"


def test_a_rare_refusal_keeps_the_systems_words() -> None:
    assert disk_words(OSError(9999, "Rare")) == "Rare"
    assert disk_words(TimeoutError()) == "TimeoutError"
