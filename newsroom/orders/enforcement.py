"""Applies reporting restrictions to pages that are already public, and notifies the desk.

When an order comes into force, the editions of the pages it covers close at that second
(`hold_back`). Pages that hold one of its names follow, and all of them are unpublished and logged
one by one (taking_down.py), so that nothing is published again automatically.
"""

import logging
from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import Any

from django.db import Error, connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from wagtail.models import Page

from newsroom.editions.locks import lock_releases_exclusively
from newsroom.gate import address_sync, earlier_words, following
from newsroom.gate.edition_words import pages_that_may_name
from newsroom.models import DeskNotice, ProtectedName, ReleaseLog, ReportingRestriction, TakeDown
from newsroom.orders import notifications, taking_down, unbinding
from newsroom.orders.name_scan.scan import search_for
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

    Editions that the order closes now are closed in bulk. An edition that is still open, and that
    the order no longer covers or covers only later, may stay open longer. Of an order that is still
    to begin, so are the pages that hold its names. `also` contains the ids
    of pages added to or removed from the order. A closed edition never reopens.
    """
    lock_releases_exclusively()
    now = timezone.now()
    pages = set(pages_covered_by(restriction).values_list("pk", flat=True))
    if restriction.withholds() and restriction.is_current_or_upcoming(now):
        archive_sync.hold_back(pages, restriction.starts_at)
        closed = pages if restriction.is_in_force(now) else set()
    else:
        closed = set()
    pages.update(pages_covered_with(list(also)).values_list("pk", flat=True))
    if restriction.starts_at > now:
        pages.update(search_for(restriction).candidates())
    following.follow_pages(pages)
    archive_sync.sync_items(archive_sync.items_among(pages - closed))
    _sync_order_mentions()


def _sync_order_mentions() -> None:
    """Update what readers get beside pages: cases that mention orders, addresses, earlier words."""
    following.follow_pages(cases_told_of_orders())
    address_sync.renew()
    earlier_words.renew()
    withheld_texts.renew()


def begin(restriction: ReportingRestriction, user: Any, why: str = "") -> TakeDown | None:
    """Note an order that was just entered or changed, and begin to apply it if it is in force.

    `why` is the reason for a change that makes the order less restrictive. Must run in the
    transaction that saved the order, its pages and its names. The caller commits it and then calls
    `taking_down.proceed`; otherwise the timer does. An order that is not in force yet is applied by
    `begin_orders` when it starts.
    """
    lock_releases_exclusively()
    now = timezone.now()
    take_down = None
    with log_context(user, Channel.ORDER, notifications.note(restriction), restriction):
        notifications.log_order(restriction, why)
        if restriction.is_in_force(now):
            take_down = taking_down.start(restriction, user)
        elif restriction.starts_at > now:
            notifications.reset_notification(Occasion.BEGUN, restriction)
        if restriction.ends_at is None or restriction.ends_at > now:
            notifications.reset_notification(Occasion.ENDED, restriction)
    return take_down


def enforce(restriction: ReportingRestriction, user: Any, why: str = "") -> list[Page]:
    """Apply an order that was just entered or changed; returns the pages it unpublished.

    For programs: see `begin`. What takes long is left to the timer.
    """
    take_down = begin(restriction, user, why)
    return taking_down.proceed(take_down) if take_down else []


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


def begin_orders(
    now: datetime, skip: Collection[str] = (), seconds: float | None = taking_down.SECONDS
) -> ClockReport:
    """Apply every order that has come into force, and go on with what earlier runs left.

    `skip` contains the entries of `ClockReport.failed` not to be tried again. Without `seconds` it
    goes on to the end.
    """
    report = ClockReport()
    earlier_words.withhold_overdue(now)

    def begin_by_clock(restriction: ReportingRestriction) -> None:
        taking_down.start(restriction, None)

    started = taking_down.unfinished().filter(restriction=OuterRef("pk"))
    begun = ReportingRestriction.objects.in_force(now).filter(~Exists(started))
    _each_unnotified(begun, Occasion.BEGUN, begin_by_clock, report, skip)
    report.add(taking_down.proceed_with_all(seconds, {*skip, *report.failed}))
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


def _held_back(restriction: ReportingRestriction) -> QuerySet[Page]:
    """The unpublished pages that the order covers or that it has taken down."""
    taken = ReleaseLog.objects.filter(event=ReleaseLog.Event.TAKEN_DOWN, restriction=restriction)
    about = Q(pk__in=pages_covered_by(restriction).values("pk")) | Q(pk__in=taken.values("page_id"))
    return Page.objects.filter(about, live=False).order_by("title")


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
    """After a protected name is saved or deleted: update old addresses, cases and records.

    If its order is still to begin, pages that hold the name close at that second.
    """
    if not raw:
        lock_releases_exclusively()
        orders = ReportingRestriction.objects.filter(starts_at__gt=timezone.now())
        if orders.filter(pk=instance.restriction_id).exists():
            archive_sync.follow_records(sorted(pages_that_may_name([instance.words])))
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
