"""Where everything is kept: tables, files by their SHA-256, and the journal's chains."""

from toolkit.store.cases import Act
from toolkit.store.erasures import Erasure
from toolkit.store.files import Files
from toolkit.store.forms import Answers
from toolkit.store.histories import Fact, RecordedFact, natural_key
from toolkit.store.pieces import ImportRecord
from toolkit.store.store import Store
from toolkit.store.top_ups import TopUpPayment
from toolkit.store.unit import Unit

__all__ = [
    "Act",
    "Answers",
    "Erasure",
    "Fact",
    "Files",
    "ImportRecord",
    "RecordedFact",
    "Store",
    "TopUpPayment",
    "Unit",
    "natural_key",
]
