"""Reporting restrictions: what the page of a case says about them, and which pages they cover."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils import timezone
from wagtail.models import Page

from newsroom.documents.document import CaseOrder
from newsroom.editions.models import Edition
from newsroom.records.orders_in_force import stored_elsewhere
from newsroom.records.redaction import says_name
from newsroom.records.restrictions import ReportingRestriction, kept_bound

if TYPE_CHECKING:
    from newsroom.pages.cases import HighProfileCasePage

BINDING = frozenset(("alias_of", "alias_of_id", "case", "case_id", "translation_key"))
"""The columns of a page that decide which orders cover it."""


def public_orders(case: "HighProfileCasePage") -> tuple[CaseOrder, ...]:
    """The orders covering a case for which somebody has written a public wording.

    Orders that start later are included; documents/shown.py decides when each is shown. An order is
    left out if its wording contains a name protected now or at the start of a later order. The
    gate does not check these texts, because they are not part of the page.
    """
    if case.told_orders is not None or not case.pk:
        return case.told_orders or ()
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


def keep_bound(page: Page, columns: Iterable[str] | None) -> list[ReportingRestriction]:
    """Keep a page under the orders that cover it as it is stored, but not as it will be saved.

    Such a page leaves its case, or is an alias that becomes a page of its own. What it says stays
    the same, so that it is now named in the order itself. Only a change of the order frees it, and
    that needs a reason. Called before these columns are saved, or all if None; returns the orders.
    """
    if columns is not None and BINDING.isdisjoint(columns):
        return []
    stored = stored_elsewhere(page)
    kept = copy_orders(page, stored) if stored is not None else []
    for order in kept:
        kept_bound.send(type(page), page=page, order=order)
    return kept


def copy_orders(page: Page, original: Page) -> list[ReportingRestriction]:
    """Add a page to the orders that cover `original` but not the page; returns those orders."""
    current = ReportingRestriction.objects.current_or_upcoming(timezone.now())
    covering = list(current.covering(original))
    own = set(current.covering(page).values_list("pk", flat=True)) if covering else set()
    missing = [order for order in covering if order.pk not in own]
    for order in missing:
        order.pages.add(page.pk)
    return missing
