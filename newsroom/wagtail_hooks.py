"""What the newsroom adds to Wagtail's admin: a switchboard, one call each."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from newsroom.desk.menus import without_news_of_wagtail
from newsroom.desk.viewsets import NewsroomGroup

hooks.register("construct_help_menu", without_news_of_wagtail)
register_snippet(NewsroomGroup)
