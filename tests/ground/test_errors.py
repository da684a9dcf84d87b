"""Every error is in the tree, the tree is drawn, and each tells what to do next."""

from __future__ import annotations

import inspect

from toolkit import errors
from toolkit.errors import EntretiensError, UsageError


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
