"""The one settings file, ``entretiens.toml``: read, checked, and explained when something is wrong.

Environment variables ``ENTRETIENS_*`` override it (``ENTRETIENS_MAIL__HOST`` for ``[mail] host``). Secrets
never stand in it: they are read from the environment or from a file of mode 0600.
"""

from __future__ import annotations

import os
import stat
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from toolkit.errors import SettingsError
from toolkit.settings_problems import told
from toolkit.settings_tables import (
    CeremonyTable,
    DocumentsTable,
    EmployerTable,
    MailTable,
    RetentionTable,
    SigningTable,
)

FILE_NAME = "entretiens.toml"


class Settings(BaseSettings):
    """Everything that the file and the environment say."""

    model_config = SettingsConfigDict(
        env_prefix="ENTRETIENS_", env_nested_delimiter="__", extra="forbid", frozen=True
    )

    database: str = "sqlite:///entretiens.db"
    demonstration: bool = False
    employers: dict[Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")], EmployerTable] = {}
    mail: MailTable = MailTable()
    signing: SigningTable = SigningTable()
    ceremony: CeremonyTable = CeremonyTable()
    documents: DocumentsTable = DocumentsTable()
    retention: RetentionTable = RetentionTable()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - the signature is the library's
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Put the environment before the file."""
        return (env_settings, init_settings)


def load_settings(folder: Path) -> Settings:
    """Return the settings of a data folder.

    Args:
        folder: The data folder, which holds ``entretiens.toml``.

    Raises:
        SettingsError: no file, no TOML, a secret in it, or fields that are wrong; all wrong fields are named.
    """
    path = folder / FILE_NAME
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SettingsError(
            "ce dossier n’est pas un dossier de données.",
            about=str(folder),
            next_step="Créez-le avec « entretiens init DOSSIER », ou indiquez-le avec --dossier.",
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"le fichier n’est pas lisible ({error}).",
            about=str(path),
            next_step="Corrigez la ligne indiquée ; le fichier doit être enregistré en UTF-8.",
        ) from error
    _refuse_secrets(content, path)
    try:
        return Settings(**content)
    except ValidationError as error:
        lines = [f"\n  - {line}" for line in told(error, Settings)]
        raise SettingsError(
            "des réglages ne conviennent pas :" + "".join(lines),
            about=str(path),
            next_step="\nCorrigez-les, puis relancez la commande.",
        ) from None


_SECRETS = (
    ("mail", "password"),
    ("signing", "passphrase"),
    ("signing", "timestamp_password"),
    ("signing", "hardware", "pin"),
)


def _refuse_secrets(content: Mapping[str, object], path: Path) -> None:
    """Refuse a secret in a file that is copied, mailed and shown; the message does not repeat it."""
    for *tables, field in _SECRETS:
        fields: object = content
        for table in tables:
            fields = fields.get(table) if isinstance(fields, Mapping) else None
        if isinstance(fields, Mapping) and field in fields:
            name = ".".join((*tables, field))
            raise SettingsError(
                f"un secret n’a pas sa place dans les réglages ({name}).",
                about=str(path),
                next_step="Retirez-le, puis donnez-le par la variable "
                f"ENTRETIENS_{name.upper().replace('.', '__')}, ou par {name}_file : "
                "un fichier lisible par vous seul (chmod 600).",
            )


def read_secret(direct: SecretStr | None, file_name: str, folder: Path) -> bytes:
    """Return a secret given by the environment, else from a file of mode 0600 under ``folder``.

    Raises:
        SettingsError: neither is given, the file is empty, or others than its owner may read it.
    """
    if direct is not None:
        return direct.get_secret_value().encode()
    path = folder / file_name
    try:
        mode = path.stat().st_mode
        content = path.read_bytes().strip()
    except OSError:
        raise SettingsError(
            "le fichier du secret est introuvable ou illisible.",
            about=str(path),
            next_step="Vérifiez son emplacement et ses droits.",
        ) from None
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise SettingsError(
            "d’autres utilisateurs peuvent lire ce secret.",
            about=str(path),
            next_step=f"Restreignez ses droits : chmod 600 {path}",
        )
    if not content:
        raise SettingsError(
            "le fichier du secret est vide.",
            about=str(path),
            next_step="Écrivez-y le secret sur une ligne, ou restaurez-le depuis sa sauvegarde.",
        )
    return content
