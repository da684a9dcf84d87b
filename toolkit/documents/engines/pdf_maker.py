"""One door from template to PDF: the fast engine where it draws the whole template, another elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from types import TracebackType
from typing import TYPE_CHECKING, Self

from toolkit.documents.engines.engine import Engine
from toolkit.documents.engines.typst import TypstEngine, unsupported
from toolkit.documents.fonts import is_drawable
from toolkit.documents.properties import DocumentProperties
from toolkit.errors import DocumentError, TemplateError

if TYPE_CHECKING:
    from toolkit.documents.engines.campaign import Order, Outcome


class PdfMaker:
    """Chooses the engine of each template, once, by what the template holds.

    Args:
        fast: The engine that fills programs; None to draw everything by the other.
        other: The engine that draws finished Word documents.
    """

    def __init__(self, *, fast: TypstEngine | None, other: Engine) -> None:
        self._fast, self._other = fast, other

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def name(self) -> str:
        """Name of the engine that draws finished documents."""
        return self._other.name

    def engine_for(self, template: bytes, *, name: str = "") -> str:
        """Return the name of the engine that draws ``template``.

        Raises:
            TemplateError: no engine can use the template.
        """
        if self._fast is None or unsupported(template, name=name):
            return self._other.name
        return self._fast.name

    def drawn_by(self, template: bytes, *, name: str = "") -> Callable[[str], bool]:
        """Return what tells whether a character has a glyph in the PDF of ``template``.

        Raises:
            TemplateError: no engine can use the template.
        """
        if self._fast is None or unsupported(template, name=name):
            return is_drawable
        return self._fast.compile(template, name=name).syntax.drawn

    def make(
        self,
        template: bytes,
        context: Mapping[str, object],
        *,
        properties: DocumentProperties,
        name: str = "",
    ) -> bytes:
        """Return the tagged PDF/A-3b of ``template`` filled with ``context``.

        Args:
            template: A Word template.
            context: Values by top-level name.
            properties: Title, author, instant and language.
            name: File name of the template, for errors.

        Raises:
            MissingValueError: a field has no value.
            TemplateError: the template cannot be filled.
            ConversionError: it cannot be drawn.
        """
        if self._fast is not None and not unsupported(template, name=name):
            return self._fast.draw(
                self._fast.compile(template, name=name),
                context,
                title=properties.title,
                language=properties.language,
                made_at=properties.made_at,
                author=properties.author,
            )
        from toolkit.documents.rendering import render_docx  # noqa: PLC0415 - loaded for templates routed here

        docx = render_docx(template, context, properties=properties, name=name)
        return self._other.to_pdf(docx, title=properties.title, language=properties.language)

    def make_all(self, orders: Iterable[Order]) -> Iterator[Outcome]:
        """Yield the Word document and the PDF of each order, or its error, in the order of ``orders``.

        What the fast engine draws is made in several processes; ``orders`` is read a little ahead.
        """
        from toolkit.documents.engines.campaign import Campaign  # noqa: PLC0415 - loaded for many documents

        with Campaign() as campaign:
            for fast, group in groupby(orders, self._is_fast):
                if fast:
                    yield from campaign.make(group)
                else:
                    yield from map(self._one, group)

    def _is_fast(self, order: Order) -> bool:
        if self._fast is None:
            return False
        try:
            return not unsupported(order.template, name=order.name)
        except TemplateError:
            return False  # what is wrong with it is told as the outcome of its order

    def _one(self, order: Order) -> Outcome:
        from toolkit.documents.engines.campaign import Made  # noqa: PLC0415 - loaded for many documents
        from toolkit.documents.rendering import render_docx  # noqa: PLC0415 - loaded for templates routed here

        facts = order.properties
        try:
            docx = render_docx(order.template, order.context, properties=facts, name=order.name)
            return Made(docx, self._other.to_pdf(docx, title=facts.title, language=facts.language))
        except DocumentError as error:
            return error

    def to_pdf(self, docx: bytes, *, title: str, language: str = "fr-FR") -> bytes:
        """Return the PDF of a finished Word document, by the other engine.

        Raises:
            ConversionError: it cannot be drawn.
        """
        return self._other.to_pdf(docx, title=title, language=language)

    def close(self) -> None:
        """End the processes of both engines that have any."""
        for engine in (self._fast, self._other):
            end = getattr(engine, "close", None)
            if end is not None:
                end()
