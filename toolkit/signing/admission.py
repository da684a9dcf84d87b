"""Which files may be signed: static pages that we made, in one revision, with nothing alive in them.

A signature covers what a viewer runs as well as what a reader sees; scripts, actions, attachments and live
fields would let the same signed bytes show different things.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pikepdf
from pyhanko.pdf_utils.reader import PdfFileReader

from toolkit.digest import Sha256, sha256
from toolkit.errors import SigningError

_HEADER = b"%PDF-"
_END = b"%%EOF"
_MAX_BYTES = 32 * 2**20
_MAX_OBJECTS = 100_000
_LIVE_ACTIONS = frozenset(
    f"/{name}"
    for name in (
        "JavaScript",
        "Launch",
        "SubmitForm",
        "ImportData",
        "ResetForm",
        "GoToR",
        "GoToE",
        "Rendition",
        "Sound",
        "Movie",
        "Hide",
        "SetOCGState",
        "GoTo3DView",
        "RichMediaExecute",
    )
)
_LIVE_KEYS = {
    "/JS": "un script",
    "/JavaScript": "un script",
    "/AA": "une action automatique",
    "/OpenAction": "une action à l’ouverture",
    "/EmbeddedFiles": "une pièce jointe",
    "/EF": "une pièce jointe",
    "/AF": "un fichier associé",
    "/XFA": "un formulaire dynamique",
    "/OCProperties": "des calques masquables",
    "/Collection": "un porte-documents",
}


def refuse_unfit(pdf: bytes) -> None:
    """Let through only a PDF that may be signed.

    Raises:
        SigningError: the file is unreadable, encrypted, has several revisions, holds something alive, or
            is signed already; the sentence says which.
    """
    _refuse(_framing(pdf))
    try:
        with pikepdf.open(BytesIO(pdf)) as document:
            _refuse(_first_live(document))
        revisions = PdfFileReader(BytesIO(pdf)).xrefs.total_revisions
    except SigningError:
        raise
    except pikepdf.PasswordError:
        _refuse("il est chiffré")
    except (Exception, RecursionError) as error:  # noqa: BLE001 - whatever a parser throws, the answer is no
        _refuse(f"il n’est pas lisible ({type(error).__name__})")
    else:
        _refuse("il a plusieurs révisions" if revisions != 1 else "")


def refuse_foreign(pdf: bytes, made_as: Sha256) -> None:
    """Let through only the very document that was made here.

    Nothing inside a file can prove where it comes from, so its SHA-256 is compared with the one that the
    journal recorded when the document was made.

    Raises:
        SigningError: these are other bytes.
    """
    if sha256(pdf) != made_as:
        _refuse("ce n’est pas le document établi ici (son empreinte SHA-256 diffère)")


def _refuse(reason: str) -> None:
    if reason:
        raise SigningError(
            f"ce PDF ne peut pas être signé : {reason}.",
            next_step="Refaites le document depuis son modèle ; seuls les PDF produits ici sont signés.",
        )


def _framing(pdf: bytes) -> str:
    """Return what is wrong before the header, after the end or with the size, if anything."""
    if len(pdf) > _MAX_BYTES or pdf.count(b"endobj") > _MAX_OBJECTS:
        return "il est démesuré"
    if not pdf.startswith(_HEADER):
        return "il ne commence pas comme un PDF"
    if not pdf.rstrip(b"\r\n").endswith(_END):
        return "des octets suivent sa fin"
    return ""


def _first_live(document: pikepdf.Pdf) -> str:
    """Return the first thing alive in ``document``, as a French clause, or nothing."""
    if document.is_encrypted:
        return "il est chiffré"
    if document.is_linearized:
        return "il est linéarisé, donc en deux sections"
    form = document.Root.get("/AcroForm")
    if form is not None and len(form.get("/Fields", [])) > 0:
        sealed = any(_is_signed(field) for field in form["/Fields"])
        return "il est déjà signé" if sealed else "un champ de formulaire y est resté actif"
    for item in document.objects:
        for dictionary in _dictionaries(item):
            found = _alive(dictionary)
            if found:
                return f"il contient {found}"
    return ""


def _is_signed(field: pikepdf.Object) -> bool:
    return field.get("/FT") == "/Sig" and field.get("/V") is not None


def _dictionaries(item: pikepdf.Object, *, top: bool = True) -> Iterator[pikepdf.Object]:
    """Yield the dictionaries of one indirect object, those nested directly in it included."""
    if not isinstance(item, pikepdf.Object) or (item.is_indirect and not top):
        return
    if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        yield item
        for key in item.keys():  # noqa: SIM118 - a PDF dictionary iterates over its keys only through keys()
            yield from _dictionaries(item[key], top=False)
    elif isinstance(item, pikepdf.Array):
        for child in item:
            yield from _dictionaries(child, top=False)


def _alive(dictionary: pikepdf.Object) -> str:
    """Return what is alive in one dictionary, as a French noun, or nothing."""
    for key, noun in _LIVE_KEYS.items():
        if key in dictionary:
            return noun
    action = dictionary.get("/S")
    if isinstance(action, pikepdf.Name) and str(action) in _LIVE_ACTIONS:
        return f"une action {str(action)[1:]}"
    subtype = dictionary.get("/Subtype")
    if subtype in ("/FileAttachment", "/RichMedia", "/Movie", "/Screen", "/Sound", "/3D"):
        return f"une annotation {str(subtype)[1:]}"
    return ""
