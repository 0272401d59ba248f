"""What of Wagtail's own menus is of no use to a press officer."""

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem

NEWS_OF_WAGTAIL = "whats-new-in-wagtail"


def without_news_of_wagtail(request: HttpRequest, items: list[MenuItem]) -> None:
    """Take the release notes of Wagtail out of the help."""
    items[:] = [item for item in items if not item.name.startswith(NEWS_OF_WAGTAIL)]
