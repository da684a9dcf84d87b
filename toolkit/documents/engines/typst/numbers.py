"""What numbers or marks the paragraphs of a list (ISO/IEC 29500-1, 17.9)."""

from __future__ import annotations

from lxml import etree

from toolkit.documents.engines.looks import number
from toolkit.documents.engines.typst.cascade import Cascade
from toolkit.documents.engines.typst.constructs import TEXT
from toolkit.documents.engines.typst.draft import Draft, array, record
from toolkit.documents.engines.typst.looks import text_record
from toolkit.documents.engines.typst.names import NOT_DRAWN
from toolkit.documents.engines.typst.tree import Story
from toolkit.documents.engines.typst.values import literal
from toolkit.documents.wordml import value_of, w

_KINDS = {"lowerLetter", "upperLetter", "lowerRoman", "upperRoman", "decimal", "bullet", "none"}
_BULLETS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "o": "○", "\uf0fc": "✓", "\uf0a8": "☐"}
_DEPTH = 9
_SIDES = {"right": "right", "end": "right", "center": "center"}


class Numbers:
    """Writes the markers of the lists of one story.

    Args:
        draft: The program under way.
        story: The story.
    """

    def __init__(self, draft: Draft, story: Story) -> None:
        self._draft, self._story = draft, story

    def marker(self, look: Cascade, text: Cascade, paragraph: etree._Element, flow: str) -> str:
        """Return what numbers or marks a paragraph, ``none`` outside lists.

        Args:
            look: What decides the paragraph.
            text: What decides its text.
            paragraph: The paragraph.
            flow: The run of blocks it is in: numbers do not go on from one to another here.
        """
        listed = look.get("numPr")
        if listed is None:
            return "none"
        identity = value_of(listed.find(w("numId")))
        level = self._draft.styles.level(look)
        if level is None:
            if self._draft.styles.list_by_style(identity):
                self._refuse("numérotation d’un style de liste", paragraph)
            return "none"
        kind, shown = value_of(level.find(w("numFmt"))), value_of(level.find(w("lvlText")))
        self._check(level, kind, paragraph)
        name, starts = self._draft.styles.list_of(identity)
        bullet = kind in {"bullet", "none"}
        if not bullet:
            self._follow(name, flow, paragraph)
        run = self._draft.styles.run(text, level.find(w("rPr")))
        self._draft.check(run, TEXT, paragraph, self._story)
        marks = (
            run if run.attribute("rFonts", "ascii") not in {"Symbol", "Wingdings", "Courier New"} else text
        )
        levels = [self._draft.styles.level_of(identity, str(depth)) for depth in range(_DEPTH)]
        kinds = [_value(one, "numFmt", "decimal") for one in levels]
        if level.find(w("isLgl")) is not None:
            kinds = ["decimal"] * _DEPTH
        first = [starts.get(depth, number(_value(one, "start", "1"))) for depth, one in enumerate(levels)]
        facts = {
            "id": literal(name),
            "level": str(number(level.get(w("ilvl")))),
            "bullet": "true" if bullet else "false",
            "parts": array(_parts(_BULLETS.get(shown, shown))),
            "kinds": array([literal(one) for one in kinds]),
            "starts": array([str(one) for one in first]),
            "text": record(text_record(self._draft, marks, look)),
        }
        side = _SIDES.get(_value(level, "lvlJc", "left"))
        return record(facts | ({"side": literal(side)} if side else {}))

    def _check(self, level: etree._Element, kind: str, paragraph: etree._Element) -> None:
        if kind not in _KINDS or level.find(w("lvlPicBulletId")) is not None:
            self._refuse("numérotation particulière", paragraph)
        if _value(level, "suff", "tab") != "tab":
            self._refuse("numéro de liste sans tabulation", paragraph)
        restart = level.find(w("lvlRestart"))
        if restart is not None and number(value_of(restart)) != number(level.get(w("ilvl"))):
            self._refuse("numérotation qui ne recommence pas", paragraph)

    def _follow(self, name: str, flow: str, paragraph: etree._Element) -> None:
        """Note a list that goes on from one cell or section to another."""
        self._draft.numbered.setdefault(name, set()).add(flow)
        if len(self._draft.numbered[name]) > 1:
            self._refuse(
                "numérotation à travers des cellules ou des sections",
                paragraph,
                "les numéros recommenceraient",
            )

    def _refuse(self, name: str, paragraph: etree._Element, why: str = NOT_DRAWN) -> None:
        self._draft.refuse(name, paragraph, why, self._story)


def _value(level: etree._Element | None, name: str, otherwise: str) -> str:
    return (value_of(level.find(w(name))) if level is not None else "") or otherwise


def _parts(shown: str) -> list[str]:
    """Return the text of a marker as strings and levels, levels counted from 0."""
    parts: list[str] = []
    pieces = shown.split("%")
    if pieces[0]:
        parts.append(literal(pieces[0]))
    for piece in pieces[1:]:
        if piece[:1].isdigit():
            parts.append(str(int(piece[0]) - 1))
            piece = piece[1:]  # noqa: PLW2901 - what follows the number
        if piece:
            parts.append(literal(piece))
    return parts
