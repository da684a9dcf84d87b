"""Carry every mandatory career interview of a French employer, from who is due to the folder that proves it.

The rooms and who may call whom are described in ``CONTRIBUTING.md``; the walls are held by import-linter.
"""

import logging

__version__ = "0.1.0"

# It remarks, in English and on the terminal, on dates inside fonts: nothing that a user can act on.
logging.getLogger("fontTools").addHandler(logging.NullHandler())
