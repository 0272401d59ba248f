"""How pages are offered to be chosen."""

from django.http import HttpRequest
from wagtail.models import PageQuerySet


def newest_first(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Offer the newest item first: it is the one that gets an update, or is ordered about.

    A search has an order of its own.
    """
    wanted = request.GET.get("page_type", "").lower()
    if "newsroom.newsitempage" in wanted and not request.GET.get("q"):
        return pages.order_by("-pk")
    return pages
