"""The settings choose what draws PDF files, and any engine gives a letter that can be sealed."""

from __future__ import annotations

import tomllib
from dataclasses import replace

import pytest

from toolkit.documents import pdf_page_count
from toolkit.documents.engines.typst import faces
from toolkit.model import CampaignId, DocumentKind
from toolkit.resources import template_path
from toolkit.services.office import Office
from toolkit.services.probes import Verdict, fonts_checks
from toolkit.services.sending import send_campaign
from toolkit.services.setup import FirstAnswers
from toolkit.settings_tables import DocumentsTable, PdfEngine
from toolkit.signing import verify_pdf

from .conftest import CAMPAIGN, LAMBERT, case_of, pieces


def test_a_new_data_folder_draws_by_the_fast_engine() -> None:
    written = FirstAnswers("Atelier", 12, "Anne Roth", "Gérante").settings()
    assert tomllib.loads(written)["documents"]["engine"] == DocumentsTable().engine == PdfEngine.TYPST


@pytest.mark.parametrize(
    ("engine", "told"),
    [
        (PdfEngine.TYPST, "Source Sans Pro, fournie et ajustée"),
        (PdfEngine.RDOCX, "Carlito, fournie, aux mêmes largeurs"),
        (PdfEngine.LIBREOFFICE, "au choix de LibreOffice"),
    ],
)
def test_the_doctor_names_the_face_of_the_pdfs_on_a_machine_without_fonts(
    engine: PdfEngine, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faces, "_machine", dict)
    faces.face_for.cache_clear()
    try:
        [check] = fonts_checks(engine)
    finally:
        monkeypatch.undo()
        faces.face_for.cache_clear()
    assert check.verdict is Verdict.SOUND
    assert told in check.found


@pytest.mark.parametrize(("chosen", "drawn_by"), [(PdfEngine.RDOCX, "rdocx"), (PdfEngine.TYPST, "typst")])
def test_a_summons_drawn_by_the_chosen_engine_is_sealed(
    planned: Office, chosen: PdfEngine, drawn_by: str
) -> None:
    settings = planned.settings.model_copy(update={"documents": DocumentsTable(engine=chosen)})
    office = replace(planned, settings=settings)
    try:
        assert office.engine.engine_for(template_path("convocation.docx").read_bytes()) == drawn_by
        sent = send_campaign(office, CampaignId(CAMPAIGN), deliver_now=False)
        assert sent.troubles == ()
        (letter,) = pieces(office, case_of(office, LAMBERT), DocumentKind.CONVOCATION)
        assert verify_pdf(letter, [office.keys.root_pem]).ok
        assert pdf_page_count(letter) == 1
    finally:
        office.engine.close()
