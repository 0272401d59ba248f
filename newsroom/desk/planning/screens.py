"""The addresses and menu items of what the desk plans: deadlines, release bundles, the calendar."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem

from newsroom.desk.planning import bundle_views, calendar_views, deadlines


def admin_urls() -> list[URLPattern]:
    """Hook `register_admin_urls`."""
    change = deadlines.change_deadline
    return [
        path("pages/<int:page_id>/deadline/", change, name=deadlines.DEADLINE),
        *bundle_views.admin_urls(),
        *calendar_views.admin_urls(),
    ]


def add_menu_items(
    items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]
) -> None:
    """Hook `construct_page_action_menu`: append items, so that none is the default action."""
    items += [item for item in (deadlines.DeadlineItem(),) if item.is_shown(context)]


def calendar_item() -> MenuItem:
    """Hook `register_admin_menu_item`: ahead of all lists."""
    address = reverse(calendar_views.CALENDAR)
    return MenuItem(_("Calendar"), address, name="calendar", icon_name="date", order=110)


def bundles_item() -> MenuItem:
    """Hook `register_admin_menu_item`: after the calendar."""
    address = reverse(bundle_views.BUNDLES)
    icon = "folder-open-inverse"
    return MenuItem(_("Release bundles"), address, name="bundles", icon_name=icon, order=120)
