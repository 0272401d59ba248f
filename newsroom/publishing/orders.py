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

from newsroom.editions.locks import keep_releases_out
from newsroom.editorial.acting import Channel, acting
from newsroom.editorial.binding import bound, bound_with
from newsroom.guard import address_upkeep, following, gate
from newsroom.guard.locking import lock_page
from newsroom.guard.reconciling import close_strays
from newsroom.guard.visibility import let_through
from newsroom.models import DeskNotice, ProtectedName, ReleaseLog, ReportingRestriction
from newsroom.pages import upkeep
from newsroom.pages.orders import cases_told_of_orders
from newsroom.publishing import order_words
from newsroom.publishing.naming import pages_naming
from newsroom.publishing.release import Report

log = logging.getLogger(__name__)

Occasion = DeskNotice.Occasion


@transaction.atomic
def hold_back(restriction: ReportingRestriction, also: Iterable[int] = ()) -> None:
    """Called with each change of an order: nothing that it binds is open once it begins.

    What it bound before, and binds no longer or later, stays open for longer, but only while it is
    open still; `also` names such pages by number. Nothing reopens.
    """
    keep_releases_out()
    now = timezone.now()
    pages = set(bound(restriction).values_list("pk", flat=True))
    if restriction.withholds() and restriction.stands(now):
        following.hold_back(pages, restriction.starts_at)
    pages.update(bound_with(list(also)).values_list("pk", flat=True))
    following.follow_pages(pages)
    upkeep.sync_items(upkeep.items_among(pages))
    _renew_what_is_told()


def _renew_what_is_told() -> None:
    """Bring in line what readers are told of orders, and the old addresses that hold no name."""
    following.follow_pages(cases_told_of_orders())
    address_upkeep.renew()


def made(restriction: ReportingRestriction, user: Any, why: str = "") -> list[Page]:
    """Let an order that was just entered or changed do its work; the pages it took down.

    `why` is the reason for a change by which it binds less.

    Belongs in the transaction that saved the order, its pages and its names. One that is not in
    force yet is left to the clock (see begin_orders).
    """
    keep_releases_out()
    now = timezone.now()
    down: list[Page] = []
    with acting(user, Channel.ORDER, order_words.note(restriction), restriction):
        order_words.log_made(restriction, why)
        if restriction.binds(now):
            down = _take_down(restriction)
            order_words.tell_begun(restriction, down)
        elif restriction.starts_at > now:
            order_words.may_be_told_again(Occasion.BEGUN, restriction)
        if restriction.ends_at is None or restriction.ends_at > now:
            order_words.may_be_told_again(Occasion.ENDED, restriction)
    return down


def ended(restriction: ReportingRestriction, user: Any, reason: str) -> None:
    """End an order by hand, and tell the desk what it held back."""
    with transaction.atomic(), acting(user, Channel.ORDER, reason, restriction):
        keep_releases_out()
        current = ReportingRestriction.objects.get(pk=restriction.pk)
        if current.ended_at is None:
            current.ended_at, current.ended_by = timezone.now(), user
            current.end_reason = reason[: current._meta.get_field("end_reason").max_length]
            current.save(update_fields=["ended_at", "ended_by", "end_reason"])
            order_words.tell_ended(current, reason, _held_back(current))
    restriction.refresh_from_db()


def begin_orders(now: datetime, leave: Collection[str] = ()) -> Report:
    """Let every order do its work whose time has come since; `leave` names what failed before."""
    report = Report()

    def begin(restriction: ReportingRestriction) -> None:
        with acting(None, Channel.ORDER, order_words.note(restriction), restriction):
            down = _take_down(restriction)
            order_words.tell_begun(restriction, down)
        report.taken_down.extend(page.pk for page in down)

    _each_untold(ReportingRestriction.objects.in_force(now), Occasion.BEGUN, begin, report, leave)
    return report


def tell_of_ended_orders(now: datetime, leave: Collection[str] = ()) -> Report:
    """Tell the desk, once, of every order whose day has passed; but for `leave`."""
    report = Report()

    def tell(restriction: ReportingRestriction) -> None:
        with acting(None, Channel.TIMER, restriction=restriction):
            _renew_what_is_told()
            reason = "The day that the order names has passed."
            order_words.tell_ended(restriction, reason, _held_back(restriction))

    over = ReportingRestriction.objects.filter(ends_at__lte=now, ended_at__isnull=True)
    _each_untold(over, Occasion.ENDED, tell, report, leave)
    return report


def _each_untold(
    orders: QuerySet,
    occasion: DeskNotice.Occasion,
    act: Callable[[ReportingRestriction], None],
    report: Report,
    leave: Collection[str],
) -> None:
    """Act on those of the orders of which the desk has not been told this, each by itself."""
    told = DeskNotice.objects.filter(
        restriction=OuterRef("pk"), occasion=occasion, superseded_at=None
    )
    untold = orders.filter(~Exists(told))
    for pk in list(untold.values_list("pk", flat=True)):
        what = f"order {pk}"
        if what in leave:
            continue
        try:
            with transaction.atomic():
                # Whoever else would do the same waits here, and then finds it done.
                keep_releases_out()
                if restriction := untold.filter(pk=pk).first():
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
        down += _each_down(live.filter(pk__in=bound(restriction).values("pk")))
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
            gate.close(page)
            upkeep.sync_items(upkeep.items_among([pk]))
        down.append(page)
    return down


def _held_back(restriction: ReportingRestriction) -> list[Page]:
    """What is not public, and what the order was about or took down."""
    taken = ReleaseLog.objects.filter(event=ReleaseLog.Event.TAKEN_DOWN, restriction=restriction)
    about = Q(pk__in=bound(restriction).values("pk")) | Q(pk__in=taken.values("page_id"))
    return list(Page.objects.filter(about, live=False).order_by("title").specific())


def order_changed(instance: ReportingRestriction, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        hold_back(instance)


@transaction.atomic
def order_gone(instance: ReportingRestriction, **kwargs: Any) -> None:
    keep_releases_out()
    _renew_what_is_told()


@transaction.atomic
def name_changed(instance: ProtectedName, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        keep_releases_out()
        _renew_what_is_told()


def order_bound(instance: Any, action: str, pk_set: Any, **kwargs: Any) -> None:
    if action.startswith("post_") and isinstance(instance, ReportingRestriction):
        hold_back(instance, also=pk_set or ())
