"""Orders of a court that restrict reporting: what a case tells of them, and whom they stay with."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils import timezone
from wagtail.models import Page

from newsroom.documents.document import CaseOrder
from newsroom.editions.models import Edition
from newsroom.records.redaction import says_name
from newsroom.records.restrictions import ReportingRestriction

if TYPE_CHECKING:
    from newsroom.pages.cases import HighProfileCasePage


def public_orders(case: "HighProfileCasePage") -> tuple[CaseOrder, ...]:
    """The orders on a case, as far as somebody has written what readers may be told.

    Those that begin later too: documents/shown.py says when each is shown. What repeats a protected
    name, be it one of another order that is still to begin, is not told. Nobody asks the gate for
    these words: they are no part of the page.
    """
    if not case.pk:
        return ()
    now = timezone.now()
    standing = ReportingRestriction.objects.current_or_upcoming(now)
    worded = list(standing.covering(case).exclude(public_wording="").order_by("starts_at", "pk"))
    if not worded:
        return ()
    later = standing.filter(starts_at__gt=now).order_by("starts_at")
    moments = [now, *later.values_list("starts_at", flat=True).distinct()]
    return tuple(
        CaseOrder(
            kind=str(order.kind),
            court=order.court,
            since=order.starts_at,
            until=order.ends_at,
            until_event=order.until_event,
            wording=order.public_wording,
        )
        for order in worded
        if not any(says_name(_words(order), case, at=moment) for moment in moments)
    )


def cases_told_of_orders() -> list[int]:
    """The pages of cases that tell of an order, or are to tell of one."""
    cases = Edition.objects.filter(page_type="case", kind="", closed_why="")
    telling = cases.filter(document__case_record__has_key="orders")
    standing = ReportingRestriction.objects.current_or_upcoming(timezone.now()).exclude(
        public_wording=""
    )
    bound = Page.objects.filter(translation_key__in=standing.values("pages__translation_key"))
    pages = bound.values_list("pk", flat=True)
    return sorted({*telling.values_list("page_id", flat=True), *pages})


def _words(order: ReportingRestriction) -> str:
    return f"{order.public_wording}\n{order.court}\n{order.until_event}"


def keep_orders_of_source(page: Page, columns: Iterable[str]) -> None:
    """Keep an alias that becomes a page of its own bound by the orders about its source.

    Called before these columns of it are saved. It says the same, and nobody enters the order anew.
    """
    if {"alias_of", "alias_of_id"}.isdisjoint(columns):
        return
    for source in Page.objects.filter(aliases=page.pk):
        copy_orders(page, source.specific)


def copy_orders(page: Page, original: Page) -> list[ReportingRestriction]:
    """Have a page named by the orders that cover its original and not yet itself; these."""
    standing = ReportingRestriction.objects.current_or_upcoming(timezone.now())
    own = standing.covering(page).values("pk")
    missing = list(standing.covering(original).exclude(pk__in=own))
    for order in missing:
        order.pages.add(page.pk)
    return missing
