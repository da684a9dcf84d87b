"""Keys, seals and signatures: what the employer certifies, and how anyone checks it.

Names are resolved on first use, so that ``from toolkit import signing`` does not load the PDF and
cryptography libraries before a key is needed.
"""

from __future__ import annotations

import logging
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from toolkit.signing.acts import ActEvent, PresenceAct, SigningAct
    from toolkit.signing.admission import refuse_foreign, refuse_unfit
    from toolkit.signing.consents import Consent, consent_text
    from toolkit.signing.detached import DetachedVerdict, is_seal_of, seal_detached, verify_detached
    from toolkit.signing.exchange import Credentials
    from toolkit.signing.keys import KeyRing, create_keys, fingerprint, load_keys, new_passphrase
    from toolkit.signing.persons import await_person, sign_person
    from toolkit.signing.protection import Protection, Sealed
    from toolkit.signing.records import evidence_record
    from toolkit.signing.responder import Responder
    from toolkit.signing.sealing import renew_pdf, seal_pdf, upgrade_pdf
    from toolkit.signing.sequence import begin, close, sign_in_presence
    from toolkit.signing.signer import CachedSigner
    from toolkit.signing.stamps import Box
    from toolkit.signing.timestamps import (
        TimestampServers,
        TimestampVerdict,
        timestamp_bytes,
        verify_timestamp,
    )
    from toolkit.signing.verification import PdfVerdict, SignatureFacts, verify_pdf

_HOMES = {
    "ActEvent": "acts",
    "Box": "stamps",
    "CachedSigner": "signer",
    "Consent": "consents",
    "Credentials": "exchange",
    "DetachedVerdict": "detached",
    "KeyRing": "keys",
    "PdfVerdict": "verification",
    "PresenceAct": "acts",
    "Protection": "protection",
    "Responder": "responder",
    "Sealed": "protection",
    "SignatureFacts": "verification",
    "SigningAct": "acts",
    "TimestampServers": "timestamps",
    "TimestampVerdict": "timestamps",
    "await_person": "persons",
    "begin": "sequence",
    "close": "sequence",
    "consent_text": "consents",
    "create_keys": "keys",
    "evidence_record": "records",
    "fingerprint": "keys",
    "is_seal_of": "detached",
    "load_keys": "keys",
    "new_passphrase": "keys",
    "refuse_foreign": "admission",
    "refuse_unfit": "admission",
    "renew_pdf": "sealing",
    "seal_detached": "detached",
    "seal_pdf": "sealing",
    "sign_in_presence": "sequence",
    "sign_person": "persons",
    "timestamp_bytes": "timestamps",
    "upgrade_pdf": "sealing",
    "verify_detached": "detached",
    "verify_pdf": "verification",
    "verify_timestamp": "timestamps",
}

__all__ = [
    "ActEvent",
    "Box",
    "CachedSigner",
    "Consent",
    "Credentials",
    "DetachedVerdict",
    "KeyRing",
    "PdfVerdict",
    "PresenceAct",
    "Protection",
    "Responder",
    "Sealed",
    "SignatureFacts",
    "SigningAct",
    "TimestampServers",
    "TimestampVerdict",
    "await_person",
    "begin",
    "close",
    "consent_text",
    "create_keys",
    "evidence_record",
    "fingerprint",
    "is_seal_of",
    "load_keys",
    "new_passphrase",
    "refuse_foreign",
    "refuse_unfit",
    "renew_pdf",
    "seal_detached",
    "seal_pdf",
    "sign_in_presence",
    "sign_person",
    "timestamp_bytes",
    "upgrade_pdf",
    "verify_detached",
    "verify_pdf",
    "verify_timestamp",
]


# Verdicts and errors say it in French; tracebacks of the libraries would only frighten who reads a terminal.
for _library in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_library).addHandler(logging.NullHandler())
    logging.getLogger(_library).setLevel(logging.ERROR)


def __getattr__(name: str) -> object:
    """Import the module that holds ``name`` when it is first asked for (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
