"""The fast engine: a Word template compiled once, its documents drawn in processes that can be killed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import TracebackType
from typing import Self

from jinja2 import TemplateError as JinjaError

from toolkit.documents.engines.pool import Pool
from toolkit.documents.engines.typst.compiler import compiled
from toolkit.documents.engines.typst.drawing import draw as draw_here
from toolkit.documents.engines.typst.program import Construct, Program
from toolkit.documents.engines.typst.values import literal
from toolkit.documents.properties import DocumentProperties
from toolkit.documents.syntax import too_deep, with_budget
from toolkit.errors import ConversionError, TemplateError


class TypstEngine:
    """Draws templates with Typst; use it as a context manager, or call :meth:`close`.

    Args:
        workers: Processes kept; as many documents are drawn at the same time.
        seconds: Time one document may take.
        memory: Bytes of address space one process may take.
        recycle_after: Documents after which a process is replaced.
    """

    name = "typst"

    def __init__(
        self,
        *,
        workers: int = 1,
        seconds: float = 30,
        memory: int = 3 * 2**30,
        recycle_after: int = 2_000,
    ) -> None:
        self._pool = Pool(
            draw_here, workers=workers, seconds=seconds, memory=memory, recycle_after=recycle_after
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def compile(self, template: bytes, *, name: str = "") -> Program:
        """Return the program of a Word template, compiled once for the same bytes.

        Raises:
            TemplateError: the template is no Word file, is oversized, uses more than the small language, or
                holds something that this engine does not draw (see :func:`unsupported`).
        """
        program, refused = compiled(template, name or "(sans nom)")
        if refused:
            first = refused[0]
            raise TemplateError(
                f"le moteur rapide ne dessine pas : {first.name} (près de « {first.quote} »).",
                about=f"Modèle {program.name}",
                next_step="Laissez l’autre moteur dessiner ce modèle, ou simplifiez-le dans Word.",
            )
        return program

    def draw(
        self,
        program: Program,
        context: Mapping[str, object],
        *,
        title: str,
        language: str = "fr-FR",
        made_at: datetime | None = None,
        author: str = "",
    ) -> bytes:
        """Return the tagged PDF/A-3b of ``program`` filled with ``context``: same input, same bytes.

        Args:
            program: What :meth:`compile` returned.
            context: Values by top-level name.
            title: Title of the PDF.
            language: BCP 47 tag of its text.
            made_at: Aware instant of the document.
            author: The employer.

        Raises:
            MissingValueError: a field has no value.
            TemplateError: the template cannot be filled.
            ConversionError: it cannot be drawn, or took too long or too much memory; the engine goes on with
                a new process.
        """
        source = filled(program, context, language=language).encode()
        facts = (title, language, author, made_at)
        return self._pool.run(source, dict(program.files), program.faces, facts, program.digest, about=title)

    def to_pdf(self, docx: bytes, *, title: str, language: str = "fr-FR") -> bytes:
        """Return the PDF of a finished Word document, whose text is text even where it looks like a tag.

        Raises:
            ConversionError: the document cannot be drawn, or holds something that this engine does not draw.
        """
        from toolkit.documents.engines.typst.finished import as_template  # noqa: PLC0415 - rare way in

        template, author, made_at = as_template(docx)
        try:
            program = self.compile(template, name="document")
        except TemplateError as error:
            raise ConversionError(error.problem, about=error.about, next_step=error.next_step) from error
        return self.draw(program, {}, title=title, language=language, author=author, made_at=made_at)

    def close(self) -> None:
        """End the processes; a later document starts new ones."""
        self._pool.close()


def drawn_here(
    template: bytes, context: Mapping[str, object], *, properties: DocumentProperties, name: str = ""
) -> bytes:
    """Return the tagged PDF/A-3b of ``template``, drawn in this very process, which should be a limited one.

    Raises:
        MissingValueError: a field has no value.
        TemplateError: the template cannot be filled.
        ConversionError: it cannot be drawn.
    """
    program, _ = compiled(template, name or "(sans nom)")
    source = filled(program, context, language=properties.language).encode()
    facts = (properties.title, properties.language, properties.author, properties.made_at)
    return draw_here(source, program.files, program.faces, facts, program.digest)


def unsupported(template: bytes, *, name: str = "") -> tuple[Construct, ...]:
    """Return what of a Word template the fast engine does not draw, nothing when it draws it all.

    Raises:
        TemplateError: the template cannot be used by any engine.
    """
    return compiled(template, name or "(sans nom)")[1]


def filled(program: Program, context: Mapping[str, object], *, language: str) -> str:
    """Return the Typst source of ``program`` with the values of ``context`` as strings.

    The title is not part of it: a document of its own title would share no paragraph with the one before,
    and the typesetter remembers those.

    Raises:
        MissingValueError: a field has no value.
        TemplateError: the template cannot be filled.
    """
    try:
        body = program.rooms.told(program.syntax.from_string(program.source).render(with_budget(context)))
    except TemplateError:
        raise
    except RecursionError as error:
        raise too_deep(program.name) from error
    except (JinjaError, TypeError, ValueError, KeyError, AttributeError, IndexError) as error:
        raise TemplateError(
            f"le modèle ne peut pas être rempli ({error}).",
            about=f"Modèle {program.name}",
            next_step="Vérifiez les filtres et les champs de ce modèle.",
        ) from error
    tongue, _, region = language.partition("-")
    return f"#let lang = {literal(tongue)}\n#let region = {literal(region) if region else 'none'}\n{body}"
