"""How the fields of a PDF form look: grey boxes to write in, drawn once so that every viewer shows them.

ISO 32000-1, 12.7.3.3: text in the font of the field, on the background that its widget names.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pikepdf

SIZE = 9.5
"""Size of what is typed, in points."""

GREY = (0.925, 0.94, 0.955)
INK = (0.12, 0.31, 0.47)
_LEADING = 1.2
_MARGIN = 2.0


def plain(text: str) -> bytes:
    """Return ``text`` in the letters of Helvetica (WinAnsi); a letter that it lacks loses its accents."""
    letters = []
    for letter in unicodedata.normalize("NFC", text):
        bare = letter if _drawn(letter) else unicodedata.normalize("NFKD", letter)
        letters.append("".join(sign for sign in bare if not unicodedata.combining(sign)))
    return "".join(letters).encode("cp1252", "replace")


def is_plain(text: str) -> bool:
    """Tell whether Helvetica draws ``text`` as it is."""
    return all(_drawn(letter) for letter in unicodedata.normalize("NFC", text) if letter not in "\r\n\t")


class Looks:
    """The looks of the fields of one document, each drawn once however many fields share it.

    Args:
        document: The PDF that holds them.
    """

    def __init__(self, document: pikepdf.Pdf) -> None:
        self._document = document
        self._made: dict[object, pikepdf.Object] = {}
        self.letters = _font(document, "/Helvetica")
        self.signs = _font(document, "/ZapfDingbats")

    def text(self, box: tuple[float, float], text: str) -> pikepdf.Object:
        """Return the look of a field that shows ``text``, ``box`` its width and height in points."""
        if (box, text) not in self._made:
            self._made[box, text] = _form(self._document, box, _text_look(box, text), self.letters)
        return self._made[box, text]

    def boxes(self, side: float) -> tuple[pikepdf.Object, pikepdf.Object]:
        """Return the looks of a box, ticked and not, ``side`` points wide."""
        ticked, empty = ((side, state) for state in (True, False))
        if ticked not in self._made:
            frame, cross = _box_look(side)
            self._made[ticked] = _form(self._document, (side, side), f"q {frame} {cross} Q".encode(), None)
            self._made[empty] = _form(self._document, (side, side), f"q {frame} Q".encode(), None)
        return self._made[ticked], self._made[empty]


def _text_look(box: tuple[float, float], text: str) -> bytes:
    lines = [plain(line) for line in text.split("\n")] if text else []
    drawn = [_background(box), b"/Tx BMC"]
    if lines:
        top = box[1] - _MARGIN - SIZE if len(lines) > 1 or box[1] > 2 * SIZE * _LEADING else _middle(box[1])
        start = f"q {_MARGIN} {_MARGIN} {box[0] - 2 * _MARGIN:.2f} {box[1] - 2 * _MARGIN:.2f} re W n BT 0 g "
        drawn.append(f"{start}/Helv {SIZE} Tf {SIZE * _LEADING:.2f} TL {_MARGIN} {top:.2f} Td".encode())
        drawn += [b"(" + _escaped(line) + b") Tj T*" for line in lines]
        drawn.append(b"ET Q")
    drawn.append(b"EMC")
    return b"\n".join(drawn)


def _box_look(side: float) -> tuple[str, str]:
    edge = side - 1
    frame = f"{_colour(GREY)} rg {_colour(INK)} RG 0.8 w 0.5 0.5 {edge:.2f} {edge:.2f} re B"
    cross = (
        f"1.4 w 2.5 2.5 m {side - 2.5:.2f} {side - 2.5:.2f} l 2.5 {side - 2.5:.2f} m {side - 2.5:.2f} 2.5 l S"
    )
    return frame, cross


def _drawn(letter: str) -> bool:
    try:
        letter.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def _middle(height: float) -> float:
    return (height - SIZE) / 2 + SIZE * 0.15


def _background(box: tuple[float, float]) -> bytes:
    return f"q {_colour(GREY)} rg 0 0 {box[0]:.2f} {box[1]:.2f} re f Q".encode()


def _colour(colour: tuple[float, float, float]) -> str:
    return " ".join(f"{part:g}" for part in colour)


def _escaped(line: bytes) -> bytes:
    return line.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _form(
    document: pikepdf.Pdf, box: tuple[float, float], content: bytes, font: pikepdf.Object | None
) -> pikepdf.Object:
    import pikepdf  # noqa: PLC0415 - a heavy library, needed only here

    stream = document.make_stream(content)
    stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    stream.BBox = pikepdf.Array([0, 0, round(box[0], 2), round(box[1], 2)])
    if font is not None:
        stream.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(Helv=font))
    return stream


def _font(document: pikepdf.Pdf, name: str) -> pikepdf.Object:
    """Return one of the fonts that every viewer has (ISO 32000-1, 9.6.2.2).

    None is embedded: a viewer that lets somebody type needs all the letters of a font, not a part of them.
    """
    import pikepdf  # noqa: PLC0415 - a heavy library, needed only here

    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name(name))
    if name == "/Helvetica":
        font.Encoding = pikepdf.Name.WinAnsiEncoding
    return document.make_indirect(font)
