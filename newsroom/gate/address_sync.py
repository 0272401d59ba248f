"""Synchronises `OldAddress` with moved editions and with the redirects in Wagtail's table.

Withdrawal notices stand at addresses too, and are forgotten here.

Readers' requests do not check whether an address holds a protected name. Its row is deleted
instead, as soon as an order is made, even if the order begins later. The row is restored from
editions or from Wagtail's redirects when the order has ended.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from newsroom.editions.hidden_addresses import hidden_address
from newsroom.editions.locks import lock_releases_shared
from newsroom.editions.models import Edition, OldAddress
from newsroom.editions.withdrawal_notices import WithdrawalNotice
from newsroom.gate.name_answers import NAME_RULES, fields_with, finds
from newsroom.records.binding import pages_covered_by
from newsroom.records.restrictions import ProtectedName, ReportingRestriction
from newsroom.rules.facts import Name, Passage

log = logging.getLogger(__name__)

BATCH = 500

type AtAddress = OldAddress | WithdrawalNotice


def renew() -> None:
    """Delete and restore addresses after an order or its names have changed. Idempotent."""
    _delete(_with_protected_names(OldAddress.objects.all()))
    _insert([*_of_editions(), *_of_redirects()])
    # Not restored when the order has ended: somebody decides anew what readers are told.
    named = _with_protected_names(WithdrawalNotice.objects.all())
    WithdrawalNotice.objects.filter(pk__in=[notice.pk for notice in named]).delete()


def check(page_id: int, address: str) -> None:
    """Delete addresses of the page that hold a protected name. Called when its edition opens.

    The notice of its withdrawal goes too, and that of another page at this address.
    """
    _delete(_with_protected_names(OldAddress.objects.filter(page_id=page_id)))
    at_address = Q(address__in=[address, hidden_address(address)])
    WithdrawalNotice.objects.filter(Q(page_id=page_id) | at_address).delete()


def leave_notice(notice: WithdrawalNotice) -> None:
    """Save a notice in the place of another one at its address, unless that holds a name."""
    WithdrawalNotice.objects.filter(address=notice.address).delete()
    if not _with_protected_names([notice]):
        notice.save(force_insert=True)


def forget_left_notices(pages: QuerySet[Page]) -> None:
    """Delete the notices of those of these pages that have another address now."""
    notices = list(WithdrawalNotice.objects.filter(page_id__in=pages.values("pk")))
    if not notices:
        return
    stored = Page.objects.in_bulk([notice.page_id for notice in notices])
    for notice in notices:
        place = stored[notice.page_id].get_url_parts()
        if place is None or place[2] != notice.address:
            notice.delete()


def follow_redirect(instance: Redirect, raw: bool = False, **kwargs: Any) -> None:
    """Copy a redirect. Receiver of `post_save`; fixtures (`raw`) are not copied."""
    if raw:
        return
    with transaction.atomic():
        lock_releases_shared()
        forget_redirect(instance)
        _insert([_of_redirect(instance)])


def forget_redirect(instance: Redirect, **kwargs: Any) -> None:
    """Delete the copy of a redirect. Receiver of `post_delete`."""
    OldAddress.objects.filter(redirect_id=instance.pk).delete()


def _of_editions() -> list[OldAddress]:
    """Addresses that a page left while it was public and that have no row yet; unsaved.

    An edition that was never open (`closes_at` equal to `opens_at`) left no address.
    """
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
    """Redirects that have no row yet; unsaved."""
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


def _insert(rows: Sequence[OldAddress]) -> None:
    """Save the rows, except those that hold a protected name. Skips duplicates."""
    named = {id(row) for row in _with_protected_names(rows)}
    kept = [row for row in rows if id(row) not in named]
    OldAddress.objects.bulk_create(kept, ignore_conflicts=True, batch_size=BATCH)


def _delete(rows: Sequence[OldAddress]) -> None:
    OldAddress.objects.filter(pk__in=[row.pk for row in rows]).delete()


def _with_protected_names[Row: AtAddress](rows: Iterable[Row]) -> list[Row]:
    """The rows that hold a name which a current or upcoming order protects.

    The target of a redirect counts too, since readers are told it. Returns all rows when the check
    fails, for example because a name cannot be decrypted.
    """
    addresses = list(rows)
    if not addresses:
        return []
    orders = ReportingRestriction.objects.current_or_upcoming(timezone.now())
    try:
        protected = ProtectedName.objects.filter(restriction__in=orders)
        names = list(protected.select_related("restriction"))
        if not names:
            return []
        suspect = _suspect(addresses, names)
        about = _about(names, {row.page_id for row in suspect if row.page_id})
        return [row for row in suspect if _has_protected_name(row, names, about)]
    except Exception:
        log.exception("Whether old addresses hold a name is not known")
        return addresses


def _suspect[Row: AtAddress](rows: list[Row], names: list[ProtectedName]) -> list[Row]:
    """The rows in which a rule would find a name if its order covered the row.

    The rules look at all rows together, which is many times faster than one by one.
    """
    protected = tuple(Name(name.words, "", in_scope=True) for name in names)
    passages = tuple(
        replace(passage, field=str(number))
        for number, row in enumerate(rows)
        for passage in _passages(row)
    )
    return [rows[number] for number in sorted(map(int, fields_with(passages, protected)))]


def _passages(row: AtAddress) -> tuple[Passage, ...]:
    shown = (("Address", row.address), ("Target", row.link))
    return tuple(Passage("slug", place, text, prose=False) for place, text in shown if text)


def _has_protected_name(
    row: AtAddress, names: list[ProtectedName], about: dict[int, set[int]]
) -> bool:
    passages = _passages(row)
    protected = tuple(
        Name(name.words, name.restriction.source, row.page_id in about[name.restriction_id])
        for name in names
    )
    return any(finds(rule, passages, protected) for rule in NAME_RULES)


def _about(names: Iterable[ProtectedName], page_ids: set[int | None]) -> dict[int, set[int]]:
    """Ids of those of these pages that an order covers, by the id of the order."""
    orders = {name.restriction_id: name.restriction for name in names}
    return {
        pk: set(pages_covered_by(order).filter(pk__in=page_ids).values_list("pk", flat=True))
        for pk, order in orders.items()
    }
