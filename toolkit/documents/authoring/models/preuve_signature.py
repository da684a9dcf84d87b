# ruff: noqa: E501 - the sentences of a letter read best whole
"""How each person signed a document: who, when, how, what was shown, what was agreed to (Code civil 1366, 1367)."""

from __future__ import annotations

from toolkit.documents.authoring.blocks import each, heading, para, title, when
from toolkit.documents.authoring.models.letter import facts
from toolkit.documents.authoring.template import Template

TEMPLATE = Template(
    name="preuve-signature.docx",
    title="Preuve de signature",
    subject="Preuve de signature, {{ recipient.name }}",
    blocks=(
        title("Preuve de signature"),
        para("{{ proof.document | capitale }}", style="Sous-titre"),
        facts(
            ("Document", "{{ proof.file_name }}"),
            ("Salarié", "**{{ recipient.name }}**, matricule {{ recipient.matricule }}"),
            ("Établie le", "{{ heading.date }}"),
            caption="Le document signé",
        ),
        *each(
            "act in acts",
            heading("{{ act.role | capitale }} : {{ act.person }}"),
            facts(
                ("Acte", "**{{ act.what }}**"),
                ("Quand", "{{ act.at }}"),
                ("Niveau", "{{ act.level }}"),
                ("Comment", [*each("detail in act.details", para("{{ detail }}", style="Cellule"))]),
                ("Document montré", [para("SHA-256 {{ act.shown }}", style="Empreinte")]),
                (
                    "Document obtenu",
                    [
                        para(
                            "{% if act.result %}SHA-256 {{ act.result }}{% else %}aucun{% endif %}",
                            style="Empreinte",
                        )
                    ],
                ),
                (
                    "Consentement",
                    "{% if act.consent_text %}« {{ act.consent_text }} » (texte {{ act.consent_id }}, version {{ act.consent_version }}){% else %}{{ act.no_consent }}{% endif %}",
                ),
                caption="Un acte de signature",
            ),
            *when("act.reason", para("Motif indiqué : {{ act.reason }}", before=6)),
            *when(
                "act.steps",
                facts(
                    (
                        "Étapes, en temps universel",
                        [*each("step in act.steps", para("{{ step }}", style="Cellule"))],
                    ),
                    caption="Ce qui a été vu de cet acte",
                ),
            ),
        ),
        heading("Ce que cette preuve établit"),
        *when("proof.clock", para("Les heures viennent de : {{ proof.clock }}.")),
        *when(
            "proof.on_paper",
            para(
                "Les personnes ont signé à la main sur le papier : le fichier gardé ici en est la copie numérisée, scellée"
                " par l'employeur. L'original est conservé au lieu indiqué ; en cas de contestation, c'est lui qui fait foi."
            ),
        ),
        para(
            "L'empreinte SHA-256 du document montré permet de vérifier quel fichier a été présenté avant l'accord, et celle"
            " du document obtenu, qu'il n'a pas changé depuis. {% if proof.employer_holds_key %}La clé qui appose le cachet est détenue par l'employeur, et non par la"
            " personne qui signe : cette signature n'est ni avancée ni qualifiée au sens du règlement européen eIDAS. Sa force"
            " vient des éléments réunis ici.{% endif %}"
        ),
    ),
    note="{{ heading.filing }}",
)
