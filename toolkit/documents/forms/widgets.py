"""The fields of a PDF form, each one widget on a page (ISO 32000-1, 12.5.6.19 and 12.7)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from toolkit.documents.forms.anchors import LINE, SIDE, FieldPlan
from toolkit.documents.forms.appearances import GREY, INK, SIZE, Looks
from toolkit.documents.forms.content import AnswerKind, Question

if TYPE_CHECKING:
    import pikepdf

TO_CHOOSE = "Choisir"
_REQUIRED, _LINES, _COMBO = 1 << 1, 1 << 12, 1 << 17
_PRINT = 4
_PADDING = 3.0
_CELL_MARGIN = 5.0
_NARROWEST = 120.0

Rectangle = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a link stood: page from 0, rectangle in points, number in the structure (-1: none)."""

    page: int
    corners: Rectangle
    parent: int = -1

    def joined(self, other: Spot) -> Spot:
        """Return the spot that holds both; a field stays on the page where it starts."""
        if other.page != self.page:
            return self
        (a, b, c, d), (e, f, g, h) = self.corners, other.corners
        return replace(self, corners=(min(a, e), min(b, f), max(c, g), max(d, h)))


def widget(
    plan: FieldPlan, spot: Spot, looks: Looks, *, question: Question | None, exact: bool
) -> pikepdf.Dictionary:
    """Return the field of ``plan``.

    Args:
        plan: What it asks, and what stands in it already.
        spot: Where its link stood.
        looks: The looks of all fields of the document.
        question: The question of the form that it answers, None in the plan of action.
        exact: Whether the link had the size of the field.
    """
    import pikepdf  # noqa: PLC0415 - a heavy library, needed only here

    corners = spot.corners if exact else _rectangle(plan, spot.corners)
    box = (round(corners[2] - corners[0], 1), round(corners[3] - corners[1], 1))
    required = question is not None and question.mandatory
    made = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Widget,
        Rect=pikepdf.Array([round(side, 2) for side in corners]),
        F=_PRINT,
        MK=pikepdf.Dictionary(BG=pikepdf.Array(list(GREY))),
        TU=pikepdf.String(_tooltip(question.text if question else plan.label, plan.kind, required=required)),
        DA=pikepdf.String(f"/Helv {SIZE} Tf 0 g"),
    )
    if plan.kind is AnswerKind.BOX:
        _make_box(made, plan, looks)
    elif plan.kind is AnswerKind.CHOICE:
        _make_choice(made, plan, looks, box)
    else:
        made.FT, made.V = pikepdf.Name.Tx, pikepdf.String(plan.value.replace("\n", "\r"))
        made.Ff = _LINES if plan.lines else 0
        made.AP = pikepdf.Dictionary(N=looks.text(box, plan.value))
    if required:
        made.Ff = int(made.get("/Ff", 0)) | _REQUIRED
    return made


def _make_box(made: pikepdf.Dictionary, plan: FieldPlan, looks: Looks) -> None:
    import pikepdf  # noqa: PLC0415 - a heavy library, needed only here

    ticked, empty = looks.boxes(SIDE)
    state = pikepdf.Name.Oui if plan.ticked else pikepdf.Name.Off
    made.FT, made.V, made.AS = pikepdf.Name.Btn, state, state
    # Viewers that draw the tick themselves take it from here: 8 is a cross.
    made.DA, made.MK.CA = pikepdf.String("/ZaDb 0 Tf 0 g"), pikepdf.String("8")
    made.MK.BC, made.BS = pikepdf.Array(list(INK)), pikepdf.Dictionary(W=0.8, S=pikepdf.Name.S)
    made.AP = pikepdf.Dictionary(N=pikepdf.Dictionary(Oui=ticked, Off=empty))


def _make_choice(made: pikepdf.Dictionary, plan: FieldPlan, looks: Looks, box: tuple[float, float]) -> None:
    import pikepdf  # noqa: PLC0415 - a heavy library, needed only here

    kept = next((value for value, text in plan.choices if text.casefold() == plan.value.casefold()), "")
    options = [
        pikepdf.Array([pikepdf.String(a), pikepdf.String(b)]) for a, b in (("", TO_CHOOSE), *plan.choices)
    ]
    made.FT, made.Ff, made.V = pikepdf.Name.Ch, _COMBO, pikepdf.String(kept)
    made.Opt = pikepdf.Array(options)
    made.AP = pikepdf.Dictionary(N=looks.text(box, plan.value or TO_CHOOSE))


def _rectangle(plan: FieldPlan, corners: Rectangle) -> Rectangle:
    """Return the rectangle of a field whose link was only a mark in its cell."""
    x0, y0, x1, y1 = corners
    if plan.kind is AnswerKind.BOX:
        middle = (y0 + y1) / 2
        return (x0, middle - SIDE / 2, x0 + SIDE, middle + SIDE / 2)
    width = plan.width - 2 * _CELL_MARGIN + 2 * _PADDING if plan.width else max(x1 - x0, _NARROWEST)
    left = x0 - _PADDING
    if plan.height:
        return (left, y1 - plan.height + 2 * _PADDING, left + width, y1 + 1)
    middle = (y0 + y1) / 2
    return (left, middle - LINE / 2, left + width, middle + LINE / 2)


def _tooltip(label: str, kind: AnswerKind, *, required: bool) -> str:
    hints = {
        AnswerKind.DATE: "date, jj/mm/aaaa",
        AnswerKind.CHOICE: "choisir dans la liste",
        AnswerKind.BOX: "à cocher",
    }
    told = [hints.get(kind, ""), "obligatoire" if required else ""]
    hint = ", ".join(part for part in told if part)
    return f"{label} ({hint})" if hint else label


class FieldTree:
    """The fields by the parts of their names: a name has no dot in it (ISO 32000-1, 12.7.3.2).

    Args:
        document: The PDF that gets them.
    """

    def __init__(self, document: pikepdf.Pdf) -> None:
        import pikepdf  # noqa: PLC0415 - a heavy library, needed only here

        self.roots = pikepdf.Array()
        self._document = document
        self._groups: dict[str, pikepdf.Object] = {}

    def leaf(self, tag: str, field: pikepdf.Dictionary) -> pikepdf.Object:
        """Put ``field`` under its name, and return it as the file will refer to it."""
        import pikepdf  # noqa: PLC0415 - a heavy library, needed only here

        group, _, name = tag.rpartition(".")
        field.T = pikepdf.String(name)
        placed = self._document.make_indirect(field)
        self._join(group, placed)
        return placed

    def _join(self, group: str, child: pikepdf.Object) -> None:
        import pikepdf  # noqa: PLC0415 - a heavy library, needed only here

        if not group:
            self.roots.append(child)
            return
        if group not in self._groups:
            above, _, name = group.rpartition(".")
            made = self._document.make_indirect(
                pikepdf.Dictionary(T=pikepdf.String(name), Kids=pikepdf.Array())
            )
            self._groups[group] = made
            self._join(above, made)
        child.Parent = self._groups[group]
        self._groups[group].Kids.append(child)
