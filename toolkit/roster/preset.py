"""Header presets: the words that exports of HR software use for our sheets, columns and values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from toolkit.errors import RosterError
from toolkit.roster.layout import LAYOUTS, Table
from toolkit.roster.wording import closest, folded

DEFAULT = "defaut"


@dataclass(frozen=True, slots=True)
class Preset:
    """Words by meaning. Columns keep the order of the file: the first wording found in a sheet wins."""

    name: str
    sheets: Mapping[Table, tuple[str, ...]]
    columns: Mapping[Table, Mapping[str, tuple[str, ...]]]
    values: Mapping[str, Mapping[str, tuple[str, ...]]]
    left_out: frozenset[str] = frozenset()
    other_sheets: frozenset[str] = frozenset()
    by_label: dict[str, dict[str, str]] = field(default_factory=dict)

    def labels(self, family: str) -> Mapping[str, str]:
        """Return value by folded label, computed once."""
        if family not in self.by_label:
            self.by_label[family] = {
                folded(word): value for value, words in self.values[family].items() for word in words
            }
        return self.by_label[family]

    def wordings(self, family: str) -> tuple[str, ...]:
        """Return the first label of each value, to propose to a person."""
        return tuple(words[0] for words in self.values[family].values())

    def nearest(self, family: str, text: str) -> str:
        """Return the label to propose for a text near any wording of the family, or nothing."""
        words = {word: labels[0] for labels in self.values[family].values() for word in labels}
        return words.get(closest(text, words), "")


def preset_names() -> tuple[str, ...]:
    """Return the names of the shipped presets."""
    return tuple(sorted(path.stem for path in _folder().glob("*.yaml")))


def load_preset(preset: str | Path | None = None) -> Preset:
    """Return the default words, preceded by those of ``preset``: a shipped name or a YAML file.

    Raises:
        RosterError: no such preset, or a file that does not have the form of one.
    """
    base = _parsed(_folder() / f"{DEFAULT}.yaml")
    if preset is None or preset == DEFAULT:
        return base
    return _over(_parsed(_path(preset)), base)


def _folder() -> Path:
    return Path(str(files("toolkit.roster"))) / "presets"


def _path(preset: str | Path) -> Path:
    shipped = _folder() / f"{preset}.yaml"
    path = shipped if isinstance(preset, str) and shipped.is_file() else Path(preset)
    if not path.is_file():
        near = closest(str(preset), preset_names())
        hint = f"Vouliez-vous dire « {near} » ? " if near else ""
        raise RosterError(
            "ce jeu d’intitulés n’existe pas.",
            about=str(preset),
            next_step=f"{hint}Jeux fournis : {', '.join(preset_names())} ; ou indiquez un fichier YAML.",
        )
    return path


def _parsed(path: Path) -> Preset:
    try:
        content: dict[str, Any] = YAML(typ="safe").load(path.read_text(encoding="utf-8")) or {}
        preset = Preset(
            name=path.stem,
            sheets={Table(table): _words(words) for table, words in content.get("sheets", {}).items()},
            columns={
                Table(table): {name: _words(words) for name, words in columns.items()}
                for table, columns in content.get("columns", {}).items()
            },
            values={
                family: {value: _words(words) for value, words in labels.items()}
                for family, labels in content.get("values", {}).items()
            },
            left_out=frozenset(folded(word) for word in content.get("left_out", ())),
            other_sheets=frozenset(folded(word) for word in content.get("other_sheets", ())),
        )
    except (OSError, UnicodeDecodeError, YAMLError, ValueError, AttributeError, TypeError) as error:
        raise RosterError(
            f"ce jeu d’intitulés n’est pas lisible ({str(error).splitlines()[0]}).",
            about=str(path),
            next_step="Reprenez la forme d’un jeu fourni.",
        ) from error
    _refuse_unknown_fields(preset, path)
    return preset


def _words(words: object) -> tuple[str, ...]:
    if isinstance(words, str):
        return (words,)
    if not isinstance(words, list):
        raise TypeError(f"une liste d’intitulés était attendue, et non « {words} »")
    return tuple(str(word) for word in words)


def _refuse_unknown_fields(preset: Preset, path: Path) -> None:
    for table, columns in preset.columns.items():
        known = {column.field for column in LAYOUTS[table].columns}
        unknown = ", ".join(sorted(set(columns) - known))
        if unknown:
            raise RosterError(
                f"champ inconnu dans « {table} » : {unknown}.",
                about=str(path),
                next_step=f"Champs de cette table : {', '.join(sorted(known))}.",
            )


def _over(first: Preset, base: Preset) -> Preset:
    """Return the words of ``first`` before those of ``base``."""
    return Preset(
        name=first.name,
        sheets={t: first.sheets.get(t, ()) + base.sheets.get(t, ()) for t in Table},
        columns={t: _merged(first.columns.get(t, {}), base.columns.get(t, {})) for t in Table},
        values={
            family: _merged(base.values.get(family, {}), first.values.get(family, {}))
            for family in {*first.values, *base.values}
        },
        left_out=first.left_out | base.left_out,
        other_sheets=first.other_sheets | base.other_sheets,
    )


def _merged(
    first: Mapping[str, tuple[str, ...]], then: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    return {name: first.get(name, ()) + then.get(name, ()) for name in {**first, **then}}
