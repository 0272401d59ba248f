"""Closing editions: from that moment on readers get nothing of them.

Each function belongs in the transaction that makes the change it is called for.
"""

from collections.abc import Iterable
from datetime import datetime
from itertools import batched
from typing import Any

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.utils import timezone

from newsroom.editions.models import Edition, facts_to_keep

BATCH = 500


def close(editions: QuerySet[Edition], why: str, now: datetime | None = None) -> int:
    """Close those of the editions that nobody has closed yet; how many.

    One whose time was over before stays closed since then.
    """
    moment = now or timezone.now()
    return editions.filter(closed_why="").update(closes_at=_earlier(moment), closed_why=why)


def close_pages(page_ids: Iterable[int] | QuerySet[Any], why: str) -> int:
    """Close the editions of these pages; how many."""
    if isinstance(page_ids, QuerySet):
        return close(Edition.objects.filter(page_id__in=page_ids), why)
    return sum(
        close(Edition.objects.filter(page_id__in=some), why) for some in batched(page_ids, BATCH)
    )


def close_by(page_ids: Iterable[int], moment: datetime) -> None:
    """See to it that nothing of these pages is open from this moment on.

    Whoever takes the pages down writes down why.
    """
    later = Q(closes_at__isnull=True) | Q(closes_at__gt=moment)
    for some in batched(page_ids, BATCH):
        editions = Edition.objects.filter(later, page_id__in=some, closed_why="")
        editions.update(closes_at=moment)


def close_current(current: Edition, why: str) -> None:
    """Close the edition that the gate still stands by, whether or not readers have it."""
    now = timezone.now()
    if not current.closed_why:
        close(Edition.objects.filter(pk=current.pk), why, now)
        return
    # A closed row is not changed: another says that the gate stands by it no longer.
    facts = facts_to_keep(current)
    facts.update(number=current.number + 1, opens_at=now, closes_at=now, closed_why=why)
    Edition.objects.create(**facts)


def _earlier(moment: datetime) -> Case:
    over = When(closes_at__isnull=False, closes_at__lte=moment, then=F("closes_at"))
    return Case(over, default=Value(moment))
