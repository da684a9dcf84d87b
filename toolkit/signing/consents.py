"""The texts that people agree to, each with an id and a version that the evidence record repeats."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ruamel.yaml import YAML

from toolkit.errors import SigningError

_FIELD = re.compile(r"\{([a-z0-9_]+)\}")


@dataclass(frozen=True, slots=True)
class Consent:
    """A text as it was shown: its id, its version, and its words with every value filled in."""

    id: str
    version: str
    text: str


def consent_text(id: str, **values: str) -> Consent:  # noqa: A002 - the word the record uses
    """Return the consent ``id`` in its present version, its fields filled with ``values``.

    Raises:
        SigningError: no such text, or a field without a value.
    """
    version, text = _template(id)
    missing = sorted({name for name in _FIELD.findall(text) if not values.get(name)})
    if missing:
        raise SigningError(
            f"il manque au texte de consentement : {', '.join(missing)}.",
            about=id,
            next_step="Complétez ces données avant de recueillir la signature.",
        )
    return Consent(id, version, _FIELD.sub(lambda match: values[match[1]], text))


@cache
def _template(consent_id: str) -> tuple[str, str]:
    source = files("toolkit.signing") / "consents" / f"{consent_id}.yaml"
    if not re.fullmatch(r"[a-z-]+", consent_id) or not source.is_file():
        raise SigningError(
            "ce texte de consentement n’existe pas.",
            about=consent_id,
            next_step="Vérifiez l’installation avec « entretiens doctor ».",
        )
    content = YAML(typ="safe").load(source.read_text(encoding="utf-8"))
    return str(content["version"]), str(content["text"]).strip()
