"""What a page is made of: paragraphs, headings, lists, and docxtpl's tags for whole paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from toolkit.documents.authoring.inline import run, runs
from toolkit.documents.authoring.markup import Element, w
from toolkit.documents.authoring.numbering import NUMBERS
from toolkit.documents.authoring.theme import accent

Inline = str | Element | Sequence[Element]
Block = Element | Sequence[Element]


def content(parts: Iterable[Inline], **format_: object) -> list[Element]:
    """Return the runs of ``parts``: French sentences, single elements, or lists of elements (fields)."""
    made: list[Element] = []
    for item in parts:
        if isinstance(item, str):
            made += runs(item, **format_)  # type: ignore[arg-type]  # one set of run options, passed through
        elif isinstance(item, Element):
            made.append(item)
        else:
            made += item
    return made


def flat(blocks: Iterable[Block]) -> list[Element]:
    """Return the elements of ``blocks`` in one list; a block may itself be a list."""
    made: list[Element] = []
    for block in blocks:
        made += [block] if isinstance(block, Element) else block
    return made


def para(
    *parts: Inline,
    style: str = "Corps",
    align: str = "",
    keep_next: bool = False,
    before: float | None = None,
    after: float | None = None,
    **format_: object,
) -> Element:
    """Return a paragraph.

    Args:
        parts: French sentences (``**bold**`` allowed), content controls, fields.
        style: Id of a style of :mod:`.styles`.
        align: ``right``, ``center`` or empty.
        keep_next: On the same page as the following block.
        before: Space above in points, instead of the style's.
        after: Space below in points, instead of the style's.
        format_: Options of :func:`.inline.run` for the sentences.
    """
    spacing = None
    if before is not None or after is not None:
        spacing = w(
            "spacing",
            before=None if before is None else round(before * 20),
            after=None if after is None else round(after * 20),
        )
    properties = w(
        "pPr",
        w("pStyle", val=style),
        w("keepNext") if keep_next else None,
        spacing,
        w("jc", val=align) if align else None,
    )
    return w("p", properties, *content(parts, **format_))


def title(*parts: Inline) -> Element:
    """Return the title of the document; one per document."""
    return para(*parts, style="Titre")


def heading(text: str, level: int = 1) -> Element:
    """Return a heading; levels follow one another without a gap, which screen readers need."""
    return para(text, style=f"Titre{level}")


def bullets(*items: Inline) -> list[Element]:
    """Return a bulleted list."""
    return [para(item, style="Puce") for item in items]


def numbered(*items: Inline, numbering: int = NUMBERS) -> list[Element]:
    """Return a numbered list; another ``numbering`` (2 to 7) starts again from 1."""
    made = []
    for item in items:
        paragraph = para(item, style="Numero")
        paragraph[0].insert(1, w("numPr", w("ilvl", val=0), w("numId", val=numbering)))
        made.append(paragraph)
    return made


def tag(jinja: str, style: str = "Corps") -> Element:
    """Return a paragraph that holds only docxtpl's ``{%p … %}`` and disappears when rendered."""
    return w("p", w("pPr", w("pStyle", val=style)), run(f"{{%p {jinja} %}}"))


def when(condition: str, *blocks: Block, otherwise: Sequence[Block] = ()) -> list[Element]:
    """Return ``blocks`` shown only when the Jinja ``condition`` holds, else ``otherwise``."""
    alternative = [tag("else"), *flat(otherwise)] if otherwise else []
    return [tag(f"if {condition}"), *flat(blocks), *alternative, tag("endif")]


def each(loop: str, *blocks: Block) -> list[Element]:
    """Return ``blocks`` repeated by the Jinja ``loop``, for example ``topic in topics``."""
    return [tag(f"for {loop}"), *flat(blocks), tag("endfor")]


def rule() -> Element:
    """Return a thin line across the page in the employer's colour."""
    border = w("pBdr", w("bottom", **{"val": "single", "sz": 6, "space": 1, **accent("color", tint="99")}))
    return w("p", w("pPr", w("pStyle", val="Separateur"), border))


def page_break() -> Element:
    """Return a paragraph after which a new page starts."""
    return w("p", w("pPr", w("pStyle", val="Separateur")), w("r", w("br", type="page")))
