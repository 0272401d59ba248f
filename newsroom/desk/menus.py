"""Removes entries of Wagtail's menus that lead away from the desk."""

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem

ABOUT_WAGTAIL = ("whats-new-in-wagtail", "editor-guide")


def without_wagtail(request: HttpRequest, items: list[MenuItem]) -> None:
    """Remove Wagtail's release notes and its guide from the help menu: the desk has its own."""
    items[:] = [item for item in items if not item.name.startswith(ABOUT_WAGTAIL)]
