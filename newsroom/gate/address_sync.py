"""Which old addresses lead on: those of editions, and the redirects that somebody entered by hand.

Readers ask no table of the desk whether an address holds a protected name. So a row that holds one
is deleted when an order is made, even if it begins later, and comes back when the order has ended:
what is deleted can be told again from editions and from Wagtail's table of redirects.
"""

import logging
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, Min, OuterRef
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect

from newsroom.editions.locks import lock_releases_shared
from newsroom.editions.models import Edition, OldAddress
from newsroom.gate.name_answers import NAME_RULES, finds
from newsroom.records.binding import pages_covered_by
from newsroom.records.restrictions import ProtectedName, ReportingRestriction
from newsroom.rules.facts import Name, Passage

log = logging.getLogger(__name__)

BATCH = 500


def renew() -> None:
    """Called after an order or its names have changed: some addresses go, others come back."""
    _delete(_holding_names(OldAddress.objects.filter(page_id__isnull=False)))
    _keep([*_of_editions(), *_of_redirects()])


def check(page_id: int) -> None:
    """Called when an edition of a page opens: it may have moved, or stand under other orders."""
    _delete(_holding_names(OldAddress.objects.filter(page_id=page_id)))


def follow_redirect(instance: Redirect, raw: bool = False, **kwargs: Any) -> None:
    """Called after somebody has entered or changed a redirect."""
    if raw:
        return
    with transaction.atomic():
        lock_releases_shared()
        forget_redirect(instance)
        _keep([_of_redirect(instance)])


def forget_redirect(instance: Redirect, **kwargs: Any) -> None:
    """Called when a redirect is deleted."""
    OldAddress.objects.filter(redirect_id=instance.pk).delete()


def _of_editions() -> list[OldAddress]:
    """The rows that are missing: an address that a page left while it was not public is none."""
    own = {name: OuterRef(name) for name in ("address", "language", "page_id")}
    known = OldAddress.objects.filter(**own, redirect_id__isnull=True)
    left = Edition.objects.filter(closed_why=Edition.Closed.MOVED, closes_at__gt=F("opens_at"))
    missing = left.exclude(address="").filter(~Exists(known))
    rows = missing.order_by().values("address", "language", "page_id")
    return [
        OldAddress(**{**row, "address": OldAddress.normal(row["address"])})
        for row in rows.annotate(since=Min("opens_at"))
    ]


def _of_redirects() -> list[OldAddress]:
    known = OldAddress.objects.filter(redirect_id=OuterRef("pk"))
    return [_of_redirect(redirect) for redirect in Redirect.objects.filter(~Exists(known))]


def _of_redirect(redirect: Redirect) -> OldAddress:
    return OldAddress(
        address=OldAddress.normal(redirect.old_path),
        page_id=redirect.redirect_page_id,
        link=redirect.redirect_link,
        since=timezone.now(),
        is_permanent=redirect.is_permanent,
        redirect_id=redirect.pk,
    )


def _keep(rows: Sequence[OldAddress]) -> None:
    named = {id(row) for row in _holding_names(row for row in rows if row.page_id)}
    kept = [row for row in rows if id(row) not in named]
    OldAddress.objects.bulk_create(kept, ignore_conflicts=True, batch_size=BATCH)


def _delete(rows: Sequence[OldAddress]) -> None:
    OldAddress.objects.filter(pk__in=[row.pk for row in rows]).delete()


def _holding_names(rows: Iterable[OldAddress]) -> list[OldAddress]:
    """Those of the addresses of pages that hold a name which an order protects, now or later.

    An address that cannot be looked at is taken to hold one.
    """
    asked = list(rows)
    if not asked:
        return []
    orders = ReportingRestriction.objects.current_or_upcoming(timezone.now())
    try:
        protected = ProtectedName.objects.filter(restriction__in=orders)
        names = list(protected.select_related("restriction"))
        if not names:
            return []
        about = _about(names, {row.page_id for row in asked})
        return [row for row in asked if _holds(row, names, about)]
    except Exception:
        log.exception("Whether old addresses hold a name is not known")
        return asked


def _holds(row: OldAddress, names: list[ProtectedName], about: dict[int, set[int]]) -> bool:
    passages = (Passage("slug", "Address", row.address, prose=False),)
    told = tuple(
        Name(name.words, name.restriction.source, row.page_id in about[name.restriction_id])
        for name in names
    )
    return any(finds(rule, passages, told) for rule in NAME_RULES)


def _about(names: Iterable[ProtectedName], page_ids: set[int | None]) -> dict[int, set[int]]:
    """Those of these pages that the orders of these names cover, by order."""
    orders = {name.restriction_id: name.restriction for name in names}
    return {
        pk: set(pages_covered_by(order).filter(pk__in=page_ids).values_list("pk", flat=True))
        for pk, order in orders.items()
    }
