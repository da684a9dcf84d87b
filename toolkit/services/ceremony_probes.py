"""What the doctor says of signatures by a personal link."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.services.office import Office
from toolkit.services.probes import Check, Verdict
from toolkit.services.secrets_in_mail import key_of_links, key_path
from toolkit.settings import FILE_NAME

SUBJECT = "Signature par lien"


def ceremony_checks(office: Office) -> Iterator[Check]:
    """Look at what links need: their key, an address, two ways.

    Raises:
        SettingsError: the key of links cannot be read, or others may read it.
    """
    if key_path(office).is_file():
        key_of_links(office)
    ceremony = office.settings.ceremony
    if ceremony.public_address:
        yield Check(SUBJECT, Verdict.SOUND, f"les liens mènent à {ceremony.public_address}.")
    else:
        yield Check(
            SUBJECT,
            Verdict.GAP,
            "les pages de signature n’ont pas d’adresse.",
            "Les liens se remettent en main propre, et les personnes signent depuis un poste de l’employeur.",
            f"Indiquez [ceremony] public_address dans {FILE_NAME}.",
        )
    if ceremony.single_channel:
        yield Check(
            SUBJECT,
            Verdict.GAP,
            "un seul canal est accepté (single_channel).",
            "Un lien et un code dans la même boîte ne prouvent que cette boîte ; les preuves le disent.",
        )
