"""Lists: bullets and numbers, as Word numbers them (ISO/IEC 29500-1, 17.9)."""

from __future__ import annotations

from toolkit.documents.authoring.markup import Element, part, twips, w
from toolkit.documents.fonts import DOCUMENT_FONT

BULLETS = 1
NUMBERS = 2
_LISTS_OF_NUMBERS = 6


def _levels(kind: str, text: str) -> list[Element]:
    return [
        w(
            "lvl",
            w("start", val=1),
            w("numFmt", val=kind),
            w("lvlText", val=text.format(level + 1)),
            w("lvlJc", val="left"),
            w("pPr", w("ind", left=twips(0.6 * (level + 1)), hanging=twips(0.45))),
            w("rPr", w("rFonts", ascii=DOCUMENT_FONT, hAnsi=DOCUMENT_FONT, cs=DOCUMENT_FONT)),
            ilvl=level,
        )
        for level in range(2)
    ]


def numbering_xml() -> bytes:
    """Return the numbering part: list 1 is bulleted, lists 2 and up are numbered, each from 1."""
    abstracts = [
        w(
            "abstractNum",
            w("multiLevelType", val="hybridMultilevel"),
            *_levels("bullet", "•"),
            abstractNumId=0,
        ),
        w(
            "abstractNum",
            w("multiLevelType", val="hybridMultilevel"),
            *_levels("decimal", "%{}."),
            abstractNumId=1,
        ),
    ]
    numbers = [w("num", w("abstractNumId", val=0), numId=BULLETS)]
    for offset in range(_LISTS_OF_NUMBERS):
        restart = w("lvlOverride", w("startOverride", val=1), ilvl=0)
        numbers.append(w("num", w("abstractNumId", val=1), restart, numId=NUMBERS + offset))
    return part(w("numbering", *abstracts, *numbers))
