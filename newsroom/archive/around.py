"""The neighbours of an item in the archive, and the newest related items, by index ranges."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import zip_longest
from typing import Any

from django.db import connection
from django.utils import timezone

from newsroom.archive.index import ANY, ArchiveEntry, ArchiveListing, ArchiveListTally, Kind
from newsroom.rows import rows, slots

ENTRIES = ArchiveEntry._meta.db_table
LISTINGS = ArchiveListing._meta.db_table
TALLIES = ArchiveListTally._meta.db_table

NOT_EXPIRED = "(closes_at IS NULL OR closes_at > %s)"
"""Excludes items whose edition has expired but whose rows have not been deleted yet."""
ALL_ITEMS = (
    f"SELECT item_id FROM {ENTRIES}"
    f" WHERE language = %s AND crime_type = {ANY} AND area = {ANY} AND {NOT_EXPIRED}"
)
OLDER = f"{ALL_ITEMS} AND (date, item_id) < (%s, %s) ORDER BY date DESC, item_id DESC LIMIT 1"
NEWER = f"{ALL_ITEMS} AND (date, item_id) > (%s, %s) ORDER BY date, item_id LIMIT 1"
OF_TERMS = (
    f"SELECT item_id FROM {ENTRIES}"
    f" WHERE language = %s AND crime_type = %s AND area = %s AND {NOT_EXPIRED}"
)
OF_TERMS_BEFORE = (
    f"{OF_TERMS} AND (date, item_id) < (%s, %s) ORDER BY date DESC, item_id DESC LIMIT %s"
)
OF_TERMS_AFTER = f"{OF_TERMS} AND (date, item_id) > (%s, %s) ORDER BY date, item_id LIMIT %s"
LISTS = "language = %s AND list = %s"
ONE_LIST = f"{LISTS} AND key = %s"
OF_LIST = (
    f"SELECT item_id FROM {LISTINGS} WHERE {ONE_LIST} ORDER BY date DESC, item_id DESC LIMIT %s"
)
OVER = f"SELECT item_id FROM {ENTRIES} WHERE language = %s AND closes_at <= %s"
"""Items whose edition has expired but whose rows have not been deleted yet."""
NEWEST = f"{ALL_ITEMS} ORDER BY date DESC, item_id DESC LIMIT %s"
NEWEST_SPEECHES = (
    f"SELECT item_id FROM {LISTINGS} WHERE {ONE_LIST} AND kind = %s AND item_id NOT IN ({OVER})"
    " ORDER BY day DESC, item_id DESC LIMIT %s"
)


def newest_items(language: str, most: int, most_speeches: int) -> tuple[str, list[Any]]:
    """SQL with its values: ids of the newest items, and of the speeches given last; for one query.

    Both are ranges of an index, so the cost does not depend on the size of the archive.
    """
    now = timezone.now()
    speech = [language, ArchiveListing.List.SPEAKER.value, ANY, Kind.SPEECH.value]
    return (
        f"SELECT item_id FROM ({NEWEST}) newest"
        f" UNION ALL SELECT item_id FROM ({NEWEST_SPEECHES}) speeches",
        [language, now, most, *speech, language, now, most_speeches],
    )


def list_rows(
    name: str,
    keys: Sequence[int],
    language: str,
    columns: Sequence[str],
    rest: str = "",
    *values: Any,
) -> list[tuple[Any, ...]]:
    """Columns of what stands in lists now; `rest` narrows, orders and limits: one query."""
    of_these = f"{LISTS} AND key IN ({slots(keys)}) AND item_id NOT IN ({OVER})"
    asked = [language, name, *keys, language, timezone.now(), *values]
    return rows(ArchiveListing, columns, f"{of_these} {rest}", asked)


def list_length(name: str, key: int, language: str) -> int:
    """How many items stand in a list now: one query, whose cost does not grow with the list."""
    total = f"SELECT items FROM {TALLIES} WHERE {ONE_LIST} AND year = {ANY}"
    over = f"SELECT COUNT(*) FROM {LISTINGS} WHERE {ONE_LIST} AND item_id IN ({OVER})"
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    one_list: list[Any] = [language, name, key]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT COALESCE(({total}), 0) - ({over})", [*one_list, *one_list, language, now]
        )
        (length,) = cursor.fetchone()
    return int(length)


def list_counts(name: str, language: str) -> list[tuple[int, int, int]]:
    """Key, year and number of items of every list of one kind: one query of small sums.

    A key may have several rows for a year, of which all but one are negative.
    """
    counted = f"SELECT key, year, NULL, items FROM {TALLIES} WHERE {LISTS} AND year > {ANY}"
    over = f"SELECT key, NULL, day, -1 FROM {LISTINGS} WHERE {LISTS} AND item_id IN ({OVER})"
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(
            f"{counted} UNION ALL {over}", [language, name, language, name, language, now]
        )
        found = cursor.fetchall()
    return [(key, year or int(str(day)[:4]), items) for key, year, day, items in found if items]


@dataclass
class Surroundings:
    """Ids of the items around one item.

    Those of the case are sorted newest first; those of the same terms by how near in time they are,
    earlier and later ones in turn.
    """

    older: int | None = None
    newer: int | None = None
    of_case: list[int] = field(default_factory=list)
    of_crime_type_and_area: list[int] = field(default_factory=list)
    of_crime_type: list[int] = field(default_factory=list)

    @property
    def ids(self) -> list[int]:
        near = [pk for pk in (self.older, self.newer) if pk]
        return list(
            dict.fromkeys([*near, *self.of_case, *self.of_crime_type_and_area, *self.of_crime_type])
        )


def surroundings(
    item_id: int | None,
    language: str,
    date: datetime | None,
    *,
    case: int | None,
    crime_type: int | None,
    area: int | None,
    most: int,
) -> Surroundings:
    """The adjacent items by date, the newest of the case, and the nearest of the terms; one query.

    An item without a date, or one that is not saved yet, has no items before or after it. `most`
    limits the items of the case, and those of the terms on each side. All are ranges of an index.
    """
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    parts: list[tuple[str, str, list[Any]]] = []
    if case is not None:
        parts.append(("of_case", OF_LIST, [language, "case", case, most]))
    if item_id is not None and date is not None:
        moment = connection.ops.adapt_datetimefield_value(date)
        here = [moment, item_id]
        parts += [
            ("older", OLDER, [language, now, *here]),
            ("newer", NEWER, [language, now, *here]),
        ]
        for name, place in (("place", area), ("offence", ANY)):
            if crime_type is not None and place is not None:
                terms = [language, crime_type, place, now, *here, most]
                parts += [
                    (f"{name}_before", OF_TERMS_BEFORE, terms),
                    (f"{name}_after", OF_TERMS_AFTER, terms),
                ]
    found = _ids_by_part(parts)
    return Surroundings(
        older=next(iter(found["older"]), None),
        newer=next(iter(found["newer"]), None),
        of_case=found["of_case"],
        of_crime_type_and_area=_in_turn(found["place_before"], found["place_after"]),
        of_crime_type=_in_turn(found["offence_before"], found["offence_after"]),
    )


def _ids_by_part(parts: list[tuple[str, str, list[Any]]]) -> dict[str, list[int]]:
    """What each of these statements finds, by its name; one query, or none for no statement."""
    found: dict[str, list[int]] = defaultdict(list)
    if not parts:
        return found
    sql = " UNION ALL ".join(f"SELECT '{name}', item_id FROM ({q}) {name}" for name, q, _ in parts)
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for _name, _query, values in parts for value in values])
        for name, pk in cursor.fetchall():
            found[name].append(pk)
    return found


def _in_turn(before: list[int], after: list[int]) -> list[int]:
    """The nearest before, the nearest after, and so on."""
    turns = zip_longest(before, after)
    return [pk for turn in turns for pk in turn if pk is not None]
