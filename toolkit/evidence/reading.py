"""A merged copy to read and print: every page marked, no signature left in it.

Merging signed files destroys their signatures; a merged file that still showed signature fields would be
worse than none. The copy is made on demand, outside the sealed folder, and says on its first page where the
signatures are: it is never to be mistaken for the originals.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby
from math import cos, radians, sin

import pikepdf

from toolkit.evidence.lettering import Lettering

MARK = "COPIE DE LECTURE"
"""Written across every page."""

_WIDTH, _HEIGHT = 595.0, 842.0
_MARGIN = 62.0
_FOOT = 22.0
_SMALL = 8.0
_SLANT = 54.0
_OPACITY = 0.16
_TOP = _HEIGHT - 60
_OVERLAY = pikepdf.Name("/CopieDeLecture")
_STRIP = "Copie de lecture, sans valeur de signature : les signatures sont dans les originaux"


@dataclass(frozen=True, slots=True)
class ReadingPiece:
    """One file of the folder, as the reading copy shows it.

    Args:
        number: Number of the piece that it belongs to; empty for the cover.
        label: Its nature in French.
        group: The case that it is of, in French.
        path: Where the original stands in the evidence folder.
        read: Returns its bytes; called one file at a time.
    """

    number: str
    label: str
    group: str
    path: str
    read: Callable[[], bytes]

    @property
    def title(self) -> str:
        """How bookmarks and pages name it."""
        return f"Pièce n° {self.number} – {self.label}" if self.number else self.label


@dataclass(frozen=True, slots=True)
class _Placed:
    """A piece with its first page in the copy (from 0) and its number of pages; None where it has none."""

    piece: ReadingPiece
    first: int | None = None
    pages: int = 0
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the first pages; a gap where it has no text. Sizes in points."""

    size: float
    text: str = ""
    strong: bool = False

    @property
    def height(self) -> float:
        """Room that it takes."""
        return self.size * 1.35


def reading_copy(title: str, intro: Sequence[str], pieces: Sequence[ReadingPiece]) -> bytes:
    """Return the pieces that are PDF files in one PDF to read, with bookmarks; the others are listed.

    The same pieces give the same bytes.

    Args:
        title: What the copy is of, for the first page and the properties.
        intro: What the first page says beside, one paragraph per item.
        pieces: Every file of the folder, in its order.
    """
    with pikepdf.new() as pdf:
        face, strong = Lettering(pdf, "Regular"), Lettering(pdf, "Semibold")
        writer = _Writer(pdf, face, strong)
        placed = [_appended(pdf, piece) for piece in pieces]
        front = writer.front(title, intro, placed)
        marks: list[str] = [MARK] * front
        for each in placed:
            marks += [f"{each.piece.title}, page {n}/{each.pages}" for n in range(1, each.pages + 1)]
        for number, (page, mark) in enumerate(zip(pdf.pages, marks, strict=True), start=1):
            writer.mark(page, mark, f"{number}/{len(marks)}")
        _bookmark(pdf, placed, front)
        face.embedded()
        strong.embedded()
        pdf.docinfo["/Title"] = f"Copie de lecture – {title}"
        pdf.Root.Lang = "fr-FR"
        pdf.Root.PageMode = pikepdf.Name.UseOutlines
        output = BytesIO()
        pdf.save(output, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return output.getvalue()


def _appended(pdf: pikepdf.Pdf, piece: ReadingPiece) -> _Placed:
    """Append the pages of a piece, its signature fields turned into drawings, everything alive taken out."""
    if not piece.path.lower().endswith(".pdf"):
        return _Placed(piece)
    first = len(pdf.pages)
    try:
        with pikepdf.open(BytesIO(piece.read())) as source:
            source.flatten_annotations("screen")
            for page in source.pages:
                for key in ("/Annots", "/AA", "/StructParents", "/Tabs"):
                    if key in page.obj:
                        del page.obj[key]
            pdf.pages.extend(source.pages)
            return _Placed(piece, first, len(source.pages))
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, RecursionError):
        del pdf.pages[first:]
        return _Placed(piece, trouble="illisible ici, à ouvrir depuis l’original")


def _bookmark(pdf: pikepdf.Pdf, placed: Sequence[_Placed], front: int) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("Copie de lecture : à lire d’abord", 0))
        shown = [each for each in placed if each.first is not None]
        for group, mine in groupby(shown, key=lambda each: each.piece.group):
            items = [
                pikepdf.OutlineItem(each.piece.title, front + each.first)
                for each in mine
                if each.first is not None
            ]
            if group:
                head = pikepdf.OutlineItem(group, items[0].destination)
                head.children.extend(items)
                items = [head]
            outline.root.extend(items)


