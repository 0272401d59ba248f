"""What the newsroom adds to Wagtail's admin: a switchboard, one call each."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from newsroom.desk.menus import without_news_of_wagtail
from newsroom.desk.viewsets import NewsroomGroup
from newsroom.pages.links import link_only_to_what_is_public

hooks.register("construct_help_menu", without_news_of_wagtail)
# After Wagtail's own handler of links, which it replaces.
hooks.register("register_rich_text_features", link_only_to_what_is_public, order=100)
register_snippet(NewsroomGroup)
