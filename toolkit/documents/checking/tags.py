"""Tags that are broken, badly placed or badly nested, each told with the paragraph it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from toolkit.documents.checking.finding import Finding, Subject, attention, wrong
from toolkit.documents.checking.paragraphs import Paragraph
from toolkit.documents.grammar import FILTERS
from toolkit.documents.stories import unclosed_tags
from toolkit.documents.syntax import TemplateSyntax
from toolkit.errors import TemplateError

_HEAD = re.compile(r"\{%-?(?P<place>p|tr|tc|r)?(?P<gap>\s*)(?P<word>\w+)\s*(?P<rest>.*?)-?%\}", re.DOTALL)
_CLOSED_BY = {"endif": "if", "endfor": "for"}
_MIDDLES = {"else", "elif"}
_OF_ROWS = re.compile(r"\{[{%#](?:tr|tc)\s")
_OF_DOCXTPL = {"colspan", "cellbg", "vm", "hm", "raw", "endraw"}
_MISPLACED = re.compile(r"\{[{%]-?\s+(?:p|tr|tc)\s+(?:if|for|else|elif|endif|endfor)\b")
_WHERE = {"p": "ce paragraphe", "tr": "cette ligne de tableau"}
_WORDS = {
    "Call": "un appel « … ( … ) »",
    "Getitem": "des crochets « [ … ] »",
    "Assign": "une affectation « set »",
    "Include": "« include »",
    "Import": "« import »",
    "Macro": "« macro »",
    "List": "une liste",
    "Concat": "un assemblage « ~ »",
    **dict.fromkeys(("Add", "Sub", "Mul", "Div", "FloorDiv", "Mod", "Pow", "Neg", "Pos"), "un calcul"),
}


def tag_findings(story: list[Paragraph]) -> Iterator[Finding]:
    """Yield what is wrong with the tags of one part of a template, in the order of its paragraphs."""
    syntax = TemplateSyntax("")
    opened: list[tuple[str, Paragraph]] = []
    for paragraph in story:
        broken = [*_broken(paragraph)]
        yield from broken
        for tag in paragraph.tags if not broken else ():
            if not tag.startswith("{#"):
                yield from _judged(tag, paragraph, syntax)
                yield from _nested(tag, paragraph, opened)
        yield from _sharing(paragraph)
    for word, paragraph in opened:
        yield wrong(
            Subject.TAG,
            f"« {word} » s’ouvre ici et n’est jamais fermé.",
            paragraph.quoted,
            f"Ajoutez « {{% end{word} %}} » là où la partie se termine.",
        )


def _broken(paragraph: Paragraph) -> Iterator[Finding]:
    for beginning in unclosed_tags(paragraph.text):
        yield wrong(
            Subject.TAG,
            f"la balise « {beginning} » n’est pas fermée dans son paragraphe.",
            paragraph.quoted,
            "Fermez « {{ » par « }} » et « {% » par « %} », sur la même ligne.",
        )
        return
    stray = next((end for end in ("}}", "%}", "#}") if end in paragraph.plain), "")
    if stray:
        yield wrong(
            Subject.TAG,
            f"« {stray} » ferme une balise qui n’est pas ouverte.",
            paragraph.quoted,
            f"Ajoutez « {stray.replace('}', '{')[::-1]} » devant le champ, ou retirez « {stray} ».",
        )


def _judged(tag: str, paragraph: Paragraph, syntax: TemplateSyntax) -> Iterator[Finding]:
    """Judge what one tag says, apart from the others."""
    if _MISPLACED.match(tag):
        yield wrong(
            Subject.TAG,
            f"« {tag} » a un espace de trop.",
            paragraph.quoted,
            "Écrivez « {%p » ou « {%tr » d’un seul tenant.",
        )
        return
    if _OF_ROWS.match(tag) and not paragraph.in_table:
        yield wrong(
            Subject.TAG,
            f"« {tag} » est pour une ligne de tableau, et n’est dans aucun tableau.",
            paragraph.quoted,
            "Hors d’un tableau, écrivez « {%p … %} ».",
        )
        return
    source = _alone(tag)
    if not source:
        return
    try:
        syntax.tree(source)
    except TemplateError as error:
        problem, hint = _in_french(error.problem)
        yield wrong(Subject.TAG, f"« {tag} » : {problem}.", paragraph.quoted, hint)
    except RecursionError:
        yield wrong(Subject.TAG, "cette balise a trop de parenthèses.", paragraph.quoted)


def _alone(tag: str) -> str:
    """Return a template that holds this tag and nothing else; empty where the tag says nothing by itself."""
    if tag.startswith("{{"):
        return re.sub(r"^\{\{-?(?:p|tr|tc|r)?\s", "{{ ", tag)
    head = _HEAD.match(tag)
    if head is None:
        return tag
    word, rest = head["word"], head["rest"].strip()
    if word in {"if", "elif"}:
        return f"{{% if {rest} %}}{{% endif %}}"
    if word == "for":
        return f"{{% for {rest} %}}{{% endfor %}}"
    if word in {"colspan", "cellbg"}:
        return f"{{{{ {rest} }}}}"
    known = {"else", *_CLOSED_BY, *_OF_DOCXTPL}
    return "" if word in known else f"{{% {word} {rest} %}}"


def _in_french(problem: str) -> tuple[str, str]:
    """Return a refusal of the small language in plain words, and what to do."""
    told = problem.partition(", près de")[0]
    if told.startswith("une balise est mal écrite"):
        return "cette balise est mal écrite", (
            "Un champ s’écrit d’un seul tenant, avec des points : « {{ recipient.name }} »."
        )
    unknown = re.match(r"le filtre « (.+) » n’existe pas", told)
    if unknown:
        near = get_close_matches(unknown[1], FILTERS, n=1)
        return told, f"Vouliez-vous « {near[0]} » ?" if near else f"Au choix : {', '.join(sorted(FILTERS))}."
    for name, words in _WORDS.items():
        if told.startswith(f"« {name} »"):
            told = f"{words} n’est pas permis dans un modèle"
    return told, "Seuls les champs, filtres, conditions et boucles sont permis."


def _nested(tag: str, paragraph: Paragraph, opened: list[tuple[str, Paragraph]]) -> Iterator[Finding]:
    """Follow what opens and closes; ``opened`` is kept up to date."""
    head = _HEAD.match(tag) if tag.startswith("{%") else None
    word = head["word"] if head else ""
    if word in {"if", "for"}:
        opened.append((word, paragraph))
    elif word in _MIDDLES and not opened:
        yield wrong(Subject.TAG, f"« {word} » n’est dans aucune condition.", paragraph.quoted)
    elif word in _CLOSED_BY:
        wanted = _CLOSED_BY[word]
        if not opened:
            yield wrong(
                Subject.TAG,
                f"« {word} » ne ferme rien : il n’y a pas de « {wanted} » avant lui.",
                paragraph.quoted,
                f"Retirez-le, ou ajoutez le « {wanted} » qui manque.",
            )
        elif opened[-1][0] != wanted:
            last, where = opened.pop()
            yield wrong(
                Subject.TAG,
                f"« {word} » arrive alors que « {last} » est encore ouvert ({where.quoted}).",
                paragraph.quoted,
                f"Fermez d’abord « {last} » par « end{last} ».",
            )
        else:
            opened.pop()


def _sharing(paragraph: Paragraph) -> Iterator[Finding]:
    """Tell what a tag that takes its whole paragraph away would take with it."""
    whole = [tag for tag in paragraph.tags if re.match(r"\{[{%#]p\s", tag)]
    if not whole:
        return
    if len(paragraph.tags) > 1:
        yield wrong(
            Subject.TAG,
            f"« {whole[0]} » doit être seule dans son paragraphe ; les autres balises seraient perdues.",
            paragraph.quoted,
            "Mettez chaque balise « {%p … %} » dans un paragraphe à elle.",
        )
    elif paragraph.plain:
        yield attention(
            Subject.TAG,
            f"« {whole[0]} » efface tout {_WHERE['p']} : son texte ne sera pas imprimé.",
            paragraph.quoted,
            "Mettez la balise seule dans un paragraphe, le texte dans le suivant.",
        )
