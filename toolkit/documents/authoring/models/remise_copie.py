# ruff: noqa: E501 - the sentences of a letter read best whole
"""The letter that hands a copy over, with what lets the employee check it later (article L6315-1 I)."""

from __future__ import annotations

from toolkit.documents.authoring.blocks import para, when
from toolkit.documents.authoring.models.letter import closing, opening
from toolkit.documents.authoring.tables import cell, each_row, headings, row, table
from toolkit.documents.authoring.template import Template

TEMPLATE = Template(
    name="remise-copie.docx",
    title="Remise de la copie d'un document d'entretien",
    subject="Remise de copie, {{ recipient.name }}",
    blocks=(
        *opening("copie des documents de votre {{ meeting_name }}"),
        para(
            "À la suite de votre **{{ meeting_name }}** du {{ held_on }}, et comme le prévoit l'{{ basis }}, nous vous"
            " remettons la copie {{ of_pieces }} :",
            keep_next=True,
            after=7,
        ),
        table(
            (13.9, 2.6),
            headings("Document et empreinte SHA-256", "Pages"),
            each_row(
                "piece in pieces",
                cell(
                    para("**{{ piece.label | capitale }}** ({{ piece.file_name }})", style="Cellule"),
                    para("{{ piece.sha256 }}", style="Empreinte"),
                ),
                cell("{{ piece.pages }}"),
            ),
            caption="Documents remis, avec leur empreinte",
        ),
        para(
            "Cette copie vous appartient : conservez-la. Si vous souhaitez y ajouter des observations ou signaler une"
            " erreur, écrivez à {{ heading.contact }} ; vos observations seront jointes au dossier.",
            before=8,
        ),
        *when(
            "root_fingerprint",
            para(
                "Les documents portent le cachet électronique de l'employeur. L'empreinte du certificat qui les garantit"
                " est imprimée ci-dessous : elle permet de vérifier, aujourd'hui ou plus tard, qu'aucun document n'a été"
                " modifié.",
                after=5,
                keep_next=True,
            ),
            table(
                (3.4, 13.1),
                row(
                    cell("Certificat racine", style="Libelle", shaded=True),
                    cell("SHA-256 {{ root_fingerprint }}", style="Empreinte"),
                ),
                lines="rows",
                caption="Empreinte du certificat racine de l'employeur",
            ),
        ),
        para(
            "Un conseiller en évolution professionnelle peut vous accompagner gratuitement dans la suite de vos"
            " projets (www.mon-cep.org).",
            before=8,
        ),
        *closing(),
    ),
    note="{{ heading.filing }}",
)
