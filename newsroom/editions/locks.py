"""The release lock: a table lock that makes releases and changes of orders wait for each other.

It lasts until the transaction ends. It exists on PostgreSQL only, since SQLite allows one writer at
a time.
"""

from django.db import connection, transaction

from newsroom.editions.models import Edition


def lock_releases_shared() -> None:
    """Take the lock before a page is checked, so that no order is made before the release commits.

    Releases do not wait for each other: ROW EXCLUSIVE does not conflict with itself. A transaction
    that has it does not ask the database again.
    """
    if not _has_it():
        _lock_editions("ROW EXCLUSIVE")
        transaction.on_commit(_until_here)


def lock_releases_exclusively() -> None:
    """Take the lock before an order is made, so that no page is released before it is enforced.

    SHARE ROW EXCLUSIVE conflicts with ROW EXCLUSIVE and with itself.
    """
    _lock_editions("SHARE ROW EXCLUSIVE")


def _until_here() -> None:
    """Stands among what is done at the commit, for as long as the transaction has the lock.

    A savepoint that is rolled back gives the lock back if it took it, and Django forgets what was
    to be done at the commit since then.
    """


def _has_it() -> bool:
    return any(entry[1] is _until_here for entry in connection.run_on_commit)


def _lock_editions(mode: str) -> None:
    if connection.vendor == "postgresql":
        table = connection.ops.quote_name(Edition._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN {mode} MODE")
