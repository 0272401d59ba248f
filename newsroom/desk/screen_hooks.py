"""The screens, menus, styles and scripts that the desk adds to Wagtail's admin: one call each."""

from collections.abc import Callable
from typing import Any

from newsroom.desk import (
    answers,
    bin_views,
    care_record_view,
    dashboard,
    deleting,
    discarding,
    earlier_editions,
    guide,
    name_report_view,
    notices,
    order_undo_views,
    page_lists,
    page_views,
    pasting,
    preview_link_screens,
    public_check_views,
    redirect_views,
    reports,
    restriction_views,
    retention_list,
    retention_views,
    style,
    update_views,
    upload_limits,
    urgent,
)
from newsroom.desk.menus import without_wagtail
from newsroom.desk.planning import screens as planning
from newsroom.desk.verdict import screens as verdict

SCREENS = (
    *(guide, page_views, answers, restriction_views, order_undo_views, notices, reports, urgent),
    *(update_views, public_check_views, discarding, bin_views, planning, name_report_view),
    *(preview_link_screens, care_record_view, earlier_editions, verdict),
    *(retention_list, retention_views),
)
AHEAD_OF_WAGTAIL = (deleting, redirect_views)
"""Screens at addresses of Wagtail's own, whose names they keep."""

HOOKS: list[tuple[str, Callable[..., Any]]] = [
    ("insert_global_admin_css", style.stylesheet),
    ("insert_global_admin_js", pasting.scripts),
    ("insert_global_admin_js", style.names),
    ("insert_global_admin_js", upload_limits.script),
    ("construct_help_menu", without_wagtail),
    ("register_help_menu_item", guide.menu_item),
    ("construct_homepage_panels", dashboard.add_panels),
    ("register_admin_viewset", lambda: [page_lists.PAGE_LISTS, page_views.PAGES]),
    ("register_reports_menu_item", bin_views.menu_item),
    ("register_reports_menu_item", reports.release_log_item),
    ("register_reports_menu_item", reports.clearances_item),
    ("register_reports_menu_item", retention_list.menu_item),
    ("register_reports_menu_item", public_check_views.menu_item),
    ("register_admin_menu_item", planning.calendar_item),
    ("register_admin_menu_item", planning.bundles_item),
    ("register_admin_menu_item", verdict.menu_item),
    *(("register_admin_urls", screen.admin_urls) for screen in SCREENS),
]
