"""Footnotes: each stands where it is called, and the typesetter takes it to the foot of the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from lxml import etree

from toolkit.documents.engines.typst.draft import Draft
from toolkit.documents.engines.typst.tree import Story
from toolkit.documents.wordml import w

Items = Callable[[Iterable[etree._Element]], str]  # noqa: SLF001 - lxml exports its type under no other name
"""Writes blocks as the items of a flow."""

NUMBER = "#note-number;"


class Notes:
    """Writes the calls of notes of one story.

    Args:
        draft: The program under way.
        story: The story.
    """

    items: Items

    def __init__(self, draft: Draft, story: Story) -> None:
        self._draft, self._story = draft, story

    def reference(self, call: etree._Element) -> str:
        """Return the note that ``call`` calls, as markup."""
        note = self._draft.note(call.get(w("id")) or "")
        if note is None or call.get(w("customMarkFollows")) in {"1", "true", "on"}:
            self._draft.route(call, call, self._story)
            return ""
        return note

    def number(self, _: etree._Element) -> str:
        """Return the number of the note whose text this is."""
        return NUMBER
