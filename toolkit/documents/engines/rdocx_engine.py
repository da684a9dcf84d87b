"""The embedded engine: rdocx, pip only, in processes that can be killed."""

from __future__ import annotations

from queue import LifoQueue
from types import TracebackType
from typing import Self

from toolkit.documents.engines.workers import Worker
from toolkit.errors import ConversionError


class RdocxEngine:
    """Draws Word documents with rdocx; use it as a context manager, or call :meth:`close`.

    Processes start with the first document. Calls from several threads share them.

    Args:
        workers: Processes kept; as many documents are drawn at the same time.
        seconds: Time one document may take.
        memory: Bytes of address space one process may take.
    """

    name = "rdocx"

    def __init__(
        self,
        *,
        workers: int = 1,
        seconds: float = 30,
        memory: int = 2 * 2**30,
        recycle_after: int = 500,
    ) -> None:
        self._workers = [
            Worker(draw, seconds=seconds, memory=memory, recycle_after=recycle_after) for _ in range(workers)
        ]
        self._idle: LifoQueue[Worker] = LifoQueue()
        for worker in self._workers:
            self._idle.put(worker)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def to_pdf(self, docx: bytes, *, title: str, language: str = "fr-FR") -> bytes:
        """Return the tagged PDF/A-3b of ``docx``.

        Raises:
            ConversionError: the document cannot be drawn, or took too long or too much memory; the engine
                goes on with a new process.
        """
        worker = self._idle.get()
        try:
            return worker.run(docx, title, language, about=title)
        finally:
            self._idle.put(worker)

    def close(self) -> None:
        """End the processes; a later document starts new ones."""
        for worker in self._workers:
            worker.close()


def draw(docx: bytes, title: str, language: str) -> bytes:
    """Return the PDF of ``docx`` in this very process; :class:`RdocxEngine` runs it in a limited one.

    Raises:
        ConversionError: the document cannot be drawn, or a character has no glyph.
    """
    import rdocx  # noqa: PLC0415 - 37 MB of native code, loaded in the worker alone

    from toolkit.documents.engines.preparation import prepare  # noqa: PLC0415 - same
    from toolkit.documents.pdfa import normalised, pdfa_problems  # noqa: PLC0415 - same
    from toolkit.documents.properties import core_facts  # noqa: PLC0415 - same

    parts, copy = prepare(docx)
    author, made_at = core_facts(parts)
    drawn = rdocx.Document.from_bytes(copy).to_pdfa_deterministic("pdfa-3b")
    pdf = normalised(drawn, title=title, language=language, author=author, made_at=made_at)
    broken = [problem for problem in pdfa_problems(pdf) if problem.broken]
    if broken:
        raise ConversionError(
            f"le PDF ne serait pas conforme à PDF/A-3b ({broken[0].message}).",
            next_step="Vérifiez les polices et les images du modèle.",
        )
    return pdf
