"""The answer to "is this public?" with one condition of it forgotten. Used by test_leaks.py."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from django.db import connection
from django.db.models import Value

from newsroom.archive import filters as archive_filters
from newsroom.editions import open_rows
from newsroom.editions.models import Edition, EditionFile, EditionQuerySet
from newsroom.gate import following, opening, visibility
from newsroom.gate.visibility import PublishedQuerySet
from newsroom.orders import enforcement
from newsroom.pages import archive_sync, items

FORGOTTEN = {
    "live without an edition": "closing",
    "a closed edition": "closing",
    "expired": "clock",
    "an order half applied": "closing at once",
    "private": "privacy",
    "below a private section": "privacy",
    "order on the item": "orders",
    "order on its case": "orders",
}
"""The state to which each part of the answer to "is this public?" answers."""


def read_closed_editions() -> None:
    """Have the role of readers read them: else the database keeps what is forgotten."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for model in (Edition, EditionFile):
            cursor.execute(f"ALTER TABLE {model._meta.db_table} DISABLE ROW LEVEL SECURITY")


@contextmanager
def forgotten(part: str) -> Iterator[None]:
    """The newsroom as it would be with one part of that answer forgotten."""
    never = Value(False)
    facts_of = items._facts_of
    # The index is told of no end: else it leaves out by itself what is over.
    endless = (items, "_facts_of", lambda edition: replace(facts_of(edition), closes_at=None))
    patches = {
        "live": [(PublishedQuerySet, "live", lambda pages: pages.all())],
        "closing": [
            (EditionQuerySet, "open", lambda editions, _now=None: editions.all()),
            (open_rows, "OPEN", "%s <= %s"),
            endless,
        ],
        # By a clock that has stopped nothing ever expires.
        "clock": [
            (EditionQuerySet, "open", lambda editions, _now=None: editions.filter(closed_why="")),
            (open_rows, "OPEN", "closed_why = '' AND %s <= %s"),
            endless,
        ],
        "privacy": [
            (following, "hide_below", lambda _page: None),
            (opening, "is_hidden", lambda _page: False),
        ],
        "closing at once": [(archive_sync, "hold_back", lambda _pages, _begins: None)],
        "orders": [
            (enforcement, "hold_back", lambda _order, **_also: None),
            (visibility, "_withheld", lambda _now: never),
        ],
    }
    with pytest.MonkeyPatch.context() as patch:
        if part == "closing" and connection.vendor == "postgresql":
            read_closed_editions()
        if part in ("closing", "clock"):
            # The archive's own look at the clock would hide the same.
            patch.setattr(archive_filters, "overdue", lambda _language: ())
        for where, name, instead in patches[part]:
            patch.setattr(where, name, instead)
        yield
