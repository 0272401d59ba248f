"""Taking pages from under an order: it needs a reason, is logged, and the desk is told.

A page is under an order because the order names it, or its case, source or original in another
language. A sign-off given before a page was taken out is not valid any more (`ValidQuerySet`).
"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from newsroom.models import ReleaseLog, ReportingRestriction
from newsroom.orders import notifications
from newsroom.records.binding import pages_covered_by
from newsroom.records.log_context import current_context, log_context
from newsroom.records.release_log import record


class ReasonNeeded(ValidationError):
    """Pages would be taken from under an order, and nobody has said why."""


def covered_before(order: ReportingRestriction) -> set[int]:
    """The ids of the pages that an order covers, before pages are removed from it.

    Empty for an order that has ended. Raises ReasonNeeded when the log context has no reason.
    """
    if not order.is_current_or_upcoming(timezone.now()):
        return set()
    if not current_context().note.strip():
        raise ReasonNeeded(
            _("Say why a page is taken from under the order: %(order)s.") % {"order": order.label}
        )
    return _covered(order)


def release_uncovered(order: ReportingRestriction, before: set[int]) -> None:
    """After pages were removed from an order: log those that it covers no longer; tell the desk."""
    freed = before - _covered(order)
    if not freed:
        return
    context = current_context()
    pages = list(Page.objects.filter(pk__in=freed).order_by("title", "pk").specific())
    with log_context(context.user, context.channel, context.note, order):
        rows = [record(ReleaseLog.Event.UNBOUND, page, note=context.note) for page in pages]
    notifications.notify_unbound(order, pages, context.note, rows[0].pk)


def keep(page: Page, order: ReportingRestriction, **kwargs: Any) -> None:
    """Log that a page stays under an order, and tell the desk. Receiver of `kept_bound`."""
    context = current_context()
    with log_context(context.user, context.channel, context.note, order):
        row = record(ReleaseLog.Event.BOUND, page, note=notifications.KEPT)
    notifications.notify_kept(order, page, row.pk)


def orders_of(instance: Any, order_ids: Iterable[int] | None) -> list[ReportingRestriction]:
    """The orders that an `m2m_changed` signal of `ReportingRestriction.pages` is about.

    `instance` is the order, or a page whose orders are changed. `order_ids` are then the orders, or
    None for all of the page.
    """
    if isinstance(instance, ReportingRestriction):
        return [instance]
    if order_ids is None:
        return list(instance.reporting_restrictions.all())
    return list(ReportingRestriction.objects.filter(pk__in=order_ids))


def _covered(order: ReportingRestriction) -> set[int]:
    return set(pages_covered_by(order).values_list("pk", flat=True))
