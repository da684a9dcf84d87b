"""Documents made or received, and the signatures gathered on them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from toolkit.digest import Sha256
from toolkit.model.identifiers import CaseId, EmployerId, Matricule


class DocumentKind(StrEnum):
    """Kinds of piece; the value is the stem of its file name in the evidence folder."""

    CONVOCATION = "convocation"
    SECOND_CONVOCATION = "nouvelle-convocation"
    PREPARATION_SHEET = "fiche-preparation"
    CHANGE_NOTICE = "changement-horaire"
    CANCELLATION_NOTICE = "annulation"
    INVITATION = "invitation"
    FORM_BLANK = "formulaire"
    FORM_RECEIVED = "formulaire_recu"
    REPORT = "compte-rendu"
    RECAP_STATEMENT = "etat-des-lieux"
    REFUSAL_RECORD = "constat-refus"
    HIRING_NOTICE = "information-embauche"
    SIGNATURE_REQUEST = "demande-signature"
    SIGNATURE_CODE = "code-signature"
    HANDOVER = "remise-copie"
    DECISIONS = "decisions"
    OUTSIDE_PROOF = "piece-exterieure"
    TOP_UP_PAYMENT = "versement-abondement"
    SEAL = "sceau"


class Role(StrEnum):
    """In what capacity a person takes part in a case."""

    EMPLOYEE = "salarie"
    MANAGER = "manager"
    EMPLOYER = "employeur"
    WITNESS = "temoin"


class PadesLevel(StrEnum):
    """What the signatures of a PDF can still prove years later (EN 319 142-1, 6.1), lowest first."""

    B_B = "PAdES B-B"
    B_T = "PAdES B-T"
    B_LT = "PAdES B-LT"
    B_LTA = "PAdES B-LTA"

    @property
    def rank(self) -> int:
        """Place in the order of the levels, from 0."""
        return list(PadesLevel).index(self)


@dataclass(frozen=True, slots=True)
class Document:
    """A piece kept by its SHA-256.

    ``step`` numbers the piece within its case in the order of events and becomes the prefix of its name in
    the evidence folder; ``part`` is what follows the stem (``salarie``, ``manager``, ``preuve``);
    ``case`` is None for a piece of the employee's own (a hiring notice). ``level`` is that of the seal as
    read from the file, None for what bears none or was sealed before levels were written down.
    """

    employer: EmployerId
    matricule: Matricule
    case: CaseId | None
    kind: DocumentKind
    step: int
    suffix: str
    sha256: Sha256
    size: int
    made_at: datetime
    part: str = ""
    version: int = 1
    sealed: bool = False
    pages: int | None = None
    in_folder: bool = True
    level: PadesLevel | None = None

    @property
    def file_name(self) -> str:
        """Name of the piece in the evidence folder, for example ``05_compte-rendu_preuve.json``."""
        part = f"_{self.part}" if self.part else ""
        version = f"_v{self.version}" if self.version > 1 else ""
        return f"{self.step:02d}_{self.kind.value}{part}{version}.{self.suffix}"


class SignatureLevel(StrEnum):
    """What is claimed of a signature, never more than what was done (eIDAS art. 25, 26)."""

    IN_PRESENCE = "cachet de l’employeur, signature recueillie en présence"
    SIMPLE = "signature électronique simple, preuve forte"
    ADVANCED = "signature électronique avancée"
    ON_PAPER = "signature manuscrite sur papier"


@dataclass(frozen=True, slots=True)
class Signature:
    """The act of one person on one document.

    ``shown`` is the SHA-256 of the document as shown, ``result`` after the act; ``consent_id`` and
    ``consent_version`` name the text agreed to, kept whole in ``consent_text``.
    """

    role: Role
    matricule: Matricule
    person: str
    at: datetime
    level: SignatureLevel
    consent_id: str
    consent_version: str
    consent_text: str
    shown: Sha256
    result: Sha256 | None = None
    declined: bool = False
    reason: str = ""
    details: dict[str, str] = field(default_factory=dict)
