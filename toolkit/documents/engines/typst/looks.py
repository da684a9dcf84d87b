"""How text and paragraphs look, as Typst records: each is written once and used by name."""

from __future__ import annotations

from lxml import etree

from toolkit.documents.engines.looks import number
from toolkit.documents.engines.typst.cascade import Cascade
from toolkit.documents.engines.typst.draft import Draft, array, colour, line, points, record
from toolkit.documents.engines.typst.faces import SYMBOLS
from toolkit.documents.engines.typst.values import literal
from toolkit.documents.fonts import SYMBOL_FONT
from toolkit.documents.wordml import value_of, w

_SINGLE = 240
_ALIGN = {"center": "center", "right": "right", "end": "right", "both": "left", "distribute": "left"}
_SIDES = ("top", "bottom", "left", "right")
_KINDS = {"right": "right", "end": "right", "center": "center", "decimal": "decimal"}
_EXACT_ASCENT = 0.8
# The boxes of the symbol face are smaller than those of Word's.
_SYMBOL_SCALE = 1.25
_HIGHLIGHTS = {
    "yellow": "#ffff00", "green": "#00ff00", "cyan": "#00ffff", "magenta": "#ff00ff", "blue": "#0000ff",
    "red": "#ff0000", "lightGray": "#c0c0c0", "darkGray": "#808080", "darkYellow": "#808000",
    "darkGreen": "#008000", "darkCyan": "#008080", "darkRed": "#800000", "darkBlue": "#000080",
    "darkMagenta": "#800080", "black": "#000000", "white": "#ffffff",
}  # fmt: skip


def text_record(draft: Draft, run: Cascade, paragraph: Cascade) -> dict[str, str]:
    """Return the arguments of ``text`` for a run: face, size, weight, slant, colour, edges of its line."""
    family = draft.styles.family(run)
    face = draft.face("Calibri" if family == SYMBOL_FONT else family)
    size = (number(run.value("sz")) or 20) / 2
    larger = _SYMBOL_SCALE if family == SYMBOL_FONT else face.scale
    above, below = _edges(face.ascent, face.descent, size, paragraph, larger)
    # Symbols come first from their own face: Source Sans Pro has one glyph for a box and for a white square.
    faces = (SYMBOLS, face.family) if family == SYMBOL_FONT else (face.family, SYMBOLS)
    fonts = [literal(name) for name in dict.fromkeys(faces)]
    looks = {
        "font": array(fonts),
        "size": f"{size * larger:g}pt",
        "weight": '"bold"' if run.on("b") else '"regular"',
        "style": '"italic"' if run.on("i") else '"normal"',
        "fill": colour(run.value("color"), "black"),
        "top-edge": above,
        "bottom-edge": below,
    }
    spacing = number(run.value("spacing"))
    # Word moves no pair of letters closer, unless the style says from which size on (17.3.2.19).
    kern = number(run.value("kern"))
    looks |= {"kerning": "true"} if 0 < kern <= size * 2 else {}
    return looks | ({"tracking": points(spacing)} if spacing else {})


def height_of_line(draft: Draft, text: Cascade, paragraph: Cascade) -> str:
    """Return a box of no width that holds an empty paragraph open."""
    looks = text_record(draft, text, paragraph)
    above, below = (looks[edge].replace("em", f" * {looks['size']}") for edge in ("top-edge", "bottom-edge"))
    return f"box(width: 0pt, height: {above} - ({below}), baseline: -1 * ({below}))"


def _edges(ascent: float, descent: float, size: float, paragraph: Cascade, larger: float) -> tuple[str, str]:
    """Return how far a line reaches above and below its base line."""
    height = number(paragraph.attribute("spacing", "line")) or _SINGLE
    rule = paragraph.attribute("spacing", "lineRule")
    natural = ascent + descent
    if rule == "exact":
        return f"{height / 20 * _EXACT_ASCENT:g}pt", f"{-height / 20 * (1 - _EXACT_ASCENT):g}pt"
    more = (height / _SINGLE - 1) * natural if rule != "atLeast" else max(height / 20 / size - natural, 0)
    return f"{(ascent + more) / larger:.4f}em", f"{-descent / larger:.4f}em"


