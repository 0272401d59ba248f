"""What templates of the desk say of a page outside of its own screens."""

from django import template
from wagtail.models import Page

from newsroom.records.redaction import title_for_record

register = template.Library()


@register.filter
def redacted_title(page: Page) -> str:
    """The title of a page, for mail: without a protected name in it."""
    return title_for_record(page)
