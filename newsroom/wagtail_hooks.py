"""What the newsroom adds to Wagtail's admin: a switchboard, one call each."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from newsroom.desk import answers, dashboard, notices, page_views, reports
from newsroom.desk.menus import without_news_of_wagtail
from newsroom.desk.viewsets import NewsroomGroup
from newsroom.pages.files import link_only_to_public_documents
from newsroom.pages.links import link_only_to_what_is_public

hooks.register("construct_help_menu", without_news_of_wagtail)
# After Wagtail's own handlers of links, which they replace.
hooks.register("register_rich_text_features", link_only_to_what_is_public, order=100)
hooks.register("register_rich_text_features", link_only_to_public_documents, order=100)
hooks.register("register_admin_viewset", lambda: page_views.PAGES)
hooks.register("register_admin_urls", page_views.addresses)
hooks.register("register_admin_urls", answers.addresses)
hooks.register("construct_homepage_panels", dashboard.add_panels)
hooks.register("register_admin_urls", notices.addresses)
hooks.register("register_admin_urls", reports.addresses)
hooks.register("register_reports_menu_item", reports.release_log_item)
hooks.register("register_reports_menu_item", reports.clearances_item)
register_snippet(NewsroomGroup)
