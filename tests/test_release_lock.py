"""The release lock is asked for once in a transaction, and again if it was given back."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from newsroom.editions.locks import lock_releases_shared
from tests.database import undone

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="a lock of PostgreSQL"),
]

HELD = """
    SELECT count(*) FROM pg_locks JOIN pg_class ON relation = pg_class.oid
    WHERE relname = 'newsroom_edition' AND mode = 'RowExclusiveLock' AND pid = pg_backend_pid()
"""


def is_held():
    with connection.cursor() as cursor:
        cursor.execute(HELD)
        return bool(cursor.fetchone()[0])


def asks():
    with CaptureQueriesContext(connection) as queries:
        lock_releases_shared()
    return len(queries)


def test_a_transaction_asks_once():
    with transaction.atomic():
        assert [asks(), asks()] == [1, 0]
        with transaction.atomic():
            assert asks() == 0
        assert is_held()


def test_what_a_savepoint_took_is_asked_for_again_after_it_is_rolled_back():
    with undone():
        assert asks() == 1
    assert not is_held()
    assert asks() == 1
    assert is_held()


def test_what_was_taken_before_a_savepoint_stays_when_that_is_rolled_back():
    asks()
    with undone():
        assert asks() == 0
    assert is_held()
    assert asks() == 0
