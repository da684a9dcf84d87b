"""What a template check tells its author."""

from __future__ import annotations

import io
import re
import time
import zipfile
from collections.abc import Callable
from functools import cache

import pytest

from toolkit.documents.checking import (
    Finding,
    LimitedChecks,
    Subject,
    TemplateCheck,
    Weight,
    check_template,
    fields_of,
    nature_of,
    natures,
    pictures,
    trials,
)
from toolkit.documents.checking.mentions import MENTIONS
from toolkit.documents.checking.uses import uses
from toolkit.documents.engines.typst import faces
from toolkit.documents.package import read_package
from toolkit.documents.rendering import jinja_sources, opened_template
from toolkit.errors import TemplateError
from toolkit.resources import template_path

Word = Callable[..., bytes]


@cache
def shipped(nature: str) -> bytes:
    return template_path(f"{nature}.docx").read_bytes()


def edited(nature: str, *changes: tuple[str, str], part: str = "word/document.xml") -> bytes:
    """Return a shipped template with changes in the XML of one part."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(shipped(nature))) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == part:
                text = content.decode()
                for before, after in changes:
                    assert before in text, before
                    text = text.replace(before, after)
                content = text.encode()
            new.writestr(name, content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def wrongs(check: TemplateCheck, subject: Subject) -> list[Finding]:
    return [one for one in check.findings if one.weight is Weight.WRONG and one.subject is subject]


@pytest.mark.parametrize("nature", natures())
def test_every_shipped_template_passes_its_check(nature: str) -> None:
    check = check_template(shipped(nature), name=f"{nature}.docx")
    assert check.nature == nature
    assert [one for one in check.findings if one.weight is not Weight.NOTE] == []
    assert check.passed


@pytest.mark.parametrize("nature", natures())
def test_every_field_of_a_shipped_template_is_documented_with_an_example(nature: str) -> None:
    known = fields_of(nature)
    source = opened_template(template_path(f"{nature}.docx"))
    parts = read_package(shipped(nature), about=nature)
    used = {use.path for jinja in jinja_sources(parts) for use in uses(source.syntax.tree(jinja))}
    assert used - known.keys() == set()
    assert [path for path, one in known.items() if not one.meaning or not one.example] == []


@pytest.mark.parametrize("nature", natures())
def test_every_case_of_a_document_can_be_tried(nature: str) -> None:
    tried = [*trials(shipped(nature), nature=nature, name=f"{nature}.docx")]
    assert tried
    assert [trial.problem for trial in tried if trial.problem] == []


@pytest.mark.parametrize(
    ("name", "nature"),
    [
        ("convocation.docx", "convocation"),
        ("Convocation siège v2.docx", "convocation"),
        ("nouvelle_convocation.docx", "nouvelle-convocation"),
        ("lettre.docx", ""),
    ],
)
def test_the_name_of_a_file_tells_what_it_is_for(name: str, nature: str) -> None:
    assert nature_of(name) == nature


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("slot.dya", "slot.day"),
        ("slots.day", "slot.day"),
        ("recipent.name", "recipient.name"),
        ("heading.contacts", "heading.contact"),
        ("salarie.matricule", "recipient.matricule"),
    ],
)
def test_a_misspelt_field_is_told_with_the_one_that_was_meant(word: Word, written: str, meant: str) -> None:
    check = check_template(word("Le jour dit : {{ " + written + " }}."), name="convocation.docx")
    [finding] = wrongs(check, Subject.FIELD)
    assert f"« {written} »" in finding.problem
    assert f"« {meant} »" in finding.next_step
    assert finding.where.startswith("Le jour dit")


def test_a_field_of_a_loop_is_looked_for_in_its_list(word: Word) -> None:
    content = word("{% for c in earlier %}{{ c.momnt }} {{ c.proof }}{% endfor %}")
    [finding] = wrongs(check_template(content, name="nouvelle-convocation.docx"), Subject.FIELD)
    assert "« c.momnt »" in finding.problem
    assert "« c.moment »" in finding.next_step


def test_an_unknown_document_is_asked_for(word: Word) -> None:
    check = check_template(word("{{ a }}"), name="lettre.docx")
    assert check.passed
    assert any("--nature" in finding.next_step for finding in check.findings)


@pytest.mark.parametrize(
    ("paragraphs", "told", "where"),
    [
        (("Bonjour {{ recipient.name",), "n’est pas fermée", "Bonjour"),
        (("Bonjour {{ recipient.name }",), "n’est pas fermée", "Bonjour"),
        (("Bonjour {{ a {{ recipient.name }}",), "n’est pas fermée", "Bonjour"),
        (("Bonjour recipient.name }}",), "« }} » ferme une balise qui n’est pas ouverte", "Bonjour"),
        (("{% if due %}oui",), "« if » s’ouvre ici et n’est jamais fermé", "{% if due %}oui"),
        (("fin {% endif %}",), "« endif » ne ferme rien", "fin"),
        (("{%p for l in recipient.lines %}", "x {% endif %}"), "alors que « for » est encore ouvert", "x"),
        (("{%tr if due %}", "x", "{%tr endif %}"), "n’est dans aucun tableau", "{%tr if"),
        (("a {% else %} b",), "« else » n’est dans aucune condition", "a"),
        (("{% p if due %}", "x", "{%p endif %}"), "un espace de trop", "{% p if"),
        (("{%p if due %}{{ due }}{%p endif %}",), "seule dans son paragraphe", "{%p if"),
        (("{{ date du jour }}",), "mal écrite", "{{ date"),
        (("{{ recipient.name|majuscule }}",), "le filtre « majuscule » n’existe pas", "{{"),
        (("{{ salaire * 2 }}",), "un calcul n’est pas permis", "{{"),
        (("{{ f(1) }}",), "un appel", "{{"),
        (("{% set a = 1 %}",), "une affectation", "{%"),
    ],
)
def test_a_broken_tag_is_told_with_its_paragraph(
    word: Word, paragraphs: tuple[str, ...], told: str, where: str
) -> None:
    check = check_template(word(*paragraphs), name="annulation.docx")
    found = [one for one in wrongs(check, Subject.TAG) if told in one.problem]
    assert found, check.findings
    assert found[0].where.startswith(where)
    assert not check.passed


def test_a_filter_is_suggested(word: Word) -> None:
    check = check_template(word("{{ due|majuscule }}"), name="annulation.docx")
    assert "« majuscules »" in wrongs(check, Subject.TAG)[0].next_step


def test_several_mistakes_are_told_at_once(word: Word) -> None:
    check = check_template(word("{{ a b }}", "{{ due|x }}", "{% if due %}"), name="annulation.docx")
    assert len(wrongs(check, Subject.TAG)) == 3


@pytest.mark.parametrize(
    ("field", "label"),
    [
        ("slot.hours", "l’heure"),
        ("meeting.host", "qui mène l’entretien"),
        ("meeting.capacity", "en quelle qualité"),
        ("meeting.reply_by", "un autre créneau"),
        ("signatory.name", "la signature"),
    ],
)
def test_a_summons_without_a_mandatory_mention_is_told(field: str, label: str) -> None:
    content = edited("convocation", (field, "recipient.matricule"))
    problems = [
        one.problem for one in wrongs(check_template(content, name="convocation.docx"), Subject.MENTION)
    ]
    assert any(label in problem for problem in problems), problems


def test_a_mention_made_in_some_cases_only_names_the_others() -> None:
    text = zipfile.ZipFile(io.BytesIO(shipped("convocation"))).read("word/document.xml").decode()
    sentence = next(found for found in re.findall(r"<w:t[^>]*>([^<]*n’évalue[^<]*)<", text))
    content = edited("convocation", (sentence, f"{{% if meeting.is_first %}}{sentence}{{% endif %}}"))
    [finding] = wrongs(check_template(content, name="convocation.docx"), Subject.MENTION)
    assert "dans certains cas (périodique, retour" in finding.problem
    assert "premier" not in finding.problem


def test_every_document_with_mentions_is_a_document() -> None:
    assert MENTIONS.keys() <= set(natures())
    assert all(
        name in fields_of(nature) for nature, made in MENTIONS.items() for one in made for name in one.fields
    )


def test_a_missing_font_is_told_with_what_replaces_it() -> None:
    content = edited("annulation", ("Calibri", "Police Introuvable"), part="word/styles.xml")
    problems = [one.problem for one in check_template(content, name="annulation.docx").findings]
    assert any("« Police Introuvable »" in told and "composé en" in told for told in problems)


def test_a_picture_without_words_and_a_foreign_language_are_told(word: Word) -> None:
    drawing = (
        '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
        'wordprocessingDrawing"><wp:docPr id="1" name="Logo du siège"/></wp:inline></w:drawing></w:r></w:p>'
    )
    told = [one.problem for one in check_template(word(xml=drawing), name="x.docx").findings]
    assert any("« Logo du siège » n’a pas de texte de remplacement" in problem for problem in told)
    content = edited("annulation", ("fr-FR", "en-US"), part="word/styles.xml")
    told = [one.problem for one in check_template(content, name="annulation.docx").findings]
    assert any("« en-US »" in problem for problem in told)


def test_a_picture_that_only_decorates_needs_no_words(word: Word) -> None:
    drawing = (
        '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
        'wordprocessingDrawing"><wp:docPr id="1" name="Filet"><a:extLst '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:ext>'
        '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
        "</a:ext></a:extLst></wp:docPr></wp:inline></w:drawing></w:r></w:p>"
    )
    told = [one.problem for one in check_template(word(xml=drawing), name="x.docx").findings]
    assert not any("texte de remplacement" in problem for problem in told)


def test_a_heading_that_skips_a_level_is_told_with_its_text() -> None:
    content = edited("constat-refus", ('w:val="Titre1"', 'w:val="Titre3"'))
    found = check_template(content, name="constat-refus.docx").findings
    jumps = [one for one in found if one.subject is Subject.ACCESS]
    assert "un titre de niveau 3 vient sans titre de niveau 2" in jumps[0].problem
    assert jumps[0].where == "Le salarié et l’entretien"
    assert "« Titre 1 »" in jumps[0].next_step


def test_a_face_that_is_replaced_by_a_fitted_one_is_told_without_alarm(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(faces, "_machine", dict)
    faces.face_for.cache_clear()
    try:
        check = check_template(shipped("annulation"), name="annulation.docx")
    finally:
        monkeypatch.undo()
        faces.face_for.cache_clear()
    [finding] = [one for one in check.findings if one.subject is Subject.FONT]
    assert finding.weight is Weight.NOTE
    assert "« Calibri » n’est pas sur ce poste ; le PDF est composé en « Source Sans Pro »" in finding.problem


def test_what_the_fast_engine_does_not_draw_is_told_with_the_engine_that_will(word: Word) -> None:
    embedded = (
        "<w:p><w:r><w:t>Voir le tableau </w:t></w:r><w:r><w:object><o:OLEObject "
        'xmlns:o="urn:schemas-microsoft-com:office:office" ProgID="Excel.Sheet.12"/></w:object></w:r></w:p>'
    )
    check = check_template(word(xml=embedded), name="annulation.docx")
    assert check.pdf_engine == "rdocx"
    [finding] = [one for one in check.findings if one.problem.startswith("le moteur rapide ne dessine pas")]
    assert finding.where.startswith("Voir le tableau")
    assert "rdocx" in finding.next_step
    assert check_template(shipped("annulation"), name="annulation.docx").pdf_engine == "typst"


def test_what_docxtpl_must_do_and_what_the_fast_engine_does_not_draw_is_told(word: Word) -> None:
    columns = "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr>{}</w:tr></w:tbl>".format(
        "".join(
            f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"
            for text in ("{%tc for l in recipient.lines %}", "{{ l }}", "{%tc endfor %}")
        )
    )
    check = check_template(word(xml=columns), name="annulation.docx")
    assert check.word_engine == "docxtpl"
    assert any("docxtpl" in one.problem and "colonnes" in one.problem for one in check.findings)
    assert check_template(shipped("annulation"), name="annulation.docx").word_engine == "compilé"


def bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 80_000_000)
    return buffer.getvalue()


LAUGHS = '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (lambda _: bomb(), "anormalement gros"),
        (lambda _: b"%PDF-1.7", "un PDF"),
        (lambda _: shipped("annulation")[:3000], "endommagé"),
        (lambda _: edited("annulation", ("<w:document ", f"{LAUGHS}<w:document ")), "déclaration"),
        (lambda word: word(*["{{ x }} " * 3000]), "c’est trop"),
        (lambda word: word(*["{{ " * 1900]), "n’est pas fermée"),
        (lambda word: word(*["{% if due %}"] * 900, *["{% endif %}"] * 900), "imbriqu"),
        (lambda word: word("{{ " + "(" * 3000 + "due" + ")" * 3000 + " }}"), "trop longue"),
        (lambda word: word("{{ x " + "y" * 1_000_000), "n’est pas fermée"),
    ],
    ids=["zip bomb", "pdf", "cut", "entities", "many", "unclosed", "deep", "brackets", "long"],
)
def test_what_attacks_the_check_ends_soon_with_a_sentence(
    content: Callable[[Word], bytes], told: str, word: Word
) -> None:
    start = time.monotonic()
    check = check_template(content(word), name="annulation.docx")
    assert time.monotonic() - start < 10
    assert not check.passed
    assert any(told in one.problem for one in check.findings), check.findings


def test_a_check_that_takes_too_long_is_ended_with_a_sentence() -> None:
    with LimitedChecks() as checks:
        assert checks.check(shipped("annulation"), name="annulation.docx").passed
    with LimitedChecks(seconds=0.05) as checks:
        check = checks.check(shipped("formulaire"), name="formulaire.docx")
    assert not check.passed
    assert check.nature == "formulaire"
    assert "prend trop de temps" in check.findings[0].problem
    with LimitedChecks(seconds=0.05) as checks, pytest.raises(TemplateError, match="trop de temps"):
        checks.tried(shipped("formulaire"), nature="formulaire", name="formulaire.docx")


def test_a_limited_trial_gives_every_case() -> None:
    with LimitedChecks() as checks:
        tried = checks.tried(shipped("annulation"), nature="annulation", name="annulation.docx")
    assert [trial.sample.case for trial in tried] == ["annulation", "retour", "noms longs"]
    assert all(trial.docx for trial in tried)


def test_pages_become_pictures() -> None:
    from toolkit.documents.engines.rdocx_engine import draw  # noqa: PLC0415 - the heaviest import of all

    docx = next(trials(shipped("annulation"), nature="annulation", name="")).docx
    [page] = pictures(draw(docx, "Essai", "fr-FR"))
    assert page.startswith(b"\x89PNG")
    assert len(page) > 5_000
