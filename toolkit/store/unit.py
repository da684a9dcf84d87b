"""One unit of work: the repositories of one employer over one transaction."""

from __future__ import annotations

from sqlalchemy import Connection, text

from toolkit.clock import Clock
from toolkit.model import Employee, EmployerId, Manager, Matricule, Site, SiteId
from toolkit.store import people
from toolkit.store.cases import Acts, Campaigns, Cases
from toolkit.store.erasures import Erasures
from toolkit.store.forms import Actions, FormAnswers
from toolkit.store.histories import Histories
from toolkit.store.journal import Journal
from toolkit.store.outbox import Outbox
from toolkit.store.people import Register
from toolkit.store.pieces import Documents, Imports, Seals, Signatures
from toolkit.store.requests import SignatureRequests
from toolkit.store.rows import Scope
from toolkit.store.top_ups import TopUps


class Unit:
    """Everything of one employer that a transaction reads and writes.

    Args:
        connection: Within a transaction, whose end is the caller's.
        employer: Whose data.
        actor: Who acts: a person's login, or ``système``.
        clock: None for reading.
    """

    employees: Register[Matricule, Employee]
    managers: Register[Matricule, Manager]
    sites: Register[SiteId, Site]

    def __init__(
        self, connection: Connection, employer: EmployerId, actor: str = "", clock: Clock | None = None
    ) -> None:
        scope = Scope(connection, employer, actor, clock)
        self.employer = employer
        self.actor = actor
        self.connection = connection
        self.employees = people.employees(scope)
        self.managers = people.managers(scope)
        self.sites = people.sites(scope)
        self.histories = Histories(scope)
        self.campaigns = Campaigns(scope)
        self.cases = Cases(scope)
        self.acts = Acts(scope)
        self.documents = Documents(scope)
        self.signatures = Signatures(scope)
        self.requests = SignatureRequests(scope)
        self.answers = FormAnswers(scope)
        self.actions = Actions(scope)
        self.outbox = Outbox(scope)
        self.seals = Seals(scope)
        self.imports = Imports(scope)
        self.top_ups = TopUps(scope)
        self.journal = Journal(scope)
        self.erasures = Erasures(scope)

    def queue_behind_other_writers(self) -> None:
        """Wait until no other unit writes for this employer, so that what is read here stays true.

        SQLite has one writer anyway; PostgreSQL takes a lock that ends with the transaction.
        """
        if self.connection.dialect.name == "postgresql":
            lock = text("SELECT pg_advisory_xact_lock(hashtext('entretiens'), hashtext(:employer))")
            self.connection.execute(lock, {"employer": self.employer})

    def seal(self) -> None:
        """Anchor and write the journal; to be called once, just before the commit."""
        self.journal.seal()
