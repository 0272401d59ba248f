"""Tells whoever chooses a file that it is too large before any of it is sent."""

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _


def script() -> SafeString:
    """Hook `insert_global_admin_js`: the script, with the limit and its sentence.

    The forms refuse such a file too (uploads.py), for whoever sends it otherwise.
    """
    most = settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE
    words = _("“{name}” is too big ({size} MB). The most is %(most)s. It was not sent.") % {
        "most": filesizeformat(most)
    }
    return format_html(
        '<script src="{}" data-most="{}" data-words="{}"></script>',
        static("desk/file-size.js"),
        most,
        words,
    )
