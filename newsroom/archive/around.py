"""The neighbours of an item in the archive, and the newest related items, by index ranges."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from newsroom.archive.index import ANY, ArchiveEntry, ArchiveListing
from newsroom.rows import rows

ENTRIES = ArchiveEntry._meta.db_table
LISTINGS = ArchiveListing._meta.db_table

NOT_EXPIRED = "(closes_at IS NULL OR closes_at > %s)"
"""Excludes items whose edition has expired but whose rows have not been deleted yet."""
ALL_ITEMS = (
    f"SELECT item_id FROM {ENTRIES}"
    f" WHERE language = %s AND crime_type = {ANY} AND area = {ANY} AND {NOT_EXPIRED}"
)
OLDER = f"{ALL_ITEMS} AND (date, item_id) < (%s, %s) ORDER BY date DESC, item_id DESC LIMIT 1"
NEWER = f"{ALL_ITEMS} AND (date, item_id) > (%s, %s) ORDER BY date, item_id LIMIT 1"
OF_CRIME_TYPE = (
    f"SELECT item_id FROM {ENTRIES}"
    f" WHERE language = %s AND crime_type = %s AND area = {ANY} AND {NOT_EXPIRED}"
    " ORDER BY date DESC, item_id DESC LIMIT %s"
)
OF_LIST = (
    f"SELECT item_id FROM {LISTINGS} WHERE language = %s AND list = %s AND key = %s"
    " ORDER BY date DESC, item_id DESC LIMIT %s"
)

IN_LIST = (
    "language = %s AND list = %s AND key = %s AND item_id NOT IN"
    f" (SELECT item_id FROM {ENTRIES} WHERE language = %s AND closes_at <= %s)"
)
"""`ListingQuerySet.in_list` of one key as SQL."""


def list_rows(
    name: str, key: int, language: str, columns: Sequence[str], rest: str = "", *values: Any
) -> list[tuple[Any, ...]]:
    """Columns of what stands in a list now; `rest` narrows, orders and limits: one query."""
    asked = [language, name, key, language, timezone.now(), *values]
    return rows(ArchiveListing, columns, f"{IN_LIST} {rest}", asked)


def list_length(name: str, key: int, language: str) -> int:
    """How many items stand in a list now: one query."""
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT COUNT(*) FROM {LISTINGS} WHERE {IN_LIST}", [language, name, key, language, now]
        )
        (length,) = cursor.fetchone()
    return int(length)


@dataclass
class Surroundings:
    """Ids of the items around one item; each list is sorted newest first."""

    older: int | None = None
    newer: int | None = None
    of_case: list[int] = field(default_factory=list)
    of_crime_type: list[int] = field(default_factory=list)

    @property
    def ids(self) -> list[int]:
        near = [pk for pk in (self.older, self.newer) if pk]
        return [*near, *self.of_case, *self.of_crime_type]


def surroundings(
    item_id: int | None,
    language: str,
    date: datetime | None,
    *,
    case: int | None,
    crime_type: int | None,
    most: int,
) -> Surroundings:
    """The adjacent items by date, and the newest of the case and of a crime type; one query.

    An item without a date, or one that is not saved yet, has no adjacent items. `most` limits the
    items of the case; twice as many of the crime type are read.
    """
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    parts: list[tuple[str, str, list[Any]]] = []
    if item_id is not None and date is not None:
        moment = connection.ops.adapt_datetimefield_value(date)
        parts += [
            ("older", OLDER, [language, now, moment, item_id]),
            ("newer", NEWER, [language, now, moment, item_id]),
        ]
    if case is not None:
        parts.append(("of_case", OF_LIST, [language, "case", case, most]))
    if crime_type is not None:
        # More than are shown, because some may be in the other lists.
        parts.append(("of_crime_type", OF_CRIME_TYPE, [language, crime_type, now, 2 * most]))
    found = Surroundings()
    if not parts:
        return found
    sql = " UNION ALL ".join(f"SELECT '{name}', item_id FROM ({q}) {name}" for name, q, _ in parts)
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for _name, _query, values in parts for value in values])
        for name, pk in cursor.fetchall():
            if name in ("older", "newer"):
                setattr(found, name, pk)
            else:
                getattr(found, name).append(pk)
    return found
