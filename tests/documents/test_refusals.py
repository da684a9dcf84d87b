"""What is sent back and is no form any more is refused, with what it is and what to ask for."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime

import pikepdf
import pypdfium2
import pytest

from toolkit.documents import (
    Correspondence,
    MadeForm,
    Occasion,
    fillable_pdf,
    make_form,
    read_form,
)
from toolkit.documents.engines.rdocx_engine import draw
from toolkit.documents.package import read_package, write_package
from toolkit.errors import FormRefusedError
from toolkit.model.case import Case, CaseState
from toolkit.model.employee import Employee
from toolkit.model.employer import Address, Employer, Signatory
from toolkit.model.identifiers import CaseId, EmployerId, Matricule
from toolkit.model.obligation import ObligationKind, Regime

EMPLOYER = Employer(
    EmployerId("atelier"),
    "Ateliers du Rhin",
    64,
    Signatory("Claire Œuvrard", "DRH"),
    address=Address(("12 rue des Tilleuls",), "67000", "Strasbourg"),
)
EMPLOYEE = Employee(Matricule("0001234"), "Lambert", "Inès", date(2015, 3, 1))
CASE = Case(
    CaseId("C0007"),
    EMPLOYER.id,
    EMPLOYEE.matricule,
    (ObligationKind.PERIODIC,),
    Regime.EPP,
    CaseState.SUMMONED,
    date(2026, 2, 1),
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
TYPES, RELATIONS = "[Content_Types].xml", "word/_rels/document.xml.rels"


class Drawn:
    """The embedded engine, in this very process."""

    name = "rdocx"

    def to_pdf(self, docx: bytes, *, title: str, language: str = "fr-FR") -> bytes:
        return draw(docx, title, language)


@pytest.fixture(scope="module")
def made() -> MadeForm:
    letter = Correspondence(EMPLOYER, EMPLOYEE, date(2026, 3, 1), CASE.id)
    return make_form(letter, CASE, made_at=datetime(2026, 3, 1, 9, tzinfo=UTC), occasion=Occasion())


@pytest.fixture(scope="module")
def pdf(made: MadeForm) -> bytes:
    return fillable_pdf(made.docx, Drawn(), title=made.title)


def packed(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


def repacked(docx: bytes, part: str, old: bytes, new: bytes) -> bytes:
    parts = read_package(docx, about="x")
    assert old in parts[part]
    return write_package(parts | {part: parts[part].replace(old, new)})


def resaved(pdf: bytes, change: Callable[[pikepdf.Pdf], object], **saving: object) -> bytes:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        change(document)
        document.save(buffer, **saving)  # type: ignore[arg-type]  # passed through
    return buffer.getvalue()


def flattened(document: pikepdf.Pdf) -> None:
    document.flatten_annotations("all")
    if "/AcroForm" in document.Root:
        del document.Root.AcroForm
    for page in document.pages:
        page.Annots = pikepdf.Array()


def scanned(pdf: bytes) -> bytes:
    document = pypdfium2.PdfDocument(pdf)
    try:
        picture = document[0].render(scale=1).to_pil().convert("RGB")
    finally:
        document.close()
    buffer = io.BytesIO()
    picture.save(buffer, "PDF")
    return buffer.getvalue()


MACRO_RELATION = (
    b'<Relationship Id="rIdM" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" '
    b'Target="donnees.bin"/></Relationships>'
)


@pytest.mark.parametrize(
    ("spoil", "told", "step"),
    [
        (lambda _w, _p: b"", "vide", "de nouveau"),
        (lambda _w, _p: b" \r\n\0\0", "vide", "de nouveau"),
        (lambda _w, _p: OLE, "ancien document Word", "formulaire reçu"),
        (lambda _w, _p: b"\xff\xd8\xff\xe0 photo", "une image", "formulaire reçu"),
        (lambda _w, _p: b"{\\rtf1 Bonjour}", "RTF", "formulaire reçu"),
        (lambda _w, _p: b"<html>", "page Web", "formulaire reçu"),
        (lambda _w, _p: b"Bonjour", "autre format", "formulaire reçu"),
        (lambda _w, _p: packed(xl__workbook=b"x"), "classeur Excel", "formulaire reçu"),
        (lambda _w, _p: packed(mimetype=b"odt", **{"content.xml": b"<x/>"}), "LibreOffice", "formulaire"),
        (lambda _w, _p: packed(photo=b"x"), "archive", "formulaire reçu"),
        (
            lambda w, _p: repacked(w, TYPES, b"wordprocessingml.document.main", b"macroEnabled.main"),
            "macros",
            "sans macros",
        ),
        (lambda w, _p: repacked(w, RELATIONS, b"</Relationships>", MACRO_RELATION), "macros", "vérifiez"),
        (lambda w, _p: w[:-400], "endommagé", "copie"),
        (lambda _w, p: p[:3000], "endommagé", "remplir"),
        (lambda _w, p: resaved(p, flattened), "imprimé vers un PDF ou aplati", "enregistré"),
        (lambda _w, p: scanned(p), "numérisation", "enregistré"),
        (
            lambda _w, p: resaved(p, lambda _: None, encryption=pikepdf.Encryption(owner="rh", user="x")),
            "mot de passe",
            "sans protection",
        ),
        (
            lambda _w, p: resaved(p, lambda d: d.Root.AcroForm.update({"/XFA": d.make_stream(b"<x/>")})),
            "XFA",
            "formulaire reçu",
        ),
    ],
)  # fmt: skip
def test_each_is_refused_with_its_reason_and_the_next_step(
    made: MadeForm, pdf: bytes, spoil: Callable[[bytes, bytes], bytes], told: str, step: str
) -> None:
    with pytest.raises(FormRefusedError, match=told) as caught:
        read_form(spoil(made.docx, pdf), about="retour.docx")
    assert caught.value.about == "retour.docx"
    assert step in caught.value.next_step


@pytest.mark.parametrize(
    ("name", "sound"),
    [
        ("retour.pdf", True),
        ("RETOUR.PDF", True),
        ("retour.docx", False),
        ("retour.docm", False),
        ("retour", False),
    ],
)
def test_a_pdf_by_another_name_is_refused(pdf: bytes, name: str, sound: bool) -> None:  # noqa: FBT001 - a row
    if sound:
        assert read_form(pdf, name=name).form_id
        return
    with pytest.raises(FormRefusedError, match="renommé") as caught:
        read_form(pdf, name=name)
    assert ".pdf" in caught.value.next_step


@pytest.mark.parametrize("name", ["retour.docm", "retour.pdf", "retour.doc", "retour.docx.txt"])
def test_a_word_form_by_another_name_is_refused(made: MadeForm, name: str) -> None:
    assert read_form(made.docx, name="Retour de Mme Lambert.DOCX").form_id == made.form_id
    with pytest.raises(FormRefusedError, match="renommé") as caught:
        read_form(made.docx, name=name)
    assert ".docx" in caught.value.next_step
