"""Compile a Word template, once, into a Typst program that is filled with values for each document."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache

from lxml import etree

from toolkit.digest import sha256
from toolkit.documents.engines.looks import number
from toolkit.documents.engines.typst.blocks import Blocks
from toolkit.documents.engines.typst.cascade import Styles
from toolkit.documents.engines.typst.draft import Draft, guarded, points
from toolkit.documents.engines.typst.faces import draws
from toolkit.documents.engines.typst.inline import Inline
from toolkit.documents.engines.typst.prelude import PRELUDE
from toolkit.documents.engines.typst.program import Construct, Program
from toolkit.documents.engines.typst.relations import Relations
from toolkit.documents.engines.typst.rooms import Rooms
from toolkit.documents.engines.typst.sections import Sections
from toolkit.documents.engines.typst.tree import Story
from toolkit.documents.engines.typst.values import TypstSyntax
from toolkit.documents.package import Limits, Parts, parse_part, read_package
from toolkit.documents.stories import refuse_unsound
from toolkit.documents.syntax import TemplateSyntax, too_deep
from toolkit.documents.wordml import value_of, w
from toolkit.errors import TemplateError

_MAIN = "word/document.xml"
_NOTES = "word/footnotes.xml"
_LIMITS = Limits(entries=300, total=48 * 2**20, xml=4 * 2**20)
# Half an inch between tabs (17.15.1.25), in twips; what Word turns a page into a book with.
_TAB, _LEAST_TAB = 720, 20
_WORD_2013 = 15
# The number of an only page, and of all pages, is known: whoever draws tells whether the page is alone.
_COUNTS = "".join(
    f'#let {name} = if alone {{ "1" }} else {{ {name} }}\n' for name in ("page-number", "page-count")
)
_LAYOUTS = (
    "autoHyphenation",
    "mirrorMargins",
    "gutterAtTop",
    "bookFoldPrinting",
    "printTwoOnOne",
    "displayBackgroundShape",
)


class _Compilation:
    """One template on its way to a program."""

    def __init__(self, template: bytes, name: str) -> None:
        self.name = name
        self.parts: Parts = read_package(
            template, about=f"Modèle {name}", limits=_LIMITS, refusal=TemplateError
        )
        self.draft = Draft(Styles(self.parts))
        self._checks = TemplateSyntax(name)

    def source(self) -> str:
        """Return the part of the program that Jinja fills."""
        story = self._story(_MAIN)
        blocks = self._blocks(story, _MAIN)
        self.draft.note = self._notes()
        self._apply_settings(story)
        sections = Sections(
            self.draft, story, self._settings(), items=blocks.items, running=self._running(_MAIN)
        )
        source = sections.source()
        for check in self.draft.at_the_end:
            check()
        return source

    def _story(self, part: str) -> Story:
        xml = self.parts[part]
        refuse_unsound(xml, self.name)
        story = Story(xml, self.name)
        self._checks.from_string(story.source)
        return story

    def _blocks(self, story: Story, part: str, *, told: bool = False) -> Blocks:
        inline = Inline(self.draft, story, Relations(self.parts, part))
        return Blocks(self.draft, story, inline, told=told)

    def _running(self, main: str) -> Callable[[str], str]:
        """Return what writes the header or the footer of an id, once for each page it stands on."""
        relations = Relations(self.parts, main)

        @cache
        def written(link: str, page: str) -> str:
            part = relations.inside(link)
            if not page or part not in self.parts:
                return "none"
            story = self._story(part)
            return self._blocks(story, part, told=True).items(story.root)

        return lambda link: written(link, self.draft.page)

    def _notes(self) -> Callable[[str], str | None]:
        """Return what writes a footnote by its id; None where there is no such note."""
        if _NOTES not in self.parts:
            return lambda _: None
        story = self._story(_NOTES)
        blocks = self._blocks(story, _NOTES)
        notes = {note.get(w("id")): note for note in story.root.iterfind(w("footnote"))}

        def written(number: str) -> str | None:
            if number not in notes:
                return None
            self.draft.use("NOTES")
            return f"#noted({self.draft.page}, note-number => {guarded(blocks.items(notes[number]))});"

        return written

    def _apply_settings(self, story: Story) -> None:
        """Take from the settings what decides tabs, and note what of them is not drawn."""
        settings = self._settings()
        if settings is None:
            return
        tab = settings.find(w("defaultTabStop"))
        self.draft.tab = points(max(number(value_of(tab)) if tab is not None else _TAB, _LEAST_TAB))
        mode = _named(settings.find(w("compat")), "compatibilityMode")
        self.draft.stands_out = number(mode) < _WORD_2013
        for name in _LAYOUTS:
            found = settings.find(w(name))
            if found is not None and value_of(found) not in {"0", "false", "off"}:
                self.draft.route(found, story.root, story)

    def _settings(self) -> etree._Element | None:
        name = "word/settings.xml"
        if name not in self.parts:
            return None
        return parse_part(self.parts[name], about=name, refusal=TemplateError)


def _named(compat: etree._Element | None, name: str) -> str:
    """Return a setting of compatibility (17.15.3.4), empty when there is none."""
    settings = compat.iterfind(w("compatSetting")) if compat is not None else ()
    return next((value_of(one) for one in settings if one.get(w("name")) == name), "")


@lru_cache(maxsize=64)
def compiled(template: bytes, name: str) -> tuple[Program, tuple[Construct, ...]]:
    """Return the program of a template, and what of the template it does not draw.

    Raises:
        TemplateError: the template cannot be used by any engine.
    """
    try:
        return _compiled(_Compilation(template, name))
    except RecursionError as error:
        raise too_deep(name) from error


def _compiled(work: _Compilation) -> tuple[Program, tuple[Construct, ...]]:
    name = work.name
    filled = work.source()
    faces = work.draft.faces
    drawn = draws(faces)
    syntax = TypstSyntax(name, drawn)
    files = tuple(str(path) for face in faces for path in face.files)
    # What is the same in every document is a file of its own, which the typesetter reads and works out once.
    words = f"{PRELUDE}{work.draft.definitions}".encode()
    module = f"{sha256(words)[:16]}.typ"
    counts = "" if work.draft.uses("SECTIONS") else _COUNTS
    source = f'#import "{module}": *\n{counts}{filled}'
    rooms = Rooms(work.draft.names, files)
    program = Program(name, source, {**work.draft.files, module: words}, syntax, files, rooms)
    syntax.from_string(program.source)
    return program, tuple(work.draft.constructs)
