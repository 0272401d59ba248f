"""The orders in force that cover a page, and the names that they protect.

A draft may leave the case by which an order covers its page. Until the draft is stored the order
still binds it: see `orders_binding`.
"""

from collections.abc import Container, Iterator
from datetime import datetime

from wagtail.models import Page

from newsroom.records.restrictions import ProtectedName, ReportingRestriction
from newsroom.rules.facts import Name


def orders_covering(page: Page, at: datetime) -> Iterator[ReportingRestriction]:
    """The reporting restrictions in force at this moment that cover the page. `at` is aware."""
    yield from ReportingRestriction.objects.in_force(at).covering(page)


def orders_binding(page: Page, at: datetime) -> dict[int, ReportingRestriction]:
    """The orders in force that cover the page, as it is in memory or as it is stored, by id."""
    orders = {order.pk: order for order in orders_covering(page, at)}
    if (stored := stored_elsewhere(page)) is not None:
        orders.update({order.pk: order for order in orders_covering(stored, at)})
    return orders


def stored_elsewhere(page: Page) -> Page | None:
    """The stored page if it has another case, source or translation key than the one in memory."""
    if not page.pk:
        return None
    columns = ("newsitempage__case", "alias_of", "translation_key")
    known = Page.objects.filter(pk=page.pk).values_list(*columns).first()
    here = (getattr(page, "case_id", None), page.alias_of_id, page.translation_key)
    if known is None or known == here:
        return None
    return Page.objects.get(pk=page.pk).specific


def names_in_force(at: datetime, in_scope: Container[int] = ()) -> dict[ProtectedName, Name]:
    """Every protected name of an order in force, whichever pages the order covers.

    `in_scope` holds the ids of the orders that cover the page being checked. Raises DecryptionError
    when a name cannot be decrypted.
    """
    names = ProtectedName.objects.filter(restriction__in=ReportingRestriction.objects.in_force(at))
    return {
        name: Name(name.words, name.restriction.source, name.restriction_id in in_scope)
        for name in names.select_related("restriction")
    }
