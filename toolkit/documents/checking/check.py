"""All that can be said of a template before it is used, together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from toolkit.documents.checking.fields import fields_of, filled_values, nature_of, natures
from toolkit.documents.checking.finding import Finding, Subject, Weight, attention, note, wrong
from toolkit.documents.checking.mentions import missing_mentions
from toolkit.documents.checking.paper import accessibility, fonts_replaced, pdf_engine, word_engine
from toolkit.documents.checking.paragraphs import Paragraph, paragraphs, stories
from toolkit.documents.checking.tags import tag_findings
from toolkit.documents.checking.trial import Trial, text_of, trials
from toolkit.documents.checking.uses import unknown_fields, uses
from toolkit.documents.package import Parts, read_package
from toolkit.documents.rendering import LIMITS, Source, jinja_sources, opened_template
from toolkit.documents.stories import refuse_excess
from toolkit.errors import DocumentError, TemplateError

_ENOUGH = 30
_NOT_FILLED = ("word/endnotes", "word/comments")


@dataclass(frozen=True, slots=True)
class TemplateCheck:
    """What was found in one template.

    Args:
        name: Its file name.
        nature: Kind of document; empty where nobody knows.
        findings: Remarks, the gravest subjects first.
        word_engine: Path that fills it; empty where none can.
        pdf_engine: Engine that draws it; empty likewise.
    """

    name: str
    nature: str
    findings: tuple[Finding, ...]
    word_engine: str = ""
    pdf_engine: str = ""

    @property
    def passed(self) -> bool:
        """Whether nothing is wrong; remarks that only ask for attention do not count."""
        return all(finding.weight is not Weight.WRONG for finding in self.findings)


def check_template(content: bytes, *, name: str, nature: str = "") -> TemplateCheck:
    """Return what is wrong with a template, or worth knowing.

    Args:
        content: The .docx.
        name: Its file name, which tells the kind of document when ``nature`` is empty.
        nature: Kind of document, one of ``natures()``.
    """
    nature = nature or nature_of(name)
    try:
        parts = read_package(content, about=f"Modèle {name}", limits=LIMITS, refusal=TemplateError)
        roots = stories(parts, name)
        for root in roots.values():
            refuse_excess(root, name)
    except TemplateError as error:
        return TemplateCheck(name, nature, (wrong(Subject.FILE, error.problem, "", error.next_step),))
    story = [[*paragraphs(part, root)] for part, root in roots.items()]
    found = [finding for part in story for finding in tag_findings(part)]
    source = _opened(content, name, found)
    engines = ("", "")
    if source is not None:
        found += _of_fields(source, parts, nature, [p for part in story for p in part])
        word, told = word_engine(source)
        pdf, undrawn = _pdf_engine(source, found)
        engines = (word, pdf)
        found += [*told, *undrawn]
    found += _not_filled(story)
    found += [*fonts_replaced(roots, parts), *accessibility(roots, parts)]
    return TemplateCheck(name, nature, _shortened(found), *engines)


def _opened(content: bytes, name: str, found: list[Finding]) -> Source | None:
    """Return the template, or add why it cannot be used unless its tags said so already."""
    try:
        return opened_template(content, name=name)
    except TemplateError as error:
        if all(finding.weight is not Weight.WRONG for finding in found):
            found.append(wrong(Subject.TAG, error.problem, "", error.next_step))
    return None


def _of_fields(source: Source, parts: Parts, nature: str, story: list[Paragraph]) -> Iterator[Finding]:
    if not nature:
        yield attention(
            Subject.FIELD,
            "le nom du fichier ne dit pas de quel document c’est le modèle : "
            "champs et mentions non vérifiés.",
            next_step=f"Ajoutez --nature, au choix : {', '.join(natures())}.",
        )
        return
    known = fields_of(nature)
    used = [use for jinja in jinja_sources(parts) for use in uses(source.syntax.tree(jinja))]
    unknown = [*unknown_fields(used, known, story)]
    yield from unknown
    if unknown:
        return
    tried = [*trials(source.content, nature=nature, name=source.name)]
    yield from _failures(tried)
    letters = {
        trial.sample.case: (text_of(trial.docx), filled_values(trial.sample.letter.context))
        for trial in tried
        if not trial.problem
    }
    if letters:
        yield from missing_mentions(nature, letters)


def _failures(tried: list[Trial]) -> Iterator[Finding]:
    problems: dict[str, list[str]] = {}
    for trial in tried:
        if trial.problem:
            problems.setdefault(trial.problem, []).append(trial.sample.case)
    for problem, cases in problems.items():
        yield wrong(Subject.TRIAL, f"l’essai échoue ({', '.join(cases)}) : {problem}")


def _pdf_engine(source: Source, found: list[Finding]) -> tuple[str, list[Finding]]:
    try:
        return pdf_engine(source)
    except DocumentError as error:
        found.append(wrong(Subject.ENGINE, error.problem, "", error.next_step))
        return "", []


def _not_filled(story: list[list[Paragraph]]) -> Iterator[Finding]:
    for paragraph in (p for part in story for p in part):
        if paragraph.part.startswith(_NOT_FILLED) and paragraph.tags:
            yield wrong(
                Subject.TAG,
                "une balise est dans une note de fin, où elle ne serait pas remplacée.",
                paragraph.quoted,
                "Mettez-la dans une note de bas de page ou dans le texte.",
            )


def _shortened(found: list[Finding]) -> tuple[Finding, ...]:
    """Return the gravest remarks first, and say how many are left out."""
    order = list(Weight)
    first = sorted(dict.fromkeys(found), key=lambda finding: order.index(finding.weight))
    if len(first) <= _ENOUGH:
        return tuple(first)
    more = note(Subject.FILE, f"et {len(first) - _ENOUGH} autres remarques.")
    return (*first[:_ENOUGH], more)
