"""The versions of the tables, one after the other; run by :mod:`toolkit.store.schema`.

A version that was released is never edited. SQLite changes a table by making it anew (``batch_alter_table``),
and drops its triggers: a version that so touches ``ent_journal`` makes them anew too.
"""
