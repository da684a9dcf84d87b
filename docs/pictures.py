# ruff: noqa: INP001 - a script beside the pages, not a package
"""Draw the pictures of the README from the demonstration: ``python docs/pictures.py demo-out``."""

from __future__ import annotations

import sys
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image

FOLDER = Path(__file__).parent / "pictures"
WHO = "0001013_*"
"""Whose folder is shown: summoned, moved, held, signed, copy handed over, so that nothing is missing."""
PICTURES = {"convocation.png": "C*/01_convocation.pdf", "sommaire.png": "00_sommaire.pdf"}
WIDTH = 900
COLOURS = 128


def first_page(pdf: Path) -> Image.Image:
    """Return the first page of ``pdf``, ``WIDTH`` pixels wide, with a thin grey edge."""
    with pdfium.PdfDocument(pdf) as document:
        page = document[0]
        drawn = page.render(scale=2 * WIDTH / page.get_width(), may_draw_forms=True).to_pil()
    height = round(drawn.height * WIDTH / drawn.width)
    sheet = drawn.convert("RGB").resize((WIDTH, height), Image.Resampling.LANCZOS)
    framed = Image.new("RGB", (WIDTH + 2, height + 2), "#b8c0c8")
    framed.paste(sheet, (1, 1))
    return framed


def draw(demonstration: Path) -> list[Path]:
    """Write every picture from the data folder of a demonstration, and return their paths."""
    FOLDER.mkdir(exist_ok=True)
    drawn = []
    for name, place in PICTURES.items():
        pdf = next(demonstration.glob(f"evidence/{WHO}/{place}"))
        path = FOLDER / name
        first_page(pdf).quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
            path, optimize=True
        )
        drawn.append(path)
    return drawn


if __name__ == "__main__":
    for made in draw(Path(sys.argv[1] if len(sys.argv) > 1 else "demo-out")):
        sys.stdout.write(f"{made.name} : {made.stat().st_size // 1024} kB\n")
