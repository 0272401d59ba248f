"""Orders of a court that restrict reporting: what a case tells of them, and whom they stay with."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils import timezone
from wagtail.models import Page

from newsroom.editorial.restrictions import ReportingRestriction
from newsroom.editorial.unspoken import says_name
from newsroom.readers.cases import Order

if TYPE_CHECKING:
    from newsroom.pages.cases import HighProfileCasePage


def public_orders(case: "HighProfileCasePage") -> list[Order]:
    """The orders in force on a case, as far as somebody has written what readers may be told.

    What repeats a protected name, be it one of another order, is not told. Nobody asks the gate for
    these words: they are no part of the page.
    """
    in_force = ReportingRestriction.objects.in_force(timezone.now()).binding(case)
    told = in_force.exclude(public_wording="").order_by("starts_at", "pk")
    return [
        Order(
            kind=str(order.get_kind_display()),
            court=order.court,
            since=timezone.localdate(order.starts_at),
            until=timezone.localdate(order.ends_at) if order.ends_at else order.until_event,
            wording=order.public_wording,
        )
        for order in told
        if not says_name(f"{order.public_wording}\n{order.court}\n{order.until_event}", case)
    ]


def stay_bound(page: Page, columns: Iterable[str]) -> None:
    """Keep an alias that becomes a page of its own bound by the orders about its source.

    Called before these columns of it are saved. It says the same, and nobody enters the order anew.
    """
    if {"alias_of", "alias_of_id"}.isdisjoint(columns):
        return
    for source in Page.objects.filter(aliases=page.pk):
        bind_as(page, source.specific)


def bind_as(page: Page, original: Page) -> list[ReportingRestriction]:
    """Have a page named by the orders that cover its original and not yet itself; these."""
    standing = ReportingRestriction.objects.standing(timezone.now())
    own = standing.binding(page).values("pk")
    missing = list(standing.binding(original).exclude(pk__in=own))
    for order in missing:
        order.pages.add(page.pk)
    return missing
