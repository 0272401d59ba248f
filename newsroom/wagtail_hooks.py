"""What the newsroom adds to Wagtail's admin: a switchboard, one call each."""

from wagtail.snippets.models import register_snippet

from newsroom.desk.viewsets import NewsroomGroup

register_snippet(NewsroomGroup)
