"""The state of a page in the admin, in place of Wagtail's "live", "draft" and "live + draft"."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import template
from wagtail.models import Page

from newsroom.models import NewsItemPage, RetentionReview
from newsroom.publishing.page_states import PageState, states_of
from newsroom.retention.review_dates import review_of

register = template.Library()

KNOWN = "page_states"
"""The attribute of a request with the states that were read for it, by id of the page."""


@register.simple_tag(takes_context=True)
def page_state(context: Mapping[str, Any], page: Page) -> PageState:
    """The state of a page. In a list the states of all its pages are read with the first."""
    request = context.get("request")
    known: dict[int, PageState] = vars(request).setdefault(KNOWN, {}) if request else {}
    if page.pk not in known:
        known.update(states_of([page, *_listed_with(context)]))
    return known[page.pk]


@register.simple_tag
def retention_review(page: Page) -> RetentionReview | None:
    """When an item is reviewed: as it was computed last, or now if it has not been yet."""
    if not isinstance(page, NewsItemPage):
        return None
    return RetentionReview.objects.filter(pk=page.pk).first() or review_of(page.pk)


def _listed_with(context: Mapping[str, Any]) -> Iterator[Page]:
    """The other pages of the list in which a page is shown, as Wagtail's templates know them."""
    table = context.get("table")
    for one in (
        *(table.data if table is not None else ()),
        *(page for _at, page in context.get("last_edits", ())),
        *context.get("locked_pages", ()),
    ):
        if isinstance(one, Page):
            yield one
