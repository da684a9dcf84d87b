"""Letters and records: what each says, from the facts of the model, before a template gives it its look."""

from toolkit.documents.letters.letter import Correspondence, Letter
from toolkit.documents.letters.meeting import Meeting
from toolkit.documents.letters.summons import (
    EarlierSummons,
    cancellation,
    change_of_slot,
    convocation,
    second_convocation,
)

__all__ = [
    "Correspondence",
    "EarlierSummons",
    "Letter",
    "Meeting",
    "cancellation",
    "change_of_slot",
    "convocation",
    "second_convocation",
]
