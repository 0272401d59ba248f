"""The scheduler: runs everything that is due, and waits for what becomes due in a time window."""

import logging
import time
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, connection
from django.db.models import Min, Q
from django.utils import timezone
from wagtail.models import Page, Revision

from newsroom.gate.edition_words import index_missing
from newsroom.gate.page_words import index_missing_pages
from newsroom.gate.uploaded_pictures import make_renditions_of_uploads
from newsroom.models import Edition, OpenForm, OutgoingMail, ReleaseBundle, ReportingRestriction
from newsroom.orders import taking_down, undoing
from newsroom.orders.enforcement import begin_orders, notify_ended_orders
from newsroom.publishing import public_checks
from newsroom.publishing.bin import empty as empty_bin
from newsroom.publishing.bundle_release import release_due_bundles
from newsroom.publishing.held_destruction import destroy_doomed
from newsroom.publishing.lawyers import remind_lawyers
from newsroom.publishing.outbox import send_notices
from newsroom.publishing.outgoing_mail import send_outgoing_mail
from newsroom.publishing.release import ClockReport, publish_due, renew_editions, withdraw_expired

log = logging.getLogger(__name__)

REREAD = timedelta(seconds=1)
"""How often the schedules are read again: a new one may be due within the next second."""

MAIL_ROOM = timedelta(seconds=15)
"""Notices are mailed only if nothing is due for this long, because mail servers can be slow."""


SHARE = 0.5
"""How many seconds orders work before releases are looked at again."""
INDEXED = 2000
"""How many versions that are missing in an index of words are added in a window."""


class Unfinished(Exception):
    """The database did not answer at the end of the window."""


def run(now: datetime, done: ClockReport, seconds: float | None = None) -> ClockReport:
    """Do everything that is due at `now`, except what `done` lists as refused or failed.

    Releases come first, because the gate checks every order in force by itself. What an order takes
    down, and what the undo of an order publishes, gets so many seconds each, or all that it needs:
    readers have none of these pages meanwhile.
    """
    report = publish_due(now, done.refused)
    report.add(release_due_bundles(now, done.refused_bundles))
    report.add(withdraw_expired(now, done.failed))
    report.add(destroy_doomed(done.failed))
    report.add(begin_orders(now, done.failed, seconds))
    report.add(undoing.proceed_with_all(seconds, done.failed))
    report.add(notify_ended_orders(now, done.failed))
    report.add(renew_editions(now, done.failed))
    report.add(public_checks.proceed_if_begun(seconds, done.failed))
    return report


def run_once() -> ClockReport:
    """Do what is due now, then mail the notices."""
    report = run(timezone.now(), ClockReport())
    _prepare()
    remind_lawyers(timezone.now())
    send_notices()
    send_outgoing_mail()
    _tidy_up()
    return report


def _tidy_up() -> None:
    """Remove what nobody needs any more."""
    empty_bin(timezone.now())
    OpenForm.forget_old()
    OutgoingMail.forget_old()


def watch(window: timedelta) -> ClockReport:
    """Do what is due now and whatever becomes due within the window, each at its exact second.

    An operation that is refused or fails is tried once per call. While the database does not
    answer, the run is retried every second. Raises Unfinished if it still does not answer at the
    end.
    """
    end = timezone.now() + window
    total, mailed = ClockReport(), False
    while True:
        now = timezone.now()
        try:
            total.add(run(now, total, SHARE))
            wake = next_moment(now)
            is_busy = _is_at_work(total)
            answers = True
        except (OperationalError, InterfaceError):
            log.exception("The database does not answer")
            connection.close()
            wake, answers, is_busy = None, False, False
        quiet_until = min(wake or end, end)
        if answers and not mailed and quiet_until - timezone.now() >= MAIL_ROOM:
            mailed = True
            _prepare()
            remind_lawyers(now)
            send_notices()
            send_outgoing_mail()
            _tidy_up()
        if timezone.now() >= end:
            break
        if is_busy:
            continue
        sleep_until(min(quiet_until, timezone.now() + REREAD))
    if not answers:
        raise Unfinished
    return total


def _is_at_work(done: ClockReport) -> bool:
    """Whether an order, an undo or a check has more to do that has not failed in this window."""
    orders = taking_down.unfinished().values_list("restriction_id", flat=True)
    undos = undoing.unfinished().values_list("restriction_id", flat=True)
    waiting = {f"order {pk}" for pk in orders} | {f"undo of order {pk}" for pk in undos}
    check = public_checks.unfinished()
    waiting |= {f"check {check.pk}"} if check else set()
    return bool(waiting.difference(done.failed))


def sleep_until(moment: datetime) -> None:
    """Sleep until the moment, and never wake before it."""
    while (left := (moment - timezone.now()).total_seconds()) > 0:
        time.sleep(left)


def _prepare() -> None:
    """Add what is missing in the indexes of words, and renditions of new pictures."""
    index_missing(INDEXED)
    index_missing_pages(INDEXED)
    make_renditions_of_uploads()


def next_moment(now: datetime) -> datetime | None:
    """When the next event is due: a release, an expiry, a new edition, an order's start or end."""
    return min(_moments(now), default=None)


def _moments(now: datetime) -> Iterator[datetime]:
    due = Revision.page_revisions.filter(approved_go_live_at__gt=now)
    bundles = ReleaseBundle.objects.approved().filter(goes_out_at__gt=now)
    over = Page.objects.filter(live=True, expire_at__gt=now)
    more = Edition.objects.filter(closed_why="", changes_at__gt=now)
    orders = ReportingRestriction.objects.filter(ended_at__isnull=True).aggregate(
        begins=Min("starts_at", filter=Q(starts_at__gt=now)),
        ends=Min("ends_at", filter=Q(ends_at__gt=now)),
    )
    for moment in (
        due.aggregate(first=Min("approved_go_live_at"))["first"],
        bundles.aggregate(first=Min("goes_out_at"))["first"],
        over.aggregate(first=Min("expire_at"))["first"],
        more.aggregate(first=Min("changes_at"))["first"],
        *orders.values(),
    ):
        if moment is not None:
            yield moment
