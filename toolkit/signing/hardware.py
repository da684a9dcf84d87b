"""A seal key that never leaves its hardware: PKCS#11 modules, from a smart card to a server's HSM.

The key is made in the module, sensitive and not extractable (PKCS #11 v3.1, 4.9); only the certificates are
on disk. The library ``python-pkcs11`` is installed on demand: ``pip install "entretiens-toolkit[hsm]"``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key

from toolkit.errors import SigningError
from toolkit.signing.certificates import KEY_BITS
from toolkit.signing.envelope import as_asn1

if TYPE_CHECKING:
    from pkcs11 import Session

    from toolkit.signing.token_signer import TokenSigner

NEXT_STEP = (
    "Vérifiez le module, le jeton et le code dans [signing.hardware] ; un jeton perdu se remplace par "
    "« entretiens keys rotate »."
)


@dataclass(frozen=True, slots=True)
class HardwareKey:
    """Where a key is, and what opens it.

    Args:
        module: The PKCS#11 library of the hardware's maker.
        token: Label of the token.
        label: Label of the key pair in the token.
        pin: The user's code; kept out of representations.
    """

    module: Path
    token: str
    label: str
    pin: bytes = field(repr=False)


def open_session(key: HardwareKey, *, writing: bool = False) -> Session:
    """Return a session with the token of ``key``, logged in.

    Raises:
        SigningError: the library or the token is not there, or the code is refused.
    """
    try:
        import pkcs11  # noqa: PLC0415 - an extra that few install
    except ModuleNotFoundError:
        raise SigningError(
            "le pilote des modules matériels n’est pas installé.",
            about="[signing.hardware]",
            next_step='Installez-le : pip install "entretiens-toolkit[hsm]".',
        ) from None
    with _hardware_door(key):
        token = pkcs11.lib(str(key.module)).get_token(token_label=key.token)
        try:
            return token.open(rw=writing, user_pin=key.pin.decode())
        except pkcs11.exceptions.UserAlreadyLoggedIn:  # a login is the process's, not the session's (5.6.8)
            return token.open(rw=writing)


def make_key(key: HardwareKey) -> RSAPublicKey:
    """Make the key pair in the token, and return its public half.

    Raises:
        SigningError: the token cannot be used, or holds a key of this label already.
    """
    session = open_session(key, writing=True)
    from pkcs11 import Attribute, KeyType, ObjectClass  # noqa: PLC0415 - after open_session found it
    from pkcs11.util.rsa import encode_rsa_public_key  # noqa: PLC0415

    with session, _hardware_door(key):
        wanted = {Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.LABEL: key.label}
        if list(session.get_objects(wanted)):  # read to its end: a search left open blocks the session
            raise SigningError(
                "le jeton contient déjà une clé de ce nom ; une clé n’est jamais remplacée.",
                about=f"{key.token} : {key.label}",
                next_step="Choisissez un autre nom dans [signing.hardware] label.",
            )
        public, _ = session.generate_keypair(
            KeyType.RSA,
            KEY_BITS,
            label=key.label,
            store=True,
            private_template={Attribute.SENSITIVE: True, Attribute.EXTRACTABLE: False},
        )
        encoded = encode_rsa_public_key(public)
    return _public_key(encoded)


def hardware_signer(key: HardwareKey, seal: x509.Certificate, issuing: x509.Certificate) -> TokenSigner:
    """Return what seals with the key in the token, of which ``seal`` is the certificate.

    Raises:
        SigningError: the token cannot be used, or its key is not that of the certificate.
    """
    session = open_session(key)
    from toolkit.signing.token_signer import TokenSigner  # noqa: PLC0415 - after open_session found the driver

    _refuse_stranger(session, key, seal)
    return TokenSigner(session, key.label, as_asn1(seal), as_asn1(issuing))


def _refuse_stranger(session: Session, key: HardwareKey, seal: x509.Certificate) -> None:
    """Refuse a token whose key is not the one that the certificate vouches for."""
    from pkcs11 import Attribute, ObjectClass  # noqa: PLC0415 - after open_session found it
    from pkcs11.util.rsa import encode_rsa_public_key  # noqa: PLC0415

    with _hardware_door(key):
        wanted = {Attribute.CLASS: ObjectClass.PUBLIC_KEY, Attribute.LABEL: key.label}
        found: list[Any] = list(session.get_objects(wanted))
        numbers = [_public_key(encode_rsa_public_key(each)).public_numbers() for each in found]
    public = seal.public_key()
    if not isinstance(public, RSAPublicKey) or numbers != [public.public_numbers()]:
        raise SigningError(
            "la clé du jeton n’est pas celle du certificat du cachet.",
            about=f"{key.token} : {key.label}",
            next_step="Indiquez le jeton et le nom de la clé avec lesquels ce cachet a été créé.",
        )


@contextmanager
def _hardware_door(key: HardwareKey) -> Iterator[None]:
    """Tell the library's errors in French; none of them repeats the code."""
    from pkcs11 import exceptions  # noqa: PLC0415 - after open_session found it

    try:
        yield
    except (exceptions.PinIncorrect, exceptions.PinLenRange, exceptions.PinInvalid):
        problem = "le code du jeton est refusé."
    except exceptions.PinLocked:
        problem = "le jeton est bloqué après trop de codes faux."
    except (exceptions.NoSuchToken, exceptions.TokenNotPresent, exceptions.MultipleTokensReturned):
        problem = "ce jeton n’est pas présent, ou plusieurs portent ce nom."
    except exceptions.PKCS11Error as error:
        problem = f"le module matériel a répondu par une erreur ({type(error).__name__})."
    except (RuntimeError, OSError):
        problem = "la bibliothèque du module matériel ne peut pas être ouverte."
    else:
        return
    raise SigningError(problem, about=f"{key.module.name}, jeton {key.token}", next_step=NEXT_STEP)


def _public_key(encoded: bytes) -> RSAPublicKey:
    public = load_der_public_key(encoded)
    if not isinstance(public, RSAPublicKey):
        raise TypeError("the seal key must be RSA")
    return public
