"""A copy of the document that rdocx draws as Word would: each change answers a defect seen in rdocx 0.16.3.

======================================  ===================================================================
defect                                  change
======================================  ===================================================================
words break where a run ends            neighbouring runs that look the same become one
content controls double the time        they are replaced by what they hold
a run with one symbol becomes boxes     each symbol stands in a run of the symbol face
a soft hyphen turns its line to boxes   soft hyphens go; non-breaking ones become plain
a glyph nobody has breaks PDF/A         it is replaced by an empty square
a page number leaves room for two       the space after it becomes a hair
a tall header prints over the body      the top margin grows, as Word's does (see :mod:`.margins`)
======================================  ===================================================================
"""

from __future__ import annotations

import re
import unicodedata
from copy import deepcopy
from itertools import groupby

from lxml import etree

from toolkit.documents.engines.looks import Looks
from toolkit.documents.engines.margins import grow_margins
from toolkit.documents.fonts import PDF_SYMBOL_FONT, SUBSTITUTE, SYMBOL_FONT, is_drawable, is_symbol
from toolkit.documents.package import Parts, parse_part, read_package, serialise_part, write_package
from toolkit.documents.wordml import XML_SPACE, is_story, w
from toolkit.errors import ConversionError

_NOISE = (
    w("proofErr"),
    w("lastRenderedPageBreak"),
    w("softHyphen"),
    w("permStart"),
    w("permEnd"),
)
_PLAIN = str.maketrans(
    {"\N{SOFT HYPHEN}": None, "\N{ZERO WIDTH SPACE}": None, "\N{WORD JOINER}": None, "\ufeff": None}
    | dict.fromkeys("\N{HYPHEN}\N{NON-BREAKING HYPHEN}", "-")
    | {"\N{HORIZONTAL BAR}": "\N{EM DASH}"}
)
_WINGDINGS = {"F0A8": "☐", "F06F": "☐", "F0FE": "☒", "F0FD": "☒", "F078": "☒", "F0FC": "✓", "F0FB": "✗"}
_RSID = re.compile(r"rsid")
# The symbol face has lines of 1.70 em where the text's are 1.22: smaller, it keeps the lines even.
_SYMBOL_SCALE = 0.8
_HAIR_SPACE = "\N{HAIR SPACE}"
_FACES = ("ascii", "hAnsi", "cs", "eastAsia")


def prepare(docx: bytes) -> tuple[Parts, bytes]:
    """Return the parts of ``docx`` as they were, and a copy of the package for rdocx.

    Raises:
        ConversionError: the bytes are no Word document, or an oversized one.
    """
    parts = read_package(docx, about="Document à convertir", refusal=ConversionError)
    roots = {
        part: parse_part(parts[part], about=part, refusal=ConversionError) for part in filter(is_story, parts)
    }
    looks = Looks(parts)
    for root in roots.values():
        simplify(root, looks)
    grow_margins(roots, parts, looks)
    copy = parts | {part: serialise_part(root) for part, root in roots.items()}
    return parts, write_package(copy)


def simplify(root: etree._Element, looks: Looks) -> None:
    """Make one story of the document simple enough for rdocx, in place."""
    _drop_noise(root)
    _unwrap_controls(root)
    _spell_symbols(root)
    for run in list(root.iter(w("r"))):
        _split_by_face(run, looks)
    for paragraph in root.iter(w("p")):
        _tighten_page_fields(paragraph)
    for parent in {run.getparent() for run in root.iter(w("r"))}:
        if parent is not None:
            _merge_runs(parent)


def _drop_noise(root: etree._Element) -> None:
    for element in list(root.iter(*_NOISE)):
        _remove(element)
    for element in root.iter(w("p"), w("r"), w("tr")):
        for name in [name for name in element.attrib if _RSID.search(str(name))]:
            del element.attrib[name]


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _unwrap_controls(root: etree._Element) -> None:
    for control in reversed(list(root.iter(w("sdt")))):
        parent, content = control.getparent(), control.find(w("sdtContent"))
        if parent is None:
            continue
        at = parent.index(control)
        parent.remove(control)
        for offset, child in enumerate(list(content) if content is not None else []):
            parent.insert(at + offset, child)


def _spell_symbols(root: etree._Element) -> None:
    """Write Wingdings boxes and special hyphens as the characters they stand for."""
    for symbol in list(root.iter(w("sym"), w("noBreakHyphen"))):
        code = (symbol.get(w("char")) or "").upper()
        text = etree.Element(w("t"))
        text.text = "-" if symbol.tag == w("noBreakHyphen") else _WINGDINGS.get(code, SUBSTITUTE)
        parent = symbol.getparent()
        if parent is not None:
            parent.replace(symbol, text)


