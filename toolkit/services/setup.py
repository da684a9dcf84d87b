"""Make a data folder that is ready for its first roster."""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.clock import Clock
from toolkit.errors import SettingsError, StoreError, disk_words
from toolkit.french import plain_letters
from toolkit.model import EmployerId, Event, EventType
from toolkit.services.office import open_keys, passphrase_of
from toolkit.settings import FILE_NAME, Settings, load_settings
from toolkit.store import Store

if TYPE_CHECKING:
    from toolkit.signing import KeyRing

_SETTINGS = """\
# Réglages de l’outil. L’environnement l’emporte : ENTRETIENS_MAIL__HOST remplace host de la section [mail].
# Un mot de passe n’a pas sa place ici : environnement, ou fichier lisible par vous seul (chmod 600).

database = "sqlite:///entretiens.db"

[employers.{slug}]
name = {name}
siren = ""
headcount = {headcount}               # au sens de l’article L130-1 du Code de la sécurité sociale
hr_name = "Service des ressources humaines"
hr_email = ""                    # une boîte que quelqu’un lit : les réponses y arrivent
hr_phone = ""
opco = ""
signatory = {{ name = {signatory}, title = {title} }}
address = {{ lines = [], postcode = "", city = "" }}

[employers.{slug}.summons]
notice_days = 15                 # jours entre l’envoi de la convocation et l’entretien
minutes = 60
first_hour = 09:00:00
last_hour = 17:00:00
per_manager_per_day = 3

# Accord d’entreprise ou de branche, s’il y en a un :
# [employers.{slug}.agreement]
# level = "branch"               # "company" ou "branch"
# adapts_rules = true
# title = "Accord du 12/01/2026"
# switch_on = 2026-10-01
# period = "P4Y"

# Une lecture de la loi autre que celle par défaut, avec son motif :
# [employers.{slug}.readings.overdue_at_switch]
# answer = "extended_to_4_years"
# reason = "Avis du conseil de l’entreprise du 12/01/2026."

[ceremony]
public_address = ""              # où mènent les liens de signature ; vide : ils se remettent en main propre
link_days = 15                   # jours de validité d’un lien
# single_channel = true          # accepter un lien et un code dans la même boîte (la preuve le dira)

[documents]
engine = "typst"                 # moteur des PDF : "typst" (rdocx le relaie), "rdocx" ou "libreoffice"

[mail]
host = ""                        # serveur d’envoi
port = 587
security = "starttls"            # "implicit" (port 465), "starttls" ou "none" (cette machine seulement)
username = ""
password_file = ""
sender = ""                      # adresse d’expédition

# L’heure d’un tiers sur chaque signature (docs/how-to/horodatage.md) :
# [signing]
# timestamp_servers = ["https://horodatage.prestataire.example/tsa"]
# timestamp_roots = "horodatage.pem"
# timestamp_username = ""
# timestamp_password_file = ""

[retention]
after_leaving = "P5Y"            # durée de conservation après le départ (P5Y : 5 ans)
"""


@dataclass(frozen=True, slots=True)
class FirstAnswers:
    """What must be known of the employer before its keys can be made."""

    name: str
    headcount: int
    signatory: str
    title: str

    def settings(self) -> str:
        """Return the text of a commented settings file."""
        return _SETTINGS.format(
            slug=plain_letters(self.name).lower(),
            name=_toml_text(self.name),
            headcount=self.headcount,
            signatory=_toml_text(self.signatory),
            title=_toml_text(self.title),
        )


@dataclass(frozen=True, slots=True)
class NewFolder:
    """What ``init`` did; ``made`` lists what did not exist before, ``roots`` each employer's fingerprint."""

    folder: Path
    made: tuple[str, ...]
    roots: dict[str, str]


def init_folder(
    folder: Path,
    start: FirstAnswers | Path,
    *,
    clock: Clock,
    actor: str,
    token: Callable[[int], bytes] = secrets.token_bytes,
) -> NewFolder:
    """Make or complete a data folder: settings, passphrase, keys, database. Twice changes nothing.

    Args:
        folder: The folder to make; it may exist.
        start: A settings file to copy, or what a new one must say; unused where the folder has one.
        clock: Dates the certificates and the journal.
        actor: Who acts, for the journal.
        token: Where the passphrase's randomness comes from.

    Raises:
        SettingsError: the folder cannot be written, or its settings are wrong.
        SigningError: keys exist that the passphrase does not open.
    """
    made = [
        name
        for name, done in (
            (str(folder), _make_folder(folder)),
            (FILE_NAME, _write_settings(folder / FILE_NAME, start)),
        )
        if done
    ]
    settings = load_settings(folder)
    store = Store.open(settings.database, folder)
    if _upgrade(store):
        made.append("la base de données")
    if _write_passphrase(folder, settings, token):
        made.append(settings.signing.passphrase_file)
    roots = {}
    for employer_id, table in settings.employers.items():
        ring, new = _keys(folder, settings, employer_id, table.name, clock)
        roots[employer_id] = ring.root_fingerprint
        if new:
            made.append(f"{settings.signing.folder}/{employer_id}")
            with store.writing(EmployerId(employer_id), actor, clock) as unit:
                body: dict[str, object] = {"root": ring.root_fingerprint}
                unit.journal.append(
                    Event(EmployerId(employer_id), EventType.KEYS_CREATED, clock.now(), actor, body=body)
                )
    store.close()
    return NewFolder(folder, tuple(made), roots)


def _upgrade(store: Store) -> bool:
    """Bring the database to the present version; tell whether there was anything to do."""
    try:
        store.check()
    except StoreError:
        store.upgrade()
        return True
    return False


def _toml_text(text: str) -> str:
    """Return ``text`` as a TOML basic string (TOML 1.0); JSON's escapes are a subset of TOML's."""
    return json.dumps(text, ensure_ascii=False)


def _make_folder(folder: Path) -> bool:
    if folder.is_dir():
        return False
    try:
        folder.mkdir(parents=True, mode=0o700)
    except OSError as error:
        raise SettingsError(
            f"le dossier ne peut pas être créé ({disk_words(error)}).",
            about=str(folder),
            next_step="Choisissez un autre emplacement, ou vérifiez vos droits.",
        ) from error
    return True


def _write_settings(target: Path, start: FirstAnswers | Path) -> bool:
    if target.exists():
        return False
    if isinstance(start, FirstAnswers):
        target.write_text(start.settings(), encoding="utf-8")
        return True
    try:
        shutil.copyfile(start, target)
    except OSError as error:
        raise SettingsError(
            f"ce fichier de réglages ne peut pas être copié ({disk_words(error)}).",
            about=str(start),
            next_step="Vérifiez son emplacement.",
        ) from error
    return True


def _write_passphrase(folder: Path, settings: Settings, token: Callable[[int], bytes]) -> bool:
    path = folder / settings.signing.passphrase_file
    if settings.signing.passphrase is not None or path.exists():
        return False
    from toolkit.signing import new_passphrase  # noqa: PLC0415 - heavy to import

    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.partiel")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(new_passphrase(token))
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)  # whole or not at all: keys protected by half a passphrase would never open again
    return True


def _keys(
    folder: Path, settings: Settings, employer_id: str, owner: str, clock: Clock
) -> tuple[KeyRing, bool]:
    """Return an employer's keys, and whether they were made now."""
    from toolkit.signing import create_keys  # noqa: PLC0415 - heavy to import

    place = folder / settings.signing.folder / employer_id
    if place.is_dir():
        return open_keys(settings, folder, place), False
    return create_keys(place, passphrase_of(settings, folder), owner, clock), True
