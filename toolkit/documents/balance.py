"""Whether a template can only give well-formed XML, told once from its syntax tree.

Where each branch of a condition and each turn of a loop closes what it opens, or opens again what it closes
(``…</w:t></w:r><w:r><w:t>…``), every document of the template is well-formed, whatever its values: they are
escaped. Then no document needs to be parsed to be sure of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from jinja2 import nodes
from lxml import etree

_VALUE = "→"  # allowed where text is, and not in a name: a field may stand in text or between quotes only
_TAG = re.compile(r"<(/?)([\w:.-]+)([^<>]*?)(/?)>")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


class _TornError(Exception):
    """A branch that opens or closes more than it should."""


def is_balanced(tree: nodes.Template, source: str) -> bool:
    """Tell whether every document that ``tree``, parsed from ``source``, gives is well-formed XML."""
    if "<!--" in source or "<![CDATA[" in source or _has_literal_controls(tree):
        return False
    try:
        whole = _stream(tree.body)
    except _TornError:
        return False
    return _parses(whole)


def _has_literal_controls(tree: nodes.Template) -> bool:
    literals = (node.value for node in tree.find_all(nodes.Const))
    return any(isinstance(value, str) and _CONTROL.search(value) for value in literals)


def _stream(body: Iterable[nodes.Node]) -> str:
    """Return the XML of ``body`` with a mark for each value and every branch, one after the other."""
    return "".join(_piece(node) for node in body)


def _piece(node: nodes.Node) -> str:
    if isinstance(node, nodes.Output):
        return "".join(
            child.data if isinstance(child, nodes.TemplateData) else _VALUE for child in node.nodes
        )
    if isinstance(node, nodes.For):
        branches = [node.body, node.else_]
    elif isinstance(node, nodes.If):
        branches = [node.body, *(branch.body for branch in node.elif_), node.else_]
    else:
        raise _TornError
    return "".join(_branch(_stream(branch)) for branch in branches)


def _branch(stream: str) -> str:
    """Return a branch that leaves as many elements open as it found.

    With or without it, once or many times, what stands around it is then the same.
    """
    if "<" not in stream and ">" not in stream:
        return _VALUE
    if re.search("[<>]", _TAG.sub("", stream)):
        raise _TornError
    closed, opened = _effect(stream)
    if closed != opened[::-1] or (closed and "xmlns" in stream):
        raise _TornError
    return stream


def _effect(stream: str) -> tuple[list[str], list[str]]:
    """Return the elements that ``stream`` closes and did not open, and those it opens and does not close."""
    closed: list[str] = []
    opened: list[str] = []
    for closing, name, _, empty in _TAG.findall(stream):
        if empty:
            continue
        if not closing:
            opened.append(name)
        elif not opened:
            closed.append(name)
        elif opened.pop() != name:
            raise _TornError
    return closed, opened


def _parses(xml: str) -> bool:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        etree.fromstring(xml.replace("\x00", "0").replace("\x01", "1"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return False
    return True
