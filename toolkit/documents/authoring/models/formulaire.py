"""The interview form that a manager fills in Word: each answer is a content control with a tag of its own.

Topics and questions come from the context, so that one file serves every occasion; lists of choices stand
in the file, because Word knows no other place for them.
"""

from __future__ import annotations

from toolkit.documents.authoring.blocks import Block, each, heading, para, title, when
from toolkit.documents.authoring.controls import checkbox, choice_control, date_control, text_control
from toolkit.documents.authoring.inline import run
from toolkit.documents.authoring.markup import Element
from toolkit.documents.authoring.page import TEXT_WIDTH
from toolkit.documents.authoring.tables import cell, each_row, headings, row, table
from toolkit.documents.authoring.template import Template
from toolkit.documents.forms.topics import MEETING, YES_NO
from toolkit.french import ACTIONS, capitalised

_LABEL = 4.6
_MARK = "{% if question.mandatory %} *{% endif %}"
_ANSWER_HEIGHT = 1.5
_PLAN = (2.9, 5.2, 3.1, 2.3, 3.0)


def identity() -> Element:
    """Return who the form is about, and which interview it reports."""
    lines = (
        ("Salarié", "**{{ recipient.name }}**, matricule {{ recipient.matricule }}"),
        ("Emploi", "{% if recipient.job %}{{ recipient.job }}, {% endif %}depuis le {{ recipient.hired }}"),
        ("Entretien", "{{ form.kinds }} ({{ form.basis }})"),
        ("Rendez-vous", "{{ form.planned }}"),
    )
    rows = [
        row(cell(label, style="Libelle", shaded=True), cell(value, style="Cellule")) for label, value in lines
    ]
    return table((_LABEL, TEXT_WIDTH - _LABEL), *rows, lines="rows", caption="Salarié et entretien")


def instructions() -> Element:
    """Return how to fill the form and send it back, in a shaded box."""
    text = cell(
        para("**Comment remplir ce formulaire**", style="Cellule"),
        para(
            "Cliquez dans un champ gris et écrivez ; une réponse peut tenir plusieurs paragraphes. Les champs"
            " marqués d'un astérisque (*) sont obligatoires : si un thème n'a pas été abordé, écrivez-le.",
            style="Cellule",
        ),
        para(
            "Enregistrez depuis **Microsoft Word**, au format .docx, sans changer le fichier de nature"
            " (LibreOffice et Google Docs effacent les repères des réponses). Renvoyez-le à"
            " {{ heading.contact }}.",
            style="Cellule",
        ),
        para(
            "Cet entretien n'évalue pas le travail du salarié. Une copie du compte rendu lui est remise.",
            style="Cellule",
        ),
        shaded=True,
    )
    return table((TEXT_WIDTH,), row(text), lines="plain", caption="Comment remplir ce formulaire")


def meeting() -> Element:
    """Return date, place and who held it."""
    date, mode, place, by, capacity = MEETING.questions
    held_by = [
        *when("form.host", para(text_control(by.id, by.text, value="{{ form.host }}"), style="Cellule")),
        *when("not form.host", para(text_control(by.id, by.text, "Prénom et nom"), style="Cellule")),
    ]
    rows = (
        (f"{date.text} *", [para(date_control(date.id, date.text), style="Cellule")]),
        (f"{mode.text} *", [para(choice_control(mode.id, mode.text, mode.choices), style="Cellule")]),
        (place.text, [para(text_control(place.id, place.text, "Salle, site ou adresse"), style="Cellule")]),
        (f"{by.text} *", held_by),
        (
            f"{capacity.text} *",
            [para(choice_control(capacity.id, capacity.text, capacity.choices), style="Cellule")],
        ),
    )
    lines = [row(cell(label, style="Libelle", shaded=True), cell(*value)) for label, value in rows]
    return table((_LABEL, TEXT_WIDTH - _LABEL), *lines, lines="grid", caption="Déroulement de l'entretien")


def topic() -> list[Block]:
    """Return one topic of the loop: title, help, questions by kind of answer."""
    return [
        heading("{{ topic.number }}. {{ topic.title }}"),
        *when("topic.help", para("{{ topic.help }}", style="Aide", keep_next=True)),
        *each(
            "question in topic.questions",
            *when("question.kind == 'text'", *_text_question()),
            *when("question.kind == 'choice'", _choice_question()),
            *when("question.kind == 'box'", _box_question()),
        ),
    ]


def _text_question() -> list[Block]:
    control = text_control(
        "{{ question.id }}", "{{ question.text }}", "Cliquez ici pour écrire", multiline=True
    )
    answer = row(cell(para(control, style="Cellule")), height=_ANSWER_HEIGHT, whole=False)
    return [
        para(f"{{{{ question.text }}}}{_MARK}", style="Question"),
        table((TEXT_WIDTH,), answer, lines="grid", caption="{{ question.text }}"),
    ]


def _choice_question() -> Element:
    control = choice_control("{{ question.id }}", "{{ question.text }}", YES_NO)
    return table(
        (TEXT_WIDTH - 2.6, 2.6),
        row(cell(f"{{{{ question.text }}}}{_MARK}"), cell(para(control, style="Cellule"))),
        lines="rows",
        caption="{{ question.text }}",
    )


def _box_question() -> Element:
    return para(
        checkbox("{{ question.id }}", "{{ question.text }}"), run("\u2002"), "{{ question.text }}", after=3
    )


def plan() -> list[Block]:
    """Return the plan of action: one row per action, each cell a field."""
    tag = "action.{{ action.number }}"
    kinds = tuple(
        (kind.value, capitalised(name) if name != "VAE" else name) for kind, name in ACTIONS.items()
    )
    cells = (
        choice_control(f"{tag}.kind", "Nature de l'action {{ action.number }}", kinds),
        text_control(f"{tag}.label", "Action {{ action.number }}", "Décrire l'action", multiline=True),
        text_control(f"{tag}.owner", "Responsable de l'action {{ action.number }}", "Nom"),
        date_control(f"{tag}.due", "Échéance de l'action {{ action.number }}"),
        text_control(
            f"{tag}.outcome", "Suite de l'action {{ action.number }}", "À compléter", multiline=True
        ),
    )
    return [
        heading("{{ form.plan_number }}. Plan d'actions"),
        para(
            "Chaque action a une nature et un intitulé ; laissez vides les lignes inutiles.",
            style="Aide",
            keep_next=True,
        ),
        table(
            _PLAN,
            headings("Nature", "Action", "Responsable", "Échéance", "Suite donnée"),
            *each_row(
                "action in form.rows", *(cell(para(control, style="CellulePetite")) for control in cells)
            ),
            lines="grid",
            caption="Plan d'actions",
        ),
    ]


TEMPLATE = Template(
    name="formulaire.docx",
    title="Formulaire d'entretien",
    subject="Formulaire d'entretien – {{ recipient.name }}",
    blocks=(
        title("{{ form.title }}"),
        para("Formulaire à compléter par la personne qui conduit l'entretien", style="Sous-titre"),
        identity(),
        para(style="Separateur", after=5),
        instructions(),
        heading("{{ form.meeting_number }}. Déroulement de l'entretien"),
        meeting(),
        *each("topic in topics", *topic()),
        *plan(),
        *each("topic in closing", *topic()),
    ),
    note="Formulaire {{ form.id }}",
)
