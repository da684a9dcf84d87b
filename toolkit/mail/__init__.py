"""Messages written as exact bytes, and their delivery to a relay with the fate of each told."""

from email.headerregistry import Address

from toolkit.mail.access import RelaySettings
from toolkit.mail.addresses import check_address, clean_name
from toolkit.mail.filling import CODE_PLACE, LINK_PLACE, filled
from toolkit.mail.message import (
    Attachment,
    CalendarMethod,
    Heading,
    handover_message,
    invitation_message,
    letter_message,
    new_message_id,
    secret_message,
)
from toolkit.mail.outcome import Accepted, Outcome, Outgoing, Refused, Tls, Uncertain
from toolkit.mail.relay import Relay
from toolkit.mail.rendering import Body, render
from toolkit.mail.texts import (
    Audience,
    CancellationText,
    ChangeText,
    Contact,
    ConvocationText,
    DecisionsText,
    HandoverText,
    HiringNoticeText,
    InvitationText,
    LetterText,
    MessageText,
    SecretText,
    SignatureCodeText,
    SignatureLinkText,
    Step,
)

__all__ = [
    "CODE_PLACE",
    "LINK_PLACE",
    "Accepted",
    "Address",
    "Attachment",
    "Audience",
    "Body",
    "CalendarMethod",
    "CancellationText",
    "ChangeText",
    "Contact",
    "ConvocationText",
    "DecisionsText",
    "HandoverText",
    "Heading",
    "HiringNoticeText",
    "InvitationText",
    "LetterText",
    "MessageText",
    "Outcome",
    "Outgoing",
    "Refused",
    "Relay",
    "RelaySettings",
    "SecretText",
    "SignatureCodeText",
    "SignatureLinkText",
    "Step",
    "Tls",
    "Uncertain",
    "check_address",
    "clean_name",
    "filled",
    "handover_message",
    "invitation_message",
    "letter_message",
    "new_message_id",
    "render",
    "secret_message",
]
