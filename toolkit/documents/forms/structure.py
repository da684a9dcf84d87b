"""The fields in the structure of the page, where a screen reader meets them.

ISO 32000-1, 14.7.4.3 (object references) and 14.8.4.5 (the role Form).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pikepdf

    from toolkit.documents.forms.widgets import Spot


class Structure:
    """The structure tree of a form under way: what held the link of a field comes to hold the field.

    Args:
        document: The PDF as its engine drew it.
    """

    def __init__(self, document: pikepdf.Pdf) -> None:
        self._elements = dict(_parents(document))
        self._lost = False

    def hold(self, spot: Spot, field: pikepdf.Object) -> None:
        """Put ``field`` in the place of the link at ``spot``, as an element of the role Form."""
        import pikepdf  # noqa: PLC0415 - a heavy library, needed only here

        element = self._elements.get(spot.parent)
        if element is None:
            self._lost = True
            return
        element.S = pikepdf.Name.Form
        field.StructParent = spot.parent
        kids = element.K if isinstance(element.K, pikepdf.Array) else [element.K]
        for kid in kids:
            if isinstance(kid, pikepdf.Dictionary) and "/Obj" in kid:
                kid.Obj = field

    @property
    def order(self) -> pikepdf.Object:
        """In which order the tabulation key goes: the structure's where it has each field, else by rows."""
        import pikepdf  # noqa: PLC0415 - a heavy library, needed only here

        return pikepdf.Name.R if self._lost else pikepdf.Name.S


def _parents(document: pikepdf.Pdf) -> list[tuple[int, pikepdf.Object]]:
    """Return the elements that hold annotations, by the number that these give (the parent tree)."""
    import pikepdf  # noqa: PLC0415 - a heavy library, needed only here

    root = document.Root.get("/StructTreeRoot")
    tree = root.get("/ParentTree") if isinstance(root, pikepdf.Dictionary) else None
    if tree is None:
        return []
    pairs = pikepdf.NumberTree(tree).items()
    return [(number, element) for number, element in pairs if isinstance(element, pikepdf.Dictionary)]
