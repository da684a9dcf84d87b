"""A file that somebody sends in is read apart: the reader may die of it, the desk does not."""

from __future__ import annotations

import os

import pytest
from tests.evidence.hostile_pdfs import FROM_NOTHING

from toolkit.errors import FormRefusedError
from toolkit.services import uploads


@pytest.mark.parametrize(
    "name", ["noise", "page that inflates to 1.5 GB", "fields that are each other's children", "XFA form"]
)
def test_a_hostile_pdf_is_refused_by_name_with_what_to_do(name: str) -> None:
    with pytest.raises(FormRefusedError) as caught:
        uploads.read_returned(FROM_NOTHING[name](), about="retour.pdf")
    assert caught.value.about == "retour.pdf"
    assert caught.value.next_step


def stopped(*_: object, **__: object) -> None:
    os.abort()


def test_a_reader_that_dies_is_a_refusal_and_the_next_file_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("toolkit.documents.read_form", stopped, raising=False)
        with pytest.raises(FormRefusedError, match="a été arrêtée"):
            uploads.read_returned(b"%PDF-1.7", about="retour.pdf")
    with pytest.raises(FormRefusedError, match="endommagé"):
        uploads.read_returned(b"%PDF-1.7", about="retour.pdf")
