"""One run of the clock: all that is due now, and for a while what becomes due."""

import logging
import time
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, connection
from django.db.models import Min, Q
from django.utils import timezone
from wagtail.models import Page, Revision

from newsroom.models import Edition, ReportingRestriction
from newsroom.orders.enforcement import begin_orders, notify_ended_orders
from newsroom.publishing.outbox import send_notices
from newsroom.publishing.release import ClockReport, publish_due, renew_editions, withdraw_expired

log = logging.getLogger(__name__)

REREAD = timedelta(seconds=1)
"""How often the schedules are read again: one may be set for the very next second."""

MAIL_ROOM = timedelta(seconds=15)
"""Mail is sent only when nothing is due for so long: a mail server may be slow."""


class Unfinished(Exception):
    """The database did not answer at the end of the run."""


def run(now: datetime, done: ClockReport) -> ClockReport:
    """Do what is due at this moment, but not again what was refused or failed in `done`.

    Releases first, since the gate itself sees every order that is in force: taking down what an
    order binds may take longer, and `published()` withholds it in the meantime.
    """
    report = publish_due(now, done.refused)
    report.add(withdraw_expired(now, done.failed))
    report.add(begin_orders(now, done.failed))
    report.add(notify_ended_orders(now, done.failed))
    report.add(renew_editions(now, done.failed))
    return report


def run_once() -> ClockReport:
    """Do what is due now, and mail the notices."""
    report = run(timezone.now(), ClockReport())
    send_notices()
    return report


def watch(window: timedelta) -> ClockReport:
    """Do what is due now, and until the window ends what becomes due, each at its second.

    What was refused or failed is tried once in each run. Raises Unfinished when the database did
    not answer at the end; while it does not, it is asked again each second.
    """
    end = timezone.now() + window
    total, mailed = ClockReport(), False
    while True:
        now = timezone.now()
        try:
            total.add(run(now, total))
            wake = next_moment(now)
            answers = True
        except (OperationalError, InterfaceError):
            log.exception("The database does not answer")
            connection.close()
            wake, answers = None, False
        quiet_until = min(wake or end, end)
        if answers and not mailed and quiet_until - timezone.now() >= MAIL_ROOM:
            mailed = True
            send_notices()
        if timezone.now() >= end:
            break
        sleep_until(min(quiet_until, timezone.now() + REREAD))
    if not answers:
        raise Unfinished
    return total


def sleep_until(moment: datetime) -> None:
    """Sleep, and not wake before this moment."""
    while (left := (moment - timezone.now()).total_seconds()) > 0:
        time.sleep(left)


def next_moment(now: datetime) -> datetime | None:
    """When something is due next: a release, an expiry, an order that begins or ends, an update."""
    return min(_moments(now), default=None)


def _moments(now: datetime) -> Iterator[datetime]:
    due = Revision.page_revisions.filter(approved_go_live_at__gt=now)
    over = Page.objects.filter(live=True, expire_at__gt=now)
    more = Edition.objects.filter(closed_why="", changes_at__gt=now)
    orders = ReportingRestriction.objects.filter(ended_at__isnull=True).aggregate(
        begins=Min("starts_at", filter=Q(starts_at__gt=now)),
        ends=Min("ends_at", filter=Q(ends_at__gt=now)),
    )
    for moment in (
        due.aggregate(first=Min("approved_go_live_at"))["first"],
        over.aggregate(first=Min("expire_at"))["first"],
        more.aggregate(first=Min("changes_at"))["first"],
        *orders.values(),
    ):
        if moment is not None:
            yield moment
