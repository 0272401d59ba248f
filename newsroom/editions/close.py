"""Closes editions, after which they are no longer public.

Callers run these functions in the transaction of the change that closes the edition.
"""

from collections.abc import Iterable
from datetime import datetime
from itertools import batched
from typing import Any

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.utils import timezone

from newsroom.editions.earlier_editions import withhold
from newsroom.editions.models import Edition, Tombstone, facts_to_keep

BATCH = 500
STAYS_PUBLIC = (Edition.Closed.REPLACED, Edition.Closed.MOVED)
"""Why an edition closes whose page has another one right after it."""


def close(editions: QuerySet[Edition], why: str, now: datetime | None = None) -> int:
    """Set `closed_why` of the editions that have none; returns how many.

    `why` is one of `Edition.Closed`. `closes_at` becomes `now`, unless it has passed already. What
    a page said earlier is withheld from then on, unless another edition comes right after.
    """
    moment = now or timezone.now()
    if why not in STAYS_PUBLIC:
        current = editions.filter(closed_why="")
        _keep_tombstones(current, moment)
        withhold(current.values("page_id"))
    return editions.filter(closed_why="").update(closes_at=_earlier(moment), closed_why=why)


def close_pages(page_ids: Iterable[int] | QuerySet[Any], why: str) -> int:
    """Close the editions of these pages; returns how many."""
    if isinstance(page_ids, QuerySet):
        return close(Edition.objects.filter(page_id__in=page_ids), why)
    return sum(
        close(Edition.objects.filter(page_id__in=some), why) for some in batched(page_ids, BATCH)
    )


def close_by(page_ids: Iterable[int], moment: datetime) -> None:
    """Set `closes_at` of the current editions of these pages to this moment, unless it is earlier.

    Leaves `closed_why` empty: it is set when the pages are taken down. `moment` is aware.
    """
    later = Q(closes_at__isnull=True) | Q(closes_at__gt=moment)
    for some in batched(page_ids, BATCH):
        editions = Edition.objects.filter(later, page_id__in=some, closed_why="")
        editions.update(closes_at=moment)


def close_current(current: Edition, why: str) -> None:
    """Close a current edition (see `current_edition`), which need not be open. Logs nothing."""
    now = timezone.now()
    if not current.closed_why:
        close(Edition.objects.filter(pk=current.pk), why, now)
        return
    # A closed row is immutable, so a further row records the reason.
    facts = facts_to_keep(current)
    facts.update(number=current.number + 1, opens_at=now, closes_at=now, closed_why=why)
    Edition.objects.create(**facts)


def _keep_tombstones(closing: QuerySet[Edition], moment: datetime) -> None:
    """Say of the items among these pages that have been public that they are so no longer."""
    items = closing.of_items()  # type: ignore[attr-defined]
    gone = items.filter(opens_at__lte=moment).values_list("page_id", "language")
    Tombstone.objects.bulk_create(
        [Tombstone(page_id=pk, language=language, since=moment) for pk, language in gone],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["page_id"],
        update_fields=["language", "since"],
    )


def _earlier(moment: datetime) -> Case:
    """`closes_at` if that has passed, otherwise `moment`, as an SQL expression."""
    over = When(closes_at__isnull=False, closes_at__lte=moment, then=F("closes_at"))
    return Case(over, default=Value(moment))
