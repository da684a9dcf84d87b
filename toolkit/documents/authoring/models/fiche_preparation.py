# ruff: noqa: E501 - the sentences of a letter read best whole
"""The sheet with which an employee prepares an interview; it is theirs and is not collected."""

from __future__ import annotations

from toolkit.documents.authoring.blocks import Block, heading, para, title, when
from toolkit.documents.authoring.controls import text_control
from toolkit.documents.authoring.markup import Element
from toolkit.documents.authoring.models.letter import facts
from toolkit.documents.authoring.tables import cell, row, table
from toolkit.documents.authoring.template import Template


def _question(tag: str, question: str, *, help_text: str = "", height: float = 2.0) -> list[Block]:
    answer = para(text_control(f"preparation.{tag}", question, "Vos notes", multiline=True), style="Cellule")
    blocks: list[Block] = [para(question, style="Question")]
    if help_text:
        blocks.append(para(help_text, style="Aide", keep_next=True))
    return [*blocks, _box(answer, height)]


def _box(answer: Element, height: float) -> Element:
    return table((16.5,), row(cell(answer), height=height), caption="Espace pour vos notes")


TEMPLATE = Template(
    name="fiche-preparation.docx",
    title="Fiche de préparation",
    subject="Fiche de préparation, {{ recipient.name }}",
    blocks=(
        title("Préparer votre entretien"),
        para(
            "{{ meeting.name | capitale }}{% if slot_moment %} – {{ slot_moment }}{% endif %}",
            style="Sous-titre",
        ),
        para(
            "Cette fiche est pour vous. Vous choisissez ce que vous en partagez ; vous n'avez pas à la remettre."
            " L'entretien porte sur votre parcours et vos projets, non sur l'évaluation de votre travail.",
            after=7,
        ),
        facts(
            ("Nom", "{{ recipient.name }}"),
            ("Emploi", "{{ recipient.job | capitale }}"),
            ("Avec", "{{ meeting.host }}"),
            caption="Votre entretien",
        ),
        heading("Votre parcours et votre emploi"),
        *_question(
            "competences",
            "Quelles compétences et quelles qualifications utilisez-vous aujourd'hui ?",
            help_text="Ce que vous savez faire, ce que vous avez appris depuis le dernier entretien, ce qui change.",
        ),
        *_question(
            "parcours",
            "Comment voyez-vous l'évolution de votre métier, et votre place dans cette évolution ?",
        ),
        *when(
            "meeting.is_return",
            *_question(
                "reprise",
                "De quoi avez-vous besoin pour reprendre votre activité dans de bonnes conditions ?",
            ),
        ),
        *when(
            "meeting.is_mandate",
            *_question("mandat", "Quelles compétences votre mandat vous a-t-il apportées ?"),
        ),
        heading("Vos besoins de formation"),
        *_question(
            "formation",
            "Quelles formations vous seraient utiles : pour votre emploi, son évolution, un projet personnel ?",
        ),
        heading("Vos souhaits"),
        *_question(
            "souhaits",
            "Qu'aimeriez-vous faire dans les prochaines années ?",
            help_text="Autre poste, autre site, autre métier, bilan de compétences, VAE, projet de transition"
            " professionnelle, ou rester à votre poste.",
        ),
        *when(
            "meeting.is_senior",
            *_question(
                "poste",
                "Que faudrait-il adapter dans vos missions ou à votre poste, pour durer sans vous user ?",
            ),
        ),
        *when(
            "meeting.is_late_career",
            *_question(
                "fin_carriere",
                "Comment envisagez-vous votre fin de carrière (temps partiel, retraite progressive) ?",
            ),
        ),
        heading("Votre compte personnel de formation (CPF)"),
        para(
            "Consultez vos droits sur www.moncompteformation.gouv.fr. Un conseiller en évolution professionnelle peut"
            " vous aider gratuitement à préparer cet entretien : www.mon-cep.org.",
            keep_next=True,
        ),
        *_question("cpf", "Vos questions sur le CPF, les abondements possibles ou le CEP :", height=1.6),
        heading("Ce que vous voulez surtout dire ou demander"),
        _box(
            para(
                text_control("preparation.essentiel", "L'essentiel", "Vos notes", multiline=True),
                style="Cellule",
            ),
            2.4,
        ),
    ),
    note="{{ heading.filing }}",
)
