"""Handles the effects of a deletion: editions that refer to the object, and orders about a page."""

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
    """Before a page is deleted, collect the pages that refer to it and the orders that cover it."""
    instance.pages_left = _pointing_at(instance.pk)
    named = ReportingRestriction.objects.current_or_upcoming(timezone.now()).filter(
        pages=instance.pk
    )
    instance.orders_left = [
        (order, list(pages_covered_with([instance.pk]).values_list("pk", flat=True)))
        for order in named
    ]


def note_contact(instance: Any, **kwargs: Any) -> None:
    """Before a press contact is deleted, collect the pages that refer to it."""
    items = NewsItemPage.objects.filter(contact=instance.pk).values_list("pk", flat=True)
    cases = HighProfileCasePage.objects.filter(contact=instance.pk).values_list("pk", flat=True)
    instance.pages_left = [*items, *cases]


def note_term(instance: Any, **kwargs: Any) -> None:
    """Before a crime type or Area is deleted, collect the items filed under it."""
    instance.pages_left = items_under_term(instance)


def settle(instance: Any, **kwargs: Any) -> None:
    """After a deletion, update the collected pages and add pages to the collected orders.

    An order may have covered pages only through the deleted page: its translations, its aliases or
    the items of a case. They are now added to the order explicitly.
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
"""The receivers to call before the deletion of a row of each model; `settle` comes after it."""


def _pointing_at(page_id: int) -> list[int]:
    """The pages that refer to this one as case, topic, related item or featured item."""
    # Each query uses an index of its own, which a single query with OR would not.
    found = (
        NewsItemPage.objects.filter(case=page_id).values_list("pk", flat=True),
        NewsItemPage.objects.filter(topics=page_id).values_list("pk", flat=True),
        RelatedItem.objects.filter(item=page_id).values_list("page_id", flat=True),
        FeaturedItem.objects.filter(item=page_id).values_list("page_id", flat=True),
    )
    return sorted(set(chain.from_iterable(found)) - {page_id})
