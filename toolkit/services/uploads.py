"""Files that people send in, parsed in a limited child: what breaks their reader breaks nothing else."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from toolkit.confined import Confined
from toolkit.errors import ConfinedError, FormRefusedError

if TYPE_CHECKING:
    from toolkit.documents import FormReading

SECONDS = 20.0
"""Time that reading one form may take; one of ours takes 0.02 s."""

MEMORY = 2**30
"""Bytes of address space of the child."""


def read_returned(
    content: bytes,
    *,
    expected: str = "",
    about: str = "Formulaire reçu",
    blank: bytes = b"",
    name: str = "",
) -> FormReading:
    """Return what a returned form says, Word or PDF (see :func:`toolkit.documents.read_form`).

    Args:
        content: The file as it was sent back.
        expected: Id of the form that was sent; without it any form is read.
        about: File name, for errors.
        blank: The Word form as it was sent.
        name: File name as received; without it no file counts as renamed.

    Raises:
        FormRefusedError: it is not the form expected, or takes too long or too much memory to be read.
    """
    from toolkit.documents import read_form  # noqa: PLC0415 - heavy to import

    try:
        return _child().run(read_form, content, expected=expected, about=about, blank=blank, name=name)
    except ConfinedError as error:
        raise FormRefusedError(
            "ce fichier ne se lit pas comme un formulaire : sa lecture a été arrêtée.",
            about=about,
            next_step="Vérifiez d’où il vient ; demandez au manager de remplir le formulaire reçu et de "
            "l’enregistrer, sans le changer de nature.",
        ) from error


@cache
def _child() -> Confined:
    """Return the child that reads, started with the first form and kept until the end."""
    return Confined(seconds=SECONDS, memory=MEMORY, recycle_after=500)
