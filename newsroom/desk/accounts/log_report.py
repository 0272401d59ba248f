"""The account log as a report."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column

from newsroom.desk.exports import LongReport
from newsroom.desk.reports import ReportItem, moment
from newsroom.models import AccountLog


class AccountLogFilter(WagtailFilterSet):
    """Filters the log by event, day, account and person."""

    at = django_filters.DateFromToRangeFilter(label=_("Day"), widget=DateRangePickerWidget)
    account = django_filters.CharFilter(label=_("Account or group"), lookup_expr="icontains")
    by = django_filters.CharFilter(label=_("By"), lookup_expr="icontains")

    class Meta:
        model = AccountLog
        fields = ["event", "at", "account", "by"]


class AccountLogView(LongReport):
    """All entries of the account log."""

    export_filename = "account-log"
    model = AccountLog
    page_title = _("Account log")
    header_icon = "key"
    index_url_name = "newsroom_account_log"
    index_results_url_name = "newsroom_account_log_results"
    filterset_class = AccountLogFilter
    columns = [
        Column("account", label=_("Account or group")),
        Column("event", label=_("What happened"), accessor="get_event_display"),
        Column("what", label=_("Details")),
        Column("at", label=_("When"), accessor=lambda row: moment(row), width="150"),
        Column("by", label=_("By"), accessor=lambda row: row.by or row.get_channel_display()),
    ]
    list_export = ["at", "event", "account_id", "account", "what", "by", "username", "channel"]

    def get_queryset(self) -> QuerySet[Any]:
        return AccountLog.objects.all()


def account_log_item() -> ReportItem:
    """Hook `register_reports_menu_item`."""
    return ReportItem(AccountLogView, order=120)
