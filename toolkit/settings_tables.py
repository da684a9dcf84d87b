"""The tables of ``entretiens.toml``, each with what it holds, its defaults and its limits."""

from __future__ import annotations

from datetime import date, time
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from toolkit.model.document import DocumentKind
from toolkit.model.employer import Address, Agreement, AgreementLevel, ChosenReading, Employer, Signatory
from toolkit.model.identifiers import EmployerId


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AddressTable(_Table):
    """A postal address."""

    lines: list[str] = []
    postcode: str = ""
    city: str = ""
    country: str = "France"


class SignatoryTable(_Table):
    """Who signs for the employer."""

    name: str
    title: str


IsoDuration = Annotated[str, Field(pattern=r"^P(\d+[YMWD])+$")]


class AgreementTable(_Table):
    """A collective agreement on career interviews."""

    level: AgreementLevel
    adapts_rules: bool
    title: str = ""
    switch_on: date | None = None
    first_after: IsoDuration | None = None
    period: IsoDuration | None = None
    tolerance: IsoDuration | None = None
    notice: IsoDuration | None = None
    refusal_notice_working_days: int | None = Field(default=None, ge=0)


class ReadingTable(_Table):
    """The answer to an open question, with the written reason that documents cite."""

    answer: str
    reason: str = Field(min_length=10)


class SummonsTable(_Table):
    """How meetings are proposed. ``notice_days`` are calendar days."""

    notice_days: int = Field(default=15, ge=1, le=90)
    minutes: int = Field(default=60, ge=15, le=240)
    first_hour: time = time(9)
    last_hour: time = time(17)
    per_manager_per_day: int = Field(default=3, ge=1)
    days_off: list[date] = []


class LetterheadTable(_Table):
    """What every document wears."""

    logo: str = ""
    colour: str = Field(default="1F4E79", pattern=r"^[0-9A-Fa-f]{6}$")
    footer: str = ""


class EmployerTable(_Table):
    """One employer of the installation."""

    name: str
    siren: str = Field(default="", pattern=r"^(\d{9})?$")
    headcount: int = Field(ge=0)
    signatory: SignatoryTable
    address: AddressTable = AddressTable()
    hr_name: str = ""
    hr_email: str = ""
    hr_phone: str = ""
    opco: str = ""
    agreement: AgreementTable | None = None
    readings: dict[str, ReadingTable] = {}
    summons: SummonsTable = SummonsTable()
    letterhead: LetterheadTable = LetterheadTable()

    def employer(self, employer_id: EmployerId) -> Employer:
        """Return the employer that the other rooms know."""
        fields = self.agreement.model_dump() if self.agreement else None
        return Employer(
            id=employer_id,
            name=self.name,
            siren=self.siren,
            headcount=self.headcount,
            signatory=Signatory(self.signatory.name, self.signatory.title),
            address=Address(
                tuple(self.address.lines), self.address.postcode, self.address.city, self.address.country
            ),
            hr_name=self.hr_name,
            hr_email=self.hr_email,
            hr_phone=self.hr_phone,
            opco=self.opco,
            agreement=Agreement(**fields) if fields else None,
            readings={q: ChosenReading(r.answer, r.reason) for q, r in self.readings.items()},
        )


class MailSecurity(StrEnum):
    """How the connection to the relay is protected; ``none`` is allowed towards this machine only."""

    IMPLICIT = "implicit"
    STARTTLS = "starttls"
    NONE = "none"


class MailTable(_Table):
    """The relay that takes our messages."""

    host: str = ""
    port: int = Field(default=587, ge=1, le=65535)
    security: MailSecurity = MailSecurity.STARTTLS
    username: str = ""
    password: SecretStr | None = None
    password_file: str = ""
    sender: str = ""
    bounces: str = ""
    connections: int = Field(default=4, ge=1, le=64)
    timeout_seconds: int = Field(default=30, ge=1, le=600)


class PdfEngine(StrEnum):
    """What draws PDF files; ``typst`` is the fastest, and leaves to rdocx what it does not draw."""

    TYPST = "typst"
    RDOCX = "rdocx"
    LIBREOFFICE = "libreoffice"


class DocumentsTable(_Table):
    """How documents are made."""

    engine: PdfEngine = PdfEngine.TYPST


class HardwareTable(_Table):
    """The PKCS#11 token that holds the seal's key, or is to: library, label, and where its code is."""

    module: str = ""
    token: str = ""
    label: str = "cachet"
    pin: SecretStr | None = None
    pin_file: str = ""


class SigningTable(_Table):
    """Where the keys are, and who tells the hour; secrets are in files of mode 0600 or in the environment.

    ``timestamp_servers`` are asked in their order; ``timestamp_roots`` names the PEM file of the roots that
    their certificates are trusted under. ``long_term`` adds to each closed document what proves its
    signatures after their certificates have ended.
    """

    folder: str = "cles"
    passphrase: SecretStr | None = None
    passphrase_file: str = "cles/phrase-de-passe"  # noqa: S105 - a path, not a secret
    timestamp_servers: list[Annotated[str, Field(pattern=r"^https?://\S+$")]] = []
    timestamp_roots: str = ""
    timestamp_username: str = ""
    timestamp_password: SecretStr | None = None
    timestamp_password_file: str = ""
    timestamp_seconds: int = Field(default=10, ge=1, le=120)
    long_term: bool = True
    hardware: HardwareTable = HardwareTable()


class RetentionRule(_Table):
    """How long pieces of one kind are kept; empty where only the general period counts."""

    after_leaving: IsoDuration | None = None
    after_made: IsoDuration | None = None


_WORKING_PAPERS = RetentionRule(after_made="P2Y", after_leaving="P1Y")


class RetentionTable(_Table):
    """How long personal data are kept (Regulation (EU) 2016/679, article 5, 1 e).

    Five years after the contract is the limitation period of claims for discrimination (article L1134-5), the
    longest of those that a career interview can serve; while the contract lasts, the recap looks back on it.
    """

    after_leaving: IsoDuration = "P5Y"
    kinds: dict[DocumentKind, RetentionRule] = {
        DocumentKind.PREPARATION_SHEET: _WORKING_PAPERS,
        DocumentKind.FORM_BLANK: _WORKING_PAPERS,
    }


class CeremonyTable(_Table):
    """Signing by a personal link.

    ``public_address`` is where the signing pages are reached; empty while there are none. ``link_days`` are
    calendar days. ``single_channel`` lets link and code end in the same mailbox, which the proof then says.
    """

    public_address: str = Field(
        default="", pattern=r"^(https://\S+|http://(127\.0\.0\.1|localhost)(:\d+)?\S*)?$"
    )
    link_days: int = Field(default=15, ge=1, le=60)
    single_channel: bool = False
