# ruff: noqa: E501 - the sentences of a letter read best whole
"""The second summons: what was proposed before, the new slot, and the question why (article L6315-1)."""

from __future__ import annotations

from toolkit.documents.authoring.blocks import para, when
from toolkit.documents.authoring.models.letter import another_slot, closing, meeting_facts, opening
from toolkit.documents.authoring.tables import cell, each_row, headings, table
from toolkit.documents.authoring.template import Template

TEMPLATE = Template(
    name="nouvelle-convocation.docx",
    title="Nouvelle convocation à un entretien",
    subject="Nouvelle convocation du {{ slot.day }}, {{ recipient.name }}",
    blocks=(
        *opening("nouvelle convocation à votre {{ meeting.name }}"),
        *when(
            "after_refusal",
            para(
                "Vous nous avez fait savoir que vous ne souhaitiez pas participer à votre **{{ meeting.name }}**"
                " ({{ meeting.basis }}){% if reason_given %}, pour le motif suivant : « {{ reason_given }} »{% endif %}."
                " Nous en prenons note et vous proposons une nouvelle date."
            ),
            otherwise=[
                para(
                    "Votre **{{ meeting.name }}** ({{ meeting.basis }}) n'a pas pu avoir lieu, en votre absence"
                    "{% if reason_given %}, que vous avez expliquée ainsi : « {{ reason_given }} »{% endif %}."
                    " Nous vous proposons une nouvelle date."
                )
            ],
        ),
        para("Nous vous avions adressé :", keep_next=True, after=4),
        table(
            (1.1, 3.6, 3.6, 8.2),
            headings("N°", "Envoyée le", "Par", "Rendez-vous proposé"),
            each_row(
                "item in earlier",
                cell("{{ item.number }}"),
                cell("{{ item.sent_on }}"),
                cell("{{ item.channel }}"),
                cell("{{ item.moment }}"),
            ),
            caption="Convocations déjà adressées",
        ),
        para("Votre nouveau rendez-vous :", keep_next=True, before=8, after=4),
        meeting_facts(caption="Votre nouveau rendez-vous"),
        *when(
            "not reason_given",
            para(
                "**Pouvez-vous nous en donner la raison ?** Une difficulté d'horaire, de lieu ou d'organisation"
                " peut souvent se résoudre. Une réponse d'ici le {{ meeting.reply_by }} nous aiderait à en tenir compte.",
                before=8,
            ),
        ),
        *when(
            "meeting.may_decline",
            para(
                "Cet entretien vous est proposé à la suite de votre {{ meeting.absence }}. Vous pouvez l'accepter ou"
                " le décliner ; si vous préférez le décliner, merci de nous l'écrire.",
                before=8,
            ),
            otherwise=[
                para(
                    "Cet entretien est une obligation pour l'employeur, qui doit l'organiser et pouvoir en justifier ;"
                    " y participer fait partie de l'exécution du contrat de travail.",
                    before=8,
                )
            ],
        ),
        para(
            "Il est consacré à votre parcours et à vos projets. Il **n'évalue pas votre travail**, se déroule pendant"
            " votre temps de travail et est rémunéré comme tel. La fiche jointe vous aide à le préparer ; un conseiller"
            " en évolution professionnelle peut aussi vous y aider gratuitement (www.mon-cep.org)."
        ),
        another_slot(),
        *closing("fiche de préparation"),
    ),
    note="{{ heading.filing }}",
)
