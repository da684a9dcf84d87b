"""A form filled by program as Word would fill it: for examples, tests and managers who answer elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from toolkit.documents.forms.controls import controls
from toolkit.documents.forms.reading import Answer
from toolkit.documents.package import DOCUMENT_PART, parse_part, read_package, serialise_part, write_package
from toolkit.errors import FormRefusedError
from toolkit.model.case import Action


def fill_form(docx: bytes, answers: Mapping[str, Answer], actions: Iterable[Action] = ()) -> bytes:
    """Return the form ``docx`` with ``answers`` in its fields and ``actions`` in its plan.

    Args:
        docx: A form, filled or not.
        answers: By question id: text with its newlines, a kept value of a choice, a tick, a date.
        actions: Rows of the plan of action, in order.

    Raises:
        FormRefusedError: the file is no form, a field is not in it, or an answer does not fit its field.
    """
    parts = read_package(docx, about="Formulaire", refusal=FormRefusedError)
    root = parse_part(parts[DOCUMENT_PART], about="Formulaire", refusal=FormRefusedError)
    fields = {control.tag: control for control in controls(root)}
    for tag, answer in {**answers, **_cells(actions)}.items():
        if tag not in fields:
            raise FormRefusedError(f"le formulaire n’a pas de champ « {tag} ».", about="Formulaire")
        try:
            fields[tag].fill(answer)
        except ValueError as error:
            raise FormRefusedError(
                f"la réponse au champ « {tag} » n’est pas du bon genre.", about="Formulaire"
            ) from error
    parts[DOCUMENT_PART] = serialise_part(root)
    return write_package(parts)


def _cells(actions: Iterable[Action]) -> dict[str, Answer]:
    cells: dict[str, Answer] = {}
    for row, action in enumerate(actions, start=1):
        written: dict[str, Answer | None] = {
            "kind": action.kind.value,
            "label": action.label,
            "owner": action.owner,
            "due": action.due,
            "outcome": action.outcome,
        }
        cells |= {f"action.{row}.{name}": value for name, value in written.items() if value}
    return cells
