"""Where shipped files are found: the same call works from a checkout, an editable install and a wheel."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from toolkit.errors import DocumentError


def _shipped(name: str) -> Path:
    """Return the folder ``name`` of the wheel (``toolkit/_name``) or of the checkout (``name``)."""
    package = Path(str(files("toolkit")))
    inside = package / f"_{name}"
    return inside if inside.is_dir() else package.parent / name


def template_path(name: str) -> Path:
    """Return the path of the shipped template ``name``, for example ``convocation.docx``.

    Raises:
        DocumentError: no such template is shipped.
    """
    path = _shipped("templates") / name
    if not path.is_file():
        raise DocumentError(
            "modèle introuvable.", about=name, next_step="Vérifiez l’installation avec « entretiens doctor »."
        )
    return path


def examples_path() -> Path:
    """Return the folder of the fictional company."""
    return _shipped("examples")


def font_path(face: str = "Regular") -> Path:
    """Return the path of a Source Sans Pro face (1000 units per em), for example ``Regular`` or ``Bold``.

    Raises:
        DocumentError: the font package is not installed or has no such face.
    """
    path = Path(str(files("font_source_sans_pro"))) / "files" / f"SourceSansPro-{face}.ttf"
    if not path.is_file():
        raise DocumentError(
            f"la police Source Sans Pro {face} est introuvable.",
            next_step="Réinstallez les dépendances (make demo).",
        )
    return path
