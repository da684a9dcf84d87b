"""The command ``entretiens``: it speaks to a person, and only to the services.

click words some of its help when a command is defined, so French is chosen before any is.
"""

from toolkit.cli.words import speak_french

speak_french()
