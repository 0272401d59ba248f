"""Removes entries of Wagtail's menus that press officers do not need."""

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem

NEWS_OF_WAGTAIL = "whats-new-in-wagtail"


def without_news_of_wagtail(request: HttpRequest, items: list[MenuItem]) -> None:
    """Remove Wagtail's release notes from the help menu."""
    items[:] = [item for item in items if not item.name.startswith(NEWS_OF_WAGTAIL)]
