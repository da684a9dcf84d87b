"""What a template may say, and the guard that stands around each field of it.

A tree of Jinja's syntax is judged node by node against a list of what is allowed: calls, arithmetic,
assignments and inclusions are not on it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import nodes

from toolkit import french

GIVEN, KNOWN, ITEMS = "_given", "_known", "_items"
"""The guards of what is printed, asked about, and gone through."""

Filters = Mapping[str, Callable[..., object]]

FILTERS: Filters = {
    "jour": french.day,
    "date_longue": french.long_day,
    "jour_semaine": french.weekday,
    "euros": french.euros,
    "nombre": french.count,
    "capitale": french.capitalised,
    "liste": french.listing,
    "majuscules": str.upper,
}
"""Filters that a template may use, by the French name HR writes after the bar."""

TESTS = frozenset({"defined", "none"})
"""Tests that a condition may use."""

_ALLOWED: tuple[type[nodes.Node], ...] = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.Filter,
    nodes.If,
    nodes.For,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Const,
    nodes.Test,
    nodes.CondExpr,
)


def violation(node: nodes.Node) -> str:
    """Return what is not permitted of one node, in French; empty where it is."""
    if not isinstance(node, _ALLOWED):
        return f"« {type(node).__name__} » n’est pas permis dans un modèle"
    if isinstance(node, nodes.Filter) and (node.name not in FILTERS or node.node is None):
        return f"le filtre « {node.name} » n’existe pas"
    if isinstance(node, nodes.Test) and node.name not in TESTS:
        return f"le test « {node.name} » n’existe pas"
    if isinstance(node, nodes.For):
        return _of_loop(node)
    if isinstance(node, nodes.Getattr) and not _dotted(node):
        return f"« .{node.attr} » ne suit pas un champ"
    private = _private_name(node)
    return f"le champ « {private} » n’est pas permis" if private else ""


def _of_loop(node: nodes.For) -> str:
    if node.recursive or node.test is not None:
        return "une boucle ne peut être ni récursive ni filtrée"
    return "" if _dotted(node.iter) else "une boucle parcourt une liste de la donnée, rien d’autre"


def _private_name(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name) and node.name.startswith("_"):
        return node.name
    if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
        return node.attr
    return ""


def _dotted(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        inner = _dotted(node.node)
        return f"{inner}.{node.attr}" if inner else ""
    return ""


def guard_fields(tree: nodes.Node) -> None:
    """Wrap each field of a tree, in place, in the guard that knows its dotted name."""
    for node in list(tree.find_all((nodes.Output, nodes.For, nodes.If))):
        if isinstance(node, nodes.Output):
            node.nodes = [_guard(child, GIVEN) for child in node.nodes]
        elif isinstance(node, nodes.For):
            node.iter = _guard(node.iter, ITEMS)
        elif isinstance(node, nodes.If):
            node.test = _guard(node.test, KNOWN)


def _guard(node: Any, how: str) -> Any:  # noqa: ANN401 - nodes.Expr of several classes, rebuilt in place
    """Return the expression ``node`` with each field in it wrapped in the guard ``how``."""
    field = _dotted(node)
    if field:
        guard = nodes.Const(field, lineno=node.lineno)
        return nodes.Filter(node, how, [guard], [], None, None, lineno=node.lineno)
    if isinstance(node, nodes.Filter):
        node.node = _guard(node.node, GIVEN)
        node.args = [_guard(arg, GIVEN) for arg in node.args]
    elif isinstance(node, nodes.CondExpr):
        node.test = _guard(node.test, KNOWN)
        node.expr1 = _guard(node.expr1, how)
        node.expr2 = (
            _guard(node.expr2, how) if node.expr2 is not None else nodes.Const("", lineno=node.lineno)
        )
    elif isinstance(node, nodes.Compare):
        node.expr = _guard(node.expr, KNOWN)
        for operand in node.ops:
            operand.expr = _guard(operand.expr, KNOWN)
    elif isinstance(node, nodes.Not):
        node.node = _guard(node.node, KNOWN)
    elif isinstance(node, nodes.And | nodes.Or):
        node.left, node.right = _guard(node.left, KNOWN), _guard(node.right, KNOWN)
    return node
