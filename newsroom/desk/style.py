"""The desk's style sheet, included in every admin view."""

from django.templatetags.static import static
from django.utils.html import format_html


def stylesheet() -> str:
    """The link element for the head of the document, after Wagtail's own."""
    return format_html('<link rel="stylesheet" href="{}">', static("desk/desk.css"))
