"""Every template that is shipped; a module of ``models`` per document, found by its ``TEMPLATE``."""

from __future__ import annotations

from importlib import import_module

from toolkit.documents.authoring.template import Template

MODELS = (
    "information_embauche",
    "convocation",
    "fiche_preparation",
    "nouvelle_convocation",
    "changement_horaire",
    "annulation",
    "constat_refus",
    "etat_des_lieux",
    "remise_copie",
    "preuve_signature",
    "sommaire",
    "formulaire",
    "compte_rendu",
    "decisions",
    "note_cse",
)


def templates() -> tuple[Template, ...]:
    """Return the shipped templates, in the order of a case."""
    made = (import_module(f"toolkit.documents.authoring.models.{name}").TEMPLATE for name in MODELS)
    return tuple(made)
