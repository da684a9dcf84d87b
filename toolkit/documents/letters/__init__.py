"""Letters and records: what each says, from the facts of the model, before a template gives it its look.

Each function returns a :class:`Letter`, to be rendered by ``render_docx(template_path(letter.template),
letter.context, …)`` and titled ``letter.title``.
"""

from toolkit.documents.letters.council import (
    CouncilFigures,
    CouncilGroup,
    CouncilPlan,
    works_council_note,
)
from toolkit.documents.letters.cover import (
    Accounted,
    Anchors,
    Dating,
    Done,
    Exhibit,
    ExhibitGroup,
    Gap,
    evidence_cover,
)
from toolkit.documents.letters.decisions import decisions_letter
from toolkit.documents.letters.letter import Correspondence, Letter
from toolkit.documents.letters.meeting import Meeting
from toolkit.documents.letters.notices import handover, hiring_notice, preparation_sheet
from toolkit.documents.letters.pieces import Piece
from toolkit.documents.letters.proof import signature_proof
from toolkit.documents.letters.recap import Cycle, DueInterview, TopUp, recap_statement
from toolkit.documents.letters.refusal import Refusal, RefusalKind, refusal_record
from toolkit.documents.letters.summons import (
    EarlierSummons,
    cancellation,
    change_of_slot,
    convocation,
    second_convocation,
)

__all__ = [
    "Accounted",
    "Anchors",
    "Correspondence",
    "CouncilFigures",
    "CouncilGroup",
    "CouncilPlan",
    "Cycle",
    "Dating",
    "Done",
    "DueInterview",
    "EarlierSummons",
    "Exhibit",
    "ExhibitGroup",
    "Gap",
    "Letter",
    "Meeting",
    "Piece",
    "Refusal",
    "RefusalKind",
    "TopUp",
    "cancellation",
    "change_of_slot",
    "convocation",
    "decisions_letter",
    "evidence_cover",
    "handover",
    "hiring_notice",
    "preparation_sheet",
    "recap_statement",
    "refusal_record",
    "second_convocation",
    "signature_proof",
    "works_council_note",
]
