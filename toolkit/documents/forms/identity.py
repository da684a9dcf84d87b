"""The id of a form: readable by the person who holds it, and checked by its own end.

Derived and never drawn at random, so that a form made twice carries the same id.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from toolkit.digest import canonical_json, sha256
from toolkit.errors import FormRefusedError
from toolkit.model.identifiers import CaseId, EmployerId, Matricule

_ID = re.compile(r"(?P<case>C\d+)-(?P<matricule>.+)-v(?P<version>\d+)-(?P<check>[0-9A-F]{8})", re.DOTALL)
_CHECK_DIGITS = 8


@dataclass(frozen=True, slots=True)
class FormIdentity:
    """What an id says: case, employee and version of the form."""

    case: CaseId
    matricule: Matricule
    version: int


def form_id(employer: EmployerId, matricule: Matricule, case: CaseId, version: int = 1) -> str:
    """Return the id of a form, for example ``C0007-0001234-v1-9F3A2C71``.

    The last eight digits are the start of the SHA-256 of employer, employee, case and version: a mistyped
    id, or one from another employer, does not match.
    """
    check = sha256(canonical_json([employer, matricule, case, version]))[:_CHECK_DIGITS].upper()
    return f"{case}-{matricule}-v{version}-{check}"


def parse_form_id(text: str) -> FormIdentity:
    """Return what the id ``text`` says.

    Raises:
        FormRefusedError: it is no id of a form.
    """
    match = _ID.fullmatch(text.strip())
    if match is None:
        raise FormRefusedError(
            f"« {text} » n’est pas un identifiant de formulaire.",
            next_step="L’identifiant se lit au pied de chaque page du formulaire.",
        )
    return FormIdentity(CaseId(match["case"]), Matricule(match["matricule"]), int(match["version"]))
