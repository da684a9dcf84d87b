# ruff: noqa: E501 - the sentences of a letter read best whole
"""What a new employee is told of the interviews to come (article L6315-1 I)."""

from __future__ import annotations

from toolkit.documents.authoring.blocks import bullets, para, when
from toolkit.documents.authoring.models.letter import closing, opening
from toolkit.documents.authoring.template import Template

TEMPLATE = Template(
    name="information-embauche.docx",
    title="Information sur les entretiens à venir",
    subject="Information à l'embauche, {{ recipient.name }}",
    blocks=(
        *opening("vos {{ notice.names }}"),
        para(
            "Vous avez rejoint notre entreprise le {{ recipient.hired }}. Comme le prévoit l'{{ notice.basis }}, nous"
            " vous informons que vous bénéficierez d'**{{ notice.names }}**"
            "{% if notice.first_by %}, le premier au plus tard le **{{ notice.first_by }}**{% endif %}."
        ),
        para("Ces entretiens ont lieu :", keep_next=True, after=2),
        *when(
            "notice.is_epp",
            bullets(
                "au cours de la première année suivant votre embauche, puis {{ notice.periodicity }} ;",
                "au retour de certaines absences (maternité, adoption, congé parental, congé de proche aidant, congé"
                " sabbatique, mobilité volontaire sécurisée, arrêt longue maladie, mandat syndical, congé supplémentaire"
                " de naissance), si aucun entretien n'a eu lieu dans les douze mois précédents ;",
                "dans les deux mois qui suivent la visite médicale de mi-carrière, puis dans les deux années qui"
                " précèdent votre soixantième anniversaire ;",
                "{{ notice.recap_periodicity }}, avec un état des lieux récapitulatif de votre parcours.",
            ),
            otherwise=[
                bullets(
                    "{{ notice.periodicity }} ;",
                    "au retour de certaines absences (maternité, adoption, congé parental, congé de proche aidant, congé"
                    " sabbatique, mobilité volontaire sécurisée, arrêt longue maladie, mandat syndical) ;",
                    "{{ notice.recap_periodicity }}, avec un état des lieux récapitulatif de votre parcours.",
                )
            ],
        ),
        para(
            "Vous y parlerez, avec un supérieur hiérarchique ou un représentant de la direction, de vos compétences, de"
            " votre parcours, de vos besoins de formation et de vos souhaits d'évolution. Vous y recevrez des"
            " informations sur votre compte personnel de formation (CPF), la validation des acquis de l'expérience"
            " (VAE) et le conseil en évolution professionnelle (CEP), gratuit et ouvert à tous (www.mon-cep.org).",
            before=6,
        ),
        para(
            "Ces entretiens n'évaluent pas votre travail. Ils ont lieu pendant le temps de travail et sont rémunérés"
            " comme du temps de travail ; une copie du compte rendu vous est remise. Vous pouvez aussi en demander un à tout moment."
        ),
        para("Pour toute question, vous pouvez vous adresser à {{ heading.contact }}."),
        *closing(),
    ),
    note="{{ heading.filing }}",
)
