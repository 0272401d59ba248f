"""Which pages an order covers: said once for rows and once for a page in memory.

An order names pages. It covers each of them in every language, its aliases, and, of a case, all its
items with theirs. `covered` is the condition on rows of pages, `keys_of` the same rule for one page
as it is in memory, saved or not; tests/test_binding.py holds the two to each other. Nothing else
decides whether an order is about a page.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q, QuerySet
from wagtail.models import Page

if TYPE_CHECKING:
    from newsroom.records.restrictions import ReportingRestriction


def covered_by_keys(keys: QuerySet[Any] | Iterable[UUID]) -> Q:
    """The condition on pages that orders cover which name a page with one of these keys.

    The keys are translation keys: a list, or a queryset of that one column.
    """
    shown = Q(translation_key__in=keys) | Q(alias_of__translation_key__in=keys)
    # Cases are few: without this, all pages would be gone through for each question.
    cases = Page.objects.filter(shown, highprofilecasepage__isnull=False).values("pk")
    items = Q(newsitempage__case__in=cases) | Q(alias_of__newsitempage__case__in=cases)
    return shown | items


def keys_of(page: Any) -> set[UUID]:
    """The translation keys by which an order covers this page, as it is in memory.

    Its own, that of the page it is an alias of, and those of the cases of both.
    """
    shown = [page, page.alias_of.specific] if page.alias_of else [page]
    cases = [case for one in shown if (case := getattr(one, "case", None))]
    about = [*shown, *cases, *(case.alias_of for case in cases if case.alias_of)]
    return {one.translation_key for one in about}


def pages_covered_by(restriction: "ReportingRestriction") -> QuerySet[Page]:
    """The pages that an order covers."""
    return pages_covered_with(restriction.pages.values("pk"))


def pages_covered_with(page_ids: Any) -> QuerySet[Page]:
    """The pages that an order covers which names these pages, by number."""
    keys = Page.objects.filter(pk__in=page_ids).values("translation_key")
    return Page.objects.filter(covered_by_keys(keys))
