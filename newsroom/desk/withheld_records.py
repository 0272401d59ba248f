"""Tells whoever enters an order which records beside pages it has taken texts from."""

from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from newsroom.models import ReportingRestriction
from newsroom.publishing.withheld_texts import edit_address, label_of


def tell(request: HttpRequest, order: ReportingRestriction) -> None:
    """Show a message with links to the records whose texts this order withholds."""
    rows = list(order.withheld_texts.order_by("model", "record_id", "field"))
    if not rows:
        return
    links = format_html_join(
        "",
        '<li><a class="w-text-current w-underline" href="{}">{}</a></li>',
        ((edit_address(row), label_of(row)) for row in rows),
    )
    said = _("Readers no longer get these texts, because they hold a name. Write them anew:")
    messages.warning(request, format_html("{}<ul>{}</ul>", said, links))
