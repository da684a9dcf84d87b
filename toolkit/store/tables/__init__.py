"""Every table, each row of an employer; columns bear the names of the model's fields.

All names begin with ``ent_``: the durable engine keeps its own tables in the same database.
Foreign keys are checked at commit, so that a unit may write in any order.
"""

from toolkit.store.tables.base import METADATA
from toolkit.store.tables.cases import ACTIONS, ACTS, ANSWERS, CAMPAIGNS, CASES
from toolkit.store.tables.erasures import ERASURES
from toolkit.store.tables.mail import MAIL_ATTEMPTS, OUTBOX
from toolkit.store.tables.people import EMPLOYEES, FACTS, HIRING_NOTICES, MANAGERS, SITES
from toolkit.store.tables.pieces import DOCUMENTS, IMPORTS, JOURNAL, SEALS, SIGNATURES
from toolkit.store.tables.requests import SIGNATURE_EVENTS, SIGNATURE_REQUESTS
from toolkit.store.tables.top_ups import TOP_UPS

__all__ = [
    "ACTIONS",
    "ACTS",
    "ANSWERS",
    "CAMPAIGNS",
    "CASES",
    "DOCUMENTS",
    "EMPLOYEES",
    "ERASURES",
    "FACTS",
    "HIRING_NOTICES",
    "IMPORTS",
    "JOURNAL",
    "MAIL_ATTEMPTS",
    "MANAGERS",
    "METADATA",
    "OUTBOX",
    "SEALS",
    "SIGNATURES",
    "SIGNATURE_EVENTS",
    "SIGNATURE_REQUESTS",
    "SITES",
    "TOP_UPS",
]
