"""Panels of the admin's home page: what is scheduled, was refused, or waits for somebody.

Each panel is one list that needs a fixed number of queries. An empty panel is not shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import WorkflowObjectsToModeratePanel
from wagtail.models import Page, Revision, TaskState

from newsroom.desk.notices import MAY_TICK
from newsroom.desk.orders_at_work import orders_at_work
from newsroom.desk.update_viewsets import LOOK
from newsroom.models import (
    DeskNotice,
    ReleaseLog,
    ReportingRestriction,
    UpdateDraft,
    UrgentRelease,
)

AHEAD = timedelta(days=7)
"""How far ahead the list of scheduled releases and expiries looks."""
BACK = timedelta(days=14)
"""How long an unresolved refusal or an unseen notice stays on the dashboard."""
MOST = 15
FIRST = 80
"""The `order` of Wagtail's own panel of tasks, which comes before all of these."""


@dataclass(frozen=True)
class PanelRow:
    """One row of a panel."""

    page_id: int | None
    title: str
    facts: tuple[str, ...] = ()
    """Further cells of the row, one for each column."""
    at: datetime | None = None
    notes: tuple[str, ...] = ()
    """Sentences shown below the title."""
    notice_id: int | None = None
    address: str = ""
    """Where the title leads, if not to a page."""


class DeskPanel(Component):
    """One list of the dashboard."""

    template_name = "newsroom/desk/home/panel.html"
    name: ClassVar[str]
    heading: ClassVar[Any]
    first_column: ClassVar[Any] = _("Page")
    columns: ClassVar[tuple[Any, ...]] = ()
    order: int

    def rows(self) -> list[PanelRow]:
        """The current rows of the list."""
        raise NotImplementedError

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        return {
            "name": self.name,
            "heading": self.heading,
            "first_column": self.first_column,
            "columns": self.columns,
            "rows": self.rows(),
            "may_tick": parent_context["request"].user.has_perm(MAY_TICK),
            "csrf_token": parent_context["csrf_token"],
        }


class SchedulePanel(DeskPanel):
    """Scheduled releases and expiries, soonest first."""

    name = "desk-going-out"
    heading = _("Going out, and coming down")
    columns = (_("When, in London"), _("What happens"))
    order = 110

    def rows(self) -> list[PanelRow]:
        until = timezone.now() + AHEAD
        scheduled = Revision.page_revisions.filter(approved_go_live_at__lte=until)
        due = {int(pk): at for pk, at in scheduled.values_list("object_id", "approved_go_live_at")}
        going = [
            PanelRow(pk, title, (str(_("Goes out")),), due[pk])
            for pk, title in Page.objects.filter(pk__in=due).values_list("pk", "draft_title")
        ]
        ending = Page.objects.filter(live=True, expire_at__lte=until)
        going += [
            PanelRow(pk, title, (str(_("Expires")),), at)
            for pk, title, at in ending.values_list("pk", "title", "expire_at")
        ]
        return sorted(going, key=lambda row: row.at or until)[:MOST]


class RefusedPanel(DeskPanel):
    """The latest refusals of pages that have not been released, withdrawn or unscheduled since."""

    name = "desk-refused"
    heading = _("Refused by the gate")
    columns = (_("Refused"), _("How"))
    order = 100

    def rows(self) -> list[PanelRow]:
        settled = ReleaseLog.objects.filter(
            page_id=models.OuterRef("page_id"),
            pk__gt=models.OuterRef("pk"),
            event__in=(
                ReleaseLog.Event.REFUSED,
                ReleaseLog.Event.RELEASED,
                ReleaseLog.Event.WITHDRAWN,
                ReleaseLog.Event.UNSCHEDULED,
            ),
        )
        refused = ReleaseLog.objects.filter(
            ~models.Exists(settled),
            models.Exists(Page.objects.filter(pk=models.OuterRef("page_id"))),
            event=ReleaseLog.Event.REFUSED,
            at__gte=timezone.now() - BACK,
        )
        return [
            PanelRow(
                entry.page_id,
                entry.title,
                (entry.get_channel_display(),),
                entry.at,
                _sentences(entry.findings),
            )
            for entry in refused[:MOST]
        ]


