"""Two persons who sign from afar: each opens a personal link, reads, asks for a code, types it, and signs."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from email import message_from_bytes, policy
from email.message import EmailMessage

from toolkit.errors import NotFoundError
from toolkit.model import Case, CaseId, RequestContext, Role
from toolkit.services.office import Office
from toolkit.services.signature_answers import Answer, sign
from toolkit.services.signature_codes import answer_code, request_code
from toolkit.services.signature_mail import sheet_of
from toolkit.services.signature_requests import request_signatures
from toolkit.services.signature_visits import Visit, open_link, page_displayed

Inbox = Callable[[str], Sequence[bytes]]
"""Returns the messages that a mailbox received, the last one last."""

CONTEXT = RequestContext("127.0.0.1", "démonstration", "", "Europe/Paris", "poste de démonstration")
_LINK = re.compile(r"[\w.-]{60,}")
_CODE = re.compile(r"\b\d{3} \d{3}\b")


def sign_by_link(office: Office, case_id: CaseId, inbox: Inbox) -> Case:
    """Ask both persons for their signature, and have each give it as a person would.

    Args:
        office: The employer's office.
        case_id: A reported case whose persons have a mailbox.
        inbox: Where the codes arrive.
    """
    request_signatures(office, case_id)
    case = _answer(office, case_id, Role.EMPLOYEE, inbox)
    return _answer(office, case.id, Role.MANAGER, inbox)


def _answer(office: Office, case_id: CaseId, role: Role, inbox: Inbox) -> Case:
    with office.reading() as unit:
        request = unit.requests.present(case_id, role)
    if request is None:
        raise NotFoundError("la démonstration attendait une demande de signature.", about=str(case_id))
    visit = Visit(_found(_LINK, sheet_of(office, request).read_text(encoding="utf-8")), CONTEXT)
    opened = open_link(office, visit)
    for page in range(1, opened.request.pages + 1):
        page_displayed(office, visit, page)
    request_code(office, visit)
    entry = answer_code(office, visit, _found(_CODE, _text(inbox(request.route.code_to)[-1])))
    return sign(office, visit, entry, Answer(opened.consent)).case


def _text(content: bytes) -> str:
    message = message_from_bytes(content, _class=EmailMessage, policy=policy.default)
    body = message.get_body(("plain",))
    return str(body.get_content()) if body is not None else ""


def _found(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    if found is None:
        raise NotFoundError("la démonstration n’a pas trouvé le lien ou le code attendu.")
    return found[0]
