"""Files that are no form, told by their first bytes or parts: what each is, and what to ask for instead."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import PurePath

from toolkit.documents.package import DOCUMENT_PART
from toolkit.errors import FormRefusedError

PDF_MAGIC = b"%PDF-"
_ZIP_MAGIC = b"PK"
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURE = "une image (photo ou numérisation)"
_SIGNS = (
    (_OLE_MAGIC, "un ancien document Word (.doc), ou un document protégé par un mot de passe"),
    (b"\xff\xd8\xff", _PICTURE),
    (b"\x89PNG", _PICTURE),
    (b"II*\0", _PICTURE),
    (b"MM\0*", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"{\\rtf", "un document au format RTF"),
    (b"<", "une page Web ou un fichier XML"),
)
_PACKAGES = (
    ("xl/", "un classeur Excel"),
    ("ppt/", "une présentation PowerPoint"),
    ("content.xml", "un document LibreOffice (.odt)"),
)
_MACROS = (b"vbaProject", b"macroEnabled")
_FILLED = "Demandez au manager le formulaire reçu, rempli dans Microsoft Word ou dans un lecteur de PDF."
_SUFFIXES = {".docx": "un document Word", ".pdf": "un PDF"}


def refuse_stranger(content: bytes, *, about: str) -> None:
    """Refuse what is neither a PDF nor a Word document.

    Raises:
        FormRefusedError: the file is empty, or of another kind, which is told where it is known.
    """
    if not content.strip(b" \t\r\n\0"):
        raise FormRefusedError(
            "le fichier est vide.",
            about=about,
            next_step="Demandez-le de nouveau : son envoi ou sa copie n’a pas abouti.",
        )
    if content.startswith(PDF_MAGIC):
        return
    if content.startswith(_ZIP_MAGIC):
        what = _packed(content)
    else:
        signs = (what for sign, what in _SIGNS if content.lstrip().startswith(sign))
        what = next(signs, "un fichier d’un autre format")
    if what:
        raise _no_form(what, about)


def refuse_renamed(content: bytes, name: str, *, about: str) -> None:
    """Refuse a Word file or a PDF whose name says that it is something else.

    Raises:
        FormRefusedError: the suffix of ``name`` is not that of its content.
    """
    suffix = PurePath(name).suffix.lower()
    right = ".pdf" if content.startswith(PDF_MAGIC) else ".docx"
    if suffix == right:
        return
    named = f"s’appelle « {suffix} »" if suffix else "n’a pas d’extension"
    raise FormRefusedError(
        f"le fichier a été renommé : il {named}, et c’est {_SUFFIXES[right]}.",
        about=about,
        next_step=f"Assurez-vous que c’est bien le fichier du manager, puis rendez-lui l’extension {right}.",
    )


def refuse_macros(parts: Mapping[str, bytes], *, about: str) -> None:
    """Refuse a package that has macros, under whatever name they stand in it.

    Raises:
        FormRefusedError: its relations or its types tell of macros.
    """
    told = [part for name, part in parts.items() if name.endswith((".rels", "[Content_Types].xml"))]
    if any(sign in part for sign in _MACROS for part in told):
        raise FormRefusedError(
            "le fichier contient des macros ; il n’est pas ouvert.",
            about=about,
            next_step="Le formulaire envoyé n’en contient pas : vérifiez d’où vient ce fichier, et demandez "
            "au manager de remplir celui qu’il a reçu.",
        )


def _packed(content: bytes) -> str:
    """Return what a zip is when it is no Word document, nothing when it may be one."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return ""
    if DOCUMENT_PART in names:
        return ""
    kinds = (what for start, what in _PACKAGES if any(name.startswith(start) for name in names))
    return next(kinds, "une archive (.zip)")


def _no_form(what: str, about: str) -> FormRefusedError:
    return FormRefusedError(
        f"ce n’est pas un formulaire Word (.docx) ou PDF mais {what}.", about=about, next_step=_FILLED
    )
