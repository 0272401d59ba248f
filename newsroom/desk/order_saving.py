"""Saving an order in the admin: it is committed, and then takes down what it binds."""

import logging
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from newsroom.desk import withheld_records
from newsroom.desk.order_confirmation import READ_THE_LIST
from newsroom.models import ReportingRestriction, TakeDown, TakenDownPage
from newsroom.orders import enforcement, taking_down
from newsroom.records.log_context import Channel, log_context
from newsroom.records.redaction import title_for_record

log = logging.getLogger(__name__)

WAITING = _(
    "Readers do not see %(number)s pages any more. They are being taken down one by one in the "
    "background: the first screen of the admin shows how far that is."
)
SEARCHING = _(
    "The other pages are being searched in the background: the first screen of the admin shows how "
    "far that is."
)
MOST_NAMED = 20
"""How many pages a message lists; the rest are counted."""


def pages_in_words(pages: list[Any]) -> str:
    """The pages as an HTML list of links to their edit views, with redacted titles."""
    links = format_html_join(
        "",
        # In the text's own colour: the contrast of the link colour is too low on orange or green.
        '<li><a class="w-text-current w-underline" href="{}">{}</a></li>',
        (
            (reverse("wagtailadmin_pages:edit", args=[page.pk]), title_for_record(page.specific))
            for page in pages[:MOST_NAMED]
        ),
    )
    more = len(pages) - MOST_NAMED
    rest = ngettext("and %(more)d more", "and %(more)d more", more) % {"more": more}
    return format_html("<ul>{}{}</ul>", links, format_html("<li>{}</li>", rest) if more > 0 else "")


class EnforceOrderMixin:
    """View mixin: saves an order, and takes down what it binds once that is committed."""

    request: HttpRequest
    form: Any
    take_down: TakeDown | None = None
    form_to_confirm: Any = None

    def get_error_message(self) -> Any:
        asked = {"confirmed", "number"}
        if self.form_to_confirm is not None and asked.issuperset(self.form_to_confirm.errors):
            return READ_THE_LIST
        return super().get_error_message()  # type: ignore[misc]

    def is_valid(self, form: Any) -> bool:
        self.form_to_confirm = form
        return bool(super().is_valid(form))  # type: ignore[misc]

    def save_instance(self) -> ReportingRestriction:
        why = self.form.cleaned_data.get("why_less", "")
        by: Any = self.request.user
        # The reason is asked for when pages are removed: see orders/unbinding.py.
        with transaction.atomic(), log_context(by, Channel.ADMIN, why):
            order: ReportingRestriction = super().save_instance()  # type: ignore[misc]
            self.take_down = enforcement.begin(order, self.request.user, why)
        return order

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        withheld_records.tell(self.request, form.instance)
        if self.take_down is not None:
            self._take_down(self.take_down)
        return response

    def _take_down(self, take_down: TakeDown) -> None:
        """Do what can be done at once; the order is saved, and the timer does the rest."""
        try:
            down = taking_down.proceed(take_down, taking_down.SECONDS)
        except Exception:
            log.exception("Take-down %s is left to the timer", take_down.pk)
            down = []
        waiting = take_down.pages.filter(state=TakenDownPage.State.CLOSED).count()
        if down:
            said = ngettext(
                "Taken down at once, because the order binds it:",
                "Taken down at once, because the order binds them:",
                len(down),
            )
            messages.warning(self.request, format_html("{}{}", said, pages_in_words(down)))
        if waiting:
            messages.warning(self.request, WAITING % {"number": f"{waiting:,}"})
        elif take_down.finished_at is None:
            messages.warning(self.request, SEARCHING)
