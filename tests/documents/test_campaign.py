"""Many documents at once come back in order, the same as one by one, and one bad order spoils no other."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from toolkit.documents import DocumentProperties, PdfMaker, TypstEngine, render_docx
from toolkit.documents.checking.samples import samples
from toolkit.documents.engines import campaign
from toolkit.documents.engines.campaign import HANDFUL, Campaign, Made, Order, Outcome
from toolkit.errors import ConversionError, DocumentError, MissingValueError
from toolkit.resources import template_path

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
NAME = "annulation.docx"
TEMPLATE = template_path(NAME).read_bytes()
SAMPLE = samples(NAME)[-1].letter.context


class NoEngine:
    """The other engine of a maker that must not need it."""

    name = "aucun"

    def to_pdf(self, docx: bytes, *, title: str, language: str = "fr-FR") -> bytes:
        raise ConversionError(f"rien n’est dessiné de {len(docx)} octets ({language}).", about=title)


def order(number: int, **changed: object) -> Order:
    """Return an order for an employee of one's own."""
    recipient = {**SAMPLE["recipient"], "name": f"Madame Numéro {number}"}  # type: ignore[dict-item]  # a mapping
    return Order(
        TEMPLATE,
        {**SAMPLE, "recipient": recipient, **changed},
        DocumentProperties(f"Lettre {number}", "Atelier", NOW),
        NAME,
    )


@pytest.fixture(scope="module")
def press() -> Iterator[Campaign]:
    with Campaign(processes=2, seconds=20) as running:
        yield running


def made(outcome: Outcome) -> Made:
    assert isinstance(outcome, Made), outcome
    return outcome


def test_documents_come_back_in_order_and_are_those_made_one_by_one(press: Campaign) -> None:
    orders = [order(number) for number in range(2 * HANDFUL + 3)]

    outcomes = [made(outcome) for outcome in press.make(orders)]

    words = [render_docx(o.template, o.context, properties=o.properties, name=o.name) for o in orders]
    assert [outcome.docx for outcome in outcomes] == words
    last = orders[-1]
    with TypstEngine() as engine, PdfMaker(fast=engine, other=NoEngine()) as maker:
        alone = maker.make(last.template, last.context, properties=last.properties, name=last.name)
    assert outcomes[-1].pdf == alone


def test_a_value_that_is_missing_spoils_its_own_letter_alone(press: Campaign) -> None:
    orders = [order(1), order(2, recipient={}), order(3)]

    first, second, third = press.make(orders)

    assert isinstance(second, MissingValueError)
    assert made(first).pdf != made(third).pdf


def test_orders_are_read_a_few_handfuls_ahead_and_no_further(press: Campaign) -> None:
    read = 0

    def coming() -> Iterator[Order]:
        nonlocal read
        for number in range(100 * HANDFUL):
            read += 1
            yield order(number)

    going = press.make(coming())
    next(going)

    assert read <= 3 * HANDFUL
    going.close()  # type: ignore[attr-defined]  # make is a generator


def ends_on_two(_: tuple[bytes, ...], works: tuple[campaign._Work, ...]) -> list[Outcome]:
    """Stand for native code: it kills its process on one order, and hangs on another."""
    if any(work.title == "Lettre 2" for work in works):
        os._exit(9)
    if any(work.title == "Lettre 3" for work in works):
        time.sleep(60)
    return [Made(work.title.encode(), b"") for work in works]


def test_a_document_that_kills_or_hangs_its_process_is_lost_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(campaign, "made_here", ends_on_two)
    with Campaign(processes=2, seconds=0.5) as small:
        outcomes = list(small.make([order(number) for number in range(5)]))

    assert [isinstance(outcome, Made) for outcome in outcomes] == [True, True, False, False, True]
    lost = outcomes[3]
    assert isinstance(lost, DocumentError)
    assert lost.about == "Lettre 3"


def test_templates_that_the_fast_engine_leaves_are_drawn_by_the_other() -> None:
    with PdfMaker(fast=None, other=NoEngine()) as maker:
        outcomes = list(maker.make_all([order(1), order(2)]))

    assert [str(outcome.about) for outcome in outcomes if isinstance(outcome, ConversionError)] == [
        "Lettre 1",
        "Lettre 2",
    ]


def test_a_file_that_is_no_template_is_told_for_its_order() -> None:
    broken = Order(b"PK?", {}, DocumentProperties("Lettre", "Atelier", NOW), "cassé.docx")

    with TypstEngine() as engine, PdfMaker(fast=engine, other=NoEngine()) as maker:
        (outcome,) = maker.make_all([broken])

    assert isinstance(outcome, DocumentError)
    assert "cassé.docx" in outcome.about