class WorkflowPanel(DeskPanel):
    """Pages in the workflow, with the task that is in progress."""

    name = "desk-waiting"
    heading = _("Waiting for somebody")
    columns = (_("Since"), _("Step"), _("Submitted by"))
    order = 120

    def rows(self) -> list[PanelRow]:
        states = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS)
        states = states.select_related("task", "revision", "workflow_state__requested_by")
        return [
            PanelRow(
                int(state.revision.object_id),
                state.revision.object_str,
                (state.task.name, _name(state.workflow_state.requested_by)),
                state.started_at,
            )
            for state in states.order_by("started_at")[:MOST]
        ]


class HeldByOrdersPanel(DeskPanel):
    """Orders in force under which nothing about their pages may be published."""

    name = "desk-held"
    heading = _("Held back by an order")
    columns = (_("In force since"), _("Order"))
    order = 130

    def rows(self) -> list[PanelRow]:
        orders = ReportingRestriction.objects.in_force(timezone.now()).withholding()
        return [
            PanelRow(page.pk, page.title, (order.label,), order.starts_at)
            for order in orders.prefetch_related("pages")
            for page in order.pages.all()
        ][:MOST]


class UrgentReleasesPanel(DeskPanel):
    """Urgent releases that nobody else has cleared since."""

    name = "desk-urgent"
    heading = _("Released urgently: still to be cleared by somebody else")
    columns = (_("Released"), _("By"))
    order = 90

    def rows(self) -> list[PanelRow]:
        scheduled = Revision.page_revisions.filter(
            object_id=Cast(models.OuterRef("page_id"), models.CharField()),
            approved_go_live_at__isnull=False,
        )
        # A page that is neither public nor scheduled needs no clearance.
        out = models.Q(page__live=True) | models.Exists(scheduled)
        urgent = UrgentRelease.objects.unsettled().filter(out).select_related("page", "by")
        return [
            PanelRow(
                release.page_id,
                release.page.title,
                (_name(release.by),),
                release.at,
                (release.reason,),
            )
            for release in urgent[:MOST]
        ]


class OrdersAtWorkPanel(DeskPanel):
    """Orders that are taking pages down, and those whose undo is asked for or under way."""

    name = "desk-orders-at-work"
    heading = _("Orders at work")
    first_column = _("Order")
    columns = (_("Since"), _("How far"))
    order = 85

    def rows(self) -> list[PanelRow]:
        return [
            PanelRow(None, work.label, (work.says,), work.since, address=work.address)
            for work in orders_at_work(MOST)
        ]


class NoticesPanel(DeskPanel):
    """Notices to the desk that nobody has ticked off."""

    name = "desk-told"
    heading = _("Notices to the desk")
    columns = (_("Told"),)
    order = 95

    def rows(self) -> list[PanelRow]:
        unseen = DeskNotice.objects.filter(seen_at=None, made_at__gte=timezone.now() - BACK)
        return [
            PanelRow(notice.page_id, notice.subject, (), notice.made_at, (notice.body,), notice.pk)
            for notice in unseen[:MOST]
        ]


class UpdatesPanel(DeskPanel):
    """Updates that are written and not public yet."""

    name = "desk-updates"
    heading = _("Updates that are not public yet")
    columns = (_("Written"), _("What happened"), _("Written by"))
    order = 125

    def rows(self) -> list[PanelRow]:
        drafts = UpdateDraft.objects.select_related("item", "written_by")
        return [
            PanelRow(
                draft.item_id,
                draft.item.title,
                (str(draft.get_stage_display()), _name(draft.written_by)),
                draft.written_at,
                address=reverse(LOOK, args=[draft.pk]),
            )
            for draft in drafts[:MOST]
        ]


PANELS = (
    OrdersAtWorkPanel,
    UrgentReleasesPanel,
    NoticesPanel,
    RefusedPanel,
    SchedulePanel,
    WorkflowPanel,
    UpdatesPanel,
    HeldByOrdersPanel,
)


def add_panels(request: HttpRequest, panels: list[Any]) -> None:
    """Add the desk's panels before Wagtail's own, except that of the user's own tasks."""
    for panel in panels:
        if isinstance(panel, WorkflowObjectsToModeratePanel):
            panel.order = FIRST
    panels[:0] = [panel() for panel in PANELS]


def _sentences(findings: list[Mapping[str, str]]) -> tuple[str, ...]:
    return tuple(row["message"] for row in findings if row["level"] == "blocker")


def _name(user: Any) -> str:
    return (user.get_full_name() or user.get_username()) if user else ""
