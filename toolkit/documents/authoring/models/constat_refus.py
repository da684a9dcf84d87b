# ruff: noqa: E501 - the sentences of a letter read best whole
"""The record of a refusal: facts in order, no decision (law on refusals: ordinary, repeated, after leave)."""

from __future__ import annotations

from toolkit.documents.authoring.blocks import heading, para, title, when
from toolkit.documents.authoring.models.letter import facts
from toolkit.documents.authoring.tables import cell, each_row, headings, row, table
from toolkit.documents.authoring.template import Template

TEMPLATE = Template(
    name="constat-refus.docx",
    title="Constat de refus d'un entretien",
    subject="Constat de refus, {{ recipient.name }}",
    blocks=(
        title("Constat de refus d'entretien"),
        para("{{ refusal.kind_label }}, établi le {{ heading.date }}", style="Sous-titre"),
        heading("Le salarié et l'entretien"),
        facts(
            ("Salarié", "**{{ recipient.name }}**, matricule {{ recipient.matricule }}"),
            (
                "Emploi",
                "{% if recipient.job %}{{ recipient.job }}, {% endif %}dans l'entreprise depuis le {{ recipient.hired }}",
            ),
            ("Entretien", "{{ meeting.name | capitale }} ({{ meeting.basis }})"),
            ("Origine", "{{ refusal.trigger }}"),
            ("Prévu avec", "{{ meeting.host }} ({{ meeting.capacity }})"),
            caption="Le salarié et l'entretien refusé",
        ),
        heading("Les convocations adressées"),
        table(
            (0.9, 2.9, 2.5, 4.1, 3.3, 2.8),
            headings("N°", "Envoyée le", "Par", "Rendez-vous proposé", "Preuve d'envoi", "Suite"),
            each_row(
                "item in earlier",
                cell("{{ item.number }}", style="CellulePetite"),
                cell("{{ item.sent_on }}", style="CellulePetite"),
                cell("{{ item.channel }}", style="CellulePetite"),
                cell("{{ item.moment }}", style="CellulePetite"),
                cell("{{ item.proof }}", style="CellulePetite"),
                cell("{{ item.outcome }}", style="CellulePetite"),
            ),
            caption="Convocations adressées, leur preuve et leur suite",
        ),
        heading("Le refus"),
        facts(
            ("Exprimé le", "{{ refusal.on }}, {{ refusal.how }}"),
            ("Recueilli par", "{{ refusal.received_by }}"),
            ("Motif indiqué", "{{ refusal.reason | capitale }}"),
            ("Déclaration", "{{ refusal.statement | capitale }}"),
            (
                "Témoin",
                "{% if refusal.witness %}{{ refusal.witness }}{% if refusal.witness_statement %} : {{ refusal.witness_statement }}{% endif %}{% else %}Sans témoin{% endif %}",
            ),
            ("Nouvelle date", "{{ refusal.new_date | capitale }}"),
            caption="Le refus, son motif, la déclaration, la suite proposée",
        ),
        heading("Ce qu'il en est"),
        *when(
            "refusal.is_after_leave",
            para(
                "L'employeur a l'obligation de proposer cet entretien au salarié qui reprend son activité après cette"
                " absence ; le salarié est libre de le décliner. Le présent constat conserve la preuve de la proposition"
                " et de la réponse."
            ),
            otherwise=[
                para(
                    "L'employeur a l'obligation d'organiser cet entretien et doit pouvoir justifier de ce qu'il a fait"
                    " pour qu'il ait lieu. Y participer fait partie de l'exécution du contrat de travail. Le présent"
                    " constat rapporte des faits ; il ne décide d'aucune suite.{% if refusal.is_repeated %} Il fait suite"
                    " à un précédent refus.{% endif %}"
                )
            ],
        ),
        para(
            "Le salarié peut à tout moment revenir sur ce refus et demander un entretien, auprès de"
            " {{ heading.contact }}. Une copie du constat lui est remise."
        ),
        heading("Signatures"),
        table(
            (5.5, 5.5, 5.5),
            row(
                cell("Pour l'employeur", style="Libelle", shaded=True),
                cell("Le salarié", style="Libelle", shaded=True),
                cell("Le témoin", style="Libelle", shaded=True),
            ),
            row(
                cell("{{ signatory.name }}, {{ signatory.title }}", "Le :", style="CellulePetite"),
                cell(
                    "{{ recipient.name }}{% if refusal.refuses_to_sign %} – **refuse de signer**{% endif %}",
                    "Le :",
                    style="CellulePetite",
                ),
                cell(
                    "{% if refusal.witness %}{{ refusal.witness }}{% else %}Sans témoin{% endif %}",
                    style="CellulePetite",
                ),
                height=1.9,
            ),
            caption="Signatures de l'employeur, du salarié et du témoin",
        ),
        para(
            "Signer ce constat, c'est en recevoir copie ; ce n'est pas en approuver les termes.",
            style="Petit",
            before=4,
        ),
    ),
    note="{{ heading.filing }}",
)
