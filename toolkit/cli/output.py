"""How the command speaks: tables, sentences, JSON, progress and errors."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import click

from toolkit.errors import EntretiensError
from toolkit.services.progress import Progress, silent


def say(text: str = "") -> None:
    """Print one sentence or line."""
    click.echo(text)


def warn(text: str) -> None:
    """Print a line that asks for attention, on the error stream."""
    click.secho(text, fg="yellow", err=True)


def fail(error: EntretiensError) -> int:
    """Tell ``error`` on the error stream and return its exit code."""
    head = f"{error.about} : {error.problem}" if error.about else error.problem
    click.secho(f"Erreur : {head}", fg="red", err=True)
    if error.next_step:
        click.echo(error.next_step.strip("\n"), err=True)
    return error.exit_code


def print_json(value: object) -> None:
    """Print ``value`` (dataclasses, dates and enumerations included) as indented JSON."""
    from pydantic_core import to_json  # noqa: PLC0415 - only when JSON is asked for

    click.echo(to_json(value, indent=2).decode())


def print_table(headings: Sequence[str], rows: Sequence[Sequence[str]], title: str = "") -> None:
    """Print a table as wide as the terminal; piped, one line per row with tabulations."""
    if not sys.stdout.isatty():
        for row in (headings, *rows):
            click.echo("\t".join(row))
        return
    from rich.console import Console  # noqa: PLC0415 - only for a person's eyes
    from rich.table import Table  # noqa: PLC0415

    table = Table(title=title or None, header_style="bold", title_justify="left")
    for heading in headings:
        table.add_column(heading)
    for row in rows:
        table.add_row(*row)
    Console().print(table)


@contextmanager
def progress(wanted: bool = True) -> Iterator[Progress]:  # noqa: FBT001, FBT002 - a switch of the caller's own flag
    """Give what services tell their progress to: one line that counts, on the error stream."""
    if not wanted or not sys.stderr.isatty():
        yield silent
        return

    def tell(what: str, done: int, total: int) -> None:
        click.echo(f"\r\033[K{what} : {done}/{total}", err=True, nl=done >= total)

    yield tell
