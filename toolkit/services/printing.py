"""Letters that somebody must print: copies laid in one folder per campaign, named so that they sort."""

from __future__ import annotations

from pathlib import Path

from toolkit.french import plain_letters
from toolkit.model import CampaignId, CaseId, Employee
from toolkit.services.office import Office
from toolkit.services.pieces import Piece

FOLDER = "courriers-a-imprimer"


def print_letter(
    office: Office, letter: Piece, employee: Employee, campaign: CampaignId | None, case: CaseId | None
) -> Path:
    """Lay a copy of ``letter`` where the HR assistant finds it, and return its path.

    Within the transaction that records the letter: after it, a cut would leave one that nobody prints; before
    its end, the next run lays the letter anew under the same name.
    """
    folder = office.place(FOLDER) / (campaign or "hors-campagne")
    folder.mkdir(parents=True, exist_ok=True)
    name = plain_letters(f"{employee.surname} {employee.given_name}")
    path = folder / f"{name}_{case or employee.matricule}_{letter.kind.value}.{letter.suffix}"
    path.write_bytes(letter.content)
    return path
