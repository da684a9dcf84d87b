"""Content controls, read as people filled them and filled as Word would (ISO/IEC 29500-1, 17.5.2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lxml import etree

from toolkit.documents.forms.content import AnswerKind
from toolkit.documents.forms.typed import as_typed
from toolkit.documents.wordml import XML_SPACE, value_of, w, w14

CHECKED, UNCHECKED = "\N{BALLOT BOX WITH X}", "\N{BALLOT BOX}"
_TRUE = {"1", "true", "on"}
_PLACEHOLDER_STYLES = {"Espacereserve", "PlaceholderText", "Textedelespacerserv"}


class Control:
    """One content control with a tag.

    Args:
        element: Its ``w:sdt``.
    """

    def __init__(self, element: etree._Element) -> None:
        self._element = element
        properties = element.find(w("sdtPr"))
        self._properties = properties if properties is not None else etree.Element(w("sdtPr"))
        content = element.find(w("sdtContent"))
        self._content = content if content is not None else etree.SubElement(element, w("sdtContent"))

    @property
    def element(self) -> etree._Element:
        """Its ``w:sdt``."""
        return self._element

    @property
    def label(self) -> str:
        """What Word shows on the field."""
        return value_of(self._properties.find(w("alias")))

    @property
    def several_lines(self) -> bool:
        """Whether it takes paragraphs."""
        text = self._properties.find(w("text"))
        return text is not None and (text.get(w("multiLine")) or "").lower() in _TRUE

    @property
    def tag(self) -> str:
        """The tag that names its answer."""
        return value_of(self._properties.find(w("tag")))

    @property
    def kind(self) -> AnswerKind:
        """How it is answered."""
        if self._properties.find(w14("checkbox")) is not None:
            return AnswerKind.BOX
        if self._properties.find(w("date")) is not None:
            return AnswerKind.DATE
        if self._list is not None:
            return AnswerKind.CHOICE
        return AnswerKind.TEXT

    @property
    def text(self) -> str:
        """What a person typed, paragraphs and line breaks as newlines; empty while the placeholder shows."""
        if self._shows_placeholder():
            return ""
        blocks = list(self._content.iter(w("p")))
        pieces = [_text_of(block) for block in blocks] if blocks else [_text_of(self._content)]
        return as_typed("\n".join(pieces))

    @property
    def checked(self) -> bool:
        """Whether a check box is ticked."""
        state = self._properties.find(f"{w14('checkbox')}/{w14('checked')}")
        return state is not None and (state.get(w14("val")) or "1").lower() in _TRUE

    @property
    def choice(self) -> str | None:
        """The value kept for what a drop-down shows; None when it shows nothing of its list."""
        shown = self.text.casefold()
        for kept, displayed in self.choices:
            if shown == displayed.casefold():
                return kept
        return None

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """Values kept and texts shown of a drop-down."""
        items = [] if self._list is None else self._list.findall(w("listItem"))
        return tuple(
            (item.get(w("value")) or "", item.get(w("displayText")) or item.get(w("value")) or "")
            for item in items
        )

    def fill(self, answer: str | bool | date) -> None:  # noqa: FBT001 - a tick is a yes or no
        """Write ``answer`` as Word would: text with its lines, a tick, a date, or the value of a choice.

        Raises:
            ValueError: the answer does not fit this kind of control.
        """
        if isinstance(answer, bool):
            self._tick(answer)
        elif isinstance(answer, date):
            self._write(answer.strftime("%d/%m/%Y"))
            self._require("date").set(w("fullDate"), f"{answer.isoformat()}T00:00:00Z")
        elif self._list is not None:
            shown = dict(self.choices).get(answer)
            if shown is None:
                raise ValueError(f"{answer!r} is not in the list of {self.tag}")
            self._write(shown)
            self._list.set(w("lastValue"), answer)
        else:
            self._write(answer)

    @property
    def _list(self) -> etree._Element | None:
        found = self._properties.find(w("dropDownList"))
        return found if found is not None else self._properties.find(w("comboBox"))

    def _require(self, name: str) -> etree._Element:
        found = self._properties.find(w(name))
        if found is None:
            raise ValueError(f"{self.tag} is no control of kind {name}")
        return found

    def _shows_placeholder(self) -> bool:
        if self._properties.find(w("showingPlcHdr")) is not None:
            return True
        # Some editors drop the mark and leave the placeholder's style.
        runs = [run for run in self._content.iter(w("r")) if _text_of(run).strip()]
        styles = [value_of(run.find(f"{w('rPr')}/{w('rStyle')}")) for run in runs]
        return bool(styles) and all(style in _PLACEHOLDER_STYLES for style in styles)

    def _tick(self, state: bool) -> None:  # noqa: FBT001 - the state itself
        box = self._properties.find(f"{w14('checkbox')}/{w14('checked')}")
        if box is None:
            raise ValueError(f"{self.tag} is no check box")
        box.set(w14("val"), "1" if state else "0")
        for text in self._content.iter(w("t")):
            text.text = CHECKED if state else UNCHECKED

    def _write(self, text: str) -> None:
        for name in ("showingPlcHdr", "placeholder"):
            mark = self._properties.find(w(name))
            if mark is not None and name == "showingPlcHdr":
                self._properties.remove(mark)
        run = etree.Element(w("r"))
        for number, line in enumerate(as_typed(text).split("\n")):
            if number:
                etree.SubElement(run, w("br"))
            written = etree.SubElement(run, w("t"))
            written.text = line
            written.set(XML_SPACE, "preserve")
        paragraph = self._content.find(w("p"))
        holder = self._content if paragraph is None else paragraph
        for old in [child for child in holder if child.tag != w("pPr")]:
            holder.remove(old)
        holder.append(run)


def controls(root: etree._Element) -> Iterator[Control]:
    """Yield the tagged content controls of a story, in the order they stand."""
    for element in root.iter(w("sdt")):
        control = Control(element)
        if control.tag:
            yield control


def _text_of(element: etree._Element) -> str:
    spelled = {w("br"): "\n", w("cr"): "\n", w("tab"): "\t", w("noBreakHyphen"): "-"}
    pieces = []
    # Deleted text under tracked changes stands in w:delText, and so is left out.
    for child in element.iter(w("t"), *spelled):
        inside_properties = child.tag == w("tab") and child.getparent() is not None and _is_tab_stop(child)
        if not inside_properties:
            pieces.append(spelled.get(str(child.tag), child.text or ""))
    return "".join(pieces)


def _is_tab_stop(tab: etree._Element) -> bool:
    parent = tab.getparent()
    return parent is not None and parent.tag == w("tabs")
