"""What an order does to what is public already, and what the desk is told when it ends.

From its very second on, editions of what it binds are closed (`hold_back`). The pages are then
taken down for good, so that nothing comes back by itself, and it is written down.
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
from newsroom.orders import notifications
from newsroom.orders.name_scan.scan import pages_naming
from newsroom.pages import archive_sync
from newsroom.pages.case_orders import cases_told_of_orders
from newsroom.publishing.release import ClockReport
from newsroom.records.binding import pages_covered_by, pages_covered_with
from newsroom.records.log_context import Channel, log_context

log = logging.getLogger(__name__)

Occasion = DeskNotice.Occasion


@transaction.atomic
def hold_back(restriction: ReportingRestriction, also: Iterable[int] = ()) -> None:
    """Called with each change of an order: nothing that it binds is open once it begins.

    What it bound before, and binds no longer or later, stays open for longer, but only while it is
    open still; `also` names such pages by number. Nothing reopens.
    """
    lock_releases_exclusively()
    now = timezone.now()
    pages = set(pages_covered_by(restriction).values_list("pk", flat=True))
    if restriction.withholds() and restriction.is_current_or_upcoming(now):
        following.hold_back(pages, restriction.starts_at)
    pages.update(pages_covered_with(list(also)).values_list("pk", flat=True))
    following.follow_pages(pages)
    archive_sync.sync_items(archive_sync.items_among(pages))
    _renew_what_is_told()


def _renew_what_is_told() -> None:
    """Bring in line what readers are told of orders, and the old addresses that hold no name."""
    following.follow_pages(cases_told_of_orders())
    address_sync.renew()


def enforce(restriction: ReportingRestriction, user: Any, why: str = "") -> list[Page]:
    """Let an order that was just entered or changed do its work; the pages it took down.

    `why` is the reason for a change by which it binds less.

    Belongs in the transaction that saved the order, its pages and its names. One that is not in
    force yet is left to the clock (see begin_orders).
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
    """End an order by hand, and tell the desk what it held back."""
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
    """Let every order do its work whose time has come since; `skip` names what failed before."""
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
    """Tell the desk, once, of every order whose day has passed; but for `skip`."""
    report = ClockReport()

    def notify(restriction: ReportingRestriction) -> None:
        with log_context(None, Channel.TIMER, restriction=restriction):
            _renew_what_is_told()
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
    """Act on those of the orders of which the desk has not been told this, each by itself."""
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
                # Whoever else would do the same waits here, and then finds it done.
                lock_releases_exclusively()
                if restriction := unnotified.filter(pk=pk).first():
                    act(restriction)
        except Exception as error:
            if isinstance(error, Error) and not connection.is_usable():
                raise
            log.exception("What order %s asks for could not be done", pk)
            report.failed.append(what)


def _take_down(restriction: ReportingRestriction) -> list[Page]:
    """Take down all that is public and that the order binds."""
    close_strays()
    live = let_through()
    down: list[Page] = []
    if restriction.withholds():
        down += _each_down(live.filter(pk__in=pages_covered_by(restriction).values("pk")))
    names = list(restriction.names.select_related("restriction"))
    down += _each_down(pages_naming(names, live))
    return down


def _each_down(pages: Iterable[Page]) -> list[Page]:
    down = []
    for pk in [page.pk for page in pages]:
        lock_page(pk)
        page = Page.objects.get(pk=pk).specific
        if page.live:
            # An alias goes with its page, and is not live any more when its turn comes.
            UnpublishPageAction(page).execute(skip_permission_checks=True)
        else:
            # Written so past the gate: readers have its edition all the same.
            release_gate.revoke_pass(page)
            archive_sync.sync_items(archive_sync.items_among([pk]))
        down.append(page)
    return down


def _held_back(restriction: ReportingRestriction) -> list[Page]:
    """What is not public, and what the order was about or took down."""
    taken = ReleaseLog.objects.filter(event=ReleaseLog.Event.TAKEN_DOWN, restriction=restriction)
    about = Q(pk__in=pages_covered_by(restriction).values("pk")) | Q(pk__in=taken.values("page_id"))
    return list(Page.objects.filter(about, live=False).order_by("title").specific())


def order_changed(instance: ReportingRestriction, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        hold_back(instance)


@transaction.atomic
def order_gone(instance: ReportingRestriction, **kwargs: Any) -> None:
    lock_releases_exclusively()
    _renew_what_is_told()


@transaction.atomic
def name_changed(instance: ProtectedName, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        lock_releases_exclusively()
        _renew_what_is_told()


def order_pages_changed(instance: Any, action: str, pk_set: Any, **kwargs: Any) -> None:
    if action.startswith("post_") and isinstance(instance, ReportingRestriction):
        hold_back(instance, also=pk_set or ())
