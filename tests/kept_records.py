"""Rows of records that the database keeps from being changed: tests set them aside for a moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection


@contextmanager
def writable(model: Any) -> Iterator[None]:
    """Let rows of this model be changed or deleted within the block, as its owner may."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Foreign keys that are still to be checked would keep the table from being altered.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_is_kept")
            yield
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {table}_is_kept")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            return
        asked = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
        cursor.execute(asked, [table])
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        yield
        for _name, sql in triggers:
            cursor.execute(sql)


def forget(rows: Any) -> None:
    """Delete these rows."""
    with writable(rows.model):
        rows.delete()