def _tighten_page_fields(paragraph: etree._Element) -> None:
    """Take the space after a page field away: rdocx leaves the width of a second digit there."""
    after_field = False
    for run in paragraph.iter(w("r")):
        text = run.find(w("t"))
        if after_field and text is not None and (text.text or "").startswith(" "):
            text.text = _HAIR_SPACE + (text.text or "")[1:]
        ends = [mark for mark in run.iter(w("fldChar")) if mark.get(w("fldCharType")) == "end"]
        inside = next(run.iterancestors(w("fldSimple")), None) is not None
        after_field = bool(ends) or inside


def _split_by_face(run: etree._Element, looks: Looks) -> None:
    """Put each stretch of symbols of a run, and whatever stands between them, in runs of their own."""
    for text in run.iterfind(w("t")):
        text.text = _drawable(text.text or "")
    stretches = [
        (symbols, "".join(letters))
        for text in run.iterfind(w("t"))
        for symbols, letters in groupby(text.text or "", key=is_symbol)
    ]
    if not any(symbols for symbols, _ in stretches):
        _free_from_symbol_face(run)
        return
    parent = run.getparent()
    if parent is None:
        return
    at, size = parent.index(run), round(looks.size_of(run) * _SYMBOL_SCALE)
    pieces = [piece for child in run if child.tag != w("rPr") for piece in _pieces(run, child, size)]
    parent.remove(run)
    for offset, piece in enumerate(pieces):
        parent.insert(at + offset, piece)


def _pieces(run: etree._Element, child: etree._Element, symbol_size: int) -> list[etree._Element]:
    if child.tag != w("t"):
        return [_piece(run, child)]
    pieces = []
    for symbols, letters in groupby(child.text or "", key=is_symbol):
        text = etree.Element(w("t"))
        text.text = "".join(letters)
        text.set(XML_SPACE, "preserve")
        piece = _piece(run, text)
        if symbols:
            _set_face(piece, PDF_SYMBOL_FONT, symbol_size)
        else:
            _free_from_symbol_face(piece)
        pieces.append(piece)
    return pieces


def _piece(run: etree._Element, child: etree._Element) -> etree._Element:
    piece = etree.Element(w("r"))
    look = run.find(w("rPr"))
    if look is not None:
        piece.append(deepcopy(look))
    piece.append(child)
    return piece


def _drawable(text: str) -> str:
    plain = unicodedata.normalize("NFC", text).translate(_PLAIN)
    return "".join(c if is_drawable(c) or c in "\t\n" else SUBSTITUTE for c in plain)


def _set_face(run: etree._Element, face: str, size: int) -> None:
    look = run.find(w("rPr"))
    if look is None:
        look = etree.Element(w("rPr"))
        run.insert(0, look)
    for name in ("rFonts", "sz", "szCs"):
        for old in look.findall(w(name)):
            look.remove(old)
    # The schema wants the character style first, the fonts next.
    look.insert(
        1 if look.find(w("rStyle")) is not None else 0,
        etree.Element(w("rFonts"), {w(name): face for name in _FACES}),
    )
    etree.SubElement(look, w("sz")).set(w("val"), str(size))


def _free_from_symbol_face(run: etree._Element) -> None:
    fonts = run.find(f"{w('rPr')}/{w('rFonts')}")
    if fonts is not None and fonts.get(w("ascii")) == SYMBOL_FONT:
        _remove(fonts)


def _merge_runs(parent: etree._Element) -> None:
    previous: etree._Element | None = None
    for child in list(parent):
        if previous is not None and _same_look(previous, child):
            for element in [e for e in child if e.tag != w("rPr")]:
                _append(previous, element)
            parent.remove(child)
        else:
            previous = child if child.tag == w("r") else None


def _append(run: etree._Element, element: etree._Element) -> None:
    last = run[-1] if len(run) else None
    if last is not None and last.tag == w("t") == element.tag:
        last.text = (last.text or "") + (element.text or "")
        last.set(XML_SPACE, "preserve")
    else:
        run.append(element)


def _same_look(one: etree._Element, other: etree._Element) -> bool:
    if other.tag != w("r") or any(_is_field(run) for run in (one, other)):
        return False
    looks = (run.find(w("rPr")) for run in (one, other))
    first, second = (b"" if look is None else etree.tostring(look, method="c14n") for look in looks)
    return first == second


def _is_field(run: etree._Element) -> bool:
    return any(child.tag in {w("fldChar"), w("instrText"), w("drawing"), w("pict")} for child in run)
