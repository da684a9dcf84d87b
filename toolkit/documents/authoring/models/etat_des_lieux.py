# ruff: noqa: E501 - the sentences of a letter read best whole
"""The recap of the career path: what was due, what was done, and the three conclusions (article L6315-1 II)."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.documents.authoring.blocks import Block, heading, para, title, when
from toolkit.documents.authoring.models.letter import facts
from toolkit.documents.authoring.tables import cell, each_row, headings, row, table
from toolkit.documents.authoring.template import Template


def _listed(
    name: str, none: str, titles: Sequence[str], widths: Sequence[float], fields: Sequence[str]
) -> Block:
    """Return a table of the facts ``name``, or the sentence that there is none."""
    lines = each_row(f"item in {name}", *(cell(f"{{{{ item.{field} }}}}") for field in fields))
    return when(name, table(widths, headings(*titles), lines, caption=none), otherwise=[para(none)])


TEMPLATE = Template(
    name="etat-des-lieux.docx",
    title="État des lieux récapitulatif du parcours professionnel",
    subject="État des lieux récapitulatif, {{ recipient.name }}",
    blocks=(
        title("État des lieux récapitulatif"),
        para("Parcours professionnel {{ recap.period }}", style="Sous-titre"),
        facts(
            ("Salarié", "**{{ recipient.name }}**, matricule {{ recipient.matricule }}"),
            (
                "Emploi",
                "{% if recipient.job %}{{ recipient.job }}, {% endif %}dans l'entreprise depuis le {{ recipient.hired }}",
            ),
            ("Entretien", "tenu le {{ recap.held_on }} par {{ recap.host }}"),
            ("Fondement", "{{ recap.basis }}"),
            caption="Le salarié et l'entretien récapitulatif",
        ),
        para(
            "Ce document fait le point sur le parcours {{ recap.period }}. Il est établi à partir des comptes rendus"
            " d'entretien et des faits que l'employeur a enregistrés ; une copie en est remise au salarié.",
            before=8,
        ),
        heading("1. Les entretiens prévus"),
        *_listed(
            "interviews",
            "Aucun entretien n'était prévu sur la période.",
            ("Entretien", "À tenir au plus tard le", "Tenu le"),
            (7.5, 4.5, 4.5),
            ("label", "due", "held"),
        ),
        *when("interviews", para("**Conclusion :** {{ recap.interviews_conclusion }}.", before=6)),
        heading("2. Les formations suivies"),
        *_listed(
            "trainings",
            "Aucune action de formation n'est enregistrée sur la période.",
            ("Date", "Formation", "Durée", "Nature"),
            (2.8, 7.0, 2.0, 4.7),
            ("on", "title", "hours", "nature"),
        ),
        para(
            "**Conclusion :** {% if recap.has_training %}le salarié a suivi au moins une action de formation"
            "{% if recap.has_voluntary_training %}, dont au moins une autre qu'une formation obligatoire"
            " (article L. 6321-2){% else %}, toutes obligatoires (article L. 6321-2){% endif %}."
            "{% else %}le salarié n'a pas suivi d'action de formation.{% endif %}",
            before=6,
        ),
        heading("3. Les éléments de certification"),
        *_listed(
            "certifications",
            "Aucun élément de certification, par la formation ou par la VAE, n'est enregistré sur la période.",
            ("Date", "Certification ou partie de certification"),
            (2.8, 13.7),
            ("on", "title"),
        ),
        para(
            "**Conclusion :** {% if recap.has_certification %}le salarié a acquis des éléments de certification."
            "{% else %}le salarié n'a pas acquis d'éléments de certification.{% endif %}",
            before=6,
        ),
        heading("4. La progression"),
        *_listed(
            "progressions",
            "Aucune progression salariale ou professionnelle n'est enregistrée sur la période.",
            ("Date", "Nature", "Précision"),
            (2.8, 3.7, 10.0),
            ("on", "kind", "detail"),
        ),
        para(
            "**Conclusion :** {% if recap.has_progression %}le salarié a bénéficié d'une progression salariale ou"
            " professionnelle.{% else %}le salarié n'a pas bénéficié d'une progression salariale ou professionnelle."
            "{% endif %}",
            before=6,
        ),
        *when(
            "actions",
            heading("5. Les actions décidées en entretien"),
            table(
                (2.8, 6.4, 2.5, 4.8),
                headings("Décidée le", "Action", "Échéance", "Suite donnée"),
                *each_row(
                    "item in actions",
                    *(cell(f"{{{{ item.{field} }}}}") for field in ("decided", "action", "due", "outcome")),
                ),
                caption="Les actions décidées en entretien",
            ),
        ),
        *when(
            "recap.top_up",
            heading("Abondement correctif du compte personnel de formation"),
            para(
                "L'entreprise compte au moins 50 salariés ; sur la période, le salarié n'a bénéficié ni des entretiens"
                " prévus ni d'une formation autre qu'obligatoire. L'employeur verse donc **{{ recap.top_up }}** sur son"
                " compte personnel de formation (articles L. 6315-1 II et L. 6323-13)"
                "{% if recap.pay_by %}, au plus tard le **{{ recap.pay_by }}**{% endif %}."
            ),
        ),
        heading("Observations du salarié"),
        table(
            (16.5,),
            row(cell("{% if recap.comment %}{{ recap.comment }}{% endif %}"), height=1.8),
            caption="Espace pour les observations du salarié",
        ),
        para(
            "Établi le {{ heading.date }} par {{ signatory.name }}, {{ signatory.title }}, et revêtu du cachet"
            " électronique de l'employeur. La loi ne demande pas de le signer : une copie en est remise au salarié,"
            " dont les observations font partie du document.",
            style="Petit",
            before=8,
        ),
    ),
    note="{{ heading.filing }}",
)