class _Writer:
    """Draws the first pages and the marks."""

    def __init__(self, pdf: pikepdf.Pdf, face: Lettering, strong: Lettering) -> None:
        self._pdf = pdf
        self._face = face
        self._strong = strong
        self._fonts = pikepdf.Dictionary(F=face.object, B=strong.object)

    def front(self, title: str, intro: Sequence[str], placed: Sequence[_Placed]) -> int:
        """Insert the pages that say what the copy is and what it holds; return how many they are."""
        pages = self._paged(self._lines(title, intro, placed, front=1))
        pages = self._paged(self._lines(title, intro, placed, front=len(pages)))
        for number, lines in enumerate(pages):
            self._pdf.pages.insert(number, self._page(lines))
        return len(pages)

    def _lines(
        self, title: str, intro: Sequence[str], placed: Sequence[_Placed], *, front: int
    ) -> list[_Line]:
        """Return the text of the first pages; ``front`` is how many they are, which moves the others."""
        lines = [_Line(22, "Copie de lecture", strong=True), *self._set(13, title), _Line(6)]
        for paragraph in intro:
            lines += [*self._set(11, paragraph), _Line(4)]
        lines += [_Line(6), _Line(13, "Ce que réunit cette copie", strong=True)]
        for group, mine in groupby(placed, key=lambda each: each.piece.group):
            if group:
                lines += [_Line(4), _Line(10, group, strong=True)]
            for _, files in groupby(mine, key=lambda each: each.piece.title):
                for told in _told(list(files), front):
                    lines += self._set(9, told)
        return lines

    def _set(self, size: float, text: str) -> list[_Line]:
        """Return ``text`` in lines no wider than the page allows."""
        parts = [""]
        for word in text.split(" "):
            longer = f"{parts[-1]} {word}" if parts[-1] else word
            if parts[-1] and self._face.width(longer, size) > _WIDTH - 2 * _MARGIN:
                parts.append(word)
            else:
                parts[-1] = longer
        return [_Line(size, part) for part in parts]

    def _paged(self, lines: Sequence[_Line]) -> list[list[_Line]]:
        pages: list[list[_Line]] = [[]]
        left = _TOP - _MARGIN
        for line in lines:
            if line.height > left:
                pages.append([])
                left = _TOP - _MARGIN
            left -= line.height
            pages[-1].append(line)
        return pages

    def _page(self, lines: Sequence[_Line]) -> pikepdf.Page:
        parts = []
        y = _TOP
        for line in lines:
            y -= line.height
            if line.text:
                face, name = (self._strong, "B") if line.strong else (self._face, "F")
                shown = face.hexadecimal(line.text)
                parts.append(f"BT /{name} {line.size} Tf 1 0 0 1 {_MARGIN} {y:.1f} Tm {shown} Tj ET")
        return self._made("\n".join(parts), _WIDTH, _HEIGHT)

    def _made(self, content: str, width: float, height: float) -> pikepdf.Page:
        page = pikepdf.Dictionary(
            Type=pikepdf.Name.Page,
            MediaBox=[0, 0, width, height],
            Resources=pikepdf.Dictionary(
                Font=self._fonts,
                ExtGState=pikepdf.Dictionary(Soft=pikepdf.Dictionary(ca=_OPACITY)),
            ),
            Contents=self._pdf.make_stream(content.encode("ascii")),
        )
        return pikepdf.Page(self._pdf.make_indirect(page))

    def mark(self, page: pikepdf.Page, what: str, number: str) -> None:
        """Draw over ``page``, whichever way it is turned: the mark across it, what it is of at its foot."""
        box = [float(side) for side in page.trimbox]
        width, height = abs(box[2] - box[0]), abs(box[3] - box[1])
        if int(page.obj.get("/Rotate", 0)) % 180:
            width, height = height, width
        drawn = self._made(self._drawn(what, number, width, height), width, height).as_form_xobject()
        name = page.add_resource(drawn, pikepdf.Name.XObject, name=_OVERLAY, replace_existing=True)
        placed = page.calc_form_xobject_placement(
            drawn,
            name,
            pikepdf.Rectangle(page.trimbox),
            invert_transformations=True,
            allow_shrink=True,
            allow_expand=True,
        )
        page.contents_add(b"q\n", prepend=True)
        page.contents_add(b"\nQ\n" + placed)

    def _drawn(self, what: str, number: str, width: float, height: float) -> str:
        slant = radians(_SLANT)
        size = min(width, height) / 9
        half = self._strong.width(MARK, size) / 2
        x, y = width / 2 - half * cos(slant), height / 2 - half * sin(slant)
        across = self._strong.hexadecimal(MARK)
        turned = f"{cos(slant):.4f} {sin(slant):.4f} {-sin(slant):.4f} {cos(slant):.4f} {x:.1f} {y:.1f}"
        strip = f"Copie de lecture, sans valeur de signature : {what}" if what != MARK else _STRIP
        foot = self._face.hexadecimal(strip)
        right = self._face.hexadecimal(number)
        end = width - _FOOT - self._face.width(number, _SMALL)
        return (
            f"q /Soft gs 0.7 0 0 rg BT /B {size:.1f} Tf {turned} Tm {across} Tj ET Q\n"
            f"q 1 1 1 rg 0 0 {width:.1f} 16 re f Q\n"
            f"q 0.7 0 0 rg BT /F {_SMALL} Tf 1 0 0 1 {_FOOT} 5 Tm {foot} Tj ET\n"
            f"BT /F {_SMALL} Tf 1 0 0 1 {end:.1f} 5 Tm {right} Tj ET Q"
        )


def _told(files: Sequence[_Placed], front: int) -> list[str]:
    """Return what the first page says of the files of a piece: where in the copy, or why they are not."""
    title = files[0].piece.title
    shown = [f"{title} : page {front + each.first + 1}" for each in files if each.first is not None]
    apart = [each.piece.path.rpartition("/")[2] for each in files if each.first is None and not each.trouble]
    told = [*shown, *(f"{title} : {each.trouble}" for each in files if each.trouble)]
    if apart:
        told.append(f"{title} : {', '.join(apart)}, à ouvrir dans le dossier de preuve")
    return told
