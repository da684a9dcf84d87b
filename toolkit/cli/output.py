"""How the command speaks: sentences, tables of 80 columns, JSON, progress and errors."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from typing import TYPE_CHECKING

import click

from toolkit.errors import EntretiensError
from toolkit.services.progress import Progress, silent

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

WIDTH = 80
"""Columns of a table that no terminal shows: a pipe, a file, a test."""

WHOLE = frozenset({"Dossier", "Matricule", "Échéance", "Date", "Message"})
"""Headings of columns that are never cut over two lines."""


def spaced(text: str) -> str:
    """Return ``text`` with the no-break spaces that French sets around ``« »`` and before ``: ; ? !``."""
    return re.sub(r" (?=[:;?!»])|(?<=«) ", "\N{NO-BREAK SPACE}", text)


def say(text: str = "") -> None:
    """Print one sentence or line."""
    click.echo(spaced(text))


def say_list(title: str, lines: Sequence[str]) -> None:
    """Print a title and its lines; nothing where there is no line."""
    if lines:
        say(title)
        for line in lines:
            say(f"  - {line}")


def warn(text: str) -> None:
    """Print a line that asks for attention, on the error stream."""
    click.secho(spaced(text), fg="yellow", err=True)


def fail(error: EntretiensError) -> int:
    """Tell ``error`` on the error stream and return its exit code."""
    head = f"{error.about} : {error.problem}" if error.about else error.problem
    click.secho(spaced(f"Erreur : {head}"), fg="red", err=True)
    if error.next_step:
        click.echo(spaced(error.next_step.strip("\n")), err=True)
    return error.exit_code


def print_json(value: object) -> None:
    """Print ``value`` (dataclasses, dates and enumerations included) as indented JSON."""
    from pydantic_core import to_json  # noqa: PLC0415 - only when JSON is asked for

    click.echo(to_json(value, indent=2).decode())


def fields_of(value: DataclassInstance) -> dict[str, object]:
    """Return the fields of a dataclass by name, for a JSON object that says more."""
    return {field.name: getattr(value, field.name) for field in fields(value)}


def print_table(headings: Sequence[str], rows: Sequence[Sequence[str]], title: str = "") -> None:
    """Print a table as wide as the terminal, of 80 columns where there is none."""
    from rich import box  # noqa: PLC0415 - only for a person's eyes
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    if title:
        say(title)
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", padding=(0, 1, 0, 0), show_edge=False)
    for heading in headings:
        table.add_column(heading, no_wrap=heading in WHOLE, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console = Console(width=None if sys.stdout.isatty() else WIDTH, highlight=False)
    with console.capture() as drawn:
        console.print(table)
    click.echo("\n".join(line.rstrip() for line in drawn.get().splitlines()))


@contextmanager
def progress(*, wanted: bool = True) -> Iterator[Progress]:
    """Give what services tell their progress to: one line that counts, on the error stream."""
    if not wanted or not sys.stderr.isatty():
        yield silent
        return

    def tell(what: str, done: int, total: int) -> None:
        click.echo(spaced(f"\r\033[K{what} : {done}/{total}"), err=True, nl=done >= total)

    yield tell
