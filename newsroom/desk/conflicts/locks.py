"""Advisory locks of the desk: one form of a thing is processed at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import connection

_PAGES, _KEYS, _RECORDS = 7_305_113, 7_305_114, 7_305_115
"""The first keys of the PostgreSQL advisory locks taken here, to keep them apart from others."""


def page_lock(page_id: int) -> Any:
    """Have one form of the page processed at a time."""
    return _advisory_lock(_PAGES, page_id)


def key_lock(key: UUID) -> Any:
    """Have one request of the form with this key processed at a time."""
    return _advisory_lock(_KEYS, key.int % 2**31)


def record_lock(number: int) -> Any:
    """Have one form of the record processed at a time. Two records may share a number."""
    return _advisory_lock(_RECORDS, number % 2**31)


@contextmanager
def _advisory_lock(space: int, number: int) -> Iterator[None]:
    """Hold an advisory lock.

    The lock belongs to the session and not to a transaction: a refused release must not roll back
    the draft saved before it. SQLite allows one writer at a time and has no such lock.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [space, number])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [space, number])
