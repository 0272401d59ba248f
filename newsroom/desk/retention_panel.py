"""The panel of the home page that counts what is due for its retention review."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from newsroom.desk.desk_panel import DeskPanel, PanelRow
from newsroom.desk.retention_list import DECIDE
from newsroom.models import RetentionDecision, RetentionReview
from newsroom.retention.decisions import MAY_READ

FEW = 5
"""So many items are named; the others are counted."""


class RetentionPanel(DeskPanel):
    """How many items are due for their retention review, and the longest overdue of them."""

    name = "desk-retention"
    first_column = _("Item")
    columns = (_("Review"), _("Outcome"))
    order = 135

    @cached_property
    def number(self) -> int:
        """How many items are due."""
        return RetentionReview.objects.due().count()

    @property
    def heading(self) -> str:
        words = ngettext(
            "Due for review: %(number)s item", "Due for review: %(number)s items", self.number
        )
        return words % {"number": self.number}

    def rows(self) -> list[PanelRow]:
        if not self.number:
            return []
        waiting = models.Exists(
            RetentionDecision.objects.waiting().filter(page_id=models.OuterRef("pk"))
        )
        due = RetentionReview.objects.due().annotate(waits=waiting).select_related("page")
        return [
            PanelRow(
                None,
                review.page.title,
                (str(review.get_outcome_display()),),
                notes=(str(_("A decision waits for a second person.")),) if review.waits else (),
                address=reverse(DECIDE, args=[review.pk]),
                day=review.due_on,
            )
            for review in due.order_by("-waits", "due_on", "pk")[:FEW]
        ]

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        """Nothing for those who do not decide about it."""
        if not parent_context["request"].user.has_perm(MAY_READ):
            return {"rows": ()}
        return super().get_context_data(parent_context)
