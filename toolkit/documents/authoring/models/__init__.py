"""One module per shipped document, each with its ``TEMPLATE``."""
