# ruff: noqa: E501 - the sentences of a letter read best whole
"""The cover of an evidence folder: what is here, what it proves, what is missing."""

from __future__ import annotations

from toolkit.documents.authoring.blocks import each, heading, para, title, when
from toolkit.documents.authoring.models.letter import facts
from toolkit.documents.authoring.tables import cell, each_row, headings, table
from toolkit.documents.authoring.template import Template

TEMPLATE = Template(
    name="sommaire.docx",
    title="Sommaire du dossier de preuve",
    subject="Dossier de preuve, {{ recipient.name }}",
    blocks=(
        title("Dossier de preuve"),
        para("Entretiens {{ cover.interviews }} de {{ recipient.name }}", style="Sous-titre"),
        facts(
            ("Salarié", "**{{ recipient.name }}**, matricule {{ recipient.matricule }}"),
            (
                "Emploi",
                "{% if recipient.job %}{{ recipient.job }}, {% endif %}dans l'entreprise depuis le {{ recipient.hired }}",
            ),
            (
                "Employeur",
                "{{ letterhead.name }}{% if letterhead.identity %}, {{ letterhead.identity }}{% endif %}",
            ),
            ("État au", "{{ cover.as_of }}"),
            ("En bref", "**{{ cover.summary }}**"),
            (
                "Signatures",
                "{% if cover.signatures %}{{ cover.signatures | capitale }}{% else %}Aucune pièce signée.{% endif %}",
            ),
            caption="De qui et de quoi il s'agit",
        ),
        heading("Ce que la loi demande, ce qui a été fait"),
        *when("not obligations", para("Aucune obligation n'est échue ni ouverte à cette date.")),
        *each(
            "item in obligations",
            para("{{ item.label }}", style="Titre2"),
            facts(
                ("Échéance", "{{ item.due }} – **{{ item.status }}**"),
                ("Pourquoi", [*each("step in item.reasons", para("{{ step | capitale }}", style="Cellule"))]),
                ("Textes", "{{ item.references }}"),
                (
                    "Fait",
                    [
                        *each(
                            "act in item.done",
                            para("{{ act.on | capitale }} : {{ act.what }}", style="Cellule"),
                        ),
                        *when("not item.done", para("Rien n'est encore enregistré.", style="Cellule")),
                    ],
                ),
                (
                    "Manque",
                    [
                        *each(
                            "gap in item.missing", para("**{{ gap.what }}** : {{ gap.why }}", style="Cellule")
                        ),
                        *when("not item.missing", para("Rien.", style="Cellule")),
                    ],
                ),
                caption="Une obligation, ses raisons, ce qui a été fait et ce qui manque",
                label_width=2.6,
            ),
        ),
        heading("Bordereau des pièces"),
        *when(
            "groups",
            para(
                "Une pièce garde son numéro pour toujours. Une pièce peut tenir en plusieurs fichiers : un message et la"
                " réponse du serveur, une preuve à lire et ses données.",
                keep_next=True,
            ),
            *each(
                "group in groups",
                para("{{ group.title }}", style="Titre2"),
                para("Dans le dossier {{ group.folder }}", style="CellulePetite", keep_next=True, after=4),
                table(
                    (1.4, 13.7, 1.4),
                    headings("Pièce", "Nature, fichiers et empreintes SHA-256", "Pages"),
                    each_row(
                        "piece in group.exhibits",
                        cell("**{{ piece.number }}**", style="Cellule"),
                        cell(
                            para("**{{ piece.label }}**", style="Cellule"),
                            *when(
                                "piece.signatures",
                                para("{{ piece.signatures | capitale }}", style="CellulePetite"),
                            ),
                            *each(
                                "file in piece.files",
                                para(
                                    "{{ file.file_name }}{% if file.label %} – {{ file.label }}{% endif %}",
                                    style="CellulePetite",
                                ),
                                para("{{ file.sha256 }}", style="Empreinte"),
                            ),
                        ),
                        cell("{{ piece.pages }}", style="CellulePetite"),
                    ),
                    caption="Bordereau des pièces, avec leurs fichiers, leurs empreintes et leur nombre de pages",
                ),
            ),
            otherwise=[para("Aucune pièce à ce jour : aucun dossier n'a encore été traité ici.")],
        ),
        heading("Comment vérifier ce dossier"),
        para(
            "Le fichier VERIFIER.md donne la marche à suivre, avec des outils courants. Le manifeste MANIFEST.sha256 porte"
            " l'empreinte de chaque fichier ; son sceau (MANIFEST.sha256.p7s) garantit qu'il n'a pas changé. Les certificats"
            " joints ne prouvent rien à eux seuls : comparez le certificat racine à l'empreinte ci-dessous, imprimée aussi"
            " dans les courriers de remise.",
            keep_next=True,
            after=7,
        ),
        facts(
            ("Certificat racine", [para("{{ cover.root_fingerprint }}", style="Empreinte")]),
            (
                "Journal",
                "{{ cover.chain_length }} {% if cover.chain_plural %}lignes{% else %}ligne{% endif %}, chacune liée à la précédente",
            ),
            ("Tête du journal", [para("{{ cover.chain_head }}", style="Empreinte")]),
            (
                "Horodatage",
                [
                    para(
                        "{% if cover.timestamped %}Le manifeste est horodaté par un tiers : MANIFEST.sha256.tst dit qui l'a daté, et"
                        " quand.{% elif cover.timestamp_awaited %}En attente : aucun serveur d'horodatage n'a répondu quand ce dossier"
                        " a été constitué. Les dates sont celles de l'horloge de l'employeur"
                        "{% if cover.clock %} ({{ cover.clock }}){% endif %}.{% else %}Aucun serveur d'horodatage n'est configuré :"
                        " les dates de ce dossier sont celles de l'horloge de l'employeur"
                        "{% if cover.clock %} ({{ cover.clock }}){% endif %}.{% endif %}",
                        style="Cellule",
                    ),
                    *when(
                        "cover.timestamp_roots",
                        para("Racine de l'autorité d'horodatage :", style="CellulePetite"),
                        *each("root in cover.timestamp_roots", para("{{ root }}", style="Empreinte")),
                    ),
                ],
            ),
            caption="De quoi vérifier le dossier",
        ),
    ),
    note="Dossier de preuve – {{ heading.filing }}",
)
