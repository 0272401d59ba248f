"""Ordering of pages in Wagtail's page chooser."""

from django.http import HttpRequest
from wagtail.models import PageQuerySet


def newest_first(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Order items newest first in the chooser of updates and orders; search keeps its own order.

    A hook for `construct_page_chooser_queryset`.
    """
    wanted = request.GET.get("page_type", "").lower()
    if "newsroom.newsitempage" in wanted and not request.GET.get("q"):
        return pages.order_by("-pk")
    return pages
