"""A table lock by which releases and orders wait for each other.

It is PostgreSQL's alone: SQLite has one writer at a time already.
"""

from django.db import connection

from newsroom.editions.models import Edition


def lock_releases_shared() -> None:
    """Before a page is examined: an order that is being made is either seen, or made after."""
    _lock_editions("ROW EXCLUSIVE")


def lock_releases_exclusively() -> None:
    """Before an order is made: let nothing go out until it is, and the order has done its work."""
    _lock_editions("SHARE ROW EXCLUSIVE")


def _lock_editions(mode: str) -> None:
    if connection.vendor == "postgresql":
        table = connection.ops.quote_name(Edition._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN {mode} MODE")
