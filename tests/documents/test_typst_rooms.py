"""The room of a line is never told too small: what is not measured must not outgrow its place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typst

from toolkit.documents.engines.typst.faces import face_for
from toolkit.documents.engines.typst.rooms import CLOSE, NAME, OPEN, Rooms

LOOK = 'font: ("{family}", ), size: 10pt, weight: "regular", top-edge: 0.9521em, bottom-edge: -0.2686em'
FACE = face_for("Calibri")
NAMES = {
    "p1": f"(id: 1, text: ({LOOK.format(family=FACE.family)}))",
    "p2": f"(id: 2, text: ({LOOK.format(family=FACE.family)}, tracking: 2pt))",
    "r1": '(b) => text(..(weight: "bold", size: 12pt), b)',
    "r2": '(b) => text(..(weight: "bold"), upper(b))',
    "h1": "box(width: 0pt, height: 0.9521 * 20pt - (-0.2686 * 20pt), baseline: -1 * (-0.2686 * 20pt))",
}
ROOMS = Rooms(NAMES, [str(path) for path in FACE.files])


def room(markup: str, name: str = "p1") -> str:
    return ROOMS.told(f"{OPEN}[{markup}]{NAME}{name}{CLOSE}").rpartition("m: ")[2]


def measured(folder: Path, words: str, weight: str) -> float:
    """Return how wide the typesetter draws ``words``, in points."""
    look = f'font: "{FACE.family}", size: 10pt, weight: "{weight}", kerning: false, ligatures: false'
    source = f'#set text({look})\n#set page(width: auto, height: auto, margin: 0pt)\n#"{words}"'
    folders = sorted({path.parent for path in FACE.files})
    (folder / "words.typ").write_text(source, encoding="utf-8")
    picture = typst.compile(folder / "words.typ", format="svg", font_paths=folders, ignore_system_fonts=True)
    assert isinstance(picture, bytes)
    found = re.search(rb'width="([\d.]+)pt"', picture)
    assert found is not None
    return float(found[1])


@pytest.mark.parametrize("weight", ["regular", "bold"])
@pytest.mark.parametrize(
    "words", ["Dossier : C000000 – Matricule : 0000000", "Œuvre à 100 %, « WAVE »…", "iiilllfffi", "W" * 40]
)
def test_words_are_no_wider_than_is_told_in_any_style(tmp_path: Path, words: str, weight: str) -> None:
    told = re.match(r"\(w: ([\d.]+)pt", room(f'#"{words}";'))
    assert told is not None
    assert measured(tmp_path, words, weight) <= float(told[1])


def test_a_line_is_as_high_as_its_largest_run_or_strut() -> None:
    assert room('#"a";').endswith("l: 12.22pt)")
    assert room('#r1[#"a";];').endswith("l: 14.66pt)")
    assert room('#h1;#"a";').endswith("l: 24.42pt)")


@pytest.mark.parametrize(
    "markup",
    [
        '#"a";#linebreak();#"b";',
        '#"a";#h(2em);',
        '#box(image("x.png"));',
        '#r2[#"a";];',
        '#r9[#"a";];',
        '#f1[#"a";];',
        "];",
    ],
)
def test_what_is_more_than_letters_has_no_room_that_is_known(markup: str) -> None:
    assert room(markup) == "none"
    assert room('#"a";', "p2") == "none"
    assert room('#"a";', "p9") == "none"


def test_words_that_look_like_markup_are_only_words() -> None:
    assert room('#"]; #r2[ \\" \\\\ \\u{7b}% #linebreak();";') != "none"


def test_paragraphs_of_a_text_box_are_told_inside_their_own() -> None:
    inner = f'{OPEN}[#"a";]{NAME}p1{CLOSE}'
    told = ROOMS.told(f"{OPEN}[#boxed(({inner}, ))]{NAME}p1{CLOSE}")
    assert told.count("m: (w:") == 1
    assert told.endswith("m: none")
    assert OPEN not in told
