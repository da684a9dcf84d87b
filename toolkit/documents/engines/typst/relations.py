"""What a part of the package points to: other parts, which are drawn, and addresses, which are linked."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping

from lxml import etree

from toolkit.documents.package import parse_part
from toolkit.errors import TemplateError


class Relations:
    """The relations of one part (ISO/IEC 29500-2, 9.3).

    Args:
        parts: The package.
        part: Name of the part.
    """

    def __init__(self, parts: Mapping[str, bytes], part: str) -> None:
        self.parts = parts
        folder, file = posixpath.split(part)
        name = f"{folder}/_rels/{file}.rels"
        root = (
            parse_part(parts[name], about=name, refusal=TemplateError)
            if name in parts
            else etree.Element("none")
        )
        self._inside: dict[str, str] = {}
        self._outside: dict[str, str] = {}
        for relation in root:
            link, target = relation.get("Id") or "", relation.get("Target") or ""
            if relation.get("TargetMode") == "External":
                self._outside[link] = target
            else:
                path = target if target.startswith("/") else posixpath.join("/", folder, target)
                self._inside[link] = posixpath.normpath(path).lstrip("/")

    def inside(self, link: str | None) -> str:
        """Return the name of the part that ``link`` leads to, empty when there is none."""
        return self._inside.get(link or "", "")

    def content(self, link: str | None) -> bytes | None:
        """Return the part that ``link`` leads to."""
        return self.parts.get(self.inside(link))

    def address(self, link: str | None) -> str:
        """Return the address that ``link`` leads to, empty when it stays in the document."""
        return self._outside.get(link or "", "")
