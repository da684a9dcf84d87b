"""The pieces of a folder as a court is given them: numbered for ever, by case, and how each is signed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from toolkit.evidence import WITHOUT_CASE, case_folder_name
from toolkit.french import OBLIGATIONS, long_day
from toolkit.model import Case, Document, DocumentKind, EventType, Role, Signature
from toolkit.model.identifiers import CaseId
from toolkit.store import Unit

if TYPE_CHECKING:
    from toolkit.documents.letters import ExhibitGroup
    from toolkit.documents.letters import Piece as Listed

Stem = tuple[CaseId | None, str]
"""A piece by its case and the name of its files without their suffixes."""

LABELS = {
    DocumentKind.CONVOCATION: "Convocation",
    DocumentKind.SECOND_CONVOCATION: "Nouvelle convocation",
    DocumentKind.PREPARATION_SHEET: "Fiche de préparation",
    DocumentKind.CHANGE_NOTICE: "Changement d’horaire",
    DocumentKind.CANCELLATION_NOTICE: "Annulation",
    DocumentKind.INVITATION: "Invitation d’agenda",
    DocumentKind.FORM_RECEIVED: "Trame remplie, telle que reçue",
    DocumentKind.REPORT: "Compte rendu",
    DocumentKind.RECAP_STATEMENT: "État des lieux récapitulatif",
    DocumentKind.REFUSAL_RECORD: "Constat de refus",
    DocumentKind.HIRING_NOTICE: "Information à l’embauche",
    DocumentKind.SIGNATURE_REQUEST: "Demande de signature, lien masqué",
    DocumentKind.SIGNATURE_CODE: "Envoi du code de signature, code masqué",
    DocumentKind.HANDOVER: "Remise de la copie",
    DocumentKind.DECISIONS: "Décisions prises après l’entretien",
    DocumentKind.OUTSIDE_PROOF: "Pièce établie hors de l’outil",
    DocumentKind.TOP_UP_PAYMENT: "Preuve du versement de l’abondement correctif",
}
_PARTS = {
    Role.EMPLOYEE.value: "envoi au salarié",
    Role.MANAGER.value: "envoi au responsable",
    Role.EMPLOYER.value: "envoi à l’employeur",
    Role.WITNESS.value: "envoi au témoin",
    "preuve": "preuve de signature",
    "papier": "papier signé, tel que numérisé",
    "dessin-salarie": "signature dessinée par le salarié",
    "dessin-manager": "signature dessinée par le responsable",
}
_FORMS = {"eml": "message exact", "ics": "objet d’agenda", "docx": "tel que reçu"}
_DATA = frozenset({"json", "ics"})
_VERSION = re.compile(r"_v[0-9]+$")
_FILED = frozenset({EventType.DOCUMENT_MADE.value, EventType.DOCUMENT_RECEIVED.value})


def numbers(lines: Iterable[bytes], documents: Sequence[Document]) -> Mapping[Stem, int]:
    """Return the number of each piece: its rank among those ever filed in the folder, as the journal tells.

    A piece that is added takes the next number; one that is erased keeps its own, which no other takes. The
    answer of a server, which no line files, goes with the message it tells of.
    """
    told = _filed(lines)
    here = dict.fromkeys(_stem(document) for document in documents)
    home = {stem: stem if stem in told else _message_of(stem, told) for stem in here}
    present = set(home.values())
    ranked: dict[Stem, int] = {}
    for stem in (*(each for each, erased in told.items() if erased or each in present), *home.values()):
        ranked.setdefault(stem, len(ranked) + 1)
    return {stem: ranked[home[stem]] for stem in here}


def exhibits(
    unit: Unit, lines: Iterable[bytes], documents: Sequence[Document], cases: Sequence[Case]
) -> list[ExhibitGroup]:
    """Return the pieces of a folder, case by case in the order of the folder."""
    from toolkit.documents.letters import Exhibit, ExhibitGroup  # noqa: PLC0415 - heavy to import

    number_of = numbers(lines, documents)
    known = {case.id: case for case in cases}
    groups = []
    for case_id, mine in groupby(documents, key=lambda each: each.case):
        case = known.get(case_id) if case_id else None
        signatures = unit.signatures.of(case.id) if case else []
        pieces: dict[int, list[Document]] = {}
        for document in mine:
            pieces.setdefault(number_of[_stem(document)], []).append(document)
        told = tuple(
            Exhibit(number, _label(files), _listed(files), _signed(files, signatures))
            for number, files in sorted(pieces.items())
        )
        groups.append(ExhibitGroup(_title(case), folder_of(case), told))
    return groups


def path_of(document: Document, cases: Iterable[Case]) -> str:
    """Return where a piece stands in the folder."""
    case = next((case for case in cases if case.id == document.case), None)
    return f"{folder_of(case)}/{document.file_name}"


def folder_of(case: Case | None) -> str:
    """Return the folder of a case within the evidence folder."""
    return case_folder_name(case.id, case.opened_on, case.kind) if case else WITHOUT_CASE


def _stem(document: Document) -> Stem:
    return document.case, document.file_name.rpartition(".")[0]


def _message_of(stem: Stem, told: Mapping[Stem, bool]) -> Stem:
    case, name = stem
    first = (case, _VERSION.sub("", name))
    return first if first in told else stem


def _filed(lines: Iterable[bytes]) -> Mapping[Stem, bool]:
    """Return the pieces in the order in which they were filed, and whether each was erased since."""
    filed: dict[Stem, str] = {}
    erased: set[str] = set()
    for line in lines:
        entry = json.loads(line)
        if entry["type"] in _FILED:
            stem = entry["body"]["file"].rpartition(".")[0]
            filed.setdefault((entry["case"], stem), entry["body"]["sha256"])
        elif entry["type"] == EventType.PIECES_ERASED:
            erased.update(entry["body"]["pieces"])
    return {stem: digest in erased for stem, digest in filed.items()}


def _title(case: Case | None) -> str:
    if case is None:
        return "Hors de tout dossier d’entretien"
    return f"Dossier {case.id} – {OBLIGATIONS[case.kind]}, ouvert le {long_day(case.opened_on)}"


def _label(files: Sequence[Document]) -> str:
    first = files[0]
    label = LABELS.get(first.kind, first.kind.value)
    part = _PARTS.get(first.part, "") if first.kind is not DocumentKind.TOP_UP_PAYMENT else ""
    version = f" (version {first.version})" if first.version > 1 else ""
    return f"{label}, {part}{version}" if part else f"{label}{version}"


def _listed(files: Iterable[Document]) -> tuple[Listed, ...]:
    """Return the files of a piece, what a person reads before what a machine does."""
    from toolkit.documents.letters import Piece as Listed  # noqa: PLC0415 - heavy to import

    ordered = sorted(files, key=lambda each: (each.suffix in _DATA, each.file_name))
    return tuple(Listed(each.file_name, _form(each), each.sha256, each.pages) for each in ordered)


def _form(document: Document) -> str:
    if document.suffix == "json":
        return "données" if document.part == "preuve" else "réponse du serveur"
    return _FORMS.get(document.suffix, "")


def _signed(files: Sequence[Document], signatures: Sequence[Signature]) -> str:
    """Return how a piece is signed, in French: by persons, in what way, and the level its seal reached."""
    sealed = next((document for document in files if document.sealed), None)
    if sealed is None:
        return ""
    persons = [each for each in signatures if each.result == sealed.sha256 and not each.declined]
    ways = list(dict.fromkeys(each.level.value for each in persons)) or ["cachet de l’employeur"]
    return ", ".join([*ways, sealed.level.value] if sealed.level else ways)
