"""The interview report: the answers of the form, the plan of action, the employee's words, signatures."""

from __future__ import annotations

from toolkit.documents.authoring.blocks import Block, each, heading, para, title, when
from toolkit.documents.authoring.controls import box
from toolkit.documents.authoring.markup import Element
from toolkit.documents.authoring.page import TEXT_WIDTH
from toolkit.documents.authoring.tables import cell, each_row, headings, row, table
from toolkit.documents.authoring.template import Template
from toolkit.documents.forms.signatures import ANCHORS, BLOCK_HEIGHT_CM

_LABEL = 4.6
_PLAN = (2.9, 5.2, 3.1, 2.3, 3.0)
_THIRD = TEXT_WIDTH / 3


def facts() -> Element:
    """Return who, when, where, with whom."""
    lines = (
        ("Salarié", "**{{ recipient.name }}**, matricule {{ recipient.matricule }}"),
        ("Emploi", "{% if recipient.job %}{{ recipient.job }}, {% endif %}depuis le {{ recipient.hired }}"),
        ("Entretien", "{{ report.kinds }} ({{ report.basis }})"),
        ("Tenu le", "{{ report.held_on }}, {{ report.where }}"),
        ("Conduit par", "{{ report.held_by }}, {{ report.capacity }}"),
    )
    rows = [
        row(cell(label, style="Libelle", shaded=True), cell(value, style="Cellule")) for label, value in lines
    ]
    return table((_LABEL, TEXT_WIDTH - _LABEL), *rows, lines="rows", caption="Salarié et entretien")


def topic() -> list[Block]:
    """Return one topic with its answers."""
    return [
        heading("{{ topic.number }}. {{ topic.title }}"),
        *each(
            "answer in topic.answers",
            *when(
                "answer.short",
                para("{{ answer.question }} : **{{ answer.text }}**", after=3),
                otherwise=[
                    para("{{ answer.question }}", style="Question"),
                    para("{{ answer.text }}", style="Corps"),
                ],
            ),
        ),
    ]


def plan() -> list[Block]:
    """Return the plan of action, or that none was agreed."""
    cells = (
        "{{ action.kind }}",
        "{{ action.label }}",
        "{{ action.owner }}",
        "{{ action.due }}",
        "{{ action.outcome }}",
    )
    return [
        heading("{{ report.plan_number }}. Plan d'actions"),
        *when(
            "report.actions",
            table(
                _PLAN,
                headings("Nature", "Action", "Responsable", "Échéance", "Suite donnée"),
                *each_row("action in report.actions", *(cell(text, style="CellulePetite") for text in cells)),
                lines="grid",
                caption="Plan d'actions",
            ),
            otherwise=[para("Aucune action n'a été arrêtée lors de cet entretien.")],
        ),
    ]


def informed() -> list[Block]:
    """Return what was explained, ticked or not."""
    return [
        heading("{{ report.information_number }}. Informations données au salarié"),
        *each("item in report.information", para(box("{{ item.box }}"), "\u2002{{ item.text }}", after=2)),
    ]


def comment() -> list[Block]:
    """Return the employee's words, short ones on the page of the signatures: nobody signs an empty page."""
    return [
        heading("{{ report.comment_number }}. Expression du salarié"),
        *when(
            "report.comment",
            para("{{ report.comment }}", keep_next=True),
            otherwise=[para("Le salarié n'a pas souhaité ajouter de commentaire.", keep_next=True)],
        ),
        *when(
            "report.disagreement",
            para("**Le salarié exprime un désaccord, précisé dans son commentaire.**", keep_next=True),
        ),
    ]


def annex() -> list[Block]:
    """Return the long answers in full, and what was written beside the fields of the form."""
    return [
        *when(
            "report.annex or report.outside",
            heading("{{ report.annex_number }}. Annexes"),
        ),
        *each(
            "page in report.annex",
            para("Annexe {{ page.number }} : {{ page.title }}", style="Question"),
            para("{{ page.text }}", style="Corps"),
        ),
        *when("report.outside", para("Écrit hors des champs du formulaire", style="Question")),
        *each("text in report.outside", para("{{ text }}", style="Corps")),
    ]


def signatures() -> Element:
    """Return the block that is signed: three boxes side by side, each under its anchor.

    One row of an outer table holds it all: engines that forget to keep a heading with its table do not
    split a row.
    """
    people = ("{{ recipient.name }}", "{{ report.held_by }}", "{{ letterhead.name }}")
    capacities = ("Le salarié", "{{ report.capacity_short }}", "L'employeur")
    names = [
        cell(
            para(f"**{capacity}**", style="Cellule", keep_next=True),
            para(person, style="CellulePetite", keep_next=True),
            shaded=True,
        )
        for capacity, person in zip(capacities, people, strict=True)
    ]
    boxes = [cell(para(anchor, style="Empreinte")) for anchor in ANCHORS.values()]
    boxes_table = table(
        (_THIRD, _THIRD, _THIRD),
        row(*names),
        row(*boxes, height=BLOCK_HEIGHT_CM, exact=True),
        lines="grid",
        caption="Signatures",
    )
    block = cell(
        heading("{{ report.signatures_number }}. Signatures"),
        para(
            "La signature atteste la tenue de l'entretien et la remise d'une copie ; elle ne vaut pas accord"
            " sur son contenu. Ce compte rendu n'évalue pas le travail du salarié.",
            style="Aide",
            keep_next=True,
        ),
        boxes_table,
        para(style="Separateur"),
    )
    return table((TEXT_WIDTH,), row(block), lines="none")


TEMPLATE = Template(
    name="compte-rendu.docx",
    title="Compte rendu d'entretien",
    subject="Compte rendu d'entretien – {{ recipient.name }}",
    blocks=(
        title("{{ report.title }}"),
        para("Compte rendu établi le {{ heading.date }}", style="Sous-titre"),
        facts(),
        *each("topic in topics", *topic()),
        *plan(),
        *informed(),
        *comment(),
        *annex(),
        signatures(),
    ),
    note="{{ heading.filing }} – Formulaire {{ report.form_id }}",
)
