"""What the clock does: it publishes what is due, and takes down what has expired.

Each page has a transaction of its own. Whoever dies in the middle has done nothing; whoever comes
second finds nothing left to do.
"""

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import Error, connection, transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.actions.unpublish_page import UnpublishPageAction, UnpublishPagePermissionError
from wagtail.models import Page, Revision

from newsroom.gate.locking import lock_page
from newsroom.gate.release_gate import ReleaseRefused
from newsroom.models import Edition, ReleaseLog
from newsroom.pages import archive_sync
from newsroom.publishing.failed_releases import EXPIRED_BEFORE, failed, refuse
from newsroom.publishing.outbox import notify_workflow_ended
from newsroom.records.log_context import Channel, current_context, log_context
from newsroom.records.release_log import record

log = logging.getLogger(__name__)


@dataclass
class ClockReport:
    """What a run did, by the numbers of the pages or versions."""

    published: list[int] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    """Versions that keep their schedule."""
    expired: list[int] = field(default_factory=list)
    taken_down: list[int] = field(default_factory=list)
    """Pages that an order binds from now on."""
    failed: list[str] = field(default_factory=list)
    """What could not be done and is tried again."""

    def add(self, other: "ClockReport") -> None:
        """Take in what another run did."""
        for name in vars(self):
            getattr(self, name).extend(getattr(other, name))


def publish_due(now: datetime, skip: Collection[int] = ()) -> ClockReport:
    """Publish every version whose time has come, to the very second.

    A version that the gate refuses, or that cannot be published, keeps its schedule, and the next
    one goes out. `skip` are versions not to be tried again.
    """
    due = Revision.page_revisions.filter(approved_go_live_at__lte=now)
    rows = due.order_by("approved_go_live_at", "pk").values_list("pk", "object_id")
    report = ClockReport()
    for revision_id, page_id in list(rows):
        if revision_id not in skip:
            _publish(revision_id, int(page_id), now, report)
    return report


def _publish(revision_id: int, page_id: int, now: datetime, report: ClockReport) -> None:
    try:
        with transaction.atomic(), log_context(None, Channel.TIMER):
            page = lock_page(page_id, wait=False)
            versions = Revision.page_revisions.select_for_update(no_key=True)
            revision = versions.filter(pk=revision_id, approved_go_live_at__lte=now).first()
            if page is None or revision is None:
                # Somebody else publishes, edits or has cancelled it.
                return
            _not_if_over(revision, page, now)
            waiting = page.current_workflow_state
            revision.publish(log_action="wagtail.publish.scheduled")
            if waiting and not revision.is_latest_revision():
                notify_workflow_ended(page, revision_id)
        report.published.append(page_id)
    except ReleaseRefused as refusal:
        _keep(revision_id, refusal.examination, now, report)
    except Exception as error:
        _not_without_database(error)
        log.exception("Version %s of page %s could not be published", revision_id, page_id)
        _keep(revision_id, failed(error), now, report)


def _not_if_over(revision: Revision, page: Page, now: datetime) -> None:
    """What would have expired by now is not sent out for the moment until it is taken down."""
    expire_at = parse_datetime(revision.content.get("expire_at") or "")
    if expire_at is not None and expire_at <= now:
        raise ReleaseRefused(page, EXPIRED_BEFORE)


def _keep(revision_id: int, examination: Any, now: datetime, report: ClockReport) -> None:
    try:
        with transaction.atomic(), log_context(None, Channel.TIMER):
            refuse(revision_id, examination, now)
        report.refused.append(revision_id)
    except Exception as error:
        _not_without_database(error)
        log.exception("The refusal of version %s could not be written down", revision_id)
        report.failed.append(f"refusal of version {revision_id}")


def _not_without_database(error: Exception) -> None:
    """Nothing more can be done, and nothing is the matter with the page."""
    if isinstance(error, Error) and not connection.is_usable():
        raise error


