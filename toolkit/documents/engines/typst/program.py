"""What a Word template becomes for the fast engine: a program to fill, or the reasons why it is not drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from toolkit.digest import sha256
from toolkit.documents.engines.typst.rooms import Rooms
from toolkit.documents.engines.typst.values import TypstSyntax


@dataclass(frozen=True, slots=True)
class Construct:
    """Something of a template that the fast engine does not draw.

    ``name`` says what it is, ``quote`` is the text of its paragraph, ``why`` what would go wrong.
    """

    name: str
    quote: str
    why: str


@dataclass(frozen=True, slots=True)
class Program:
    """A Word template compiled once: a Typst program whose values are still Jinja fields.

    ``files`` are its pictures and its definitions, by the names that the source gives them; ``faces`` the
    paths of its font files; ``rooms`` tells the room of what is written in it.
    """

    name: str
    source: str
    files: Mapping[str, bytes]
    syntax: TypstSyntax
    faces: tuple[str, ...]
    rooms: Rooms

    @property
    def digest(self) -> str:
        """What tells this program from another."""
        return sha256(self.source.encode())
