"""Commands whose help is set as French typography wants it, and groups of them."""

from __future__ import annotations

from typing import Any

import click

from toolkit.cli.output import spaced

HELP_NAMES = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class FrenchCommand(click.Command):
    """A command of which no line of help breaks before « : » or after « « »."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:  # noqa: ANN401 - click's own
        settings["context_settings"] = {**HELP_NAMES, **settings.get("context_settings", {})}
        super().__init__(*arguments, **settings)
        self.help = spaced(self.help or "")
        for parameter in self.params:
            if isinstance(parameter, click.Option):
                parameter.help = spaced(parameter.help or "")


class FrenchGroup(click.Group):
    """A group of such commands."""

    command_class = FrenchCommand

    def __init__(self, *arguments: Any, **settings: Any) -> None:  # noqa: ANN401 - click's own
        settings["context_settings"] = {**HELP_NAMES, **settings.get("context_settings", {})}
        settings.setdefault("subcommand_metavar", "COMMANDE …")
        super().__init__(*arguments, **settings)
        self.help = spaced(self.help or "")

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the commands in the order of the work."""
        return list(self.commands)
