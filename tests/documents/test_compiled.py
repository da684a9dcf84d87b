"""A template compiled once gives the document that docxtpl gives, or leaves it to docxtpl."""

from __future__ import annotations

import io
import random
import re
import time
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from toolkit.documents import DocumentProperties, render_docx
from toolkit.documents.checking.samples import samples
from toolkit.documents.deflating import assembled, deflate
from toolkit.documents.package import write_package
from toolkit.documents.rendering import by_docxtpl, opened_template
from toolkit.errors import TemplateError
from toolkit.resources import template_path

Word = Callable[..., bytes]
SHIPPED = sorted(path.name for path in template_path("convocation.docx").parent.glob("*.docx"))
SEEDS = range(200)

HOSTILE = (
    "O’Connor & Fils <Test>",
    "une\nligne\r\npuis\tun retrait",
    "{{ 7*7 }} {% if x %} {_{ }_} {_% %_}",
    "guillemets \" et ' droits",
    "nul\x00\x01\x02 \x0b\x0c\x07fin",
    "]]> <!-- --> <?pi?> &amp; &#10;",
    "e\u0301te\u0301 Nguyễn 日本 \U0001f600 \ue0f0\ue0f1",
    "</w:t></w:r></w:p>",
    "",
    " bords ",
    "x" * 3000,
)


