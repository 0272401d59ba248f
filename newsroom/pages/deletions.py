"""What a deletion leaves behind: editions that point at what is gone, and orders that named it."""

from collections.abc import Callable
from itertools import chain
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from newsroom.pages.archive_sync import follow_records, items_under_term
from newsroom.pages.cases import HighProfileCasePage
from newsroom.pages.front_pages import FeaturedItem
from newsroom.pages.items import NewsItemPage, RelatedItem
from newsroom.press_office.contacts import PressContact
from newsroom.records.binding import pages_covered_with
from newsroom.records.restrictions import ReportingRestriction
from newsroom.taxonomy import Area, CrimeType


def note_page(instance: Page, **kwargs: Any) -> None:
    """Called before a page is deleted, while it is known what points at it and what it binds."""
    instance.pages_left = _pointing_at(instance.pk)
    named = ReportingRestriction.objects.current_or_upcoming(timezone.now()).filter(
        pages=instance.pk
    )
    instance.orders_left = [
        (order, list(pages_covered_with([instance.pk]).values_list("pk", flat=True)))
        for order in named
    ]


def note_contact(instance: Any, **kwargs: Any) -> None:
    """Called before a press contact is deleted."""
    items = NewsItemPage.objects.filter(contact=instance.pk).values_list("pk", flat=True)
    cases = HighProfileCasePage.objects.filter(contact=instance.pk).values_list("pk", flat=True)
    instance.pages_left = [*items, *cases]


def note_term(instance: Any, **kwargs: Any) -> None:
    """Called before a crime type or Area is deleted, while it is known which items are under it."""
    instance.pages_left = items_under_term(instance)


def settle(instance: Any, **kwargs: Any) -> None:
    """Called after a deletion.

    What orders covered because they named a page that is gone, they name from now on by itself: its
    translations, its aliases, the items of a case.
    """
    for order, covered in getattr(instance, "orders_left", ()):
        order.pages.add(*Page.objects.filter(pk__in=covered))
    follow_records(instance.pages_left)


NOTED: dict[type[Any], Callable[..., None]] = {
    Page: note_page,
    PressContact: note_contact,
    CrimeType: note_term,
    Area: note_term,
}
"""What is asked before a row of these is deleted; `settle` comes after."""


def _pointing_at(page_id: int) -> list[int]:
    """The pages that name this one as their case or topic, as related or as featured."""
    # Each is answered by an index of its own, which one query with "or" would not use.
    found = (
        NewsItemPage.objects.filter(case=page_id).values_list("pk", flat=True),
        NewsItemPage.objects.filter(topics=page_id).values_list("pk", flat=True),
        RelatedItem.objects.filter(item=page_id).values_list("page_id", flat=True),
        FeaturedItem.objects.filter(item=page_id).values_list("page_id", flat=True),
    )
    return sorted(set(chain.from_iterable(found)) - {page_id})
