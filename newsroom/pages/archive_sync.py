"""Updates editions and the archive index after every change other than a save of a page.

Saving a page opens and closes its editions itself, and saving an item also calls `sync_archive`,
both in the transaction of the save (see base.py and items.py).
"""

from collections.abc import Iterable
from datetime import datetime
from itertools import batched
from typing import Any

from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page

from newsroom.archive.index import ArchiveEntry
from newsroom.archive.rebuild_index import rebuild
from newsroom.archive.sync import sync_item
from newsroom.gate import following
from newsroom.pages.items import NewsItemPage, sync_archive
from newsroom.taxonomy import CrimeType, Term

BATCH = 500
MOST_ONE_BY_ONE = 50
"""With more items than this, their index rows are rebuilt in bulk."""


def follow_move(instance: Page, **kwargs: Any) -> None:
    """Update a page that has moved, and all pages below it."""
    following.follow_below(instance)
    sync_below(instance)


def forget_item(instance: NewsItemPage, **kwargs: Any) -> None:
    """Remove an item that is about to be deleted from the archive index."""
    sync_item(instance.pk, lambda: None)


def hide(page: Page) -> None:
    """Close the editions of a page and of all pages below it after a view restriction was set."""
    following.hide_below(page)
    sync_below(page)


def show_again(page: Page) -> None:
    """Run the gate again for the pages hidden by a view restriction that was removed."""
    following.follow_below(page)
    sync_below(page)


def hold_back(page_ids: Iterable[int], begins: datetime) -> None:
    """Close editions, and the index rows of items, at the beginning of an order, or now.

    A few statements for any number of pages. What has closed by the clock is on no page, in no
    count and in no search (see archive/overdue.py); the rows are deleted page by page afterwards.
    """
    ids = list(page_ids)
    moment = max(begins, timezone.now())
    following.hold_back(ids, moment)
    later = Q(closes_at__isnull=True) | Q(closes_at__gt=moment)
    for some in batched(ids, BATCH):
        ArchiveEntry.objects.filter(later, item__in=some).update(closes_at=moment)


def follow_records(page_ids: Iterable[int]) -> None:
    """Update pages after a change of records that their documents include."""
    ids = list(page_ids)
    following.follow_pages(ids)
    sync_items(items_among(ids))


def sync_items(item_ids: Iterable[int]) -> None:
    """Update the index rows of these items, in order of their ids to prevent deadlocks."""
    for item_id in sorted(item_ids):
        sync_archive(item_id)


def sync_below(page: Page) -> None:
    """Update the index rows of all items at or below the page."""
    # Read again, because after a move the instance may still have its old path.
    current = Page.objects.get(pk=page.pk)
    below = NewsItemPage.objects.descendant_of(current, inclusive=True)
    if below.count() > MOST_ONE_BY_ONE:
        rebuild(below.archive_facts(), items=below.values("pk"))
    else:
        sync_items(below.values_list("pk", flat=True))


def items_among(page_ids: Iterable[int]) -> list[int]:
    """Those of the ids that belong to items."""
    return list(NewsItemPage.objects.filter(pk__in=page_ids).values_list("pk", flat=True))


def items_under_term(term: Term) -> list[int]:
    """The ids of the items that the archive index lists under this crime type or Area."""
    column = "crime_type" if isinstance(term, CrimeType) else "area"
    rows = ArchiveEntry.objects.filter(**{column: term.pk})
    return list(rows.order_by().values_list("item_id", flat=True).distinct())
