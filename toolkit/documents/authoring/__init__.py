"""How the shipped Word templates are written: a small language for WordprocessingML, and the templates in it.

``python -m toolkit.documents.authoring templates/`` writes them all, always to the same bytes. HR edits the
files in Word; this room is for those who change what is shipped.
"""

from toolkit.documents.authoring.blocks import (
    Block,
    Inline,
    bullets,
    each,
    heading,
    numbered,
    page_break,
    para,
    rule,
    tag,
    title,
    when,
)
from toolkit.documents.authoring.controls import checkbox, choice_control, date_control, text_control
from toolkit.documents.authoring.inline import field, french, run, runs
from toolkit.documents.authoring.page import TEXT_WIDTH
from toolkit.documents.authoring.tables import cell, each_row, headings, row, row_tag, table, when_row
from toolkit.documents.authoring.template import Template

__all__ = [
    "TEXT_WIDTH",
    "Block",
    "Inline",
    "Template",
    "bullets",
    "cell",
    "checkbox",
    "choice_control",
    "date_control",
    "each",
    "each_row",
    "field",
    "french",
    "heading",
    "headings",
    "numbered",
    "page_break",
    "para",
    "row",
    "row_tag",
    "rule",
    "run",
    "runs",
    "table",
    "tag",
    "text_control",
    "title",
    "when",
    "when_row",
]
