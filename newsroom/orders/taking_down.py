"""Takes down what an order covers or protects: readers first, then page by page.

1. The editions of all pages that the order covers, or that the index of words finds, close in a few
   statements. From then on no reader gets any of these pages.
2. The stored text of every page is searched for the names. This finds what the index cannot: text
   that stands in a page and not in its edition, after a write that bypassed the gate.
3. Each page is unpublished and logged, in a transaction of its own.

Each step is committed and can be repeated. A call does what it can in the time it has; the next one
goes on where it stopped, in the same process or another. No lock is held during a search.
"""

import logging
import time
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page, Revision

from newsroom.gate import release_gate
from newsroom.gate.locking import lock_page
from newsroom.gate.reconciling import close_strays
from newsroom.models import Edition, ReportingRestriction, TakeDown, TakenDownPage
from newsroom.orders import notifications
from newsroom.orders.closing import close_what_is_covered, close_what_names, is_over, note
from newsroom.pages import archive_sync
from newsroom.publishing.release import ClockReport, raise_if_disconnected
from newsroom.records.log_context import Channel, log_context

log = logging.getLogger(__name__)

SECONDS = 2.0
"""How long a request works on an order; the timer does the rest."""
FEW = 10
"""No more pages than these are unpublished by one call, however long it takes."""

State = TakenDownPage.State


def start(restriction: ReportingRestriction, by: Any) -> TakeDown:
    """Begin to take down what an order in force covers, in the transaction that saved the order.

    The caller holds the exclusive release lock. The editions of covered pages have closed already.
    """
    close_strays()
    take_down = TakeDown.objects.create(restriction=restriction, by=by)
    close_what_is_covered(take_down, restriction)
    return take_down


def proceed(take_down: TakeDown, seconds: float | None = SECONDS) -> list[Page]:
    """Go on with a take-down for so long, or to its end; returns the pages it unpublished.

    Without `seconds` it goes on to the end. When the search or a page fails, the other pages are
    unpublished nevertheless, and the first error is raised at the end, for example DecryptionError.
    """
    until = None if seconds is None else time.monotonic() + seconds
    down: list[Page] = []
    failed: list[Exception] = []
    try:
        close_what_names(take_down, until)
    except Exception as error:
        raise_if_disconnected(error)
        failed.append(error)
    _tell(take_down)
    _unpublish_waiting(take_down, until, down, failed)
    _finish(take_down)
    if failed:
        raise failed[0]
    return down


def proceed_with_all(seconds: float | None = SECONDS, skip: Collection[str] = ()) -> ClockReport:
    """Go on with every unfinished take-down, for so long together.

    `skip` contains the entries of `ClockReport.failed` not to be tried again.
    """
    report = ClockReport()
    until = None if seconds is None else time.monotonic() + seconds
    tried = 0
    for take_down in unfinished().order_by("pk").select_related("restriction", "by"):
        what = f"order {take_down.restriction_id}"
        if what in skip or (tried and is_over(until)):
            continue
        tried += 1
        left = None if until is None else max(0.0, until - time.monotonic())
        try:
            report.taken_down.extend(page.pk for page in proceed(take_down, left))
        except Exception as error:
            raise_if_disconnected(error)
            log.exception("Take-down %s could not be finished", take_down.pk)
            report.failed.append(what)
    return report


def unfinished() -> QuerySet[TakeDown]:
    """The take-downs that still have something to do."""
    return TakeDown.objects.filter(finished_at__isnull=True)


def _unpublish_waiting(
    take_down: TakeDown, until: float | None, down: list[Page], failed: list[Exception]
) -> None:
    waiting = take_down.pages.filter(state=State.CLOSED).order_by("page_id")
    ids = list(waiting.values_list("pk", flat=True))
    for pk in ids:
        if len(ids) > FEW and is_over(until):
            return
        try:
            if page := _unpublish(take_down, pk):
                down.append(page)
        except Exception as error:
            raise_if_disconnected(error)
            log.exception("Row %s of a take-down could not be unpublished", pk)
            failed.append(error)


def _unpublish(take_down: TakeDown, pk: int) -> Page | None:
    """Unpublish one page; returns it, or None if there was nothing to do. Idempotent."""
    order = take_down.restriction
    said = notifications.note(order) if order else ""
    page_id = TakenDownPage.objects.values_list("page_id", flat=True).get(pk=pk)
    with transaction.atomic(), log_context(take_down.by, Channel.ORDER, said, order):
        page = lock_page(page_id)
        row = TakenDownPage.objects.select_for_update().filter(pk=pk, state=State.CLOSED).first()
        undone = ReportingRestriction.objects.filter(entered_in_error=True)
        if row is None or undone.filter(take_downs=take_down).exists():
            # Another process was here, or the order is being undone.
            return None
        last = Edition.objects.of_page(page_id).first()
        if page is None or last is None or not _is_taken_down(row, last):
            row.state = State.LEFT
            row.save(update_fields=["state"])
            return None
        row.schedules = _schedules(page)
        own = page.specific
        row.blockers = sorted({one.code for one in release_gate.examine(own).blockers})
        unpublish(own)
        row.state = State.DOWN
        row.save(update_fields=["state", "schedules", "blockers"])
        return own


def unpublish(page: Any) -> None:
    """Unpublish a page whose edition an order has closed, in the `log_context` of the order."""
    if page.live:
        # Unpublishing a page also unpublishes its aliases, so an alias may already be done.
        UnpublishPageAction(page).execute(skip_permission_checks=True)
    else:
        # A write that bypassed the gate cleared `live`, but the edition is still there.
        release_gate.revoke_pass(page)
        archive_sync.sync_items(archive_sync.items_among([page.pk]))


def _is_taken_down(row: TakenDownPage, last: Edition) -> bool:
    """Whether the page is as the take-down left it: neither released nor withdrawn since."""
    if last.closed_why == Edition.Closed.ORDER:
        # With its source, of which it is an alias.
        return last.pk >= row.edition_id
    if last.closed_why == "":
        return last.pk == row.edition_id or last.is_closed_by(timezone.now())
    return last.closed_why in (Edition.Closed.RESTRICTED, Edition.Closed.UNOPENED)


def _schedules(page: Page) -> dict[str, str]:
    """When revisions of the page are due: unpublishing cancels that."""
    due = Revision.page_revisions.filter(object_id=str(page.pk), approved_go_live_at__isnull=False)
    times = due.values_list("pk", "approved_go_live_at")
    return {str(pk): at.isoformat() for pk, at in times if at is not None}


def _tell(take_down: TakeDown) -> None:
    """Tell the desk of the pages of which it has not been told yet. Idempotent."""
    order = take_down.restriction
    if order is None:
        return
    with transaction.atomic():
        told = TakeDown.objects.select_for_update().get(pk=take_down.pk).told_at
        rows = take_down.pages.filter(is_told=False)
        ids = list(rows.values_list("page_id", flat=True))
        if told is not None and not ids:
            return
        if told is None and not ids and take_down.closed_at is None:
            # Whether anything has to go is not known yet.
            return
        notifications.notify_started(order, Page.objects.filter(pk__in=ids).order_by("pk"))
        rows.update(is_told=True)
        note(take_down, told_at=told or timezone.now())


def _finish(take_down: TakeDown) -> None:
    if take_down.searched_at and not take_down.pages.filter(state=State.CLOSED).exists():
        note(take_down, finished_at=timezone.now())
