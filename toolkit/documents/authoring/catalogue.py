"""Every template that is shipped; a module of ``models`` per document, found by its ``TEMPLATE``."""

from __future__ import annotations

from importlib import import_module

from toolkit.documents.authoring.template import Template

MODELS = ("convocation",)


def templates() -> tuple[Template, ...]:
    """Return the shipped templates, in the order of a case."""
    made = (import_module(f"toolkit.documents.authoring.models.{name}").TEMPLATE for name in MODELS)
    return tuple(made)