def wrapped(draft: Draft, run: Cascade, text: Cascade, paragraph: Cascade) -> str:
    """Return the name of the function that dresses a run, empty when it looks as its paragraph does."""
    own, around = text_record(draft, run, paragraph), text_record(draft, text, paragraph)
    changed = {key: value for key, value in own.items() if around.get(key) != value}
    body = "b"
    if run.on("caps"):
        body = f"upper({body})"
    if run.on("smallCaps"):
        body = f"smallcaps({body})"
    if changed:
        body = f"text(..{record(changed)}, {body})"
    if run.value("u") not in {"", "none"}:
        body = f"underline({body})"
    if run.on("strike") or run.on("dstrike"):
        body = f"strike({body})"
    shade = _HIGHLIGHTS.get(run.value("highlight"), "")
    fill = f'rgb("{shade}")' if shade else colour(run.attribute("shd", "fill"), "")
    if fill:
        body = f"highlight(fill: {fill}, {body})"
    raised = {"superscript": "super", "subscript": "sub"}.get(run.value("vertAlign"), "")
    if raised:
        # As LibreOffice raises and lowers them; a face may hold such figures, of another size.
        shift = "-0.33em" if raised == "super" else "0.08em"
        body = f"{raised}(typographic: false, size: 0.58em, baseline: {shift}, {body})"
    return "" if body == "b" else draft.named("r", f"(b) => {body}")


def paragraph_record(draft: Draft, paragraph: Cascade, text: Cascade, style: str) -> dict[str, str]:
    """Return the style of a paragraph, but for its list marker."""
    hanging, first = paragraph.twips("ind", "hanging"), paragraph.twips("ind", "firstLine")
    left = paragraph.twips("ind", "left", "start")
    level = paragraph.value("outlineLvl")
    deep = number(level) + 1 if level else 0
    return {
        "id": literal(style),
        "before": points(paragraph.twips("spacing", "before")),
        "after": points(paragraph.twips("spacing", "after")),
        "ctx": _flag(paragraph.on("contextualSpacing")),
        "left": points(left),
        "first": points(-hanging or first),
        "hanging": "0pt",
        "right": points(paragraph.twips("ind", "right", "end")),
        "align": _ALIGN.get(paragraph.value("jc"), "left"),
        "justify": _flag(paragraph.value("jc") in {"both", "distribute"}),
        "keep": _flag(paragraph.on("keepNext")),
        "lines": _flag(paragraph.on("keepLines")),
        "newpage": _flag(paragraph.on("pageBreakBefore")),
        "level": str(deep if deep <= 6 else 0),  # noqa: PLR2004 - PDF knows six levels of headings
        "border": _borders(paragraph.get("pBdr")),
        "fill": colour(paragraph.attribute("shd", "fill"), "none"),
        "tabs": _tabs(paragraph),
        "tab": draft.tab,
        "text": record(text_record(draft, text, paragraph)),
    }


def _flag(on: bool) -> str:  # noqa: FBT001 - a value to write, not a switch
    return "true" if on else "false"


def _borders(borders: etree._Element | None) -> str:
    if borders is None:
        return "none"
    sides = {}
    for side in _SIDES:
        border = borders.find(w(side))
        stroke = line(border)
        if border is not None and stroke != "none":
            sides[side] = f"(stroke: {stroke}, space: {number(border.get(w('space')))}pt)"
    return record(sides) if sides else "none"


def _tabs(paragraph: Cascade) -> str:
    """Return the tab stops of a paragraph: those of its styles, but for what a stronger one clears."""
    stops: dict[int, str] = {}
    for holder in reversed(list(paragraph.strongest_first())):
        for tab in holder.iterfind(f"{w('tabs')}/{w('tab')}"):
            at, kind = number(tab.get(w("pos"))), _KINDS.get(value_of(tab), "left")
            if value_of(tab) == "clear":
                stops.pop(at, None)
            else:
                fill = literal(tab.get(w("leader")) or "none")
                stops[at] = f"(at: {points(at)}, kind: {literal(kind)}, fill: {fill})"
    return array([stops[at] for at in sorted(stops)])
