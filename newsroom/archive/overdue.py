"""Items whose time is over by the clock, though no timer has taken them out of the index yet.

They are few: an expiry or the beginning of an order within the last minute. Every count and page
of the archive leaves them out.
"""

from typing import NamedTuple

from django.utils import timezone

from newsroom.archive.index import ArchiveEntry


class OverdueRow(NamedTuple):
    """A row of the index, as far as it is counted."""

    item_id: int
    crime_type: int
    area: int
    kind: str
    month: int


def overdue(language: str) -> tuple[OverdueRow, ...]:
    """The rows of such items in one language: one query, and seldom a row."""
    rows = ArchiveEntry.objects.filter(language=language, closes_at__lte=timezone.now())
    return tuple(map(OverdueRow._make, rows.values_list(*OverdueRow._fields)))