def withdraw_expired(now: datetime, skip: Collection[str] = ()) -> ClockReport:
    """Take down every page whose time is over, to the very second, and log that it expired.

    A later version that is scheduled stays so: it brings the page back. `skip` names what failed
    before and is not to be tried again.
    """
    over = Page.objects.filter(live=True, expire_at__lte=now)
    report = ClockReport()
    for page_id in list(over.order_by("expire_at", "pk").values_list("pk", flat=True)):
        what = f"expiry of page {page_id}"
        if what in skip:
            continue
        try:
            with transaction.atomic(), log_context(None, Channel.TIMER):
                page = lock_page(page_id, wait=False)
                if page is None or not page.live or not page.expire_at or page.expire_at > now:
                    continue
                _keeping_its_schedule(page.specific, _expire)
            report.expired.append(page_id)
        except Exception as error:
            _not_without_database(error)
            log.exception("Page %s has expired and could not be taken down", page_id)
            report.failed.append(what)
    return report


def _expire(page: Page) -> None:
    page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")


def renew_editions(now: datetime, skip: Collection[str] = ()) -> ClockReport:
    """Open the next edition of each page that has more to show by now.

    Such as an update dated later, or a piece of a case's material on the day of its release. Until
    then readers have the edition before, which shows less. `skip` is as above.
    """
    report = ClockReport()
    due = Edition.objects.filter(closed_why="", changes_at__lte=now).order_by("changes_at", "pk")
    for page_id in list(due.values_list("page_id", flat=True)):
        what = f"next edition of page {page_id}"
        if what in skip:
            continue
        try:
            with transaction.atomic(), log_context(None, Channel.TIMER):
                if lock_page(page_id, wait=False) is not None:
                    archive_sync.follow_records([page_id])
        except Exception as error:
            _not_without_database(error)
            log.exception("The next edition of page %s could not be opened", page_id)
            report.failed.append(what)
    return report


def _keeping_its_schedule(page: Page, act: Callable[[Page], None]) -> None:
    """Wagtail 8.0 forgets the schedule of every version of a page that it takes down."""
    scheduled = page.revisions.filter(approved_go_live_at__isnull=False)
    times = list(scheduled.values_list("pk", "approved_go_live_at"))
    act(page)
    for pk, at in times:
        Revision.objects.filter(pk=pk).update(approved_go_live_at=at)


def withdraw(page: Page, reason: str, user: Any = None) -> Page:
    """Take a page down, with its schedule and its workflow, and log who did it and why.

    Returns the page as it is then. Does nothing to one that is neither public nor scheduled.
    No lock of Wagtail's stands in the way: one belongs to each page that is scheduled or in a
    workflow. Raises UnpublishPagePermissionError when `user` may not publish the page.
    """
    by = user or current_context().user
    with transaction.atomic(), log_context(by, current_context().channel, reason):
        if lock_page(page.pk) is None:
            raise Page.DoesNotExist(f"Page {page.pk} is gone")
        current = Page.objects.get(pk=page.pk).specific
        if user and not current.permissions_for_user(user).can_publish():
            raise UnpublishPagePermissionError("You do not have permission to withdraw this page.")
        scheduled = current.revisions.filter(approved_go_live_at__isnull=False).exists()
        if not (current.live or scheduled):
            return current
        if workflow := current.current_workflow_state:
            workflow.cancel(user=by)
        if current.live:
            UnpublishPageAction(current, user=by).execute(skip_permission_checks=True)
        else:
            current.revisions.update(approved_go_live_at=None)
            record(ReleaseLog.Event.WITHDRAWN, current, note=reason)
        return Page.objects.get(pk=page.pk).specific


def cancel_schedule(page: Page, revision_id: int, user: Any) -> datetime | None:
    """Keep a scheduled version from going out, and log who cancelled it; for when it was.

    None when it is not scheduled any more: it went out, or somebody else was first. Raises
    PermissionDenied when `user` may not publish the page.
    """
    with transaction.atomic(), log_context(user, current_context().channel):
        current = lock_page(page.pk)
        if current is None:
            return None
        if not current.permissions_for_user(user).can_unschedule():
            raise PermissionDenied("You do not have permission to cancel this schedule.")
        versions = current.revisions.select_for_update(no_key=True)
        revision = versions.filter(pk=revision_id, approved_go_live_at__isnull=False).first()
        if revision is None:
            return None
        was = revision.approved_go_live_at
        revision.approved_go_live_at = None
        revision.save(user=user, update_fields=["approved_go_live_at"])
        note = f"It was to go out on {timezone.localtime(was):%A %-d %B %Y at %H:%M}."
        record(ReleaseLog.Event.UNSCHEDULED, current, revision_id=revision.pk, note=note)
        return was
