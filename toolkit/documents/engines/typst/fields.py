"""Fields of Word: page numbers are computed, addresses become links, other results are as Word left them.

A field is an instruction and its result, between marks that may stand in other paragraphs (ISO/IEC 29500-1,
17.16.18); one may hold another.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass

from lxml import etree

from toolkit.documents.engines.typst.draft import Draft
from toolkit.documents.engines.typst.tree import Story
from toolkit.documents.wordml import value_of, w

_COMPUTED = {"PAGE": "#page-number;", "NUMPAGES": "#page-count;"}
# What Word wrote when the template was last saved: dates, tables of contents, references, captions.
_AS_SAVED = frozenset(
    [
        "DATE",
        "TIME",
        "CREATEDATE",
        "SAVEDATE",
        "PRINTDATE",
        "TOC",
        "PAGEREF",
        "REF",
        "NOTEREF",
        "SEQ",
        "STYLEREF",
        "FORMTEXT",
        "FORMDROPDOWN",
        "QUOTE",
    ]
)
_INVISIBLE = frozenset(["XE", "TC", "RD", "TA", "BOOKMARK"])
_NEUTRAL = frozenset({"\\*", "MERGEFORMAT", "CHARFORMAT", "Arabic"})
_WHY = "sa valeur est calculée par Word"
_TITLES = {
    "MERGEFIELD": "champ de publipostage",
    "TOC": "table des matières jamais calculée",
    "IF": "condition de publipostage",
}


@dataclass(slots=True)
class _Field:
    """A field that is open: its instruction, whether its result has come, and whether the result shows."""

    code: str = ""
    results: bool = False
    shows: bool = True
    address: str = ""
    box: str = ""

    @property
    def name(self) -> str:
        words = self.code.split()
        return words[0].upper() if words else ""


class Fields:
    """Reads the fields of one story, mark after mark.

    Args:
        draft: The program under way.
        story: The story.
    """

    def __init__(self, draft: Draft, story: Story) -> None:
        self._draft, self._story = draft, story
        self._open: list[_Field] = []
        draft.at_the_end.append(self._check_closed)

    def _check_closed(self) -> None:
        """Note a field that never ends: it would hide whatever follows it."""
        if self._open:
            self._draft.refuse("champ Word sans fin", self._story.root, _WHY, self._story)

    @property
    def hides(self) -> bool:
        """Tell whether what stands here is an instruction, or a result that is computed anew."""
        return any(not (field.results and field.shows) for field in self._open)

    @property
    def address(self) -> str:
        """Where a link that is open leads."""
        return next((field.address for field in reversed(self._open) if field.address), "")

    def instruct(self, text: str) -> None:
        """Take a piece of an instruction."""
        if self._open and not self._open[-1].results:
            self._open[-1].code += text

    def mark(self, mark: etree._Element) -> str:
        """Return what a mark of a field shows."""
        kind = mark.get(w("fldCharType"))
        if kind == "begin":
            self._open.append(_Field(box=_check_box(mark)))
        elif kind == "separate" and self._open:
            return self._result(mark)
        elif kind == "end" and self._open:
            shown = "" if self._open[-1].results else self._result(mark, saved=False)
            self._open.pop()
            return shown
        return ""

    def simple(self, field: etree._Element) -> str:
        """Open a field that is one element; close it with :meth:`close`."""
        self._open.append(_Field(field.get(w("instr")) or ""))
        return self._result(field, saved=len(field) > 0)

    def close(self) -> None:
        """Close the field opened last."""
        self._open.pop()

    def _result(self, at: etree._Element, *, saved: bool = True) -> str:
        field = self._open[-1]
        field.results = True
        if field.name == "HYPERLINK":
            field.address = address_of(field.code)
            return ""
        if field.name in _AS_SAVED and saved:
            return ""
        hidden = self.hides
        field.shows = False
        if hidden or field.name in _INVISIBLE:
            return ""
        if field.name in _COMPUTED and set(field.code.split()[1:]) <= _NEUTRAL:
            return _COMPUTED[field.name]
        if field.name == "FORMCHECKBOX" and field.box:
            return field.box
        title = _TITLES.get(field.name, f"champ Word « {field.name} »")
        self._draft.refuse(title, at, _WHY, self._story)
        return ""


def address_of(code: str) -> str:
    """Return the address of a ``HYPERLINK`` field, empty for a place of the document (17.16.5.25)."""
    try:
        words = shlex.split(code.replace("\\", "\\\\"))[1:]
    except ValueError:
        return ""
    return words[0] if words and not words[0].startswith("\\") else ""


def _check_box(mark: etree._Element) -> str:
    box = mark.find(f"{w('ffData')}/{w('checkBox')}")
    if box is None:
        return ""
    state = box.find(w("checked"))
    state = box.find(w("default")) if state is None else state
    ticked = state is not None and value_of(state) not in {"0", "false"}
    return '{{ "☒" }}' if ticked else '{{ "☐" }}'
