"""Only a static document in one revision is ever signed."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from toolkit import signing
from toolkit.clock import SteppedClock
from toolkit.errors import SigningError


def _altered(pdf: bytes, alter: Callable[[Pdf], object]) -> bytes:
    with pikepdf.open(BytesIO(pdf)) as document:
        alter(document)
        output = BytesIO()
        document.save(output)
    return output.getvalue()


def _script() -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def _text_field(document: Pdf) -> None:
    field = document.make_indirect(Dictionary(FT=Name.Tx, T=String("nom"), Subtype=Name.Widget))
    document.Root.AcroForm = Dictionary(Fields=Array([field]))


def _annotate(document: Pdf, annotation: Dictionary) -> None:
    document.pages[0].Annots = Array([document.make_indirect(annotation)])


def _attach(document: Pdf) -> None:
    document.attachments["note.txt"] = pikepdf.AttachedFileSpec(document, b"x")  # type: ignore[call-arg]


ALIVE: dict[str, Callable[[Pdf], object]] = {
    "une action à l’ouverture": lambda document: setattr(document.Root, "OpenAction", _script()),
    "une action automatique": lambda document: setattr(document.pages[0], "AA", Dictionary(O=_script())),
    "un script": lambda document: _annotate(document, Dictionary(Subtype=Name.Link, A=_script())),
    "une action Launch": lambda document: _annotate(
        document, Dictionary(Subtype=Name.Link, A=Dictionary(S=Name.Launch, F=String("x.exe")))
    ),
    "un fichier associé": _attach,
    "une annotation FileAttachment": lambda document: _annotate(
        document, Dictionary(Subtype=Name.FileAttachment)
    ),
    "un champ de formulaire y est resté actif": _text_field,
    "des calques masquables": lambda document: setattr(
        document.Root, "OCProperties", Dictionary(OCGs=Array([]))
    ),
}


@pytest.mark.parametrize("reason", ALIVE)
def test_something_alive_is_refused_and_named(reason: str, document: bytes) -> None:
    with pytest.raises(SigningError, match=reason):
        signing.refuse_unfit(_altered(document, ALIVE[reason]))


def test_a_static_document_with_a_web_link_is_let_through(document: bytes) -> None:
    link = Dictionary(Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String("mailto:rh@ateliers.example")))
    signing.refuse_unfit(_altered(document, lambda each: _annotate(each, link)))


def test_a_second_revision_is_refused(document: bytes) -> None:
    writer = IncrementalPdfFileWriter(BytesIO(document))
    writer.update_root()  # type: ignore[no-untyped-call]
    output = BytesIO()
    writer.write(output)  # type: ignore[no-untyped-call]
    with pytest.raises(SigningError, match="plusieurs révisions"):
        signing.refuse_unfit(output.getvalue())


def test_a_sealed_document_is_not_signed_again(
    document: bytes, keyring: signing.KeyRing, clock: SteppedClock
) -> None:
    sealed = signing.seal_pdf(document, keyring, reason="Convocation", clock=clock).pdf
    with pytest.raises(SigningError, match="déjà signé"):
        signing.seal_pdf(sealed, keyring, reason="Convocation", clock=clock)


@pytest.mark.parametrize(
    ("alter", "reason"),
    [
        (lambda pdf: pdf + b"suite", "des octets suivent sa fin"),
        (lambda pdf: b"x" + pdf, "ne commence pas"),
        (lambda pdf: pdf[:200] + b"%%EOF", "n’est pas lisible"),
        (lambda _: b"", "ne commence pas"),
    ],
)
def test_a_malformed_file_is_refused(document: bytes, alter: Callable[[bytes], bytes], reason: str) -> None:
    with pytest.raises(SigningError, match=reason):
        signing.refuse_unfit(alter(document))


def test_an_encrypted_file_is_refused(document: bytes) -> None:
    for owner_only in (True, False):
        output = BytesIO()
        encryption = pikepdf.Encryption(owner="o", user="" if owner_only else "u")
        with pikepdf.open(BytesIO(document)) as source:
            source.save(output, encryption=encryption)
        with pytest.raises(SigningError, match="chiffré"):
            signing.refuse_unfit(output.getvalue())
