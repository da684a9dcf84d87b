"""Where the parts are put together: the data folder of one employer, opened for one person."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from toolkit.clock import Clock, SystemClock
from toolkit.errors import SettingsError
from toolkit.french import listing
from toolkit.model import Employer, EmployerId
from toolkit.settings import FILE_NAME, Settings, load_settings, read_secret
from toolkit.settings_tables import EmployerTable, PdfEngine
from toolkit.store import Store, Unit

if TYPE_CHECKING:
    from toolkit.documents import PdfMaker
    from toolkit.signing import KeyRing, Protection, TimestampServers
    from toolkit.signing.hardware import HardwareKey


@dataclass(frozen=True)
class Office:
    """Everything a request needs: the folder, its settings and store, the clock, randomness, who acts.

    ``token(n)`` returns ``n`` random bytes; ``actor`` is written to the journal.
    """

    folder: Path
    settings: Settings
    store: Store
    clock: Clock
    token: Callable[[int], bytes]
    employer: Employer
    actor: str

    @property
    def table(self) -> EmployerTable:
        """The settings of this employer."""
        return self.settings.employers[self.employer.id]

    @property
    def demonstration(self) -> bool:
        """Whether every piece must be marked as a demonstration."""
        return self.settings.demonstration

    def place(self, name: str) -> Path:
        """Return where this employer's files of a kind lie: apart from those of the others, if there are."""
        place = self.folder / name
        return place / self.employer.id if len(self.settings.employers) > 1 else place

    @cached_property
    def keys(self) -> KeyRing:
        """The employer's keys, opened once.

        Raises:
            SettingsError: the passphrase cannot be read.
            SigningError: the keys are missing or do not open.
        """
        return open_keys(self.settings, self.folder, self.keys_folder)

    @property
    def keys_folder(self) -> Path:
        """Where the employer's keys lie."""
        return self.folder / self.settings.signing.folder / self.employer.id

    @property
    def token_key(self) -> HardwareKey | None:
        """The token that the settings name for the seal's key, or None."""
        return hardware_key(self.settings, self.folder)

    @cached_property
    def timestamps(self) -> TimestampServers | None:
        """The timestamp servers of the settings, or None.

        Raises:
            SettingsError: their roots or their password cannot be read.
        """
        signing = self.settings.signing
        if not signing.timestamp_servers:
            return None
        from toolkit.signing import Credentials, TimestampServers  # noqa: PLC0415 - heavy, and few requests sign

        credentials = None
        if signing.timestamp_username:
            secret = read_secret(signing.timestamp_password, signing.timestamp_password_file, self.folder)
            credentials = Credentials(signing.timestamp_username, secret.decode())
        return TimestampServers(
            signing.timestamp_servers,
            self.timestamp_roots,
            self.clock,
            credentials=credentials,
            seconds=signing.timestamp_seconds,
        )

    @cached_property
    def timestamp_roots(self) -> tuple[bytes, ...]:
        """The roots that timestamp servers are trusted under, in PEM, one certificate each.

        Raises:
            SettingsError: the file that the settings name cannot be read, or holds no certificate.
        """
        name = self.settings.signing.timestamp_roots
        if not name and not self.settings.signing.timestamp_servers:
            return ()
        path = self.folder / name
        content = path.read_bytes() if path.is_file() else b""
        roots = tuple(
            re.findall(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----\n?", content, re.DOTALL)
        )
        if not roots:
            raise SettingsError(
                "le fichier des racines d’horodatage est introuvable, ou ne contient aucun certificat.",
                about=f"entretiens.toml, signing.timestamp_roots : {name}",
                next_step="Demandez au prestataire d’horodatage son certificat racine, au format PEM.",
            )
        return roots

    @cached_property
    def protection(self) -> Protection:
        """What is added to each signature.

        Raises:
            SettingsError: the timestamp settings are incomplete.
        """
        from toolkit.signing import Protection  # noqa: PLC0415 - heavy, and few requests sign

        return Protection(self.timestamps, long_term=self.settings.signing.long_term)

    @cached_property
    def engine(self) -> PdfMaker:
        """What turns Word documents into PDF, started once and stopped by :meth:`close`."""
        from toolkit.documents import (  # noqa: PLC0415 - heavy, and few requests draw
            LibreOfficeEngine,
            PdfMaker,
            RdocxEngine,
            TypstEngine,
        )

        chosen = self.settings.documents.engine
        return PdfMaker(
            fast=TypstEngine() if chosen is PdfEngine.TYPST else None,
            other=LibreOfficeEngine() if chosen is PdfEngine.LIBREOFFICE else RdocxEngine(),
        )

    def close(self) -> None:
        """Stop what was started."""
        if "engine" in self.__dict__:
            self.engine.close()
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def writing(self) -> AbstractContextManager[Unit]:
        """Open one transaction that writes."""
        return self.store.writing(self.employer.id, self.actor, self.clock)

    def reading(self) -> AbstractContextManager[Unit]:
        """Open one transaction that only reads."""
        return self.store.reading(self.employer.id)


def open_office(
    folder: Path,
    *,
    employer: str | None = None,
    actor: str,
    clock: Clock | None = None,
    token: Callable[[int], bytes] = secrets.token_bytes,
) -> Office:
    """Open the data folder for one employer.

    Args:
        folder: The data folder made by ``entretiens init``.
        employer: Which employer; needed when the settings name several.
        actor: Who acts, as the journal will say.
        clock: Where time comes from; the machine's by default.
        token: Where randomness comes from.

    Raises:
        SettingsError: no settings, wrong settings, or no such employer.
        StoreError: the database cannot be opened, or was made by another version.
    """
    settings = load_settings(folder)
    chosen = _choose(settings, employer, folder)
    store = Store.open(settings.database, folder)
    store.check()
    return Office(
        folder=folder,
        settings=settings,
        store=store,
        clock=clock or SystemClock(),
        token=token,
        employer=settings.employers[chosen].employer(chosen),
        actor=actor,
    )


def passphrase_of(settings: Settings, folder: Path) -> bytes:
    """Return what opens the keys.

    Raises:
        SettingsError: it is given nowhere, or others may read its file.
    """
    return read_secret(settings.signing.passphrase, settings.signing.passphrase_file, folder)


def open_keys(settings: Settings, folder: Path, place: Path) -> KeyRing:
    """Return the keys that lie in ``place``; the token of the settings is asked only for a key that is in it.

    Raises:
        SettingsError: the passphrase or the token's code cannot be read.
        SigningError: the keys are missing or do not open.
    """
    from toolkit.signing import load_keys  # noqa: PLC0415 - heavy, and few requests sign
    from toolkit.signing.key_files import HARDWARE_LABEL  # noqa: PLC0415

    token = hardware_key(settings, folder) if (place / HARDWARE_LABEL).exists() else None
    return load_keys(place, passphrase_of(settings, folder), token)


def hardware_key(settings: Settings, folder: Path) -> HardwareKey | None:
    """Return the token that the settings name for the seal's key, or None.

    Raises:
        SettingsError: its code is given nowhere, or others may read its file.
    """
    from toolkit.signing.hardware import HardwareKey  # noqa: PLC0415 - heavy, and few requests sign

    table = settings.signing.hardware
    if not table.module:
        return None
    pin = read_secret(table.pin, table.pin_file, folder)
    return HardwareKey(Path(table.module), table.token, table.label, pin)


def _choose(settings: Settings, wanted: str | None, folder: Path) -> EmployerId:
    names = sorted(settings.employers)
    if wanted is None and len(names) == 1:
        return EmployerId(names[0])
    if wanted in names:
        return EmployerId(wanted)
    if not names:
        problem, hint = "aucun employeur n’est décrit.", "Ajoutez-y une section [employers.…]."
    else:
        problem = (
            f"l’employeur « {wanted} » n’y figure pas." if wanted else "plusieurs employeurs y figurent."
        )
        hint = f"Indiquez --employeur parmi : {listing(names)}."
    raise SettingsError(problem, about=str(folder / FILE_NAME), next_step=hint)
