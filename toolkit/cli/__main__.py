"""``python -m toolkit.cli`` is the command, where the script is not on the PATH."""

from toolkit.cli.main import script

if __name__ == "__main__":
    script()
