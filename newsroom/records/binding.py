"""Which pages an order covers.

An order names pages. It covers these, their translations and their aliases. When a page is a case,
it covers the items of the case, with their translations and aliases, too. `covered_by_keys` is this
rule as a query condition, `keys_of` the same rule for an instance in memory, saved or not.
tests/test_binding.py checks that they agree. No other code decides whether an order covers a page.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q, QuerySet
from wagtail.models import Page

if TYPE_CHECKING:
    from newsroom.records.restrictions import ReportingRestriction


def covered_by_keys(keys: QuerySet[Any] | Iterable[UUID]) -> Q:
    """The condition on pages that are covered by an order naming one of these translation keys.

    `keys` is a list, or a queryset of that one column.
    """
    shown = Q(translation_key__in=keys) | Q(alias_of__translation_key__in=keys)
    # A subquery over cases, which are few, so that the database does not scan all pages.
    cases = Page.objects.filter(shown, highprofilecasepage__isnull=False).values("pk")
    items = Q(newsitempage__case__in=cases) | Q(alias_of__newsitempage__case__in=cases)
    return shown | items


def keys_of(page: Any) -> set[UUID]:
    """The translation keys by which an order covers this page, as it is in memory.

    These are the keys of the page, of the source of its alias, and of the cases of both. A copy
    that is not saved yet is covered as its original.
    """
    shown = [page, page.alias_of.specific] if page.alias_of else [page]
    if original := getattr(page, "copied_from", None):
        shown += [original, original.alias_of.specific] if original.alias_of else [original]
    cases = [case for one in shown if (case := getattr(one, "case", None))]
    about = [*shown, *cases, *(case.alias_of for case in cases if case.alias_of)]
    return {one.translation_key for one in about}


def pages_covered_by(restriction: "ReportingRestriction") -> QuerySet[Page]:
    """The pages that an order covers."""
    return pages_covered_with(restriction.pages.values("pk"))


def pages_covered_with(page_ids: Any) -> QuerySet[Page]:
    """The pages that an order naming these page ids covers. `page_ids` may be a queryset."""
    keys = Page.objects.filter(pk__in=page_ids).values("translation_key")
    return Page.objects.filter(covered_by_keys(keys))
