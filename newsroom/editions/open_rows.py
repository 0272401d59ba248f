"""Columns of what is public now, for pages that readers ask for often."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from newsroom.editions.models import Edition
from newsroom.rows import rows

OPEN = "opens_at <= %s AND (closes_at IS NULL OR closes_at > %s)"
"""`EditionQuerySet.open` as SQL."""


def open_rows(
    columns: Sequence[str], condition: str, values: Sequence[Any], order: str = ""
) -> list[tuple[Any, ...]]:
    """These columns of each open edition that meets a condition: one query."""
    now = timezone.now()
    return rows(Edition, columns, f"{OPEN} AND ({condition}) {order}", [now, now, *values])
