"""The desk's style sheet, and names for fields that have none, in every admin view."""

import json

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext as _


def stylesheet() -> str:
    """The link element for the head of the document, after Wagtail's own."""
    return format_html('<link rel="stylesheet" href="{}">', static("desk/desk.css"))


def names() -> str:
    """The script element that gives names to fields for whoever hears them."""
    words = {
        ".xdsoft_monthpicker .xdsoft_prev": _("Month before"),
        ".xdsoft_monthpicker .xdsoft_next": _("Month after"),
        ".xdsoft_today_button": _("Today"),
        ".xdsoft_timepicker .xdsoft_prev": _("Earlier"),
        ".xdsoft_timepicker .xdsoft_next": _("Later"),
    }
    return format_html(
        '<script src="{}" data-words="{}"></script>', static("desk/names.js"), json.dumps(words)
    )
