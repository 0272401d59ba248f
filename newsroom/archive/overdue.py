"""Index rows of items whose edition has expired before the scheduler has deleted the rows.

They are few: expiries and orders that began within the last minute. All counts and pages of the
archive exclude them.
"""

from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from newsroom.archive.index import ArchiveEntry
from newsroom.archive.terms import Query


class OverdueRow(NamedTuple):
    """The columns of an index row that are needed for counting."""

    item_id: int
    crime_type: int
    area: int
    kind: str
    month: int


ANYTHING_OVER = "over"
_ONE_OVER = f"""
    SELECT '{ANYTHING_OVER}', item_id, '', '', FALSE, NULL, '', '' FROM (
        SELECT item_id FROM {ArchiveEntry._meta.db_table}
        WHERE language = %s AND closes_at <= %s LIMIT 1
    ) one
"""


def anything_over(language: str) -> Query:
    """A query that returns a row if any item is overdue; it is sent together with that of terms."""
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    return _ONE_OVER, [language, now]


def overdue(language: str) -> tuple[OverdueRow, ...]:
    """The overdue rows in one language; needs one query."""
    rows = ArchiveEntry.objects.filter(language=language, closes_at__lte=timezone.now())
    return tuple(map(OverdueRow._make, rows.values_list(*OverdueRow._fields)))
