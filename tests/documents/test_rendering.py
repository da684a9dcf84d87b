"""What HR can rely on when a template is filled."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from pathlib import Path

import pytest

from toolkit.documents import DocumentProperties, render_docx, template_fields
from toolkit.errors import MissingValueError, TemplateError

Word = Callable[..., bytes]
TextOf = Callable[[bytes], str]


class Colour(StrEnum):
    RED = "red"


@pytest.fixture
def fill(word: Word, properties: DocumentProperties, text_of: TextOf) -> Callable[..., str]:
    def run(*paragraphs: str, **context: object) -> str:
        docx = render_docx(word(*paragraphs), context, properties=properties, name="modele.docx")
        return text_of(docx)

    return run


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("O’Connor & Fils <Test>", "O’Connor &amp; Fils &lt;Test&gt;"),
        ("{{ 7*7 }} {% if %}", "{{ 7*7 }} {% if %}"),
        ("une\nligne\r\npuis\tun retrait", "une/ligne/puis»un retrait"),
        ("nul\x00 \x0b\x1bfin\ud800", "nul fin"),
        ("e\u0301te\u0301", "été"),
        ("Nguyễn Thị Ánh, Œuvré, 3\u202f000\u00a0€", "Nguyễn Thị Ánh, Œuvré, 3\u202f000\u00a0€"),
        ("x" * 10_000, "x" * 10_000),
        (3, "3"),
    ],
)
def test_a_value_comes_out_as_it_was_typed(fill: Callable[..., str], value: object, shown: str) -> None:
    assert fill("{{ employee.name }}, fin", employee={"name": value}) == f"{shown}, fin"


@pytest.mark.parametrize(
    ("template", "context", "field"),
    [
        ("{{ name }}", {}, "name"),
        ("{{ slot.place.city }}", {}, "slot.place.city"),
        ("{{ slot.place }}", {"slot": {"place": None}}, "slot.place"),
        ("{{ slot.place }}", {"slot": None}, "slot.place"),
        ("{% if slot.video %}x{% endif %}", {"slot": {}}, "slot.video"),
        ("{% if slot.video == 'x' %}x{% endif %}", {"slot": {}}, "slot.video"),
        ("{% for a in actions %}{{ a.label }}{% endfor %}", {"actions": [{}]}, "a.label"),
        ("{% for a in plan.actions %}x{% endfor %}", {"plan": {}}, "plan.actions"),
        ("{{ slot.day|date_longue }}", {"slot": {}}, "slot.day"),
        ("{{ 'x' if here else there }}", {"here": 0}, "there"),
    ],
)
def test_a_missing_value_is_told_by_the_name_the_template_wrote(
    fill: Callable[..., str], template: str, context: dict[str, object], field: str
) -> None:
    with pytest.raises(MissingValueError) as caught:
        fill(template, **context)
    assert caught.value.field == field
    assert caught.value.template == "modele.docx"


def test_none_may_be_asked_about_but_never_printed(fill: Callable[..., str]) -> None:
    assert fill("a{% if video %}x{% endif %}b", video=None) == "ab"
    assert fill("a{% if video is none %}x{% endif %}b", video=None) == "axb"
    assert fill("a{% if video is defined %}x{% endif %}b") == "ab"


def test_french_dates_amounts_and_lists_are_filters(fill: Callable[..., str]) -> None:
    shown = fill(
        "{{ d|jour }} {{ d|date_longue }} {{ d|jour_semaine }} {{ n|euros }} {{ l|liste }} {{ t|capitale }}",
        d=date(2026, 3, 1),
        n=3000,
        l=["a", "b", "c"],
        t="entretien",
    )
    assert shown == "01/03/2026 1er mars 2026 dimanche 1er mars 2026 3\u202f000\u00a0€ a, b et c Entretien"


@pytest.mark.parametrize("value", [date(2026, 3, 1), 2.5, True, Colour.RED, ["a"], {"a": 1}, object()])
def test_what_is_neither_text_nor_whole_number_needs_a_filter(
    fill: Callable[..., str], value: object
) -> None:
    with pytest.raises(TemplateError, match="ne s’imprime pas telle quelle"):
        fill("{{ value }}", value=value)


def test_loops_copy_paragraphs_with_ids_unique_in_the_document(
    word: Word, properties: DocumentProperties
) -> None:
    control = (
        '<w:p><w:sdt><w:sdtPr><w:tag w:val="a{{ loop.index }}"/><w:id w:val="7"/></w:sdtPr><w:sdtContent>'
        "<w:r><w:t>{{ x }}</w:t></w:r></w:sdtContent></w:sdt></w:p>"
    )
    tag = "<w:p><w:r><w:t>{{%p {} %}}</w:t></w:r></w:p>"
    template = word(xml=tag.format("for x in items") + control + tag.format("endfor"))
    docx = render_docx(template, {"items": ["a", "b", "c"]}, properties=properties)
    xml = zipfile.ZipFile(io.BytesIO(docx)).read("word/document.xml").decode()
    assert [f'<w:id w:val="{n}"/>' in xml for n in (1, 2, 3, 7)] == [True, True, True, False]
    assert [f'<w:tag w:val="a{n}"/>' in xml for n in (1, 2, 3)] == [True, True, True]


def test_the_same_input_gives_the_same_bytes(word: Word, properties: DocumentProperties) -> None:
    template = word("Bonjour {{ name }}")
    first = render_docx(template, {"name": "Ana"}, properties=properties)
    assert render_docx(template, {"name": "Ana"}, properties=properties) == first
    assert render_docx(template, {"name": "Eve"}, properties=properties) != first


def test_the_document_tells_title_author_language_and_date(
    word: Word, properties: DocumentProperties
) -> None:
    docx = render_docx(word("x"), {}, properties=properties)
    core = zipfile.ZipFile(io.BytesIO(docx)).read("docProps/core.xml").decode()
    for expected in ("Convocation", "Atelier &amp; Fils", "fr-FR", "2026-03-12T09:00:00Z"):
        assert f">{expected}<" in core


def test_the_fields_of_a_template_can_be_listed(word: Word) -> None:
    template = word("{{ a.b }} {% if c.d %}{{ e|majuscules }}{% endif %}")
    assert template_fields(template) == {"a.b", "c.d", "e"}


@pytest.mark.parametrize(
    ("tag", "near"),
    [
        ("{{ lipsum.__globals__['os'].popen('id').read() }}", "Call"),
        ("{{ ''.__class__.__mro__ }}", "__mro__"),
        ("{{ a.__class__ }}", "__class__"),
        ("{{ a|attr('__class__') }}", "attr"),
        ("{{ 'a'*200000000 }}", "Mul"),
        ("{{ 9**999999 }}", "Pow"),
        ("{{ range(90000) }}", "Call"),
        ("{% for a in range(90000) %}{% for b in range(90000) %}x{% endfor %}{% endfor %}", "liste"),
        ("{% set a = 1 %}", "Assign"),
        ("{% include '/etc/passwd' %}", "Include"),
        ("{% import 'x' as y %}", "Import"),
        ("{% macro m() %}x{% endmacro %}", "Macro"),
        ("{{ a['b'] }}", "Getitem"),
        ("{% for c in 'abc' %}x{% endfor %}", "liste"),
        ("{{ _budget }}", "_budget"),
        ("{{ a|nosuch }}", "nosuch"),
        ("{{ a", "mal écrite"),
        ("{% if a %}", "mal écrite"),
    ],
)
def test_anything_beyond_fields_conditions_and_loops_is_refused(
    fill: Callable[..., str], tag: str, near: str
) -> None:
    with pytest.raises(TemplateError, match=near) as caught:
        fill(tag, a="x")
    assert "modele.docx" in caught.value.about


def test_nested_loops_end_at_a_budget(fill: Callable[..., str]) -> None:
    loops = "{% for a in l %}" * 4 + "x" + "{% endfor %}" * 4
    with pytest.raises(TemplateError, match="plus de 50000 lignes"):
        fill(loops, l=list(range(1000)))


def test_a_loop_over_a_long_text_ends_at_a_size(fill: Callable[..., str]) -> None:
    with pytest.raises(TemplateError, match="démesuré"):
        fill("{% for a in l %}" + "mot " * 20_000 + "{% endfor %}", l=list(range(40_000)))


@pytest.mark.parametrize(
    ("tags", "told"),
    [
        ("{% if a %}" * 900 + "{% endif %}" * 900, "trop imbriquées"),
        ("{{ " + "(" * 400 + "a" + ")" * 400 + " }}", "trop imbriquées"),
        ("{{ " + "(" * 3000 + "a" + ")" * 3000 + " }}", "trop longue"),
    ],
)
def test_deep_nesting_is_told_and_not_a_crash(fill: Callable[..., str], tags: str, told: str) -> None:
    with pytest.raises(TemplateError, match=told):
        fill(tags, a="x")


def test_a_value_of_a_million_characters_is_refused_by_name(fill: Callable[..., str]) -> None:
    with pytest.raises(TemplateError, match="« note »"):
        fill("{{ note }}", note="x" * 1_000_000)


def test_a_template_with_thousands_of_tags_is_refused_before_it_costs(fill: Callable[..., str]) -> None:
    with pytest.raises(TemplateError, match="8000 balises"):
        fill("{% " * 8000)


def test_a_condition_torn_over_a_table_is_told(word: Word, properties: DocumentProperties) -> None:
    torn = (
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>{% if a %}oui</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        "<w:p><w:r><w:t>non{% endif %}</w:t></w:r></w:p>"
    )
    with pytest.raises(TemplateError, match="endroits différents"):
        render_docx(word(xml=torn), {"a": 0}, properties=properties)


def test_values_cannot_vouch_for_themselves_as_markup(fill: Callable[..., str]) -> None:
    class Sly(str):
        __slots__ = ()

        def __html__(self) -> str:
            return "</w:t><w:evil/>"

    assert "evil" not in fill("{{ a }}", a=Sly("<b>"))


def test_a_file_that_is_no_word_template_is_told_plainly(
    tmp_path: Path, properties: DocumentProperties
) -> None:
    for content, told in ((b"%PDF-1.7", "un PDF"), (b"", "vide"), (b"PK\x03\x04broken", "endommagé")):
        path = tmp_path / "modele.docx"
        path.write_bytes(content)
        with pytest.raises(TemplateError, match=told):
            render_docx(path, {}, properties=properties)
    with pytest.raises(TemplateError, match="ne peut pas être lu"):
        render_docx(tmp_path / "absent.docx", {}, properties=properties)
