"""Applies reporting restrictions to pages that are already public, and notifies the desk.

When an order comes into force, the editions of the pages it covers close at that second
(`hold_back`). The pages are then unpublished and the action is logged, so that nothing is published
again automatically.
"""

import logging
from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import Any

from django.db import Error, connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page

from newsroom.editions.locks import lock_releases_exclusively
from newsroom.gate import address_sync, following, release_gate
from newsroom.gate.locking import lock_page
from newsroom.gate.reconciling import close_strays
from newsroom.gate.visibility import let_through
from newsroom.models import DeskNotice, ProtectedName, ReleaseLog, ReportingRestriction
from newsroom.orders import notifications, unbinding
from newsroom.orders.name_scan.scan import pages_naming
from newsroom.pages import archive_sync
from newsroom.pages.case_orders import cases_told_of_orders
from newsroom.publishing import withheld_texts
from newsroom.publishing.release import ClockReport
from newsroom.records.binding import pages_covered_by, pages_covered_with
from newsroom.records.log_context import Channel, log_context

log = logging.getLogger(__name__)

Occasion = DeskNotice.Occasion


@transaction.atomic
def hold_back(restriction: ReportingRestriction, also: Iterable[int] = ()) -> None:
    """Limit the editions of the pages that an order covers. Called on every change of an order.

    An edition that is still open, and that the order no longer covers or covers only later, may
    stay open longer. `also` contains the ids of pages added to or removed from the order. A closed
    edition never reopens.
    """
    lock_releases_exclusively()
    now = timezone.now()
    pages = set(pages_covered_by(restriction).values_list("pk", flat=True))
    if restriction.withholds() and restriction.is_current_or_upcoming(now):
        following.hold_back(pages, restriction.starts_at)
    pages.update(pages_covered_with(list(also)).values_list("pk", flat=True))
    following.follow_pages(pages)
    archive_sync.sync_items(archive_sync.items_among(pages))
    _sync_order_mentions()


def _sync_order_mentions() -> None:
    """Update what readers get beside pages: cases that mention orders, old addresses, records."""
    following.follow_pages(cases_told_of_orders())
    address_sync.renew()
    withheld_texts.renew()


def enforce(restriction: ReportingRestriction, user: Any, why: str = "") -> list[Page]:
    """Apply an order that was just entered or changed; returns the pages it unpublished.

    `why` is the reason for a change that makes the order less restrictive. Must run in the
    transaction that saved the order, its pages and its names. An order that is not in force yet is
    applied by `begin_orders` when it starts.
    """
    lock_releases_exclusively()
    now = timezone.now()
    down: list[Page] = []
    with log_context(user, Channel.ORDER, notifications.note(restriction), restriction):
        notifications.log_order(restriction, why)
        if restriction.is_in_force(now):
            down = _take_down(restriction)
            notifications.notify_started(restriction, down)
        elif restriction.starts_at > now:
            notifications.reset_notification(Occasion.BEGUN, restriction)
        if restriction.ends_at is None or restriction.ends_at > now:
            notifications.reset_notification(Occasion.ENDED, restriction)
    return down


def end(restriction: ReportingRestriction, user: Any, reason: str) -> None:
    """End an order by hand, and notify the desk of the pages it held back. Idempotent."""
    with transaction.atomic(), log_context(user, Channel.ORDER, reason, restriction):
        lock_releases_exclusively()
        current = ReportingRestriction.objects.get(pk=restriction.pk)
        if current.ended_at is None:
            current.ended_at, current.ended_by = timezone.now(), user
            current.end_reason = reason[: current._meta.get_field("end_reason").max_length]
            current.save(update_fields=["ended_at", "ended_by", "end_reason"])
            notifications.notify_ended(current, reason, _held_back(current))
    restriction.refresh_from_db()


def begin_orders(now: datetime, skip: Collection[str] = ()) -> ClockReport:
    """Apply every order that has come into force since the last run.

    `skip` contains the entries of `ClockReport.failed` not to be tried again.
    """
    report = ClockReport()

    def begin(restriction: ReportingRestriction) -> None:
        with log_context(None, Channel.ORDER, notifications.note(restriction), restriction):
            down = _take_down(restriction)
            notifications.notify_started(restriction, down)
        report.taken_down.extend(page.pk for page in down)

    _each_unnotified(
        ReportingRestriction.objects.in_force(now), Occasion.BEGUN, begin, report, skip
    )
    return report


