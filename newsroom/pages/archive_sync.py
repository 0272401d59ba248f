"""Keeping editions and the archive's index in line, for every change that is not a save of a page.

Saving a page opens and closes its editions, and saving an item calls `sync_archive` itself, within
its transaction (see base.py and items.py).
"""

from collections.abc import Iterable
from typing import Any

from wagtail.models import Page

from newsroom.archive.index import ArchiveEntry, sync_item
from newsroom.archive.rebuild_index import rebuild
from newsroom.gate import following
from newsroom.pages.items import NewsItemPage, sync_archive
from newsroom.taxonomy import CrimeType, Term

MOST_ONE_BY_ONE = 50
"""Of more items than this the rows are replaced all at once."""


def follow_move(instance: Page, **kwargs: Any) -> None:
    """Called after a page has moved, with all below it."""
    following.follow_below(instance)
    sync_below(instance)


def forget_item(instance: NewsItemPage, **kwargs: Any) -> None:
    """Take an item out of the archive because it is about to be deleted."""
    sync_item(instance.pk, lambda: None)


def hide(page: Page) -> None:
    """Called after a view restriction was set: nothing of the page or below it is public."""
    following.hide_below(page)
    sync_below(page)


def show_again(page: Page) -> None:
    """Called after a view restriction was lifted: the gate looks again at what it hid."""
    following.follow_below(page)
    sync_below(page)


def follow_records(page_ids: Iterable[int]) -> None:
    """Called after records were changed that the documents of these pages hold."""
    ids = list(page_ids)
    following.follow_pages(ids)
    sync_items(items_among(ids))


def sync_items(item_ids: Iterable[int]) -> None:
    """Bring these items in line, always in one order so that two writers cannot deadlock."""
    for item_id in sorted(item_ids):
        sync_archive(item_id)


def sync_below(page: Page) -> None:
    """Bring the page and all items below it in line: it was moved, made private or public."""
    # Read anew: after a move the instance at hand may still have its old path.
    current = Page.objects.get(pk=page.pk)
    below = NewsItemPage.objects.descendant_of(current, inclusive=True)
    if below.count() > MOST_ONE_BY_ONE:
        rebuild(below.archive_facts(), items=below.values("pk"))
    else:
        sync_items(below.values_list("pk", flat=True))


def items_among(page_ids: Iterable[int]) -> list[int]:
    """Those of the pages that are items."""
    return list(NewsItemPage.objects.filter(pk__in=page_ids).values_list("pk", flat=True))


def items_under_term(term: Term) -> list[int]:
    """The public items that the archive finds under this crime type or Area."""
    column = "crime_type" if isinstance(term, CrimeType) else "area"
    rows = ArchiveEntry.objects.filter(**{column: term.pk})
    return list(rows.order_by().values_list("item_id", flat=True).distinct())
