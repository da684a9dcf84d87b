"""The versions of the tables, one after the other; run by :mod:`toolkit.store.schema`."""
