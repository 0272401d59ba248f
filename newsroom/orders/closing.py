"""Closes the editions of pages that an order covers, or that hold one of its names.

From then on no reader gets any of these pages. They are unpublished afterwards (taking_down.py).
"""

import time
from collections.abc import Collection, Iterable
from datetime import datetime
from itertools import batched
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from newsroom.editions.locks import lock_releases_exclusively
from newsroom.gate.visibility import let_through
from newsroom.models import Edition, ReportingRestriction, TakeDown, TakenDownPage
from newsroom.orders.name_scan.scan import NameSearch, search_for
from newsroom.pages import archive_sync
from newsroom.records.binding import pages_covered_by

SEARCHED = 500
"""How many pages are searched at a time."""
ROWS = 500
"""How many rows are written at a time."""


def close_what_is_covered(take_down: TakeDown, restriction: ReportingRestriction) -> None:
    """Close the editions of covered pages. The caller holds the exclusive release lock."""
    if restriction.withholds():
        covered = let_through().filter(pk__in=pages_covered_by(restriction).values("pk"))
        _close(take_down, _current_editions(covered.values("pk")))


def close_what_names(take_down: TakeDown, until: float | None) -> None:
    """Close the editions that hold a name: what the index finds, then what only a search does."""
    order = take_down.restriction
    if take_down.searched_at is not None:
        return
    if order is None or not order.is_in_force(timezone.now()):
        note(take_down, closed_at=timezone.now(), searched_at=timezone.now())
        return
    search = search_for(order)
    if not search.names:
        note(take_down, closed_at=timezone.now(), searched_at=timezone.now())
        return
    if take_down.closed_at is None:
        for some in batched(search.candidates(), SEARCHED):
            _close_found(take_down, search, some)
            if is_over(until):
                # The search of all pages finds the rest.
                break
        note(take_down, closed_at=timezone.now())
    first = take_down.searched_to == 0
    while first or not is_over(until):
        first = False
        rest = let_through().filter(pk__gt=take_down.searched_to).order_by("pk")
        ids = list(rest.values_list("pk", flat=True)[:SEARCHED])
        if not ids:
            note(take_down, searched_at=timezone.now())
            return
        _close_found(take_down, search, ids)
        note(take_down, searched_to=ids[-1])


def _close_found(take_down: TakeDown, search: NameSearch, page_ids: Collection[int]) -> None:
    """Close the editions of those of these pages that a name keeps back.

    The editions are noted before the pages are read, so that one that has passed the gate since is
    left alone.
    """
    waiting = take_down.pages.values("page_id")
    live = let_through().filter(pk__in=page_ids).exclude(pk__in=waiting)
    noted = dict(_current_editions(live.values("pk")))
    found = {page.pk: noted[page.pk] for page in search.in_text(live) if page.pk in noted}
    if not found:
        return
    with transaction.atomic():
        lock_releases_exclusively()
        in_force = ReportingRestriction.objects.in_force(timezone.now())
        if not in_force.filter(take_downs=take_down).exists():
            # It was ended or undone while the pages were read.
            return
        current = dict(_current_editions(found))
        _close(take_down, [row for row in found.items() if current.get(row[0]) == row[1]])


def _current_editions(page_ids: Any) -> list[tuple[int, int]]:
    """The ids of these pages with those of their current editions."""
    editions = Edition.objects.let_through().filter(page_id__in=page_ids)
    return list(editions.order_by("page_id").values_list("page_id", "pk"))


def _close(take_down: TakeDown, editions: Iterable[tuple[int, int]]) -> None:
    """Note these pages, and close their editions and index rows at once.

    A page that an earlier change of the order has closed is noted already.
    """
    earlier = TakenDownPage.objects.filter(
        take_down__restriction=take_down.restriction, state=TakenDownPage.State.CLOSED
    )
    known = set(earlier.values_list("page_id", flat=True))
    shown = [(pk, edition) for pk, edition in editions if pk not in known]
    revisions = dict(
        Page.objects.filter(pk__in=[pk for pk, _edition in shown]).values_list(
            "pk", "live_revision_id"
        )
    )
    TakenDownPage.objects.bulk_create(
        [
            TakenDownPage(
                take_down=take_down, page_id=pk, edition_id=edition, revision_id=revisions.get(pk)
            )
            for pk, edition in shown
        ],
        ignore_conflicts=True,
        batch_size=ROWS,
    )
    archive_sync.hold_back([pk for pk, _edition in shown], timezone.now())


def note(take_down: TakeDown, **columns: datetime | int) -> None:
    """Set columns of a take-down, and save them."""
    for name, value in columns.items():
        setattr(take_down, name, value)
    take_down.save(update_fields=list(columns))


def is_over(until: float | None) -> bool:
    """Whether the time of a call is over: `until` is a moment of the monotonic clock."""
    return until is not None and time.monotonic() >= until
