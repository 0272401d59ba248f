"""The list of items by the day of their retention review, with filters."""

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn

from newsroom.desk.exports import LongReport
from newsroom.models import RetentionDecision, RetentionReview
from newsroom.retention.decisions import MAY_READ
from newsroom.retention.due_list import SCREEN

DECIDE = "desk_retention_decision"


class ReviewFilter(WagtailFilterSet):
    """Filters reviews by day, outcome, and whether they are due."""

    due = django_filters.ChoiceFilter(
        label=_("Due"), method="only_due", choices=[("now", _("Due now")), ("later", _("Later"))]
    )
    due_on = django_filters.DateFromToRangeFilter(label=_("Review"), widget=DateRangePickerWidget)

    class Meta:
        model = RetentionReview
        fields = ["due", "due_on", "outcome"]

    def only_due(self, reviews: QuerySet, name: str, value: str) -> QuerySet:
        """Those whose day has come, or those whose day has not."""
        today = timezone.localdate()
        is_due = {"due_on__lte": today} if value == "now" else {"due_on__gt": today}
        return reviews.filter(**is_due)


class ReviewsView(LongReport):
    """All items with a review day, the longest overdue first."""

    export_filename = "retention-reviews"
    model = RetentionReview
    page_title = _("Retention reviews")
    header_icon = "date"
    index_url_name = SCREEN
    index_results_url_name = f"{SCREEN}_results"
    filterset_class = ReviewFilter
    columns = [
        TitleColumn(
            "title",
            label=_("Item"),
            accessor=lambda row: row.page.title,
            get_url=lambda row: reverse(DECIDE, args=[row.pk]),
        ),
        Column("due_on", label=_("Review"), accessor=lambda row: f"{row.due_on:%-d %B %Y}"),
        Column("outcome", label=_("Outcome"), accessor="get_outcome_display"),
        Column(
            "outcome_on",
            label=_("Since"),
            accessor=lambda row: f"{row.outcome_on:%-d %B %Y}",
            classname="desk-wide",
        ),
        Column(
            "state", label=_("State"), accessor=lambda row: state_of(row), classname="desk-wide"
        ),
    ]
    list_export = ["pk", "due_on", "outcome", "outcome_on", "months", "source"]

    def get_queryset(self) -> QuerySet:
        waiting = RetentionDecision.objects.waiting().filter(page_id=OuterRef("pk"))
        reviews = RetentionReview.objects.annotate(waits=Exists(waiting)).select_related("page")
        return reviews.order_by("due_on", "pk")


def state_of(review: Any) -> str:
    """Whether a decision waits, or the item is due or kept, in a few words."""
    if review.waits:
        return str(_("Waits for a second person"))
    if review.is_kept:
        return str(_("Kept"))
    return str(_("Due")) if review.is_due else ""


class RetentionItem(MenuItem):
    """The link in the menu of reports."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(MAY_READ))


def menu_item() -> RetentionItem:
    return RetentionItem(
        ReviewsView.page_title, reverse(SCREEN), icon_name="date", order=120, name="retention"
    )


def admin_urls() -> list[URLPattern]:
    """The list, and its results for live filtering."""
    return [
        path("reports/retention/", ReviewsView.as_view(), name=SCREEN),
        path(
            "reports/retention/results/",
            ReviewsView.as_view(results_only=True),
            name=f"{SCREEN}_results",
        ),
    ]
