"""The fields of a returned PDF, as whatever program filled them left them (ISO 32000-1, 12.7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.documents.forms.content import AnswerKind
from toolkit.documents.forms.fillable import MANIFEST_FIELD
from toolkit.documents.forms.gate import UNREADABLE, damaged, opened
from toolkit.documents.forms.manifest import Manifest, parse_manifest
from toolkit.documents.forms.typed import as_typed
from toolkit.errors import FormRefusedError

if TYPE_CHECKING:
    import pikepdf

_DEEPEST = 12
_MOST_FIELDS = 5_000
_LONGEST = 400_000
_NO_NOTES = frozenset({"/Widget", "/Link", "/Popup"})


@dataclass(frozen=True, slots=True)
class PdfField:
    """One field by its full name, and what stands in it."""

    tag: str
    kind: AnswerKind
    text: str = ""
    checked: bool = False
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def choice(self) -> str | None:
        """The value kept of a list, whether the program wrote that or the text shown."""
        for kept, shown in self.choices:
            if kept and self.text in {kept, shown}:
                return kept
        return next(
            (kept for kept, shown in self.choices if kept and shown.casefold() == self.text.casefold()), None
        )


@dataclass(frozen=True, slots=True)
class PdfForm:
    """What a returned PDF carries: its questions, its fields, and notes laid over its pages."""

    manifest: Manifest
    fields: tuple[PdfField, ...]
    notes: tuple[str, ...]


def pdf_form(content: bytes, *, about: str) -> PdfForm:
    """Return the fields of the PDF ``content``.

    Raises:
        FormRefusedError: refused at the gate; no form; a form whose fields were flattened.
    """
    import pikepdf  # noqa: PLC0415 - a heavy library, needed only here

    try:
        with opened(content, about=about) as document:
            fields = {field.tag: field for field in _fields(document, about)}
            notes = tuple(_notes(document))
            scanned = not fields and _is_scanned(document)
    except (pikepdf.PdfError, *UNREADABLE) as error:
        raise damaged(about) from error
    manifest = fields.pop(MANIFEST_FIELD, None)
    if not fields:
        raise _no_fields(about, scanned=scanned)
    if any(len(field.text) > _LONGEST for field in fields.values()):
        raise FormRefusedError(
            f"une réponse compte plus de {_LONGEST} caractères ; rien n’a été lu.",
            about=about,
            next_step="Demandez au manager de la raccourcir, ou de joindre ce texte à part.",
        )
    if manifest is None:
        raise FormRefusedError(
            "ce PDF n’est pas un formulaire d’entretien, ou un autre logiciel en a effacé les repères.",
            about=about,
            next_step="Demandez au manager de remplir le formulaire reçu dans Acrobat Reader ou un "
            "navigateur, et de l’enregistrer tel quel.",
        )
    return PdfForm(parse_manifest(manifest.text.encode(), about=about), tuple(fields.values()), notes)


def _no_fields(about: str, *, scanned: bool) -> FormRefusedError:
    problem = (
        "ce PDF est une numérisation ou une photo : il n’a ni champs ni texte. Rien n’y a été lu."
        if scanned
        else "ce PDF n’a pas de champs : il a été imprimé vers un PDF ou aplati, ou ce n’est pas un "
        "formulaire d’entretien. Rien n’y a été lu."
    )
    return FormRefusedError(
        problem,
        about=about,
        next_step="Demandez au manager le fichier qu’il a rempli, enregistré (« Enregistrer sous ») et non "
        "imprimé, ou numérisé.",
    )


def _fields(document: pikepdf.Pdf, about: str) -> Iterator[PdfField]:
    import pikepdf  # noqa: PLC0415 - a heavy library, needed only here

    form = document.Root.get("/AcroForm")
    roots = form.get("/Fields") if isinstance(form, pikepdf.Dictionary) else None
    if not isinstance(roots, pikepdf.Array):
        return
    waiting: list[tuple[pikepdf.Object, str, int]] = [(field, "", 0) for field in reversed(list(roots))]
    seen = 0
    while waiting:
        field, above, depth = waiting.pop()
        seen += 1
        if seen > _MOST_FIELDS or depth > _DEEPEST:
            raise FormRefusedError(
                "le PDF a un nombre anormal de champs.",
                about=about,
                next_step="Demandez au manager de repartir du formulaire reçu.",
            )
        if not isinstance(field, pikepdf.Dictionary):
            continue
        name = ".".join(part for part in (above, _text(field.get("/T"))) if part)
        kids = field.get("/Kids")
        named = [kid for kid in kids if "/T" in kid] if isinstance(kids, pikepdf.Array) else []
        if named:
            waiting += [(kid, name, depth + 1) for kid in reversed(named)]
        else:
            yield _field(field, name)


def _field(field: pikepdf.Object, name: str) -> PdfField:
    kind = str(_inherited(field, "/FT") or "")
    value = _inherited(field, "/V")
    if kind == "/Btn":
        return PdfField(name, AnswerKind.BOX, checked=_is_ticked(field, value))
    text = as_typed(_text(value))
    if kind == "/Ch":
        return PdfField(name, AnswerKind.CHOICE, text, choices=_choices(field))
    return PdfField(name, AnswerKind.TEXT, text)


def _is_ticked(field: pikepdf.Object, value: pikepdf.Object | None) -> bool:
    state = str(value) if value is not None else str(field.get("/AS", "/Off"))
    return state not in {"/Off", "Off", ""}


def _choices(field: pikepdf.Object) -> tuple[tuple[str, str], ...]:
    import pikepdf  # noqa: PLC0415 - a heavy library, needed only here

    options = _inherited(field, "/Opt")
    if not isinstance(options, pikepdf.Array):
        return ()
    pairs = []
    for option in options:
        if isinstance(option, pikepdf.Array):
            pairs.append((_text(option[0]), _text(option[1])) if len(option) > 1 else ("", ""))
        else:
            pairs.append((_text(option), _text(option)))
    return tuple(pairs)


def _inherited(field: pikepdf.Object, key: str) -> pikepdf.Object | None:
    for _ in range(_DEEPEST):
        if key in field:
            return field[key]
        if "/Parent" not in field:
            return None
        field = field["/Parent"]
    return None


def _text(value: pikepdf.Object | None) -> str:
    """Return a text string, or a text stream, as Python's; the marks of its encoding are not text."""
    import pikepdf  # noqa: PLC0415 - a heavy library, needed only here

    if value is None:
        return ""
    if isinstance(value, pikepdf.Stream):
        return str(pikepdf.String(value.read_bytes()))
    if isinstance(value, pikepdf.Array):
        return "\n".join(_text(part) for part in value)
    return str(value)


def _is_scanned(document: pikepdf.Pdf) -> bool:
    """Tell whether no page has a font: its words, if any, are a picture."""
    pages = [page.get("/Resources") for page in document.pages]
    return not any(resources is not None and "/Font" in resources for resources in pages)


def _notes(document: pikepdf.Pdf) -> Iterator[str]:
    for page in document.pages:
        for note in page.get("/Annots", []):
            if str(note.get("/Subtype", "")) not in _NO_NOTES and (
                text := _text(note.get("/Contents")).strip()
            ):
                yield as_typed(text)
