"""The settings choose what draws PDF files, and any engine gives a letter that can be sealed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from toolkit.documents import pdf_page_count
from toolkit.model import CampaignId, DocumentKind
from toolkit.resources import template_path
from toolkit.services.office import Office
from toolkit.services.sending import send_campaign
from toolkit.settings import DocumentsTable, PdfEngine
from toolkit.signing import verify_pdf

from .conftest import CAMPAIGN, LAMBERT, case_of, pieces


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
