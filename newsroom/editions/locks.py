"""The release lock: a table lock that makes releases and changes of orders wait for each other.

It lasts until the transaction ends. It exists on PostgreSQL only, since SQLite allows one writer at
a time.
"""

from django.db import connection

from newsroom.editions.models import Edition


def lock_releases_shared() -> None:
    """Take the lock before a page is checked, so that no order is made before the release commits.

    Releases do not wait for each other: ROW EXCLUSIVE does not conflict with itself.
    """
    _lock_editions("ROW EXCLUSIVE")


def lock_releases_exclusively() -> None:
    """Take the lock before an order is made, so that no page is released before it is enforced.

    SHARE ROW EXCLUSIVE conflicts with ROW EXCLUSIVE and with itself.
    """
    _lock_editions("SHARE ROW EXCLUSIVE")


def _lock_editions(mode: str) -> None:
    if connection.vendor == "postgresql":
        table = connection.ops.quote_name(Edition._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN {mode} MODE")
