# ruff: noqa: E501 - the sentences of a note read best whole
"""The works council's note of a year (BDESE, articles R2312-8 and R2312-9)."""

from __future__ import annotations

from toolkit.documents.authoring.blocks import heading, para, title, when
from toolkit.documents.authoring.markup import Element
from toolkit.documents.authoring.models.letter import facts
from toolkit.documents.authoring.tables import cell, each_row, row, table
from toolkit.documents.authoring.template import Template


def _figures(*fields: str) -> list[Element]:
    """Return the cells of figures, centred under their headings."""
    return [cell(f"{{{{ group.{field} }}}}", style="CellulePetite", align="center") for field in fields]


def _headings(*texts: str) -> Element:
    """Return a heading row whose figures' headings stand centred above them."""
    cells = [
        cell(text, style="EnTeteTableau", shaded=True, borders="bottom", align="center" if number else "")
        for number, text in enumerate(texts)
    ]
    return row(*cells, header=True)


def _name() -> Element:
    return cell(
        *when(
            "group.is_everyone",
            para("**{{ group.name }}**", style="CellulePetite"),
            otherwise=[para("{{ group.name }}", style="CellulePetite")],
        )
    )


TEMPLATE = Template(
    name="note-cse.docx",
    title="Note au comité social et économique",
    subject="Note au CSE, entretiens de {{ note.year }}",
    blocks=(
        title("Les entretiens professionnels en {{ note.year }}"),
        para("Note au comité social et économique ({{ note.state }})", style="Sous-titre"),
        facts(
            (
                "Remise à",
                "membres du CSE, délégués syndicaux et, s'il y en a une, commission de la formation",
            ),
            ("Fondement", "articles R. 2312-8 et R. 2312-9 du Code du travail (BDESE)"),
            ("Entretiens", "{{ note.met }}"),
            ("Abondement", "{{ note.paid }}"),
            caption="À qui la note est remise, et l'essentiel de l'année",
        ),
        heading("1. Les salariés reçus en entretien"),
        table(
            (2.5, 1.85, 1.4, 1.7, 2.1, 1.55, 1.8, 1.8, 1.8),
            _headings(
                "Groupe",
                "Présents",
                "Reçus",
                "Premier",
                "Périodique",
                "Retour",
                "Mi-carrière",
                "Fin de carrière",
                "État des lieux",
            ),
            each_row(
                "group in groups",
                _name(),
                *_figures(
                    "present",
                    "met",
                    "first",
                    "periodic",
                    "back",
                    "mid_career",
                    "late_career",
                    "recap",
                ),
            ),
            caption="Salariés reçus en entretien, par nature d'entretien, par sexe et par catégorie",
        ),
        para(
            "Un salarié compte une fois par nature. Un même entretien peut aussi être un état des lieux : les natures"
            " ne s'additionnent pas.",
            style="Petit",
            before=3,
        ),
        heading("2. L'abondement correctif et les formations qui ont suivi"),
        table(
            (6.0, 3.5, 3.5, 3.5),
            _headings("Groupe", "Bénéficiaires", "Sommes versées", "Formations suivies"),
            each_row("group in groups", _name(), *_figures("beneficiaries", "paid", "trainings")),
            caption="Abondement correctif et formations suivies, par sexe et par catégorie",
        ),
        para(
            "Sommes versées dans l'année (article L. 6315-1 II). Formations suivies dans l'année qui suit l'entretien.",
            style="Petit",
            before=3,
        ),
        heading("3. Le bilan des actions décidées lors des entretiens"),
        *when(
            "plan",
            table(
                (7.5, 3.0, 3.0, 3.0),
                _headings("Action", "Décidées", "Réalisées", "En retard"),
                each_row(
                    "line in plan",
                    cell("{{ line.kind }}", style="CellulePetite"),
                    *(
                        cell(f"{{{{ line.{field} }}}}", style="CellulePetite", align="center")
                        for field in ("decided", "done", "late")
                    ),
                ),
                caption="Actions inscrites aux plans d'action, par nature",
            ),
            otherwise=[para("Aucune action n'est inscrite aux plans d'action de ces entretiens.")],
        ),
        *when(
            "note.small_groups",
            heading("À savoir avant de diffuser"),
            para(
                "**Petits nombres** (moins de {{ note.threshold }} personnes, marqués *) : {{ note.small_groups }}. Une personne"
                " peut y être reconnue : regroupez ou retirez ces lignes, et ce qui les ferait déduire par différence. Le"
                " seuil de {{ note.threshold }} est une prudence : aucun texte n'en fixe."
            ),
        ),
        para(
            "Établie le {{ heading.date }} par {{ signatory.name }}{% if signatory.title %}, {{ signatory.title }}{% endif %}."
            " Pour toute question : {{ heading.contact }}.",
            style="Petit",
            before=8,
        ),
    ),
    note="Note au CSE, entretiens de {{ note.year }}",
)
