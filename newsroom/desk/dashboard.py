"""Panels of the admin's home page: what is scheduled, was refused, or waits for somebody.

Each panel is one list that needs a fixed number of queries. An empty panel is not shown.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.views.home import WorkflowObjectsToModeratePanel
from wagtail.models import Page, TaskState, WorkflowState

from newsroom.desk.desk_panel import DeskPanel, PanelRow
from newsroom.desk.orders_at_work import orders_at_work
from newsroom.desk.planning.calendar_entries import entries, today
from newsroom.desk.planning.review_queue import ReviewQueuePanel
from newsroom.desk.retention_panel import RetentionPanel
from newsroom.desk.update_viewsets import LOOK
from newsroom.desk.writing import WritingPanel
from newsroom.models import (
    DeskNotice,
    PageChange,
    ReleaseLog,
    ReportingRestriction,
    UpdateDraft,
)
from newsroom.publishing.lawyers import uncleared_urgent_releases
from newsroom.records.redaction import withheld_among
from newsroom.records.submission_deadlines import soonest_first
from newsroom.records.verdict_holds import outside_vault

AHEAD = timedelta(days=7)
"""How far ahead the panel of the calendar looks."""
BACK = timedelta(days=14)
"""How long an unresolved refusal or an unseen notice stays on the dashboard."""
MOST = 15
FIRST = 80
"""The `order` of the panel of the user's own tasks, which comes before all of these."""


class CalendarPanel(DeskPanel):
    """The next seven days of the calendar."""

    name = "desk-calendar"
    heading = _("The next seven days")
    first_column = _("What")
    columns = (_("When, in London"), _("What happens"))
    order = 110

    def rows(self) -> list[PanelRow]:
        first = today()
        return [
            PanelRow(
                None,
                entry.title,
                (entry.label,),
                entry.at,
                tuple(filter(None, [", ".join(filter(None, [entry.note, entry.place]))])),
                address=entry.address,
                day=entry.days[0],
            )
            for entry in entries(first, first + AHEAD)[:MOST]
        ]


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
            models.Exists(Page.objects.filter(outside_vault(), pk=models.OuterRef("page_id"))),
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
    """Pages in the workflow with the task that is in progress, by their deadlines."""

    name = "desk-waiting"
    heading = _("Waiting for somebody")
    columns = (_("Since"), _("Step"), _("Submitted by"))
    order = 120

    def rows(self) -> list[PanelRow]:
        states = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS)
        states = states.select_related(
            "task", "revision", "workflow_state__requested_by", "workflow_state__deadline"
        )
        return [
            PanelRow(
                int(state.revision.object_id),
                state.revision.object_str,
                (state.task.name, _name(state.workflow_state.requested_by)),
                state.started_at,
                tuple(filter(None, [_deadline(state.workflow_state)])),
            )
            for state in states.order_by(*soonest_first())[:MOST]
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
        return [
            PanelRow(
                release.page_id,
                release.page.title,
                (_name(release.by),),
                release.at,
                (release.reason,),
            )
            for release in uncleared_urgent_releases()[:MOST]
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
    """Notices to the desk that nobody has ticked off, in a line each."""

    name = "desk-told"
    heading = _("Notices to the desk")
    columns = (_("Told"),)
    order = 95

    def rows(self) -> list[PanelRow]:
        unseen = DeskNotice.objects.filter(seen_at=None, made_at__gte=timezone.now() - BACK)
        return [
            PanelRow(
                notice.page_id,
                notice.subject,
                at=notice.made_at,
                more=notice.body,
                notice_id=notice.pk,
                for_lawyers=notice.audience == DeskNotice.Audience.LAWYERS_READ,
            )
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


class CorrectionsPanel(DeskPanel):
    """The newest corrections that readers were given, and how many there were in a year."""

    name = "desk-corrections"
    columns = (_("Corrected"), _("By"))
    order = 140

    @cached_property
    def number(self) -> int:
        """How many corrections there were in the last year, of all items together."""
        return self._since(timedelta(days=365)).count()

    @property
    def heading(self) -> str:
        words = ngettext(
            "%(number)s correction in the last year",
            "%(number)s corrections in the last year",
            self.number,
        )
        return words % {"number": self.number}

    def rows(self) -> list[PanelRow]:
        if not self.number:
            return []
        newest = list(self._since(BACK)[:MOST])
        pages = Page.objects.in_bulk([row.page_id for row in newest])
        titles = {pk: page.title for pk, page in pages.items()}
        withheld = withheld_among([*titles.values(), *(row.note for row in newest)])
        return [
            PanelRow(row.page_id, titles[row.page_id], (row.by,), row.at, (row.note,))
            for row in newest
            if row.page_id in titles and not withheld & {titles[row.page_id], row.note}
        ]

    @staticmethod
    def _since(back: timedelta) -> models.QuerySet[PageChange]:
        given = PageChange.objects.filter(kind=PageChange.Kind.CORRECTION)
        return given.filter(at__gte=timezone.now() - back).order_by("-at", "-pk")


PANELS = (
    OrdersAtWorkPanel,
    UrgentReleasesPanel,
    NoticesPanel,
    RefusedPanel,
    CalendarPanel,
    WorkflowPanel,
    UpdatesPanel,
    HeldByOrdersPanel,
    RetentionPanel,
    CorrectionsPanel,
)


def add_panels(request: HttpRequest, panels: list[Any]) -> None:
    """Add the desk's panels before Wagtail's own, and put that of the user's own tasks first."""
    own = [panel for panel in panels if not isinstance(panel, WorkflowObjectsToModeratePanel)]
    queue = ReviewQueuePanel()
    queue.order = FIRST
    panels[:] = [WritingPanel(), queue, *(panel() for panel in PANELS), *own]


def _sentences(findings: list[Mapping[str, str]]) -> tuple[str, ...]:
    return tuple(row["message"] for row in findings if row["level"] == "blocker")


def _deadline(state: WorkflowState) -> str:
    deadline = getattr(state, "deadline", None)
    return render_to_string("newsroom/desk/planning/deadline.html", {"deadline": deadline}).strip()


def _name(user: Any) -> str:
    return (user.get_full_name() or user.get_username()) if user else ""
