"""The office of one report to sign, its relay, and what each person finds in a mailbox or on a sheet."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from email import message_from_bytes, policy
from email.message import EmailMessage

from toolkit.demo.capture import CaptureServer
from toolkit.model import Case, RequestContext, Role, SignatureRequest
from toolkit.services.office import Office
from toolkit.services.signature_answers import Answer, Answered, sign
from toolkit.services.signature_codes import answer_code, request_code
from toolkit.services.signature_mail import sheet_of
from toolkit.services.signature_requests import request_signatures
from toolkit.services.signature_visits import Visit, open_link, page_displayed

from .conftest import LAMBERT, case_of, connected

CONTEXT = RequestContext("192.0.2.7", "Navigateur d’essai", "TLSv1.3", "Europe/Paris", "téléphone")
PUBLIC = "https://signer.atelier.example"
EMPLOYEE_BOX = f"p{LAMBERT}@atelier.example"
MANAGER_BOX = "kessler@atelier.example"
HOME = "ines@chez-elle.example"


@dataclass(frozen=True)
class Mailroom:
    """An office and its relay; the persons act through it as they would."""

    office: Office
    server: CaptureServer

    @property
    def case(self) -> Case:
        return case_of(self.office, LAMBERT)

    def last_to(self, recipient: str) -> str:
        """Return the text of the last message that a mailbox received."""
        arrived = [m for m in self.server.messages if m.recipients == (recipient,)]
        message = message_from_bytes(arrived[-1].content, _class=EmailMessage, policy=policy.default)
        body = message.get_body(("plain",))
        assert body is not None
        return str(body.get_content())

    def visit(self, role: Role, recipient: str = "") -> Visit:
        """Return the link as it lies on its sheet, or in the mailbox."""
        text = (
            self.last_to(recipient)
            if recipient
            else sheet_of(self.office, self.request(role)).read_text(encoding="utf-8")
        )
        found = re.search(r"[\w.-]{60,}", text)
        assert found
        return Visit(found[0], CONTEXT)

    def request(self, role: Role = Role.EMPLOYEE) -> SignatureRequest:
        with self.office.reading() as unit:
            found = unit.requests.present(self.case.id, role)
        assert found
        return found

    def asked(self) -> Visit:
        """Ask for signatures, and return the employee's link."""
        request_signatures(self.office, self.case.id)
        return self.visit(Role.EMPLOYEE)

    def code(self, visit: Visit, recipient: str = EMPLOYEE_BOX) -> str:
        """Ask for a code, and return it as it arrived."""
        request_code(self.office, visit)
        found = re.search(r"\b\d{3} \d{3}\b", self.last_to(recipient))
        assert found
        return found[0]

    def read(self, visit: Visit) -> None:
        """Open the document and show every page."""
        opened = open_link(self.office, visit)
        for page in range(1, opened.request.pages + 1):
            page_displayed(self.office, visit, page)

    def entered(self, visit: Visit, recipient: str = EMPLOYEE_BOX) -> str:
        self.read(visit)
        return answer_code(self.office, visit, self.code(visit, recipient))

    def answer(self, visit: Visit) -> Answer:
        return Answer(open_link(self.office, visit).consent)

    def sign(self, visit: Visit, recipient: str = EMPLOYEE_BOX) -> Answered:
        entry = self.entered(visit, recipient)
        return sign(self.office, visit, entry, self.answer(visit))

    def both_sign(self) -> Case:
        self.sign(self.asked())
        return self.sign(self.visit(Role.MANAGER), MANAGER_BOX).case


def mailroom(office: Office, server: CaptureServer) -> Mailroom:
    """Return the office with ``server`` as its relay and a public address for its links."""
    server.messages.clear()
    reached = connected(office, server)
    ceremony = reached.settings.ceremony.model_copy(update={"public_address": PUBLIC})
    opened = replace(reached, settings=reached.settings.model_copy(update={"ceremony": ceremony}))
    opened.__dict__["engine"] = reached.engine
    return Mailroom(opened, server)


def with_single_channel(room: Mailroom) -> Mailroom:
    """Return the same mailroom, where link and code may end in one mailbox."""
    ceremony = room.office.settings.ceremony.model_copy(update={"single_channel": True})
    office = replace(room.office, settings=room.office.settings.model_copy(update={"ceremony": ceremony}))
    office.__dict__["engine"] = room.office.engine
    return Mailroom(office, room.server)
