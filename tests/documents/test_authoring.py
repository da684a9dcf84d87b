"""The shipped templates are written by the project, always to the same bytes, as Word wants them."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import docx
import pytest
import rdocx
from lxml import etree

from toolkit.documents.authoring import (
    Template,
    cell,
    checkbox,
    choice_control,
    date_control,
    each_row,
    french,
    heading,
    headings,
    numbered,
    para,
    row,
    table,
    text_control,
    title,
    when,
)
from toolkit.documents.authoring.__main__ import write
from toolkit.documents.authoring.catalogue import templates
from toolkit.documents.authoring.markup import NAMESPACES, qualified
from toolkit.documents.authoring.theme import tinted
from toolkit.documents.fonts import DOCUMENT_FONT, undrawable
from toolkit.resources import template_path

TEMPLATES = templates()
NAMES = [template.name for template in TEMPLATES]
TAGS = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def stories(content: bytes) -> dict[str, etree._Element]:
    """Return the parts that people read, parsed."""
    kinds = ("word/document", "word/header", "word/footer")
    return {
        name: etree.fromstring(xml)
        for name, xml in parts_of(content).items()
        if name.startswith(kinds) and name.endswith(".xml")
    }


def texts(root: etree._Element) -> list[str]:
    return [text.text or "" for text in root.iter(qualified("t"))]


def sample(*blocks: object) -> etree._Element:
    template = Template("essai.docx", "Essai", "Essai", blocks)  # type: ignore[arg-type]  # a mix of blocks
    return stories(template.docx())["word/document.xml"]


@pytest.mark.parametrize("template", TEMPLATES, ids=NAMES)
def test_committed_file_is_what_the_project_writes(template: Template) -> None:
    # Part by part: another zlib may pack the same parts into other bytes.
    assert parts_of(template_path(template.name).read_bytes()) == parts_of(template.docx()), (
        "run: python -m toolkit.documents.authoring templates"
    )


def test_same_template_gives_the_same_bytes() -> None:
    assert [template.docx() for template in TEMPLATES[:3]] == [template.docx() for template in TEMPLATES[:3]]


def test_command_writes_every_template_into_the_folder(tmp_path: Path) -> None:
    written = write(tmp_path / "modeles")
    assert [path.name for path in written] == NAMES
    assert all(path.read_bytes() for path in written)


@pytest.mark.parametrize("template", TEMPLATES, ids=NAMES)
def test_word_readers_open_it(template: Template) -> None:
    content = template.docx()
    assert docx.Document(io.BytesIO(content)).core_properties.language == "fr-FR"
    findings = rdocx.validate_bytes(content).findings
    assert [f.message for f in findings if f.severity == "error"] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=NAMES)
def test_every_tag_stands_whole_in_one_run(template: Template) -> None:
    for name, root in stories(template.docx()).items():
        for text in texts(root):
            assert not re.search(r"\{\{|\}\}|\{%|%\}", TAGS.sub("", text)), f"{name}: {text}"


@pytest.mark.parametrize("template", TEMPLATES, ids=NAMES)
def test_typography_is_french(template: Template) -> None:
    for name, root in stories(template.docx()).items():
        for text in texts(root):
            words = TAGS.sub("x", text)
            assert "'" not in words, f"{name}: {words}"
            assert "  " not in words, f"{name}: {words}"
            assert not re.search(r" [:;!?»]|« ", words), f"{name}: {words}"
            assert undrawable(words.replace("☐", "")) == (), f"{name}: {words}"


@pytest.mark.parametrize("template", TEMPLATES, ids=NAMES)
def test_headings_follow_without_a_gap(template: Template) -> None:
    styles = [
        style.get(qualified("val"), "")
        for style in stories(template.docx())["word/document.xml"].iter(qualified("pStyle"))
    ]
    levels = [int(style[-1]) for style in styles if re.fullmatch(r"Titre\d", style)]
    assert all(after <= before + 1 for before, after in zip([0, *levels], levels, strict=False))
    assert styles.count("Titre") <= 1


@pytest.mark.parametrize("template", TEMPLATES, ids=NAMES)
def test_pictures_and_data_tables_are_described(template: Template) -> None:
    roots = stories(template.docx())
    pictures = [p for root in roots.values() for p in root.iter(qualified("wp:docPr"))]
    assert pictures
    assert all(picture.get("descr") for picture in pictures)
    for grid in roots["word/document.xml"].iter(qualified("tblHeader")):
        owner = next(grid.iterancestors(qualified("tbl")))
        assert owner.find(f"{qualified('tblPr')}/{qualified('tblCaption')}") is not None


@pytest.mark.parametrize("template", TEMPLATES, ids=NAMES)
def test_header_never_grows_into_the_body(template: Template) -> None:
    roots = stories(template.docx())
    for name in ("word/header1.xml", "word/header2.xml"):
        heights = list(roots[name].iter(qualified("trHeight")))
        assert heights
        assert all(height.get(qualified("hRule")) == "exact" for height in heights)


@pytest.mark.parametrize("template", TEMPLATES, ids=NAMES)
def test_every_page_can_be_marked_as_a_demonstration(template: Template) -> None:
    roots = stories(template.docx())
    for name in ("word/header1.xml", "word/header2.xml"):
        assert "{% if demonstration %}DÉMONSTRATION" in "".join(texts(roots[name]))


@pytest.mark.parametrize("template", TEMPLATES, ids=NAMES)
def test_content_controls_have_a_tag_a_name_and_an_id_of_their_own(template: Template) -> None:
    controls = list(stories(template.docx())["word/document.xml"].iter(qualified("sdtPr")))
    ids = []
    for control in controls:
        marks = {etree.QName(child).localname: child.get(qualified("val")) for child in control}
        assert marks["tag"]
        assert marks["alias"]
        ids.append(marks["id"])
    assert len(ids) == len(set(ids))


def test_language_and_font_are_said_once_for_all() -> None:
    styles = parts_of(TEMPLATES[0].docx())["word/styles.xml"].decode()
    assert 'w:lang w:val="fr-FR"' in styles
    assert f'w:ascii="{DOCUMENT_FONT}"' in styles
    assert styles.count("w:rFonts") == 1


def test_styles_bear_the_names_of_word() -> None:
    document = docx.Document(io.BytesIO(TEMPLATES[0].docx()))
    names = {style.name for style in document.styles}
    assert {"Title", "Heading 1", "Heading 2", "Body Text", "List Bullet", "Header", "Footer"} <= names


def test_french_leaves_tags_alone() -> None:
    written = french("Aujourd'hui : {{ a['b'] }} ; « ok » ? {% if x == 'y' %}n° 3{% endif %}")
    assert written == (
        "Aujourd’hui\u00a0: {{ a['b'] }}\u202f; «\u00a0ok\u00a0»\u202f? {% if x == 'y' %}n°\u00a03{% endif %}"
    )


def test_french_keeps_an_article_with_its_number() -> None:
    assert french("l'article L. 6315-1 du Code") == "l’article\u00a0L.\u00a06315-1 du Code"


def test_each_numbered_list_can_start_again() -> None:
    root = sample(numbered("a", "b"), numbered("c", numbering=3))
    assert [n.get(qualified("val")) for n in root.iter(qualified("numId"))] == ["2", "2", "3"]


def test_heading_row_is_repeated_on_each_page() -> None:
    root = sample(table((4, 4), headings("A", "B"), each_row("p in ps", cell("{{ p }}"), cell("b"))))
    rows = list(root.iter(qualified("tr")))
    assert rows[0].find(f"{qualified('trPr')}/{qualified('tblHeader')}") is not None
    assert texts(rows[1]) == ["{%tr for p in ps %}"]


def test_cells_are_as_wide_as_the_columns_they_span() -> None:
    root = sample(table((2, 3, 4), row(cell("a", span=2), cell("b"))))
    widths = [int(mark.get(qualified("w"), "0")) for mark in root.iter(qualified("tcW"))]
    assert widths == [2835, 2268]


def test_conditions_stand_alone_in_their_paragraphs() -> None:
    root = sample(title("T"), heading("H"), when("x", para("y"), otherwise=[para("z")]))
    assert texts(root)[2:] == ["{%p if x %}", "y", "{%p else %}", "z", "{%p endif %}"]


def test_controls_are_those_that_word_knows() -> None:
    root = sample(
        para(
            text_control("t", "Texte"),
            text_control("m", "Long", multiline=True),
            date_control("d", "Date"),
            choice_control("c", "Choix", [("oui", "Oui"), ("non", "Non")]),
            checkbox("b", "Case"),
        )
    )
    kinds = {"text", "date", "dropDownList", "checkbox"}
    found = [
        etree.QName(child).localname
        for control in root.iter(qualified("sdtPr"))
        for child in control
        if etree.QName(child).localname in kinds
    ]
    assert found == ["text", "text", "date", "dropDownList", "checkbox"]
    assert next(root.iter(f"{{{NAMESPACES['w14']}}}checked")).get(f"{{{NAMESPACES['w14']}}}val") == "0"


@pytest.mark.parametrize(
    ("tint", "shade", "expected"),
    [
        ("", "", "1F4E79"),
        ("FF", "", "1F4E79"),
        ("00", "", "FFFFFF"),
        ("", "00", "000000"),
        ("80", "", "8FA6BC"),
    ],
)
def test_tints_go_towards_white_and_shades_towards_black(tint: str, shade: str, expected: str) -> None:
    assert tinted("1F4E79", tint, shade) == expected
