"""The desk's own style sheet, on every screen of the admin."""

from django.templatetags.static import static
from django.utils.html import format_html


def stylesheet() -> str:
    """Put it into the head, after Wagtail's."""
    return format_html('<link rel="stylesheet" href="{}">', static("desk/desk.css"))
