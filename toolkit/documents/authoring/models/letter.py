# ruff: noqa: E501 - the sentences of a letter read best whole
"""What letters share: the window's address, references, date, subject, greeting and signature."""

from __future__ import annotations

from toolkit.documents.authoring.blocks import Block, each, para, when
from toolkit.documents.authoring.markup import Element
from toolkit.documents.authoring.tables import cell, row, table

# The window of a DL envelope shows what lies 11 to 19 cm from the left and 5.2 to 8.1 cm from the top of a
# sheet folded in three (NF Z 10-011); the body starts at 3.15 cm.
_ABOVE_WINDOW = 1.9
_WINDOW = 3.0
_LEFT_OF_WINDOW = 8.5
_WINDOW_WIDTH = 8.0


def opening(subject: str) -> list[Block]:
    """Return the top of a letter, down to its greeting; ``subject`` may hold Jinja."""
    references = [*each("line in heading.references", para("{{ line }}", style="Reference"))]
    address = [
        para("{{ recipient.name }}", style="Adresse"),
        *each("line in recipient.lines", para("{{ line }}", style="Adresse")),
    ]
    return [
        table(
            (_LEFT_OF_WINDOW, _WINDOW_WIDTH),
            row(cell(references), cell(style="Reference"), height=_ABOVE_WINDOW, exact=True),
            row(
                cell("{{ heading.place_and_date }}", style="Date", vertical="bottom"),
                cell(address),
                height=_WINDOW,
                exact=True,
            ),
            lines="none",
        ),
        para(f"Objet : {subject}", style="Objet", before=4),
        para("{{ recipient.greeting }},", style="Formule"),
    ]


def closing(*enclosed: str) -> list[Block]:
    """Return the end of a letter: courtesy, signature, what is enclosed, the receipt when handed over."""
    return [
        para(
            "Nous vous prions d'agréer, {{ recipient.greeting }}, l'expression de nos salutations distinguées.",
            keep_next=True,
            after=8,
        ),
        signature(*enclosed),
    ]


def signature(*enclosed: str) -> Element:
    """Return who signs for the employer, under the address; on the left, enclosures and receipt."""
    plural = "s" if len(enclosed) > 1 else ""
    left = (
        [para(f"Pièce{plural} jointe{plural} : {' ; '.join(enclosed)}.", style="Petit")] if enclosed else []
    )
    receipt = when(
        "heading.by_hand",
        para("Reçu en main propre le :", style="Reference"),
        para("Signature de {{ recipient.name }} :", style="Reference"),
        para(style="Reference"),
        para(style="Reference"),
    )
    name = cell(
        para("**{{ signatory.name }}**", style="Signature"),
        para("{{ signatory.title }}", style="Signature"),
        para("Lettre revêtue du cachet électronique de l'employeur", style="Petit"),
    )
    return table(
        (_LEFT_OF_WINDOW, _WINDOW_WIDTH),
        row(cell(left, receipt, para(style="Separateur")), name),
        lines="none",
    )


def facts(*lines: tuple[str, Block | str], caption: str, label_width: float = 3.4) -> Element:
    """Return a table of labels and values, read at a glance."""
    rows = [
        row(
            cell(label, style="Libelle", shaded=True, vertical="center"),
            cell(value, style="Cellule", vertical="center"),
        )
        for label, value in lines
    ]
    return table((label_width, 16.5 - label_width), *rows, lines="rows", caption=caption)


def meeting_facts(slot: str = "slot", caption: str = "Votre rendez-vous") -> Element:
    """Return when, where and with whom; ``slot`` is the name of the slot in the context."""
    return facts(
        ("Date", f"**{{{{ {slot}.day }}}}**"),
        ("Heure", f"**{{{{ {slot}.hours }}}}**{{% if {slot}.zone %}} ({{{{ {slot}.zone }}}}){{% endif %}}"),
        ("Lieu", place(slot)),
        ("Avec", "{{ meeting.host }} ({{ meeting.capacity }})"),
        caption=caption,
    )


def place(slot: str = "slot") -> list[Element]:
    """Return the premises, the video link, or both."""
    return [
        *when(f"{slot}.place", para(f"{{{{ {slot}.place }}}}", style="Cellule")),
        *when(
            f"{slot}.video_link",
            para(f"Visioconférence : {{{{ {slot}.video_link }}}}", style="Cellule"),
        ),
    ]


def another_slot(further: str = "") -> Element:
    """Return how to ask for another slot, and by when, with a ``further`` sentence if any."""
    return para(
        "**Si ce créneau ne vous convient pas**, demandez-en un autre au plus tard le"
        " **{{ meeting.reply_by }}**, en indiquant vos disponibilités, auprès de {{ heading.contact }}."
        + further,
        keep_next=True,
    )
