"""Confirmation of an order that takes down public pages: nothing is saved before it is given."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.panels import Panel

from newsroom.desk.conflicts.record_forms import SharedRecordForm
from newsroom.models import ProtectedName, ReportingRestriction
from newsroom.orders.consequences import Consequences, consequences

MOST_LISTED = 200
"""How many pages are listed before an order is saved; the rest are counted."""

READ_THE_LIST = _("Nothing has been saved yet. Read what the order takes down, and confirm it.")
TYPE_NUMBER = _("Type the number of pages that the order takes down: %(number)d.")


class ConfirmationForm(SharedRecordForm):
    """Base of the form of an order: shows what it would take down, and asks to confirm that."""

    confirmed = forms.CharField(required=False, widget=forms.HiddenInput)
    number = forms.CharField(
        required=False, label=_("Number of pages"), widget=forms.TextInput(attrs={"size": 8})
    )

    takes_down: Consequences | None = None
    """What is still to be confirmed; None if nothing is."""

    def ask_for_confirmation(self, data: dict[str, Any], names: Iterable[ProtectedName]) -> None:
        """Add an error if the order takes down pages and nobody has confirmed exactly these."""
        order = ReportingRestriction(
            kind=data["kind"], court=data["court"], effect=data["effect"], ends_at=data["ends_at"]
        )
        if self.instance.ended_at or not order.is_current_or_upcoming(timezone.now()):
            return
        found = consequences(order, [block.value.pk for block in data["items"]], names)
        if not found.number:
            return
        if data.get("confirmed") != found.fingerprint:
            self.takes_down = found
            self.add_error("confirmed", READ_THE_LIST)
        elif found.are_many and data["number"].replace(",", "") != str(found.number):
            self.takes_down = found
            self.add_error("number", TYPE_NUMBER % {"number": found.number})


class ConfirmationPanel(Panel):
    """The pages that an order would take down, above its form, with the confirmation."""

    def get_form_options(self) -> dict[str, Any]:
        """The fields of the panel: Wagtail renders those that no panel names at the end."""
        return {"fields": ["confirmed", "number"]}

    class BoundPanel(Panel.BoundPanel):
        template_name = "newsroom/desk/confirm_order.html"

        def is_shown(self) -> bool:
            return bool(self.form.takes_down)

        @cached_property
        def _heading(self) -> str:
            number = self.form.takes_down.number
            starts = self.form.cleaned_data.get("starts_at")
            if starts and starts > timezone.now():
                day = timezone.localtime(starts)
                said = ngettext(
                    "This takes down %(number)s page on %(day)s",
                    "This takes down %(number)s pages on %(day)s",
                    number,
                )
                return said % {"number": f"{number:,}", "day": f"{day:%A %-d %B %Y at %H:%M}"}
            said = ngettext(
                "This takes down %(number)s page", "This takes down %(number)s pages", number
            )
            return said % {"number": f"{number:,}"}

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            found = self.form.takes_down
            return {
                **context,
                "says": self._heading,
                "found": found,
                "pages": found.pages(MOST_LISTED),
                "more": max(0, found.number - MOST_LISTED),
                "number": self.form["number"],
            }