def parts(docx: bytes) -> dict[str, bytes]:
    """Return each part, XML in canonical form."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        assert archive.testzip() is None
        found = {name: archive.read(name) for name in archive.namelist()}
    return {
        name: etree.tostring(etree.fromstring(content), method="c14n")
        if name.endswith((".xml", ".rels"))
        else content
        for name, content in found.items()
    }


def drawn(value: object, dice: random.Random) -> object:
    """Return a value of the same shape, with other texts, flags and lengths."""
    if isinstance(value, Mapping):
        return {name: drawn(inner, dice) for name, inner in value.items()}
    if isinstance(value, list):
        return [drawn(dice.choice(value), dice) for _ in range(dice.randrange(5))] if value else []
    if isinstance(value, bool):
        return dice.random() < 0.5
    if isinstance(value, str):
        return value if dice.random() < 0.4 else dice.choice(HOSTILE)
    return value


@cache
def contexts(name: str) -> tuple[Mapping[str, object], ...]:
    return tuple(sample.letter.context for sample in samples(name))


def both(template: bytes | Path, context: Mapping[str, object], properties: DocumentProperties) -> None:
    source = opened_template(template)
    ours = render_docx(template, context, properties=properties)
    assert parts(ours) == parts(by_docxtpl(source, context, properties))


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_templates_are_compiled(name: str) -> None:
    source = opened_template(template_path(name))
    assert source.compiled is not None
    assert source.reasons == ()


@pytest.mark.parametrize("name", SHIPPED)
def test_every_case_of_a_shipped_template_is_as_docxtpl_makes_it(
    name: str, properties: DocumentProperties
) -> None:
    for context in contexts(name):
        both(template_path(name), context, properties)


@pytest.mark.parametrize("seed", SEEDS)
def test_random_values_come_out_as_docxtpl_writes_them(seed: int, properties: DocumentProperties) -> None:
    dice = random.Random(seed)  # noqa: S311 - reproducible on purpose
    name = SHIPPED[seed % len(SHIPPED)]
    context = drawn(dice.choice(contexts(name)), dice)
    assert isinstance(context, dict)
    both(template_path(name), context, properties)


def p(*texts: str, look: str = "", style: str = "") -> str:
    runs = "".join(f'<w:r>{look}<w:t xml:space="preserve">{text}</w:t></w:r>' for text in texts)
    return f"<w:p>{style}{runs}</w:p>"


def table(*rows: str) -> str:
    grid = '<w:tblGrid><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/></w:tblGrid>'
    return f"<w:tbl><w:tblPr/>{grid}{''.join(rows)}</w:tbl>"


def row(*cells: str) -> str:
    made = "".join(f'<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>{cell}</w:tc>' for cell in cells)
    return f"<w:tr>{made}</w:tr>"


CONTROL = (
    '<w:sdt><w:sdtPr><w:alias w:val="{{ name }}"/><w:tag w:val="q.{{ loop.index }}"/><w:id w:val="9"/>'
    "</w:sdtPr><w:sdtContent><w:r><w:t>{{ x.a }}</w:t></w:r></w:sdtContent></w:sdt>"
)
DRAWING = (
    "<w:r><w:drawing><wp:inline xmlns:wp="
    '"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><wp:extent cx="1" cy="1"/>'
    '<wp:docPr id="4" name="{{ name }}" descr="{{ note }}"/></wp:inline></w:drawing></w:r>'
)
BOX = (
    '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox>'
    "<w:txbxContent>{}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)
FIELD = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>{{ name }}</w:t></w:r></w:p>'
)
NUMBERED = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
LOOP, END = "{%p for x in items %}", "{%p endfor %}"

FEATURES: dict[str, str] = {
    "field": p("Bonjour {{ name }}, fin"),
    "field with a filter": p("{{ name|majuscules }} {{ who.title|capitale }}"),
    "field split over runs": p("{", "{ na", "me }", "}"),
    "field split by proofing marks": '<w:p><w:r><w:t>{{</w:t></w:r><w:proofErr w:type="spellStart"/>'
    "<w:r><w:t>name</w:t></w:r><w:proofErr w:type='spellEnd'/><w:r><w:t>}}</w:t></w:r></w:p>",
    "field in a bold run": p("{{ name }}", look="<w:rPr><w:b/></w:rPr>"),
    "curved quotes in a tag": p("{% if name == ‘Ana’ %}oui{% else %}non{% endif %}"),
    "two fields in a run": p("{{ name }}{{ note }}"),
    "literal": p("{{ 'texte &lt;b&gt;' }} {{ 3 }}"),
    "condition in a line": p("a{% if flag %}b{% else %}c{% endif %}d"),
    "condition with several ways": p("{% if flag %}a{% elif count > 2 %}b{% else %}c{% endif %}"),
    "condition over runs": p("a{% if flag %} b", "c", "d{% endif %} e"),
    "condition over bold": "<w:p><w:r><w:t>a{% if flag %}</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>"
    "{{ name }}</w:t></w:r><w:r><w:t>{% endif %}z</w:t></w:r></w:p>",
    "condition of paragraphs": p("{%p if flag %}")
    + p("{{ name }}")
    + p("{%p else %}")
    + p("x")
    + p("{%p endif %}"),
    "conditional expression": p("{{ name if flag else note }}"),
    "not, and, or": p("{% if not flag and (count > 1 or name) %}a{% endif %}"),
    "is none, is defined": p("{% if nothing is none %}a{% endif %}{% if absent is defined %}b{% endif %}"),
    "comment of a line": p("a{# une remarque #}b"),
    "comment of a paragraph": p("{#p une remarque #}") + p("a"),
    "raw": p("{% raw %}{{ name }}{% endraw %}"),
    "loop in a line": p("{% for x in items %}{{ x.a }}, {% endfor %}"),
    "loop of paragraphs": p(LOOP) + p("{{ x.a }}") + p(END),
    "loop of numbered paragraphs": p(LOOP) + p("{{ loop.index }}. {{ x.a }}", style=NUMBERED) + p(END),
    "loop from paragraph to paragraph": p("a{% for x in items %}b") + p("{{ x.a }}{% endfor %}c"),
    "loop of rows": table(
        row(p("{%tr for x in items %}")), row(p("{{ x.a }}"), p("{{ x.b }}")), row(p("{%tr endfor %}"))
    ),
    "loop in a cell": table(row(p(LOOP) + p("{{ x.a }}") + p(END) + p(""), p("{{ name }}"))),
    "loop in a loop": p(LOOP) + p("{{ x.a }}: {% for y in x.l %}{{ y }}{% endfor %}") + p(END),
    "loop with an else": p("{% for x in none_left %}{{ x }}{% else %}rien{% endfor %}"),
    "first and last of a loop": p(
        "{% for x in items %}{% if loop.first %}[{% endif %}{{ x.a }}"
        "{% if loop.last %}]{% endif %}{% endfor %}"
    ),
    "condition of rows": table(row(p("{%tr if flag %}")), row(p("a")), row(p("{%tr endif %}")), row(p("b"))),
    "run tag": p("{%r if flag %}", "{{ name }}", "{%r endif %}", "fin"),
    "rich text": p("avant {{r name }} après"),
    "shaded cell": table(row(p("{% cellbg colour %}") + p("{{ name }}"), p("b"))),
    "spanned cell": table(row(p("{% colspan count %}") + p("{{ name }}"))),
    "columns": table(row(p("{%tc for x in items %}"), p("{{ x.a }}"), p("{%tc endfor %}"))),
    "vertical merge": table(
        row(p("{%tr for x in items %}")), row(p("{% vm %}"), p("{{ x.a }}")), row(p("{%tr endfor %}"))
    ),
    "tag joined to the paragraph before": p("a") + p("{%- if flag %}b{% endif %}"),
    "tag joined to the paragraph after": p("{% if flag -%}") + p("b{% endif %}"),
    "field that eats spaces": p("a {{- name -}} b"),
    "escaped tags": p("{_{ name }_} {_% if %_}"),
    "content control": p("{{ name }}").replace(
        "</w:p>", CONTROL.replace("loop.index", "count").replace("x.a", "name") + "</w:p>"
    ),
    "content control in a loop": p(LOOP) + f"<w:p>{CONTROL}</w:p>" + p(END),
    "drawing": f"<w:p>{DRAWING}</w:p>",
    "drawing in a loop": p(LOOP) + f"<w:p>{DRAWING}</w:p>" + p(END) + f"<w:p>{DRAWING}</w:p>",
    "text box": f"<w:p>{BOX.format(p('{{ note }}'))}</w:p>",
    "page number": FIELD,
    "line break and tab": "<w:p><w:r><w:t>a</w:t><w:br/><w:tab/><w:t>{{ note }}</w:t></w:r></w:p>",
    "empty paragraph": "<w:p/>" + p("{{ name }}") + '<w:p w14:paraId="00AA11BB" w14:textId="77777777"/>',
    "revision noise": '<w:p w:rsidR="00AA" w14:paraId="00AA11BB"><w:r w:rsidRPr="00BB">'
    "<w:t>{{ note }}</w:t></w:r></w:p>",
    "bookmark": f'<w:bookmarkStart w:id="3" w:name="a"/>{p("{{ name }}")}<w:bookmarkEnd w:id="3"/>',
    "deleted text": '<w:p><w:del w:id="1"><w:r><w:delText>x</w:delText></w:r></w:del>'
    "<w:r><w:t>{{ name }}</w:t></w:r></w:p>",
    "comment of XML": "<!-- remarque {{ name }} -->" + p("a"),
    "nested table": table(row(table(row(p("{{ name }}"), p("a"))) + p(""), p("{{ note }}"))),
    "special letters": p("\u00a0\u202f « {{ name }} » \u00ad … œ"),
    "escapes": p("&amp; &lt;b&gt; {{ name }} {% if count &gt; 1 %}x{% endif %} &#160;"),
    "without a tag": p("rien à remplir"),
}
CONTEXTS: tuple[dict[str, Any], ...] = tuple(
    {
        "name": name,
        "note": note,
        "flag": flag,
        "count": count,
        "colour": "D9E2F3",
        "nothing": None,
        "none_left": [],
        "who": {"title": "cheffe d’équipe"},
        "items": [{"a": name, "b": str(n), "l": ["p", note]} for n in range(count)],
    }
    for name, note, flag, count in (
        ("Ana", "une\nligne\tet", True, 3),
        ("O’Connor & Fils <b>", "  \n\n", False, 1),
        ("\ue0f0\ue0f1", "{_{ x }_} {{ 7*7 }}", True, 0),
    )
)
LEFT_TO_DOCXTPL = {"rich text", "spanned cell", "columns", "vertical merge", "comment of XML"}


def test_more_than_forty_features_are_tried() -> None:
    assert len(FEATURES) > 40


@pytest.mark.parametrize("feature", FEATURES)
def test_a_feature_of_word_or_jinja_is_as_docxtpl_makes_it(
    feature: str, word: Word, properties: DocumentProperties
) -> None:
    template = word(xml=FEATURES[feature])
    assert (opened_template(template).compiled is None) == (feature in LEFT_TO_DOCXTPL)
    for context in CONTEXTS:
        both(template, context, properties)


def test_what_is_left_to_docxtpl_is_told_with_its_reason(word: Word) -> None:
    reasons = {name: opened_template(word(xml=FEATURES[name])).reasons for name in LEFT_TO_DOCXTPL}
    assert "colonnes en nombre variable" in reasons["columns"][0]
    assert "fusion de colonnes" in reasons["spanned cell"][0]
    assert all(reasons.values())


def test_columns_added_by_a_loop_share_the_width_of_the_table(
    word: Word, properties: DocumentProperties
) -> None:
    docx = render_docx(word(xml=FEATURES["columns"]), CONTEXTS[0], properties=properties)
    xml = parts(docx)["word/document.xml"].decode()
    assert re.findall(r'<w:gridCol w:w="(\d+)"', xml) == ["1333", "1333", "1333"]


def test_ids_follow_one_another_from_part_to_part(properties: DocumentProperties) -> None:
    context = contexts("formulaire.docx")[0]
    docx = render_docx(template_path("formulaire.docx"), context, properties=properties)
    stories = sorted(
        name for name in parts(docx) if re.match(r"word/(document|header|footer|footnotes)", name)
    )
    ids = [
        int(found or 0)
        for name in stories
        for control in etree.fromstring(parts(docx)[name]).iterfind(".//{*}sdtPr/{*}id")
        for found in [control.get("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}val")]
    ]
    assert ids == list(range(1, len(ids) + 1))
    assert len(ids) > 40


def test_the_same_template_serves_documents_with_and_without_properties_of_their_own(
    word: Word, properties: DocumentProperties
) -> None:
    template = word("{{ name }}")
    own = DocumentProperties("t", "a", properties.made_at, custom={"identifiant": "F-1"})
    plain = [
        render_docx(template, {"name": "Ana"}, properties=given) for given in (properties, own, properties)
    ]
    assert plain[0] == plain[2]
    assert b"F-1" in parts(plain[1])["docProps/custom.xml"]
    assert "docProps/custom.xml" not in parts(plain[0])


def test_a_package_put_together_is_the_one_that_is_written_whole() -> None:
    content = {
        "word/é.xml": "<é/>".encode(),
        "[Content_Types].xml": b"<t/>" * 999,
        "_rels/.rels": b"",
        "a": b"1",
    }
    assert assembled({name: deflate(part) for name, part in content.items()}) == write_package(content)


def test_a_literal_of_a_tag_cannot_break_the_document(word: Word, properties: DocumentProperties) -> None:
    template = word("{{ '\\x01\\x00' }}")
    assert opened_template(template).compiled is None
    with pytest.raises(TemplateError):
        render_docx(template, {}, properties=properties)


@pytest.mark.parametrize(
    "xml",
    [
        p("{{ ") * 1900,
        p("{% if a") * 1900,
        p("{{tr x ") * 1900,
        table(*[row(p("{% colspan 2 ")) for _ in range(900)]),
    ],
)
def test_tags_left_open_by_the_hundred_end_soon(xml: str, word: Word, properties: DocumentProperties) -> None:
    start = time.monotonic()
    with pytest.raises(TemplateError):
        render_docx(word(xml=xml), {"a": 1, "x": 1}, properties=properties)
    assert time.monotonic() - start < 10


def test_a_thousand_letters_take_a_second_or_so(properties: DocumentProperties) -> None:
    template, context = template_path("convocation.docx"), contexts("convocation.docx")[0]
    render_docx(template, context, properties=properties)
    start = time.process_time()
    for number in range(200):
        render_docx(template, {**context, "demonstration": number % 2 == 0}, properties=properties)
    assert time.process_time() - start < 1
