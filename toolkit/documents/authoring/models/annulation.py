# ruff: noqa: E501 - the sentences of a letter read best whole
"""The notice that a meeting does not take place."""

from __future__ import annotations

from toolkit.documents.authoring.blocks import para, when
from toolkit.documents.authoring.models.letter import closing, opening
from toolkit.documents.authoring.template import Template

TEMPLATE = Template(
    name="annulation.docx",
    title="Annulation d'un rendez-vous",
    subject="Annulation de votre rendez-vous, {{ recipient.name }}",
    blocks=(
        *opening("annulation de votre rendez-vous du {{ slot.day }}"),
        para(
            "Le rendez-vous du **{{ slot.moment }}**, fixé pour votre {{ meeting.name }} ({{ meeting.basis }}),"
            " **est annulé**{% if reason %} pour la raison suivante : {{ reason }}{% endif %}. Vous n'avez pas à vous"
            " présenter."
        ),
        para(
            "Cette annulation ne vous prive pas de votre entretien : une nouvelle convocation vous sera adressée"
            "{% if due %}, pour qu'il se tienne au plus tard le {{ due }}{% endif %}. Si vous aviez accepté"
            " l'invitation dans votre agenda, elle en est retirée."
        ),
        *when(
            "meeting.may_decline",
            para("Si vous préférez décliner cet entretien, il vous suffit de nous l'écrire."),
        ),
        para("Pour toute question, vous pouvez vous adresser à {{ heading.contact }}."),
        *closing(),
    ),
    note="{{ heading.filing }}",
)
