"""What runs in the worker: a filled program, its pictures and faces, drawn without package or network."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from multiprocessing.util import Finalize
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.errors import ConversionError

if TYPE_CHECKING:
    import typst

EPOCH = datetime(1980, 1, 1, tzinfo=UTC)
_PAGES = re.compile(rb"/Type/Pages/Count (\d+)")


@dataclass(slots=True)
class _Bench:
    """A folder of this process: the only place that the typesetter may read; what is known of programs.

    ``longer`` are those whose last document had several pages.
    """

    root: Path
    files: set[str] = field(default_factory=set)
    compilers: dict[tuple[str, ...], typst.Compiler] = field(default_factory=dict)
    checked: set[str] = field(default_factory=set)
    longer: set[str] = field(default_factory=set)


def draw(
    source: bytes,
    files: Mapping[str, bytes],
    faces: tuple[str, ...],
    facts: tuple[str, str, str, datetime | None],
    program: str,
) -> bytes:
    """Return the tagged PDF/A-3b of a filled program.

    The typesetter itself refuses what PDF/A-3b forbids. Its word is checked by another reader on the first
    document of each program: the others have the same fonts and structures, and differ by their words.

    Args:
        source: The program.
        files: Its pictures and definitions, by name.
        faces: Paths of the font files it may use.
        facts: Title, language, author and instant of the document.
        program: What the document was filled from, by its digest.

    Raises:
        ConversionError: the program cannot be drawn, or the PDF would not be PDF/A-3b.
    """
    from toolkit.documents.pdfa import normalised, pdfa_problems  # noqa: PLC0415 - same
    from toolkit.documents.restating import restated  # noqa: PLC0415 - same

    title, language, author, made_at = facts
    bench = _bench()
    for name, content in files.items():
        if name not in bench.files:
            (bench.root / name).write_bytes(content)
            bench.files.add(name)
    drawn = _drawn(_compiler(bench, faces), source, made_at or EPOCH, alone=program not in bench.longer)
    if _is_alone(drawn) == (program in bench.longer):
        # The guess was wrong. The bytes must not depend on it: the same document is drawn in one way.
        bench.longer ^= {program}
        drawn = _drawn(_compiler(bench, faces), source, made_at or EPOCH, alone=_is_alone(drawn))
    told = {"title": title, "language": language, "author": author}
    pdf = restated(drawn, made_at=made_at, **told) or normalised(drawn, made_at=made_at, **told)
    if program in bench.checked:
        return pdf
    broken = [problem for problem in pdfa_problems(pdf) if problem.broken]
    if broken:
        raise ConversionError(
            f"le PDF ne serait pas conforme à PDF/A-3b ({broken[0].message}).",
            next_step="Vérifiez les polices et les images du modèle.",
        )
    bench.checked.add(program)
    return pdf


def _drawn(compiler: typst.Compiler, source: bytes, made_at: datetime, *, alone: bool) -> bytes:
    """Return the PDF of a filled program; ``alone`` promises that it has one page, and is checked after."""
    import typst  # noqa: PLC0415 - 80 MB of native code, loaded in the worker alone

    guess = b"#let alone = true\n" if alone else b"#let alone = false\n"
    try:
        drawn = compiler.compile(
            input=guess + source, format="pdf", pdf_standards="a-3b", timestamp=int(made_at.timestamp())
        )
    except typst.TypstError as error:
        raise ConversionError(
            f"le moteur rapide n’a pas pu dessiner ce document ({error.message}).",
            next_step="Vérifiez que chaque condition et chaque boucle du modèle se ferme là où elle s’ouvre.",
        ) from error
    if not isinstance(drawn, bytes):
        raise ConversionError("le moteur rapide n’a rien rendu.", next_step="Recommencez.")
    return drawn


def _is_alone(pdf: bytes) -> bool:
    """Tell whether a PDF has one page; the engine writes the tree of pages first."""
    found = _PAGES.search(pdf)
    return found is not None and found[1] == b"1"


@cache
def _bench() -> _Bench:
    return _Bench(_folder())


def _folder() -> Path:
    """Return a folder of this process, that goes away with it; a killed process leaves it to the system."""
    folder = Path(tempfile.mkdtemp(prefix="entretiens-"))
    Finalize(None, shutil.rmtree, args=(folder, True), exitpriority=1)
    return folder


def _compiler(bench: _Bench, faces: tuple[str, ...]) -> typst.Compiler:
    """Return the compiler that knows ``faces`` and nothing else of the machine."""
    import typst  # noqa: PLC0415 - 80 MB of native code, loaded in the worker alone

    if faces not in bench.compilers:
        # Beside the root, not in it: the program reads pictures alone.
        folder = _folder()
        for number, face in enumerate(faces):
            shutil.copyfile(face, folder / f"{number}{Path(face).suffix}")
        nowhere = bench.root / "none"
        bench.compilers[faces] = typst.Compiler(
            root=bench.root,
            font_paths=[folder],
            ignore_system_fonts=True,
            package_path=nowhere,
            package_cache_path=nowhere,
        )
    return bench.compilers[faces]
