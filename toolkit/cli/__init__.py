"""The command ``entretiens``: it speaks to a person, and only to the services."""
