"""Index rows of items whose edition has expired before the scheduler has deleted the rows.

They are few: expiries and orders that began within the last minute. All counts and pages of the
archive exclude them.
"""

from typing import NamedTuple

from django.utils import timezone

from newsroom.archive.index import ArchiveEntry


class OverdueRow(NamedTuple):
    """The columns of an index row that are needed for counting."""

    item_id: int
    crime_type: int
    area: int
    kind: str
    month: int


def overdue(language: str) -> tuple[OverdueRow, ...]:
    """The overdue rows in one language; needs one query, which seldom returns rows."""
    rows = ArchiveEntry.objects.filter(language=language, closes_at__lte=timezone.now())
    return tuple(map(OverdueRow._make, rows.values_list(*OverdueRow._fields)))
