"""Content controls: the fields of a form, each with the tag that names its answer (ISO/IEC 29500-1, 17.5.2).

Each is an inline element, given to :func:`.blocks.para`. ``tag`` names the answer when the form
is read back (Jinja is allowed in it), ``alias`` is what Word shows on the field.
"""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.documents.authoring.inline import french, run
from toolkit.documents.authoring.markup import Element, element, w

CHECKED, UNCHECKED = "\N{BALLOT BOX WITH X}", "\N{BALLOT BOX}"
BOX_FONT = "MS Gothic"
_PLACEHOLDER = "DefaultPlaceholder_-1854013440"


def text_control(
    tag: str, alias: str, placeholder: str = "Saisir ici", *, multiline: bool = False, value: str = ""
) -> Element:
    """Return a text field; ``value`` (Jinja allowed) fills it in advance."""
    kind = w("text", multiLine="1") if multiline else w("text")
    return _control(tag, alias, placeholder, kind, value)


def date_control(tag: str, alias: str, placeholder: str = "jj/mm/aaaa", *, value: str = "") -> Element:
    """Return a date field with Word's calendar, written ``dd/MM/yyyy``."""
    kind = w(
        "date",
        w("dateFormat", val="dd/MM/yyyy"),
        w("lid", val="fr-FR"),
        w("storeMappedDataAs", val="dateTime"),
        w("calendar", val="gregorian"),
    )
    return _control(tag, alias, placeholder, kind, value)


def choice_control(
    tag: str, alias: str, choices: Sequence[tuple[str, str]], placeholder: str = "Choisir", *, value: str = ""
) -> Element:
    """Return a drop-down; ``choices`` are (value kept, text shown)."""
    items = [w("listItem", displayText=french(shown), value=kept) for kept, shown in choices]
    return _control(tag, alias, placeholder, w("dropDownList", *items), value)


def checkbox(tag: str, alias: str, *, checked: bool = False) -> Element:
    """Return a box to tick (w14:checkbox, [MS-DOCX] 2.6.1.16)."""
    state = element(
        "w14:checkbox",
        [
            element("w14:checked", val="1" if checked else "0"),
            element("w14:checkedState", val=f"{ord(CHECKED):04X}", font=BOX_FONT),
            element("w14:uncheckedState", val=f"{ord(UNCHECKED):04X}", font=BOX_FONT),
        ],
    )
    drawn = box(CHECKED if checked else UNCHECKED)
    return w("sdt", w("sdtPr", *_identity(tag, alias), state), w("sdtContent", drawn))


def box(shown: str) -> Element:
    """Return a box, or the Jinja tag that gives one, in the face that Word draws boxes with."""
    made = run(shown)
    made.insert(0, w("rPr", w("rFonts", ascii=BOX_FONT, hAnsi=BOX_FONT, eastAsia=BOX_FONT, hint="eastAsia")))
    return made


def _identity(tag: str, alias: str) -> list[Element]:
    # The id is a place: ids are numbered when the whole document is written.
    return [w("alias", val=french(alias)), w("tag", val=tag), w("id", val=0)]


def _control(tag: str, alias: str, placeholder: str, kind: Element, value: str) -> Element:
    if value:
        shown, state = run(value), []
    else:
        shown = run(french(placeholder))
        shown.insert(0, w("rPr", w("rStyle", val="Espacereserve")))
        state = [w("placeholder", w("docPart", val=_PLACEHOLDER)), w("showingPlcHdr")]
    return w("sdt", w("sdtPr", *_identity(tag, alias), *state, kind), w("sdtContent", shown))
