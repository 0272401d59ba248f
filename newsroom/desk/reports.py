"""Reports on clearances and on the release log. exports.py writes their CSV and XLSX files.

The exported release log is evidence of "all reasonable care", the defence in section 3 of the
Contempt of Court Act 1981.
"""

from typing import Any

import django_filters
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page

from newsroom.desk.exports import LongReport
from newsroom.models import Clearance, ReleaseLog
from newsroom.records.verdict_holds import hidden_from, outside_vault

FORMATS = (ReportView.FORMAT_CSV, ReportView.FORMAT_XLSX)


def in_words(value: Any) -> str:
    """Findings (a list) or answers (a dict) of the log as the text of one spreadsheet cell."""
    if isinstance(value, dict):
        return "; ".join(f"{code}: {answer}" for code, answer in value.items())
    return "; ".join(
        " ".join(filter(None, (f"{row['level']}:", row["message"], row["place"], row["source"])))
        for row in value
    )


class ReleaseLogFilter(WagtailFilterSet):
    """Filters the log by event, day, title, page id and person."""

    at = django_filters.DateFromToRangeFilter(label=_("Day"), widget=DateRangePickerWidget)
    title = django_filters.CharFilter(label=_("Title"), lookup_expr="icontains")
    page_id = django_filters.NumberFilter(label=_("Number of the page"), max_value=2**63 - 1)
    by = django_filters.CharFilter(label=_("By"), lookup_expr="icontains")

    class Meta:
        model = ReleaseLog
        fields = ["event", "at", "title", "page_id", "by"]


class ReleaseLogView(LongReport):
    """All entries of the release log."""

    export_filename = "release-log"
    model = ReleaseLog
    page_title = _("Release log")
    header_icon = "history"
    index_url_name = "newsroom_release_log"
    index_results_url_name = "newsroom_release_log_results"
    filterset_class = ReleaseLogFilter
    columns = [
        TitleColumn(
            "title", label=_("Page"), get_url=lambda entry: _edit(entry.page_id), width="220"
        ),
        Column("event", label=_("What happened"), accessor="get_event_display"),
        Column("at", label=_("When"), accessor=lambda row: moment(row), width="150"),
        Column("by", label=_("By")),
        Column("channel", label=_("How"), accessor="get_channel_display"),
        Column("care", label=_("Findings and answers"), accessor=lambda entry: log_summary(entry)),
    ]
    list_export = [
        "at",
        "event",
        "page_id",
        "title",
        "revision_id",
        "digest",
        "by",
        "username",
        "channel",
        "findings",
        "answers",
        "note",
    ]
    custom_field_preprocess = dict.fromkeys(
        ("findings", "answers"), dict.fromkeys(FORMATS, in_words)
    )

    def get_queryset(self) -> QuerySet:
        """All entries, without what an open hold keeps from this person."""
        pages, holds = hidden_from(self.request.user)
        rows = ReleaseLog.objects.exclude(title__in=holds) if holds else ReleaseLog.objects.all()
        # A condition on a column that may be empty leaves out what is empty.
        return rows.exclude(page_id__isnull=False, page_id__in=pages) if pages else rows


class ClearanceFilter(WagtailFilterSet):
    """Filters clearances by step, day and person."""

    at = django_filters.DateFromToRangeFilter(label=_("Day"), widget=DateRangePickerWidget)

    class Meta:
        model = Clearance
        fields = ["step", "at", "by"]


class ClearancesView(LongReport):
    """Who cleared or approved which digest, and when."""

    export_filename = "clearances"
    model = Clearance
    page_title = _("Clearances")
    header_icon = "check"
    index_url_name = "newsroom_clearances"
    index_results_url_name = "newsroom_clearances_results"
    filterset_class = ClearanceFilter
    columns = [
        TitleColumn("title", label=_("Page"), get_url=lambda row: _edit(row.page_id)),
        Column("step", label=_("Step"), accessor="get_step_display"),
        Column("at", label=_("When"), accessor=lambda row: moment(row)),
        Column("by", label=_("By"), accessor=lambda row: row.by.get_full_name() or str(row.by)),
        Column("comment", label=_("Comment")),
    ]
    list_export = ["at", "step", "page_id", "title", "revision_id", "digest", "by", "comment"]

    def get_queryset(self) -> QuerySet:
        # Not joined: a clearance outlives its page.
        titles = Page.objects.filter(outside_vault(), pk=OuterRef("page_id")).values("title")
        pages, _holds = hidden_from(self.request.user)
        title = Coalesce(Subquery(titles), Value(str(_("A page that was deleted"))))
        rows = Clearance.objects.select_related("by").annotate(title=title)
        return rows.exclude(page_id__in=pages) if pages else rows


REPORTS: tuple[Any, ...] = (ReleaseLogView, ClearancesView)


def admin_urls() -> list[URLPattern]:
    """Two addresses for each report: the page, and its results for live filtering."""
    found = []
    for view, part in zip(REPORTS, ("release-log", "clearances"), strict=True):
        found += [
            path(f"reports/{part}/", view.as_view(), name=view.index_url_name),
            path(
                f"reports/{part}/results/",
                view.as_view(results_only=True),
                name=view.index_results_url_name,
            ),
        ]
    return found


class ReportItem(MenuItem):
    """A menu item for a report, shown to users with the permission to view its model."""

    def __init__(self, view: type[ReportView], order: int) -> None:
        self.permission = f"newsroom.view_{view.model._meta.model_name}"
        super().__init__(
            view.page_title,
            reverse(view.index_url_name),
            icon_name=view.header_icon,
            order=order,
            name=view.index_url_name.replace("_", "-"),
        )

    def is_shown(self, request: Any) -> bool:
        return request.user.has_perm(self.permission)


def release_log_item() -> ReportItem:
    return ReportItem(ReleaseLogView, order=100)


def clearances_item() -> ReportItem:
    return ReportItem(ClearancesView, order=110)


def log_summary(entry: ReleaseLog) -> str:
    """The findings, the answers and the note of an entry, as the text of one table cell."""
    found = "; ".join(f"{row['level']}: {row['message']}" for row in entry.findings)
    return "\n".join(filter(None, (found, in_words(entry.answers), entry.note)))


def moment(row: Any) -> str:
    """The exact time as HTML, because a record needs more than "2 minutes ago"."""
    return render_to_string("newsroom/desk/moment.html", {"at": row.at})


def _edit(page_id: int | None) -> str | None:
    return reverse("wagtailadmin_pages:edit", args=[page_id]) if page_id else None
