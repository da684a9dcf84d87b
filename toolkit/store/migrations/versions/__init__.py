"""One module per version of the tables, numbered in their order."""
