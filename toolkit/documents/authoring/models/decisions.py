# ruff: noqa: E501 - the sentences of a letter read best whole
"""The letter that tells what was decided of the plan of action after the interview; a good practice."""

from __future__ import annotations

from toolkit.documents.authoring.blocks import para, when
from toolkit.documents.authoring.models.letter import closing, opening
from toolkit.documents.authoring.tables import cell, each_row, headings, table
from toolkit.documents.authoring.template import Template

TEMPLATE = Template(
    name="decisions.docx",
    title="Décisions prises après l'entretien",
    subject="Décisions prises après l'entretien, {{ recipient.name }}",
    blocks=(
        *opening("décisions prises à la suite de votre entretien du {{ held_on }}"),
        para(
            "Lors de votre **{{ meeting_name }}** du {{ held_on }}, un plan d'action a été établi avec vous. Nous l'avons"
            " examiné ; voici ce qui est décidé pour chacune de ses actions :",
            keep_next=True,
            after=7,
        ),
        table(
            (5.0, 4.4, 2.9, 4.2),
            headings("Action", "Décision", "Suivie par", "Date"),
            each_row(
                "decision in decisions",
                cell(
                    para("**{{ decision.kind }}**", style="Cellule"),
                    *when("decision.label", para("{{ decision.label }}", style="Cellule")),
                ),
                cell(
                    para("**{{ decision.ruling }}**", style="Cellule"),
                    *when("decision.reason", para("{{ decision.reason }}", style="Cellule")),
                ),
                cell("{% if decision.owner %}{{ decision.owner }}{% else %}–{% endif %}"),
                cell(
                    *when(
                        "decision.on",
                        para(
                            "{% if decision.is_granted %}pour le {% else %}réexamen le {% endif %}{{ decision.on }}",
                            style="Cellule",
                        ),
                        otherwise=[para("–", style="Cellule")],
                    )
                ),
            ),
            caption="Décision prise pour chaque action du plan",
        ),
        *when(
            "has_granted",
            para(
                "**Action accordée :** la personne nommée prend contact avec vous pour l'organiser. Sa réalisation"
                " sera constatée, et reprise lors de votre prochain entretien.",
                before=8,
            ),
        ),
        *when(
            "has_deferred",
            para(
                "**Action différée :** elle n'est pas refusée. Elle est réexaminée à la date indiquée ou, à défaut,"
                " lors de votre prochain entretien.",
                before=4,
            ),
        ),
        *when(
            "has_refused",
            para(
                "**Action refusée :** le motif vous est donné ci-dessus. Vous pouvez nous en reparler, et présenter de"
                " nouveau votre demande. Votre compte personnel de formation reste à votre initiative"
                " (www.moncompteformation.gouv.fr).",
                before=4,
            ),
        ),
        para(
            "Pour toute question sur ces décisions, adressez-vous à {{ heading.contact }}. Un conseiller en évolution"
            " professionnelle peut aussi vous accompagner gratuitement (www.mon-cep.org).",
            before=4,
        ),
        *closing(),
    ),
    note="{{ heading.filing }}",
)