def notify_ended_orders(now: datetime, skip: Collection[str] = ()) -> ClockReport:
    """Notify the desk, once, of every order whose end date has passed.

    `skip` contains the entries of `ClockReport.failed` not to be tried again.
    """
    report = ClockReport()

    def notify(restriction: ReportingRestriction) -> None:
        with log_context(None, Channel.TIMER, restriction=restriction):
            _sync_order_mentions()
            reason = "The day that the order names has passed."
            notifications.notify_ended(restriction, reason, _held_back(restriction))

    over = ReportingRestriction.objects.filter(ends_at__lte=now, ended_at__isnull=True)
    _each_unnotified(over, Occasion.ENDED, notify, report, skip)
    return report


def _each_unnotified(
    orders: QuerySet,
    occasion: DeskNotice.Occasion,
    act: Callable[[ReportingRestriction], None],
    report: ClockReport,
    skip: Collection[str],
) -> None:
    """Call `act` for each order without a current notice for `occasion`, one transaction each."""
    told = DeskNotice.objects.filter(
        restriction=OuterRef("pk"), occasion=occasion, superseded_at=None
    )
    unnotified = orders.filter(~Exists(told))
    for pk in list(unnotified.values_list("pk", flat=True)):
        what = f"order {pk}"
        if what in skip:
            continue
        try:
            with transaction.atomic():
                # A concurrent run waits for the lock and then finds the notice.
                lock_releases_exclusively()
                if restriction := unnotified.filter(pk=pk).first():
                    act(restriction)
        except Exception as error:
            if isinstance(error, Error) and not connection.is_usable():
                raise
            log.exception("What order %s asks for could not be done", pk)
            report.failed.append(what)


def _take_down(restriction: ReportingRestriction) -> list[Page]:
    """Unpublish every public page that the order covers or whose text contains its names."""
    close_strays()
    live = let_through()
    down: list[Page] = []
    if restriction.withholds():
        down += _unpublish_each(live.filter(pk__in=pages_covered_by(restriction).values("pk")))
    names = list(restriction.names.select_related("restriction"))
    down += _unpublish_each(pages_naming(names, live))
    return down


def _unpublish_each(pages: Iterable[Page]) -> list[Page]:
    down = []
    for pk in [page.pk for page in pages]:
        lock_page(pk)
        page = Page.objects.get(pk=pk).specific
        if page.live:
            # Unpublishing a page also unpublishes its aliases, so an alias may already be done.
            UnpublishPageAction(page).execute(skip_permission_checks=True)
        else:
            # A write that bypassed the gate cleared `live`, but the edition is still open.
            release_gate.revoke_pass(page)
            archive_sync.sync_items(archive_sync.items_among([pk]))
        down.append(page)
    return down


def _held_back(restriction: ReportingRestriction) -> list[Page]:
    """The unpublished pages that the order covers or that it has taken down."""
    taken = ReleaseLog.objects.filter(event=ReleaseLog.Event.TAKEN_DOWN, restriction=restriction)
    about = Q(pk__in=pages_covered_by(restriction).values("pk")) | Q(pk__in=taken.values("page_id"))
    return list(Page.objects.filter(about, live=False).order_by("title").specific())


def order_changed(instance: ReportingRestriction, raw: bool = False, **kwargs: Any) -> None:
    """After an order is saved: limit the editions of its pages. Skips fixtures (`raw`)."""
    if not raw:
        hold_back(instance)


@transaction.atomic
def order_gone(instance: ReportingRestriction, **kwargs: Any) -> None:
    """After an order is deleted: update what readers see about orders."""
    lock_releases_exclusively()
    _sync_order_mentions()


@transaction.atomic
def name_changed(instance: ProtectedName, raw: bool = False, **kwargs: Any) -> None:
    """After a protected name is saved or deleted: update old addresses and cases."""
    if not raw:
        lock_releases_exclusively()
        _sync_order_mentions()


def order_pages_changed(instance: Any, action: str, pk_set: Any, **kwargs: Any) -> None:
    """Before and after pages are added to or removed from an order (`m2m_changed`).

    `instance` is the order, or a page whose orders are changed. Raises ReasonNeeded.
    """
    step, _, change = action.partition("_")
    if step == "pre" and change in ("remove", "clear"):
        losing = unbinding.orders_of(instance, pk_set)
        instance.orders_losing = [(order, unbinding.covered_before(order)) for order in losing]
    elif step == "post":
        losing = vars(instance).pop("orders_losing", ())
        is_order = isinstance(instance, ReportingRestriction)
        also = (pk_set or ()) if is_order else [instance.pk]
        changed = losing or [(order, set()) for order in unbinding.orders_of(instance, pk_set)]
        for order, before in changed:
            hold_back(order, also=also)
            unbinding.release_uncovered(order, before)
