# ruff: noqa: E501 - the sentences of a letter read best whole
"""The notice that a meeting moves: the former slot, the new one."""

from __future__ import annotations

from toolkit.documents.authoring.blocks import para
from toolkit.documents.authoring.models.letter import another_slot, closing, facts, opening, place
from toolkit.documents.authoring.template import Template

TEMPLATE = Template(
    name="changement-horaire.docx",
    title="Nouvelle date d'un entretien",
    subject="Nouvelle date de votre entretien, {{ recipient.name }}",
    blocks=(
        *opening("nouvelle date de votre {{ meeting.name }}"),
        para(
            "Votre **{{ meeting.name }}** ({{ meeting.basis }}), prévu le {{ former.moment }}, est déplacé"
            "{% if reason %} pour la raison suivante : {{ reason }}{% endif %}. Le rendez-vous suivant le remplace :",
            keep_next=True,
            after=7,
        ),
        facts(
            ("Date", "**{{ slot.day }}**"),
            ("Heure", "**{{ slot.hours }}**{% if slot.zone %} ({{ slot.zone }}){% endif %}"),
            ("Lieu", place()),
            ("Avec", "{{ meeting.host }} ({{ meeting.capacity }})"),
            ("Rendez-vous annulé", "{{ former.moment }}"),
            caption="Ancien et nouveau rendez-vous",
        ),
        para(
            "Le reste est inchangé : l'objet et les thèmes sont ceux de votre convocation. L'entretien n'évalue pas"
            " votre travail, se déroule pendant votre temps de travail et est rémunéré comme tel. Votre fiche de"
            " préparation reste valable.",
            before=8,
        ),
        para(
            "Si vous aviez accepté l'invitation dans votre agenda, la mise à jour que vous recevez remplace l'ancienne"
            " heure : merci de l'accepter à son tour."
        ),
        another_slot(),
        *closing(),
    ),
    note="{{ heading.filing }}",
)
