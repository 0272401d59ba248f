"""What the newsroom adds to Wagtail's admin: a switchboard, one call each."""

from django.conf import settings
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from newsroom.desk import (
    answers,
    dashboard,
    deleting,
    exports,
    notices,
    order_undo_views,
    page_hooks,
    page_views,
    pasting,
    redirect_views,
    reports,
    restriction_views,
    style,
    update_views,
    urgent,
    withdrawing,
)
from newsroom.desk.choosers import newest_first
from newsroom.desk.menus import without_news_of_wagtail
from newsroom.desk.viewsets import NewsroomGroup
from newsroom.desk.withdrawing_several import WithdrawSeveral

SCREENS = (page_views, answers, restriction_views, order_undo_views, notices, reports, urgent)

hooks.register("insert_global_admin_css", style.stylesheet)
hooks.register("insert_global_admin_js", pasting.scripts)
hooks.register("construct_help_menu", without_news_of_wagtail)
hooks.register("construct_page_chooser_queryset", newest_first)
hooks.register("construct_homepage_panels", dashboard.add_panels)
hooks.register("register_admin_viewset", lambda: page_views.PAGES)
hooks.register("register_reports_menu_item", reports.release_log_item)
hooks.register("register_reports_menu_item", reports.clearances_item)
for screen in (*SCREENS, update_views):
    hooks.register("register_admin_urls", screen.admin_urls)
for part in (deleting, redirect_views):  # Ahead of Wagtail's own, whose names they keep.
    hooks.register("register_admin_urls", part.admin_urls, order=-1)
for name, function in page_hooks.HOOKS:
    hooks.register(name, function)
if settings.ADMIN_PATHS:  # The public service does not load how the desk logs in.
    from newsroom.desk.accounts.addresses import HOOKS

    for name, function in HOOKS:
        hooks.register(name, function)
withdrawing.rename_in_lists()
exports.use_for_all_lists()
# After Wagtail's own, whose place it takes.
hooks.register("register_bulk_action", WithdrawSeveral, order=100)
register_snippet(NewsroomGroup)
