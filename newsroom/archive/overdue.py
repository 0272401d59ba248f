"""Items whose time is over by the clock, though no timer has taken them out of the index yet.

They are few: an expiry or the beginning of an order within the last minute. Every count and page
of the archive leaves them out.
"""

from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from newsroom.archive.index import ArchiveEntry
from newsroom.archive.terms import Query


class OverdueRow(NamedTuple):
    """A row of the index, as far as it is counted."""

    item_id: int
    crime_type: int
    area: int
    kind: str
    month: int


ANYTHING_OVER = "over"
_ONE_OVER = f"""
    SELECT '{ANYTHING_OVER}', item_id, '', '', FALSE, NULL, '' FROM (
        SELECT item_id FROM {ArchiveEntry._meta.db_table}
        WHERE language = %s AND closes_at <= %s LIMIT 1
    ) one
"""


def anything_over(language: str) -> Query:
    """Whether there are any, as a row to be read along with terms."""
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    return _ONE_OVER, [language, now]


def overdue(language: str) -> tuple[OverdueRow, ...]:
    """The rows of such items in one language: one query."""
    rows = ArchiveEntry.objects.filter(language=language, closes_at__lte=timezone.now())
    return tuple(map(OverdueRow._make, rows.values_list(*OverdueRow._fields)))
