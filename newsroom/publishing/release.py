"""Publishes the revisions that are due, unpublishes expired pages, and opens due editions.

Each page is handled in a transaction of its own. A crash rolls the current page back, and a
concurrent run skips a page that is locked or already done, so a run can be repeated safely.
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

from newsroom.gate import address_sync
from newsroom.gate.locking import lock_page
from newsroom.gate.release_gate import ReleaseRefused
from newsroom.models import Edition, ReleaseLog, WithdrawalNotice
from newsroom.pages import archive_sync
from newsroom.publishing.failed_releases import EXPIRED_BEFORE, failed, refuse
from newsroom.publishing.outbox import notify_workflow_ended
from newsroom.records.log_context import Channel, current_context, log_context
from newsroom.records.release_log import record

log = logging.getLogger(__name__)

_READERS = "Readers are told:"


@dataclass
class ClockReport:
    """The result of one scheduler run, as ids of pages or revisions."""

    published: list[int] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    """Revisions that were refused and keep their schedule."""
    refused_bundles: list[int] = field(default_factory=list)
    """Release bundles of which not every item could go out, so that none did."""
    expired: list[int] = field(default_factory=list)
    taken_down: list[int] = field(default_factory=list)
    """Pages that were unpublished because an order has come into force."""
    failed: list[str] = field(default_factory=list)
    """Descriptions of the operations that failed. The next run tries them again."""

    def add(self, other: "ClockReport") -> None:
        """Append the results of another run."""
        for name in vars(self):
            getattr(self, name).extend(getattr(other, name))


def publish_due(now: datetime, skip: Collection[int] = ()) -> ClockReport:
    """Publish every revision whose `approved_go_live_at` is at or before `now`.

    A revision that the gate refuses, or that fails with an error, keeps its schedule and does not
    stop the others. `skip` contains the ids of revisions not to be tried.
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
                # The page is locked by another writer, or the schedule was cancelled meanwhile.
                return
            _refuse_if_expired(revision, page, now)
            waiting = page.current_workflow_state
            revision.publish(log_action="wagtail.publish.scheduled")
            if waiting and not revision.is_latest_revision():
                notify_workflow_ended(page, revision_id)
        report.published.append(page_id)
    except ReleaseRefused as refusal:
        _log_refusal(revision_id, refusal.examination, now, report)
    except Exception as error:
        raise_if_disconnected(error)
        log.exception("Version %s of page %s could not be published", revision_id, page_id)
        _log_refusal(revision_id, failed(error), now, report)


def _refuse_if_expired(revision: Revision, page: Page, now: datetime) -> None:
    """Raise ReleaseRefused if the revision would expire at or before `now`."""
    expire_at = parse_datetime(revision.content.get("expire_at") or "")
    if expire_at is not None and expire_at <= now:
        raise ReleaseRefused(page, EXPIRED_BEFORE)


def _log_refusal(revision_id: int, examination: Any, now: datetime, report: ClockReport) -> None:
    try:
        with transaction.atomic(), log_context(None, Channel.TIMER):
            refuse(revision_id, examination, now)
        report.refused.append(revision_id)
    except Exception as error:
        raise_if_disconnected(error)
        log.exception("The refusal of version %s could not be written down", revision_id)
        report.failed.append(f"refusal of version {revision_id}")


def raise_if_disconnected(error: Exception) -> None:
    """Re-raise a database error if the connection is lost: the next pages would fail as well."""
    if isinstance(error, Error) and not connection.is_usable():
        raise error


def withdraw_expired(now: datetime, skip: Collection[str] = ()) -> ClockReport:
    """Unpublish every page whose `expire_at` is at or before `now`, and log the expiry.

    The schedule of a later revision is kept, so that it can publish the page again. `skip` contains
    the entries of `ClockReport.failed` not to be tried again.
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
                _keep_schedules_during(page.specific, _expire)
            report.expired.append(page_id)
        except Exception as error:
            raise_if_disconnected(error)
            log.exception("Page %s has expired and could not be taken down", page_id)
            report.failed.append(what)
    return report


def _expire(page: Page) -> None:
    page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")


def renew_editions(now: datetime, skip: Collection[str] = ()) -> ClockReport:
    """Open the next edition of each page whose open edition says that it changes by `now`.

    A change is for example an update with a later date, or a piece of case material on the day of
    its release. `skip` contains the entries of `ClockReport.failed` not to be tried again.
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
            raise_if_disconnected(error)
            log.exception("The next edition of page %s could not be opened", page_id)
            report.failed.append(what)
    return report


def _keep_schedules_during(page: Page, act: Callable[[Page], None]) -> None:
    """Call `act`, then restore the schedules, which Wagtail 8.0 clears when it unpublishes."""
    scheduled = page.revisions.filter(approved_go_live_at__isnull=False)
    times = list(scheduled.values_list("pk", "approved_go_live_at"))
    act(page)
    for pk, at in times:
        Revision.objects.filter(pk=pk).update(approved_go_live_at=at)


def withdraw(
    page: Page,
    reason: str,
    user: Any = None,
    *,
    told: str = "",
    replacement: Page | None = None,
) -> Page:
    """Unpublish a page, cancel its schedule and its workflow, and log the user and the reason.

    - `told`: one of `WithdrawalNotice.Kind`, which readers are told at the address of a page that
      was public; empty for nothing: the address is then not found.
    - `replacement`: the page to which the address leads, if it was replaced.

    Returns the page as stored afterwards. A page that is neither public nor scheduled is returned
    unchanged. Wagtail's page locks are ignored, because each scheduled page and each page in a
    workflow has one. Raises UnpublishPagePermissionError if `user` may not publish the page, and
    Page.DoesNotExist if it has been deleted.
    """
    by = user or current_context().user
    note = f"{reason}\n{_READERS} {WithdrawalNotice.Kind(told).label}" if told else reason
    with transaction.atomic(), log_context(by, current_context().channel, note):
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
            if told:
                _leave_notice(current.pk, told, replacement)
            UnpublishPageAction(current, user=by).execute(skip_permission_checks=True)
        else:
            current.revisions.update(approved_go_live_at=None)
            record(ReleaseLog.Event.WITHDRAWN, current, note=note)
        return Page.objects.get(pk=page.pk).specific


def _leave_notice(page_id: int, kind: str, replacement: Page | None) -> None:
    """Write the notice at the address of a page whose edition is open."""
    edition = Edition.objects.open().of_page(page_id).exclude(address="").first()
    if edition is not None:
        address_sync.leave_notice(
            WithdrawalNotice(
                address=edition.address,
                language=edition.language,
                page_id=page_id,
                since=timezone.now(),
                kind=kind,
                replacement_id=replacement.pk if replacement else None,
            )
        )


def cancel_schedule(page: Page, revision_id: int, user: Any) -> datetime | None:
    """Cancel the schedule of a revision and log the user; returns the time it was scheduled for.

    Returns None if the revision is no longer scheduled: it was published, or somebody else has
    cancelled it. Raises PermissionDenied if `user` may not publish the page.
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
