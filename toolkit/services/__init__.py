"""What a person asks for, one function per request; the crafts meet here."""
