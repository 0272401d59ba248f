"""The orders in force that cover a page, and the names that they protect."""

from collections.abc import Container, Iterator
from datetime import datetime

from wagtail.models import Page

from newsroom.records.restrictions import ProtectedName, ReportingRestriction
from newsroom.rules.facts import Name


def orders_covering(page: Page, at: datetime) -> Iterator[ReportingRestriction]:
    """The reporting restrictions in force at this moment that cover the page. `at` is aware."""
    yield from ReportingRestriction.objects.in_force(at).covering(page)


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
