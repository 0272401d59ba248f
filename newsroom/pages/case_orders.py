"""Reporting restrictions: what the page of a case says about them, and which pages they cover."""

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
    """The orders covering a case for which somebody has written a public wording.

    Orders that start later are included; documents/shown.py decides when each is shown. An order is
    left out if its wording contains a name protected now or at the start of a later order. The
    gate does not check these texts, because they are not part of the page.
    """
    if not case.pk:
        return ()
    now = timezone.now()
    current = ReportingRestriction.objects.current_or_upcoming(now)
    with_wording = list(
        current.covering(case).exclude(public_wording="").order_by("starts_at", "pk")
    )
    if not with_wording:
        return ()
    later = current.filter(starts_at__gt=now).order_by("starts_at")
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
        for order in with_wording
        if not any(says_name(_public_text(order), case, at=moment) for moment in moments)
    )


def cases_told_of_orders() -> list[int]:
    """The ids of cases that mention an order in their edition, or have to mention one."""
    cases = Edition.objects.filter(page_type="case", kind="", closed_why="")
    mentioning = cases.filter(document__case_record__has_key="orders")
    current = ReportingRestriction.objects.current_or_upcoming(timezone.now()).exclude(
        public_wording=""
    )
    covered = Page.objects.filter(translation_key__in=current.values("pages__translation_key"))
    pages = covered.values_list("pk", flat=True)
    return sorted({*mentioning.values_list("page_id", flat=True), *pages})


def _public_text(order: ReportingRestriction) -> str:
    return f"{order.public_wording}\n{order.court}\n{order.until_event}"


def keep_orders_of_source(page: Page, columns: Iterable[str]) -> None:
    """Add an alias that becomes an independent page to the orders that cover its source.

    Called before these columns are saved. The page has the same text, and nobody would enter the
    order again.
    """
    if {"alias_of", "alias_of_id"}.isdisjoint(columns):
        return
    for source in Page.objects.filter(aliases=page.pk):
        copy_orders(page, source.specific)


def copy_orders(page: Page, original: Page) -> list[ReportingRestriction]:
    """Add a page to the orders that cover `original` but not the page; returns those orders."""
    current = ReportingRestriction.objects.current_or_upcoming(timezone.now())
    own = current.covering(page).values("pk")
    missing = list(current.covering(original).exclude(pk__in=own))
    for order in missing:
        order.pages.add(page.pk)
    return missing
