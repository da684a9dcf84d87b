"""What the doctor looks at where the hour of a third party is concerned."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from toolkit.french import count
from toolkit.services.office import Office
from toolkit.services.probes import Check, Verdict
from toolkit.services.stamping import waiting_documents
from toolkit.settings import FILE_NAME

_SUBJECT = "Horodatage"
_MUCH = timedelta(seconds=30)
_check = partial(Check, _SUBJECT)


def timestamp_checks(office: Office, *, network: bool = True) -> Iterator[Check]:
    """Look at the timestamp servers, the keys that long-term proof needs, and the documents that wait.

    Args:
        office: The employer's office.
        network: Ask the servers for a timestamp.
    """
    if not office.settings.signing.timestamp_servers:
        yield _check(
            Verdict.GAP,
            "aucun serveur d’horodatage.",
            "L’heure des sceaux est celle de ce poste ; le sommaire de chaque dossier de preuve le dit.",
            f"Indiquez signing.timestamp_servers et signing.timestamp_roots dans {FILE_NAME}.",
        )
        return
    if network:
        yield from _server(office)
    if office.settings.signing.long_term and not office.keys.lasting:
        yield _check(
            Verdict.GAP,
            "les clés ont été créées avant la conservation à long terme.",
            "Les documents sont horodatés (PAdES B-T), mais leur signature ne se vérifiera plus d’après la "
            "norme une fois le certificat du cachet échu.",
            "Seule une nouvelle racine lève cette limite : créez un nouveau dossier de données avec "
            "« entretiens init », et gardez celui-ci pour ce qu’il a scellé.",
        )
    waiting = waiting_documents(office)
    if waiting:
        yield _check(
            Verdict.GAP,
            f"{count(len(waiting), 'document scellé', 'documents scellés')} sans horodatage.",
            "Leur date repose encore sur l’horloge de ce poste.",
            "« entretiens evidence renew » les horodate.",
        )


def _server(office: Office) -> Iterator[Check]:
    """Ask for one timestamp, and compare the clocks."""
    servers = office.timestamps
    if servers is None:
        return
    token = servers.stamp(bytes(32))
    name = token.name
    drift = servers.drift or timedelta(0)
    yield _check(Verdict.SOUND, f"« {name} » répond.")
    if abs(drift) > _MUCH:
        yield _check(
            Verdict.GAP,
            f"l’horloge de ce poste a {abs(drift).seconds} secondes d’écart avec la sienne.",
            "Les heures des pièces se contrediraient.",
            "Réglez l’heure de ce poste sur Internet.",
        )
