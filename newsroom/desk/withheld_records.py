"""What the form of an order says of names in records, and in its own wording for readers."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from newsroom.models import ReportingRestriction
from newsroom.publishing.reader_records import says_protected_name
from newsroom.publishing.record_addresses import SHOWN
from newsroom.publishing.withheld_texts import edit_address, label_of

NAMED = _("Readers get this, and a name that another order protects stands here. Take it out.")


def refuse_names_of_others(form: Any, data: Mapping[str, Any]) -> None:
    """Add an error to each text for readers that holds a name of whichever order."""
    for field in SHOWN[ReportingRestriction]:
        text = data.get(field) or ""
        if text and not form.has_error(field) and says_protected_name(text, prose=True):
            form.add_error(field, NAMED)


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
