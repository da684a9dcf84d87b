"""A face to write with on the pages of a reading copy: Source Sans Pro, embedded, only the letters used."""

from __future__ import annotations

from io import BytesIO

import pikepdf
from fontTools import subset
from fontTools.ttLib import TTFont

from toolkit.resources import font_path

_EM = 1000
_FLAGS = 4


class Lettering:
    """One face of one PDF: text becomes hexadecimal glyphs; :meth:`embedded` is called once all is written.

    Args:
        pdf: The document that the face is embedded in.
        face: Which face, for example ``Regular`` or ``Semibold``.
    """

    def __init__(self, pdf: pikepdf.Pdf, face: str) -> None:
        self._pdf = pdf
        self._path = font_path(face)
        with TTFont(self._path) as font:
            self._glyphs = {code: font.getGlyphID(name) for code, name in font.getBestCmap().items()}
            metrics = font["hmtx"].metrics
            order = font.getGlyphOrder()
            self._widths = {number: metrics[name][0] for number, name in enumerate(order)}
        self._used: dict[int, str] = {}
        self.object = pdf.make_indirect(pikepdf.Dictionary())

    def hexadecimal(self, text: str) -> str:
        """Return ``text`` as a PDF string operand; a letter that the face lacks becomes its missing glyph."""
        glyphs = []
        for letter in text:
            glyph = self._glyphs.get(ord(letter), 0)
            self._used[glyph] = letter
            glyphs.append(f"{glyph:04X}")
        return f"<{''.join(glyphs)}>"

    def width(self, text: str, size: float) -> float:
        """Return the width of ``text`` in points at ``size``."""
        return sum(self._advance(letter) for letter in text) * size / _EM

    def _advance(self, letter: str) -> int:
        return int(self._widths[self._glyphs.get(ord(letter), 0)])

    def embedded(self) -> None:
        """Put into the document the letters that were written (ISO 32000-1, 9.7)."""
        name = pikepdf.Name("/AAAAAA+SourceSansPro")
        descriptor = pikepdf.Dictionary(
            Type=pikepdf.Name.FontDescriptor,
            FontName=name,
            Flags=_FLAGS,
            FontBBox=[-454, -293, 2159, 968],
            ItalicAngle=0,
            Ascent=750,
            Descent=-250,
            CapHeight=660,
            StemV=84,
            FontFile2=self._pdf.make_stream(self._subset()),
        )
        widths = pikepdf.Array()
        for glyph in sorted(self._used):
            widths.append(glyph)
            widths.append(pikepdf.Array([self._widths[glyph]]))
        descendant = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.CIDFontType2,
            BaseFont=name,
            CIDSystemInfo=pikepdf.Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
            FontDescriptor=self._pdf.make_indirect(descriptor),
            CIDToGIDMap=pikepdf.Name.Identity,
            W=widths,
        )
        self.object.update(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font,
                Subtype=pikepdf.Name.Type0,
                BaseFont=name,
                Encoding=pikepdf.Name("/Identity-H"),
                DescendantFonts=[self._pdf.make_indirect(descendant)],
                ToUnicode=self._pdf.make_stream(self._to_unicode()),
            )
        )

    def _subset(self) -> bytes:
        options = subset.Options(retain_gids=True, notdef_outline=True, hinting=False, layout_features=[])
        options.drop_tables += ["GPOS", "GSUB", "GDEF", "DSIG", "BASE"]
        output = BytesIO()
        with TTFont(self._path, recalcTimestamp=False) as font:
            subsetter = subset.Subsetter(options)
            subsetter.populate(gids=sorted(self._used))
            subsetter.subset(font)
            font.save(output)
        return output.getvalue()

    def _to_unicode(self) -> bytes:
        """Return the map from glyphs back to letters, so that the text can be copied and searched."""
        lines = [
            f"<{glyph:04X}> <{letter.encode('utf-16-be').hex().upper()}>"
            for glyph, letter in sorted(self._used.items())
        ]
        blocks = [lines[at : at + 100] for at in range(0, len(lines), 100)]
        ranges = "".join(f"{len(b)} beginbfchar\n" + "\n".join(b) + "\nendbfchar\n" for b in blocks)
        return (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
            "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
            "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
            f"{ranges}endcmap CMapName currentdict /CMap defineresource pop end end\n"
        ).encode("ascii")
