"""The whole way on a fictional company, with a mail server of its own on loopback."""
