"""A form made for one case: the right topics, the names filled in, the id inside and at the foot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from toolkit.documents.forms.content import Occasion, Topic
from toolkit.documents.forms.filling import fill_form
from toolkit.documents.forms.follow_up import follow_up, prefilled
from toolkit.documents.forms.identity import form_id
from toolkit.documents.forms.manifest import ID_PROPERTY, Manifest, attach
from toolkit.documents.forms.topics import COMMENT, INFORMATION, MEETING, topics
from toolkit.documents.letters.letter import Correspondence, as_mapping, base_context
from toolkit.documents.letters.words import interview_name, kinds, legal_basis, slot_moment
from toolkit.documents.package import read_package, write_package
from toolkit.documents.properties import DocumentProperties
from toolkit.documents.rendering import render_docx
from toolkit.french import capitalised
from toolkit.model.case import Case
from toolkit.model.employee import Manager
from toolkit.model.history import AbsenceKind
from toolkit.resources import template_path

SENIOR_AGE = 45
"""Age from which each interview has further topics (reading of article L6315-1 by the OPCO AKTO)."""

PLAN_ROWS = 6
"""Rows of the plan of action."""

TEMPLATE = "formulaire.docx"

_PARENTAL = frozenset({AbsenceKind.PARENTAL, AbsenceKind.PARENTAL_PART_TIME})


@dataclass(frozen=True, slots=True)
class MadeForm:
    """A form ready to send: its id, its file, its title, and what it was made from, to draw it as a PDF."""

    form_id: str
    docx: bytes
    title: str
    template: bytes = field(repr=False)
    context: Mapping[str, object] = field(repr=False)
    properties: DocumentProperties = field(repr=False)


def make_form(
    letter: Correspondence,
    case: Case,
    *,
    made_at: datetime,
    host: Manager | None = None,
    occasion: Occasion,
    version: int = 1,
    template: bytes | Path | None = None,
) -> MadeForm:
    """Return the form for ``case``; the same facts give the same bytes.

    Args:
        letter: Employer, employee, date.
        case: Whose interview the form reports.
        made_at: Aware instant, among the document's properties.
        host: Who holds the interview, filled in when known.
        occasion: What the law adds to the topics, as the law room tells it.
        version: From 1, one more each time the form is issued again.
        template: Another template than the shipped one.

    Raises:
        MissingValueError: a value that the template prints is missing.
        TemplateError: the template cannot be used.
    """
    asked = (*((follow_up(occasion.carried),) if occasion.carried else ()), *topics(occasion))
    identity = form_id(letter.employer.id, letter.employee.matricule, case.id, version)
    title = capitalised(interview_name(case.regime, case.settles))
    properties = DocumentProperties(
        title=f"Formulaire – {title} – {letter.employee.name}",
        author=letter.employer.name,
        made_at=made_at,
        custom={ID_PROPERTY: identity},
    )
    chosen = template or template_path(TEMPLATE)
    model = chosen if isinstance(chosen, bytes) else chosen.read_bytes()
    context = form_context(letter, case, asked, identity, host)
    docx = render_docx(model, context, properties=properties, name=TEMPLATE)
    parts = read_package(docx, about=TEMPLATE)
    attach(parts, Manifest(identity, title, (MEETING, *asked, INFORMATION, COMMENT), PLAN_ROWS))
    made = write_package(parts)
    known = prefilled(occasion.carried)
    filled = fill_form(made, known) if known else made
    return MadeForm(identity, filled, properties.title, model, context, properties)


def numbered(items: Sequence[Topic], start: int) -> list[dict[str, object]]:
    """Return topics as the template takes them, numbered from ``start``."""
    return [
        {
            "number": str(number),
            "title": topic.title,
            "help": topic.help,
            "questions": [
                {"id": q.id, "text": q.text, "kind": q.kind.value, "mandatory": q.mandatory}
                for q in topic.questions
            ],
        }
        for number, topic in enumerate(items, start)
    ]


def form_context(
    letter: Correspondence, case: Case, asked: Sequence[Topic], identity: str, host: Manager | None
) -> Mapping[str, object]:
    """Return what the template prints for the topics ``asked``, before anybody has answered."""
    plan = 2 + len(asked)
    return {
        **as_mapping(base_context(letter, TEMPLATE)),
        "form": {
            "id": identity,
            "title": capitalised(interview_name(case.regime, case.settles)),
            "kinds": kinds(case.settles),
            "basis": legal_basis(letter.employer),
            "planned": capitalised(slot_moment(case.slot)) if case.slot else "À convenir",
            "host": host.name if host else "",
            "rows": [{"number": str(number)} for number in range(1, PLAN_ROWS + 1)],
            "meeting_number": "1",
            "plan_number": str(plan),
        },
        "topics": numbered(asked, 2),
        "closing": numbered((INFORMATION, COMMENT), plan + 1),
    }
