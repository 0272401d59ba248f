"""What the newsroom adds to Wagtail's admin: a switchboard, one call each."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from newsroom.desk import (
    answers,
    dashboard,
    deleting,
    notices,
    order_undo_views,
    page_views,
    releasing,
    reports,
    restriction_views,
    style,
    uploads,
    urgent,
    withdrawing,
)
from newsroom.desk.choosers import newest_first
from newsroom.desk.menus import without_news_of_wagtail
from newsroom.desk.viewsets import NewsroomGroup
from newsroom.desk.withdrawing_several import WithdrawSeveral

hooks.register("insert_global_admin_css", style.stylesheet)
hooks.register("construct_help_menu", without_news_of_wagtail)
hooks.register("register_admin_viewset", lambda: page_views.PAGES)
hooks.register("register_admin_urls", page_views.admin_urls)
hooks.register("register_admin_urls", answers.admin_urls)
hooks.register("register_admin_urls", restriction_views.admin_urls)
hooks.register("register_admin_urls", order_undo_views.admin_urls)
hooks.register("before_delete_snippet", restriction_views.end_instead_of_deleting)
hooks.register("before_delete_page", deleting.before_page)
hooks.register("before_delete_user", deleting.before_user)
hooks.register("before_bulk_action", deleting.before_bulk)
# Ahead of Wagtail's own addresses, whose names they keep.
hooks.register("register_admin_urls", deleting.admin_urls, order=-1)
hooks.register("after_copy_page", restriction_views.cover_copy)
hooks.register("construct_page_chooser_queryset", newest_first)
hooks.register("construct_homepage_panels", dashboard.add_panels)
hooks.register("register_admin_urls", notices.admin_urls)
hooks.register("register_admin_urls", reports.admin_urls)
hooks.register("register_reports_menu_item", reports.release_log_item)
hooks.register("register_reports_menu_item", reports.clearances_item)
hooks.register("before_publish_page", releasing.before_publish)
hooks.register("after_publish_page", releasing.after_publish)
hooks.register("before_bulk_action", releasing.before_bulk)
hooks.register("after_bulk_action", releasing.after_bulk)
hooks.register("after_bulk_action", uploads.after_bulk)
hooks.register("after_create_page", releasing.after_submit)
hooks.register("after_edit_page", releasing.after_submit)
hooks.register("construct_page_action_menu", withdrawing.add_menu_items)
hooks.register("construct_page_action_menu", urgent.add_menu_items)
hooks.register("register_admin_urls", urgent.admin_urls)
withdrawing.rename_in_lists()
# After Wagtail's own, whose place it takes.
hooks.register("register_bulk_action", WithdrawSeveral, order=100)
register_snippet(NewsroomGroup)
