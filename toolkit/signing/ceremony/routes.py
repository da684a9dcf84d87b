"""By which ways link and code reach the person: two ways, or the record says that there was one.

A link and a code in the same mailbox prove that somebody reads this mailbox, twice. So the code of a link
sent by e-mail goes to a telephone or to another address; one given by hand is followed by a code by e-mail.
"""

from __future__ import annotations

import re

from toolkit.errors import UsageError
from toolkit.model.signature_request import CodeChannel, LinkChannel, Route

_PHONE = re.compile(r"\+?[0-9]{9,15}")


def choose_route(
    link: LinkChannel, email: str, code_to: str = "", *, single_allowed: bool = False, person: str = ""
) -> Route:
    """Return the route of a request.

    Args:
        link: How the link is to travel.
        email: The person's address in the employer's file, or empty.
        code_to: Where the code is to go, an address or a telephone number; empty for ``email``.
        single_allowed: The settings allow link and code in one mailbox.
        person: Whom a refusal is about.

    Raises:
        UsageError: there is no address, or both would end in the same mailbox.
    """
    if link is LinkChannel.EMAIL and not email:
        raise UsageError(
            "cette personne n’a pas d’adresse : le lien ne peut pas partir par courriel.",
            about=person,
            next_step="Remettez-le en main propre (--lien remis), ou complétez le fichier du personnel.",
        )
    target = code_to.strip() or email
    if not target:
        raise UsageError(
            "on ne sait pas où envoyer le code à usage unique.",
            about=person,
            next_step="Donnez l’adresse ou le téléphone où la personne le lira (--code).",
        )
    if "@" not in target:
        return Route(
            link, CodeChannel.SMS, email if link is LinkChannel.EMAIL else "", _number(target, person)
        )
    single = link is LinkChannel.EMAIL and _same_mailbox(email, target)
    if single and not single_allowed:
        raise UsageError(
            "le lien et le code arriveraient dans la même boîte, ce qui ne prouve que cette boîte.",
            about=person,
            next_step="Remettez le lien en main propre (--lien remis), envoyez le code à une autre adresse "
            "ou à un téléphone, ou acceptez ce risque par single_channel dans la section [ceremony].",
        )
    return Route(link, CodeChannel.EMAIL, email if link is LinkChannel.EMAIL else "", target, single)


def _same_mailbox(one: str, other: str) -> bool:
    """Tell whether two addresses end in one mailbox, a ``+tag`` notwithstanding."""
    return _mailbox(one) == _mailbox(other)


def _mailbox(address: str) -> tuple[str, str]:
    name, _, domain = address.strip().casefold().rpartition("@")
    return name.partition("+")[0], domain


def _number(text: str, person: str) -> str:
    digits = re.sub(r"[\s.()-]", "", text)
    if not _PHONE.fullmatch(digits):
        raise UsageError(
            "ce n’est ni une adresse électronique ni un numéro de téléphone.",
            about=person,
            next_step="Écrivez par exemple 06 12 34 56 78 ou prenom@exemple.fr.",
        )
    return digits
