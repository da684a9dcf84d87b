"""Commands whose help is set as French typography wants it, and groups of them."""

from __future__ import annotations

from typing import Any

import click

from toolkit.cli.output import spaced

HELP_NAMES: dict[str, Any] = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


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


class DefaultGroup(FrenchGroup):
    """A group whose first argument, where it names no command of its own, is one of its default command.

    Args:
        default: Name of that command.
    """

    def __init__(self, *arguments: Any, default: str, **settings: Any) -> None:  # noqa: ANN401 - click's own
        super().__init__(*arguments, **settings)
        self.default = default

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of that name, the default one where there is none."""
        return super().get_command(ctx, cmd_name) or super().get_command(ctx, self.default)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the default command before arguments that begin with none."""
        if args and args[0] not in (*self.commands, *HELP_NAMES["help_option_names"]):
            args = [self.default, *args]
        return super().parse_args(ctx, args)
