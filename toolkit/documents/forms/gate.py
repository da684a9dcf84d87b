"""What is refused of a returned PDF before anything in it is read, each with its reason and what to do."""

from __future__ import annotations

import io
import re
import zlib
from typing import TYPE_CHECKING

from toolkit.errors import FormRefusedError

if TYPE_CHECKING:
    import pikepdf

MAX_SIZE = 15 * 2**20
"""Bytes of a returned PDF; one that was filled is under one megabyte."""

MAX_INFLATED = 96 * 2**20
"""Bytes that its compressed streams may grow to, all together."""

MAX_OBJECTS = 30_000

_ASK_AGAIN = (
    "Demandez au manager de remplir le formulaire reçu et de l’enregistrer, sans le changer de nature."
)
UNREADABLE = (
    *(TypeError, ValueError, AttributeError, LookupError),
    *(RuntimeError, ArithmeticError, RecursionError, NotImplementedError),
)
"""What reading an object that is not of the kind it should be raises, beside the library's own errors."""

_STREAM = re.compile(rb"stream\r?\n")
_TWICE = re.compile(rb"/Filter\s*\[[^\]]*/Fl[^\]]*/Fl[^\]]*\]")
_FULL = 64


def opened(content: bytes, *, about: str) -> pikepdf.Pdf:
    """Return the PDF ``content``, to be closed by the caller.

    Raises:
        FormRefusedError: oversized, once inflated too; damaged; encrypted; carries scripts or an XFA form.
    """
    import pikepdf  # noqa: PLC0415 - a heavy library, needed only here

    _refuse_oversized(content, about)
    try:
        document = pikepdf.open(io.BytesIO(content))
    except pikepdf.PasswordError as error:
        raise _encrypted(about) from error
    except (pikepdf.PdfError, *UNREADABLE) as error:
        raise damaged(about) from error
    try:
        _refuse_protected(document, about)
        _refuse_active(document, about)
    except BaseException:
        document.close()
        raise
    return document


def damaged(about: str) -> FormRefusedError:
    """Return the refusal of a PDF whose objects are not what they should be."""
    return FormRefusedError(
        "le fichier PDF est endommagé et ne s’ouvre pas.", about=about, next_step=_ASK_AGAIN
    )


def _refuse_protected(document: pikepdf.Pdf, about: str) -> None:
    if document.is_encrypted:
        raise _encrypted(about)


def _encrypted(about: str) -> FormRefusedError:
    return FormRefusedError(
        "le PDF est protégé par un mot de passe ou par des restrictions.",
        about=about,
        next_step="Demandez au manager de le renvoyer sans protection.",
    )


def _refuse_oversized(content: bytes, about: str) -> None:
    if len(content) > MAX_SIZE or _inflates_too_much(content):
        raise FormRefusedError(
            "le PDF est anormalement gros ; il n’est pas ouvert.", about=about, next_step=_ASK_AGAIN
        )


def _inflates_too_much(content: bytes) -> bool:
    if _TWICE.search(content):
        # Deflated twice, eight kilobytes make eight gigabytes; no program that fills forms writes that.
        return True
    left = MAX_INFLATED
    view = memoryview(content)
    for found in _STREAM.finditer(content):
        inflater = zlib.decompressobj()
        try:
            left -= len(inflater.decompress(view[found.end() :], left + 1))
        except zlib.error:
            continue
        if left < 0:
            return True
    return False


def _refuse_active(document: pikepdf.Pdf, about: str) -> None:
    import pikepdf  # noqa: PLC0415 - a heavy library, needed only here

    if len(document.objects) > MAX_OBJECTS:
        raise FormRefusedError("le PDF est anormalement gros.", about=about, next_step=_ASK_AGAIN)
    form = document.Root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary) and "/XFA" in form:
        raise FormRefusedError(
            "le PDF contient un formulaire XFA, qui n’est pas celui qui a été envoyé.",
            about=about,
            next_step=_ASK_AGAIN,
        )
    if any(_runs_script(item) for item in document.objects):
        raise FormRefusedError(
            "le PDF contient un script (JavaScript) ; il n’est pas lu.",
            about=about,
            next_step="Vérifiez d’où vient ce fichier ; le formulaire envoyé n’en contient pas.",
        )


def _runs_script(item: pikepdf.Object, depth: int = 0) -> bool:
    import pikepdf  # noqa: PLC0415 - a heavy library, needed only here

    if depth > _FULL or not isinstance(item, pikepdf.Dictionary | pikepdf.Array | pikepdf.Stream):
        return False
    if isinstance(item, pikepdf.Array):
        return any(_runs_script(part, depth + 1) for part in item if _is_direct(part))
    if "/JS" in item or item.get("/S") in {pikepdf.Name.JavaScript, pikepdf.Name.Launch}:
        return True
    if "/JavaScript" in item:
        return True
    return any(_runs_script(part, depth + 1) for _, part in item.items() if _is_direct(part))


def _is_direct(part: object) -> bool:
    return not getattr(part, "is_indirect", False)
