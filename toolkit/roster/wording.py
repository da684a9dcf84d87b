"""How headings and labels are compared: accents, case, spaces, apostrophes and brackets do not count."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

_SPELLED = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "º": "°"})


def folded(text: str) -> str:
    """Return the letters and digits of ``text``, no accents, no case: ``Date d’entrée`` → ``datedentree``."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_SPELLED).casefold())
    return "".join(c for c in decomposed if c.isalnum() and not unicodedata.combining(c))


def without_brackets(text: str) -> str:
    """Return a heading without its remark: ``Naissance (jj/mm/aaaa)`` → ``Naissance``."""
    return re.sub(r"\([^)]*\)|\[[^]]*\]", " ", text)


def closest(text: str, known: Iterable[str]) -> str:
    """Return the known wording nearest to ``text``, or nothing when none is near."""
    by_fold = {folded(word): word for word in known}
    near = get_close_matches(folded(text), by_fold, n=1, cutoff=0.72)
    return by_fold[near[0]] if near else ""
